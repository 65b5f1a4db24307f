import { In } from 'typeorm';
import type { z } from 'zod';
import type { Language } from '@scrm/shared/error';
import type { StaffRef } from '@scrm/shared/org';
import type { CustomerBrief, ItemState, Transfer as TransferReply, TransferGroup as GroupReply, TransferItem as ItemReply } from '@scrm/shared/transfer';
import type { CorpRow } from '../../core/db/columns';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { reasonOf } from '../../wecom/errors';
import { customerRefs, type CustomerRef } from '../customer';
import { GroupChat } from '../group-chat';
import { staffRefs } from '../org';
import { type Transfer, TransferGroup, TransferItem } from './entity';
import { triesLeftOf } from './queue';

export interface Page<T> {
  items: T[];
  total: number;
  nextCursor: string | null;
}

/** A page of what `narrow` makes, by id, the newest first. */
export async function pageOf<T extends CorpRow>(narrow: () => ScopedQuery<T>, alias: string, { cursor, limit }: { cursor?: string; limit: number }): Promise<{ rows: T[]; total: number; nextCursor: string | null }> {
  if (cursor && !/^\w{1,40}$/.test(cursor)) throw new AppError('bad_input', { detail: 'cursor' });
  const page = narrow().orderBy(`${alias}.id`, 'DESC').limit(limit + 1);
  if (cursor) page.andWhere(`${alias}.id < :cursor`, { cursor });
  const found = await page.getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await narrow().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

/** `externalUserid`: the account that is meant, where they have several. */
export function briefOf(ref: CustomerRef | undefined, id: string, externalUserid = ''): CustomerBrief {
  return { id, name: ref?.name ?? '', avatarUrl: ref?.avatarUrl ?? '', externalUserid: externalUserid || ref?.externalUserid || '' };
}

const nobody = (id: string): StaffRef => ({ id, userId: '', name: null, avatarUrl: '' });
export const refIn = (refs: ReadonlyMap<string, StaffRef>, id: string): StaffRef => refs.get(id) ?? nobody(id);

const ownReasons = {
  cancelled: { zh: '已取消', en: 'Cancelled' },
  noRecord: { zh: '企业微信没有这次交接的记录', en: 'WeCom has no record of this hand-over' },
} as const;

/** What WeCom or a person had against it. */
function reasonIn({ reason, errcode }: Pick<TransferItem, 'reason' | 'errcode'>, language: Language): string {
  if (errcode !== 0) return reasonOf(errcode, language);
  return reason in ownReasons ? ownReasons[reason as keyof typeof ownReasons][language] : '';
}

export async function presentItems(db: ReadDb, rows: readonly TransferItem[], language: Language): Promise<z.input<typeof ItemReply>[]> {
  const customers = await customerRefs(db, rows.map((row) => row.customerId));
  const staff = await staffRefs(db, rows.flatMap((row) => [row.fromStaffId, row.toStaffId]));
  return rows.map((row) => {
    const { id, transferId, kind, state, tries, askedAt, dueAt, settledAt, retryAt, autoRetry } = row;
    return {
      id, transferId, kind, state, tries, askedAt, dueAt, settledAt, retryAt, autoRetry, customer: briefOf(customers.get(row.customerId), row.customerId, row.externalUserid),
      isMergedAccount: customers.has(row.customerId) && ![customers.get(row.customerId)!.externalUserid, ''].includes(row.externalUserid),
      from: refIn(staff, row.fromStaffId), to: refIn(staff, row.toStaffId), reason: reasonIn(row, language), triesLeft: triesLeftOf(row),
    };
  });
}

export async function presentTransfers(db: ReadDb, rows: readonly Transfer[]): Promise<z.input<typeof TransferReply>[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const counted = await db.query(TransferItem, 'item').andWhere('item.transferId IN (:...ids)', { ids }).select('item.transferId', 'transferId').addSelect('item.toStaffId', 'toStaffId').addSelect('item.state', 'state')
    .addSelect('COUNT(*)', 'n').groupBy('item.transferId').addGroupBy('item.toStaffId').addGroupBy('item.state').getRawMany<{ transferId: string; toStaffId: string; state: ItemState; n: string | number }>();
  const groups = await db.find(TransferGroup, { transferId: In(ids) });
  const staff = await staffRefs(db, [...rows.map((row) => row.fromStaffId), ...counted.map((row) => row.toStaffId), ...groups.map((group) => group.toStaffId)]);
  return rows.map(({ id, kind, fromStaffId, way, message, nextStep, autoRetry, state, total, createdBy, createdAt, settledAt }) => {
    const own = counted.filter((row) => row.transferId === id);
    const chats = groups.filter((group) => group.transferId === id);
    const counts = { waiting: 0, asking: 0, pending: 0, moving: 0, done: 0, refused: 0, full: 0, limited: 0, failed: 0, givenUp: 0 };
    for (const row of own) counts[row.state] += Number(row.n);
    const takers = [...new Set([...own.map((row) => row.toStaffId), ...chats.map((group) => group.toStaffId)])];
    return {
      id, kind, way, message, nextStep, autoRetry, state, total, createdBy, createdAt, settledAt, counts, from: refIn(staff, fromStaffId), takers: takers.map((one) => refIn(staff, one)),
      groups: { total: chats.length, done: chats.filter((group) => group.state === 'done').length, failed: chats.filter((group) => group.state === 'failed').length },
    };
  });
}

export async function presentGroups(db: ReadDb, transferId: string, language: Language): Promise<z.input<typeof GroupReply>[]> {
  const rows = await db.find(TransferGroup, { transferId }, { order: { id: 'ASC' } });
  const staff = await staffRefs(db, rows.map((row) => row.toStaffId));
  const names = new Map((await db.find(GroupChat, { chatId: In(rows.map((row) => row.chatId)) })).map((group) => [group.chatId, group.name]));
  return rows.map(({ chatId, toStaffId, state, errcode, retryAt }) => ({ chatId, name: names.get(chatId) ?? '', to: refIn(staff, toStaffId), state, retryAt, reason: state !== 'failed' ? '' : errcode === 0 ? ownReasons.cancelled[language] : reasonOf(errcode, language) }));
}
