import { In, IsNull, MoreThanOrEqual } from 'typeorm';
import { momentOf, wallTime } from '../../core/calendar';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Asker, Audiences } from '../audience';
import { Customer, FollowUser } from '../customer';
import { GroupMember } from '../group-chat';
import { Staff } from '../org';
import { GroupInvitation, GroupInviteTask } from './entity';

/** WeCom takes so many customers in one mass send. */
const mostPerStaff = 10_000;

export interface Planned {
  customerId: string;
  externalUserid: string;
  staffId: string;
  isIn: boolean;
}

export interface Wish {
  tagIds: readonly string[];
  staffIds: readonly string[];
  /** Who is in one of these needs no invitation. */
  groupIds: readonly string[];
}

/** Each customer once, from whom of the chosen members they know since latest. */
export async function plan(db: ReadDb, audiences: Audiences, asker: Asker, { tagIds, staffIds, groupIds }: Wish): Promise<Planned[]> {
  const staff = await db.find(Staff, { id: In([...staffIds]), state: 'active', canReceive: true });
  const able = staff.map((one) => one.id).filter((id) => asker.reach.staffIds === null || asker.reach.staffIds.includes(id));
  if (able.length === 0) return [];
  const audience = await audiences.find({ db, ...asker }, { tags: { any: [...tagIds] }, staffIds: able, state: 'friend' });
  const planned: Planned[] = [];
  for await (const ids of audience.ids()) planned.push(...(await planSome(db, ids, able, groupIds)));
  const counts = new Map<string, number>();
  for (const { staffId, isIn } of planned) if (!isIn) counts.set(staffId, (counts.get(staffId) ?? 0) + 1);
  if ([...counts.values()].some((count) => count > mostPerStaff)) throw new AppError('bad_input', { detail: { zh: `每名员工最多 ${mostPerStaff} 位客户，请缩小范围`, en: `at most ${mostPerStaff} customers of one colleague, choose fewer` } });
  return planned;
}

async function planSome(db: ReadDb, ids: string[], staffIds: string[], groupIds: readonly string[]): Promise<Planned[]> {
  const follows = await db.find(FollowUser, { customerId: In(ids), staffId: In(staffIds), lostAt: IsNull() }, { order: { addedAt: 'DESC' } });
  const customers = new Map((await db.find(Customer, { id: In(ids) })).map((one) => [one.id, one]));
  const here = new Set((groupIds.length === 0 ? [] : await db.find(GroupMember, { customerId: In(ids), groupId: In([...groupIds]), leftAt: IsNull() })).map((one) => one.customerId));
  return ids.flatMap((customerId): Planned[] => {
    const follow = follows.find((one) => one.customerId === customerId);
    const customer = customers.get(customerId);
    if (!follow || !customer) return [];
    return [{ customerId, externalUserid: follow.account || customer.externalUserid, staffId: follow.staffId, isIn: here.has(customerId) }];
  });
}

/** Of those who are to be invited, how many another task of the same day in China invites as well. `now` in ms. */
export async function askedToday(db: ReadDb, planned: readonly Planned[], now: number): Promise<number> {
  const tasks = await db.find(GroupInviteTask, { createdAt: MoreThanOrEqual(momentOf(wallTime(now).day, 0)) });
  if (tasks.length === 0) return 0;
  const rows = await db.query(GroupInvitation, 'one').andWhere('one.taskId IN (:...ids) AND one.state IN (:...open)', { ids: tasks.map(({ id }) => id), open: ['planned', 'sent'] })
    .select('one.customerId', 'customerId').getRawMany<{ customerId: string }>();
  const asked = new Set(rows.map(({ customerId }) => customerId));
  return planned.filter(({ customerId, isIn }) => !isIn && asked.has(customerId)).length;
}
