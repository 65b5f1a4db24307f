import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { LiveCodeList } from './entity-rule';
import type { Standing } from './standing';

/** Keeps who stands on the code from now on and why, when that is something else than before. */
export async function noteStanding(tx: WriteDb, liveCodeId: string, { staffIds, skipVerify, level, slot, ruleNo }: Standing, at: number): Promise<void> {
  const now = { staffIds, skipVerify, level, slot, ruleNo };
  const last = await tx.findOne(LiveCodeList, { liveCodeId }, { order: { at: 'DESC', id: 'DESC' } });
  if (last && JSON.stringify(Object.keys(now).map((key) => last[key as keyof typeof now])) === JSON.stringify(Object.values(now))) return;
  await tx.insert(LiveCodeList, { id: newId('lcl', at), liveCodeId, at, ...now });
}

/** WeCom tells the time of an add in whole seconds, cut off. */
const secondMs = 1_000;

/**
 * The list that was in force when WeCom gave a customer to somebody. Of two in the same second it is the one on which
 * that person stands.
 */
export async function listAt(db: ReadDb, liveCodeId: string, staffId: string, addedAt: number): Promise<{ list: LiveCodeList | null; isListed: boolean }> {
  const lists = await db.query(LiveCodeList, 'list').andWhere('list.liveCodeId = :liveCodeId AND list.at < :end', { liveCodeId, end: addedAt + secondMs })
    .orderBy('list.at', 'DESC').addOrderBy('list.id', 'DESC').take(10).getMany();
  const started = lists.findIndex(({ at }) => at <= addedAt);
  const inQuestion = started < 0 ? lists : lists.slice(0, started + 1);
  const list = inQuestion.find(({ staffIds }) => staffIds.includes(staffId));
  return { list: list ?? inQuestion.at(-1) ?? null, isListed: list !== undefined };
}
