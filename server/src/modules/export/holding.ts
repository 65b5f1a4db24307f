import { In, IsNull, Not } from 'typeorm';
import type { ExportKindName } from '@scrm/shared/export';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import type { FileStore } from '../file';
import { DataExport, DataExportPart } from './entity';
import { end } from './service';

/** Fewer than a condition of SQLite can hold. */
const idsAtOnce = 200;

/** The bytes of these exports. */
export async function removeBytes(files: FileStore, db: ReadDb, exportIds: readonly string[]): Promise<void> {
  for (const { fileId } of await db.find(DataExport, { id: In([...exportIds]), fileId: Not(IsNull()) })) await files.remove(db.corpId, fileId!);
}

/** Nobody can take one row out of a file: it goes whole. */
export async function endErased(tx: WriteDb, exportIds: readonly string[]): Promise<void> {
  for (const id of new Set(exportIds)) await end(tx, id, ['waiting', 'running', 'ready'], { state: 'removed', problem: { code: 'export_person_erased', data: {} } as never, updatedAt: () => 'updatedAt + 1' });
}

/** Outside of the transaction that takes these rows away and before it: the bytes of every file that holds one of them. May be done twice. */
export async function removeFilesHolding(files: FileStore, db: ReadDb, kind: ExportKindName, ids: readonly string[]): Promise<void> {
  await removeBytes(files, db, await holding(db, kind, ids));
}

/** In that transaction: none of these files can be fetched any more, and one that is being made is not finished. */
export async function endExportsHolding(tx: WriteDb, kind: ExportKindName, ids: readonly string[]): Promise<void> {
  await endErased(tx, await holding(tx, kind, ids));
}

async function holding(db: ReadDb, kind: ExportKindName, ids: readonly string[]): Promise<string[]> {
  const open = (await db.find(DataExport, { kind, state: In(['waiting', 'running', 'ready']) })).map(({ id }) => id);
  const found: string[] = [];
  for (let from = 0; open.length > 0 && from < ids.length; from += idsAtOnce) {
    const some = ids.slice(from, from + idsAtOnce);
    const meets = some.map((_, index) => `INSTR(part.ids, :id${index}) > 0`).join(' OR ');
    const parts = await db.query(DataExportPart, 'part').andWhere('part.exportId IN (:...open)', { open }).andWhere(`(${meets})`, Object.fromEntries(some.map((id, index) => [`id${index}`, id]))).getMany();
    found.push(...parts.map(({ exportId }) => exportId));
  }
  return found;
}
