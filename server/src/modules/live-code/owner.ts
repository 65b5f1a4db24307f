import { LessThan, Not } from 'typeorm';
import type { Owner } from '@scrm/shared/live-code-rule';
import { truncate } from '@scrm/shared/text';
import type { ReadDb } from '../../core/db/scope';
import { order, type JobContext } from '../../core/jobs/define';
import { sendTextCard } from '../../wecom/api/message';
import { customerNames, FollowUser } from '../customer';
import { departmentsAbove } from '../org';
import { LiveCode } from './entity';
import { LiveCodeAdd } from './entity-rule';
import { staffById } from './staff';

const dayMs = 86_400_000;

/** Who had this customer at that moment, or before it, but for one who is just adding them. Left out: now. */
export async function ownersOf(db: ReadDb, customerId: string, { at = Number.MAX_SAFE_INTEGER, besides = '' } = {}): Promise<Owner[]> {
  const follows = await db.find(FollowUser, { customerId, addedAt: LessThan(at), staffId: Not(besides) });
  if (follows.length === 0) return [];
  const staff = await staffById(db, follows.map(({ staffId }) => staffId));
  return Promise.all(follows.map(async ({ staffId, addedAt, lostAt }) => {
    const one = staff.get(staffId);
    return { staffId, addedAt, departmentIds: [...await departmentsAbove(db, staffId)], isThere: (lostAt === null || lostAt > at) && one?.state === 'active' && one.canReceive };
  }));
}

export const tellOwner = order<{ id: string }>('liveCode.tellOwner', {});

/** WeCom chose before we knew who scans: so the owner and who has the customer now as well are told of each other. */
export async function tellBoth(context: JobContext, id: string): Promise<void> {
  const { db, clock, publicUrl } = context;
  const add = await db.findOne(LiveCodeAdd, { id });
  if (!add || add.ownerId === '' || add.addedAt < clock.now() - dayMs) return;
  const [staff, names, code] = await Promise.all([staffById(db, [add.ownerId, add.staffId]), customerNames(db, [add.customerId]), db.get(LiveCode, add.liveCodeId, '活码')]);
  const [owner, added] = [staff.get(add.ownerId)!, staff.get(add.staffId)!];
  const customer = truncate(names.get(add.customerId) || '一位客户', 30);
  const nameOf = (one: typeof owner) => one.name ?? `$userName=${one.userId}$`;
  const url = `${publicUrl}/admin/customers/${add.customerId}`;
  const cards = [
    [added, `「${customer}」通过活码「${code.name}」加了你，TA 已由 ${nameOf(owner)} 跟进，请先和同事确认。`],
    [owner, `你的客户「${customer}」通过活码「${code.name}」又添加了 ${nameOf(added)}。`],
  ] as const;
  for (const [{ userId, state }, description] of cards) {
    if (state !== 'active') continue;
    await sendTextCard(await context.wecom(context.corpId), [userId], { title: '重复客户', description, url, button: '查看客户' });
  }
}
