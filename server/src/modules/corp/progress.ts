import type { Progress } from '@scrm/shared/corp';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { ProgressRow } from './entity';

/** Long pieces of work whose progress is shown and which go on after a restart. */
export type ProgressName = 'orgSync' | 'customerSync' | 'groupSync' | 'stageMigration' | 'keyRotation' | 'licenceSync';

const idle: Progress = { state: 'idle', done: 0, total: 0, startedAt: null, finishedAt: null, error: '' };

export async function readProgress(db: ReadDb, name: ProgressName): Promise<Progress> {
  return (await db.findOne(ProgressRow, { name }))?.value ?? idle;
}

/** Where the work stood; empty at the start. */
export async function readCursor(db: ReadDb, name: ProgressName): Promise<string> {
  return (await db.findOne(ProgressRow, { name }))?.cursor ?? '';
}

export async function saveProgress(tx: WriteDb, name: ProgressName, value: Progress, cursor = ''): Promise<void> {
  await tx.upsert(ProgressRow, { id: newId('prg'), name, value, cursor }, ['name'], ['value', 'cursor']);
}
