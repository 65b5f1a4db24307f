import { IsNull } from 'typeorm';
import type { ParsedInputOf } from '@scrm/shared/contract';
import { sentence, type Language } from '@scrm/shared/error';
import { groupWelcomesPerCorp, type GroupWelcome as Reply, type groupWelcomes } from '@scrm/shared/group-welcome';
import type { Clock } from '../../core/clock';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { reasonOf } from '../../wecom/errors';
import { filesOf, useFiles } from '../file';
import { isEmpty } from './content';
import { GroupWelcome, groupWelcomeWord } from './group-entity';
import { sentWith } from './group-message';
import { groupAlign } from './group-order';

type Input = ParsedInputOf<(typeof groupWelcomes)['create']>;
/** The route brings it in line itself; the job is there for the case that it dies meanwhile. */
const jobDelayMs = 15_000;

export const listGroupWelcomes = (db: ReadDb) => db.find(GroupWelcome, { deletedAt: IsNull() }, { order: { id: 'DESC' } });

export async function livingGroupWelcome(db: ReadDb, id: string): Promise<GroupWelcome> {
  const row = await db.get(GroupWelcome, id, groupWelcomeWord);
  if (row.deletedAt !== null) throw new AppError('not_found', { what: groupWelcomeWord });
  return row;
}

export async function createGroupWelcome(db: ReadDb, clock: Clock, { name, message, notify }: Input, createdBy: string): Promise<string> {
  check(message);
  const now = clock.now();
  const id = newId('gw', now);
  await write(db, async (tx) => {
    if ((await listGroupWelcomes(tx)).length >= groupWelcomesPerCorp) throw new AppError('group_welcome_limit', { limit: groupWelcomesPerCorp });
    await tx.insert(GroupWelcome, {
      id, name, message, notify, state: 'preparing', problem: null, templateId: '', askedAt: null, toldAt: null, alignUntil: 0, checkedAt: null, createdBy, createdAt: now, updatedAt: now, deletedAt: null,
    });
    await useFiles(tx, id, filesOf(sentWith(message)));
    await alignLater(tx, id, now);
  });
  return id;
}

export async function updateGroupWelcome(db: ReadDb, clock: Clock, { id, updatedAt, name, message, notify }: Input & { id: string; updatedAt: number }): Promise<void> {
  check(message);
  const now = clock.now();
  await write(db, async (tx) => {
    const before = await livingGroupWelcome(tx, id);
    // What may be there twice, or is gone, is made again only when somebody says so.
    const state = before.state === 'unclear' || before.state === 'gone' ? before.state : 'preparing' as const;
    const changed = await tx.update(GroupWelcome, { id, updatedAt, deletedAt: IsNull() }, { name, message, notify, state, updatedAt: Math.max(now, updatedAt + 1), ...(state === 'preparing' && { problem: null }) });
    if (changed === 0) throw new AppError('stale_edit');
    await useFiles(tx, id, filesOf(sentWith(message)));
    if (state === 'preparing') await alignLater(tx, id, now);
  });
}

/** WeCom's own copy goes by itself. */
export async function removeGroupWelcome(db: ReadDb, clock: Clock, id: string): Promise<void> {
  await livingGroupWelcome(db, id);
  const now = clock.now();
  await write(db, async (tx) => {
    await tx.update(GroupWelcome, { id }, { state: 'deleted', deletedAt: now, problem: null });
    await useFiles(tx, id, []);
    await alignLater(tx, id, now);
  });
}

export async function retryGroupWelcome(db: ReadDb, clock: Clock, id: string): Promise<void> {
  const { state } = await livingGroupWelcome(db, id);
  if (state === 'ready' || state === 'preparing') return;
  await write(db, async (tx) => {
    const isNew = state === 'gone' || state === 'unclear';
    const changed = await tx.update(GroupWelcome, { id, state }, { state: 'preparing', problem: null, askedAt: null, ...(isNew && { templateId: '' }), ...((isNew || state === 'changed') && { toldAt: null }) });
    if (changed > 0) await alignLater(tx, id, clock.now());
  });
}

export function presentGroupWelcome({ id, name, message, notify, state, problem, templateId, checkedAt, createdAt, updatedAt }: GroupWelcome, language: Language): Reply {
  const reason = typeof problem?.data.errcode === 'number' ? reasonOf(problem.data.errcode, language) : '';
  return { id, name, message, notify, state, error: problem ? sentence(problem.code, { ...problem.data, reason }, language) : '', templateId, checkedAt, createdAt, updatedAt };
}

const alignLater = (tx: WriteDb, id: string, now: number) => tx.enqueue(groupAlign, { id }, { runAt: now + jobDelayMs });

function check(message: Input['message']): void {
  if (isEmpty(sentWith(message))) throw new AppError('welcome_empty');
}
