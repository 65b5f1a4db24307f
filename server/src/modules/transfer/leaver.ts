import { In } from 'typeorm';
import type { z } from 'zod';
import type { Leaver } from '@scrm/shared/transfer';
import type { JobContext } from '../../core/jobs/define';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { listOwnedGroups, listUnassigned } from '../../wecom/api/transfer';
import type { WecomApp } from '../../wecom/client';
import { WeComError } from '../../wecom/errors';
import { FollowUser, holdUnassigned } from '../customer';
import { codesLeftBy, type Sight } from '../live-code';
import { Staff, staffRef } from '../org';
import { TransferItem, TransferLeaver } from './entity';
import type { Page } from './list';

/** What WeCom says of those who left: whose customers nobody has, and whose groups. */
export async function readLeavers(context: JobContext): Promise<void> {
  const { db, corpId, clock, signal } = context;
  const wecom = await context.wecom(corpId);
  const dismissedAt = new Map<string, number>();
  for (let cursor = ''; ;) {
    const reply: Awaited<ReturnType<typeof listUnassigned>> = await listUnassigned(wecom, { cursor }, { signal });
    for (const { handover_userid, dimission_time } of reply.info) dismissedAt.set(handover_userid, dimission_time * 1000);
    await write(db, async (tx) => {
      for (const { handover_userid, external_userid, dimission_time } of reply.info) await holdUnassigned(tx, external_userid, handover_userid, dimission_time * 1000);
    });
    if (!reply.next_cursor) break;
    cursor = reply.next_cursor;
  }
  for (const staff of await db.find(Staff, { state: 'left' })) {
    const at = dismissedAt.get(staff.userId) ?? null;
    const groups = await countGroups(wecom, staff.userId, signal);
    const known = await db.findOne(TransferLeaver, { staffId: staff.id });
    // After the last hand-over WeCom does not list them any more; it did.
    const facts = { staffId: staff.id, confirmed: at !== null || known?.confirmed === true, dismissedAt: at ?? known?.dismissedAt ?? null, groups, checkedAt: clock.now() };
    await write(db, (tx) => tx.upsert(TransferLeaver, { id: newId('tlv'), ...facts }, ['staffId'], ['confirmed', 'dismissedAt', 'groups', 'checkedAt']));
  }
}

async function countGroups(wecom: WecomApp, userId: string, signal: AbortSignal): Promise<number> {
  return (await groupsOf(wecom, userId, signal)).length;
}

/** The chat ids of somebody's groups; none where WeCom does not show them. */
export async function groupsOf(wecom: WecomApp, userId: string, signal?: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  try {
    for (let cursor = ''; ;) {
      const reply: Awaited<ReturnType<typeof listOwnedGroups>> = await listOwnedGroups(wecom, userId, cursor, { signal });
      found.push(...reply.group_chat_list.map((group) => group.chat_id));
      if (!reply.next_cursor) return found;
      cursor = reply.next_cursor;
    }
  } catch (error) {
    if (error instanceof WeComError && ['permission', 'business', 'fix', 'licence'].includes(error.reaction)) return found;
    throw error;
  }
}

type LeaverReply = z.input<typeof Leaver>;

/** Who left and had customers or groups, the latest first. Those of others do not exist for the caller. */
export async function listLeavers(db: ReadDb, { cursor, limit, sight }: { cursor?: string; limit: number; sight: Sight }): Promise<Page<LeaverReply>> {
  const narrow = () => {
    const query = db.query(Staff, 'staff').andWhere('staff.state = :left', { left: 'left' })
      .andWhere(`(EXISTS (SELECT 1 FROM follow_user had WHERE had.corpId = staff.corpId AND had.staffId = staff.id AND (had.lostAt IS NULL OR had.lostBy = 'transfer'))
        OR EXISTS (SELECT 1 FROM transfer_leaver known WHERE known.corpId = staff.corpId AND known.staffId = staff.id AND known.groups > 0))`);
    if (sight.staffIds) query.andWhere(sight.staffIds.length > 0 ? 'staff.id IN (:...reach)' : '1 = 0', { reach: sight.staffIds });
    return query;
  };
  const page = narrow().orderBy('staff.leftAt', 'DESC').addOrderBy('staff.id', 'DESC').limit(limit + 1);
  const [, at, id] = /^(\d{1,15})\.(\w{1,40})$/.exec(cursor ?? '') ?? [];
  if (at) page.andWhere('(staff.leftAt < :at OR (staff.leftAt = :at AND staff.id < :id))', { at: Number(at), id });
  const rows = await page.getMany();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items: LeaverReply[] = [];
  for (const row of shown) items.push(await presentLeaver(db, row, sight));
  return { items, total: await narrow().getCount(), nextCursor: rows.length > limit && last ? `${last.leftAt ?? 0}.${last.id}` : null };
}

export async function presentLeaver(db: ReadDb, staff: Staff, sight: Sight): Promise<LeaverReply> {
  const count = (state: TransferItem['state'][]) => db.count(TransferItem, { fromStaffId: staff.id, state: In(state) });
  const [known, friends, pending, done, queued, codes] = await Promise.all([
    db.findOne(TransferLeaver, { staffId: staff.id }), db.query(FollowUser, 'follow').andWhere('follow.staffId = :id AND follow.lostAt IS NULL', { id: staff.id }).getCount(),
    count(['waiting', 'asking', 'pending', 'moving']), db.count(TransferItem, { fromStaffId: staff.id, kind: 'resigned', state: 'done' }), count(['refused', 'full', 'limited', 'failed']), codesLeftBy(db, staff, sight),
  ]);
  return {
    staff: staffRef(staff), leftAt: known?.dismissedAt ?? staff.leftAt ?? 0, confirmed: known?.confirmed ?? false,
    waiting: Math.max(0, friends - pending - queued), pending, done, queued, groups: known?.groups ?? 0, codes: codes.length,
  };
}
