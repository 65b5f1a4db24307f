import { In } from 'typeorm';
import type { Activity as ActivityReply, CustomerDetail, CustomerRow, FollowUser as FollowReply, Source } from '@scrm/shared/customer';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';
import type { ReadDb } from '../../core/db/scope';
import { staffRefs } from '../org';
import { followTags, outOfScope, tagMarksOf, type TagMark } from '../tag';
import { FollowUser, type Activity, type Customer } from './entity';

interface Background {
  follows: Map<string, FollowUser[]>;
  staff: Map<string, StaffRef>;
  tags: Map<string, TagRef[]>;
}

/** Rows of a list. `viewerId`: the staff member who looks; theirs is the remark that is shown. */
export async function presentRows(db: ReadDb, customers: readonly Customer[], viewerId: string | null): Promise<CustomerRow[]> {
  const background = await readBackground(db, customers);
  return customers.map((customer) => presentRow(customer, background, viewerId));
}

export async function presentDetail(db: ReadDb, customer: Customer, viewerId: string | null): Promise<CustomerDetail> {
  const background = await readBackground(db, [customer]);
  return {
    ...presentRow(customer, background, viewerId),
    gender: customer.gender === 1 ? 'male' : customer.gender === 2 ? 'female' : 'unknown', position: customer.position,
    follows: followsOf(customer, background).map((follow) => presentFollow(follow, background)),
    tagMarks: (await tagMarksOf(db, customer.id)).map(presentMark),
    fixedTagIds: await outOfScope(db, viewerId, [...new Set([...background.tags.values()].flat().map((tag) => tag.id))]),
  };
}

export async function presentActivities(db: ReadDb, rows: readonly Activity[]): Promise<ActivityReply[]> {
  const staff = await staffRefs(db, rows.flatMap((row) => row.staffId ?? []));
  return rows.map(({ id, kind, at, staffId, data }) => ({ id, kind, at, data, staff: staffId ? staff.get(staffId) ?? null : null }));
}

async function readBackground(db: ReadDb, customers: readonly Customer[]): Promise<Background> {
  const rows = customers.length === 0 ? [] : await db.find(FollowUser, { customerId: In(customers.map((customer) => customer.id)) });
  const follows = new Map<string, FollowUser[]>();
  for (const row of rows) follows.set(row.customerId, [...(follows.get(row.customerId) ?? []), row]);
  return { follows, staff: await staffRefs(db, rows.map((row) => row.staffId)), tags: await followTags(db, rows.map((row) => row.id)) };
}

/** Friends first, then who came last. */
function followsOf(customer: Customer, { follows }: Background): FollowUser[] {
  return [...(follows.get(customer.id) ?? [])].sort((a, b) => Number(a.lostAt !== null) - Number(b.lostAt !== null) || b.addedAt - a.addedAt || (a.id < b.id ? 1 : -1));
}

function presentRow(customer: Customer, background: Background, viewerId: string | null): CustomerRow {
  const follows = followsOf(customer, background);
  const friends = follows.filter((follow) => follow.lostAt === null);
  // Of a lost customer, whoever had them last.
  const shown = friends.length > 0 ? friends : follows.slice(0, 1);
  const own = follows.find((follow) => follow.staffId === viewerId);
  const tags = new Map(follows.flatMap((follow) => background.tags.get(follow.id) ?? []).map((tag) => [tag.id, tag]));
  const newest = follows.reduce<FollowUser | undefined>((a, b) => (a && a.addedAt >= b.addedAt ? a : b), undefined);
  return {
    id: customer.id, externalUserid: customer.externalUserid, name: customer.name, avatarUrl: customer.avatarUrl, type: customer.type, corpName: customer.corpName,
    tags: [...tags.values()], owners: [...new Map(shown.map((follow) => [follow.staffId, staffOf(follow, background)])).values()],
    remark: own?.remark ?? shown.find((follow) => follow.remark !== '')?.remark ?? '',
    source: presentSource(newest), addedAt: customer.lastAddedAt, activeAt: customer.lastActiveAt, lostAt: customer.lostAt, lostBy: customer.lostBy,
  };
}

function presentFollow(follow: FollowUser, background: Background): FollowReply {
  const { account, remark, description, addedAt, lostAt, lostBy } = follow;
  return { staff: staffOf(follow, background), account, remark, description, tags: background.tags.get(follow.id) ?? [], source: presentSource(follow), addedAt, lostAt, lostBy };
}

function staffOf({ staffId }: FollowUser, { staff }: Background): StaffRef {
  return staff.get(staffId) ?? { id: staffId, userId: '', name: null, avatarUrl: '' };
}

function presentSource(follow: FollowUser | undefined): Source {
  if (!follow) return { kind: 'unknown', liveCodeId: null, liveCodeName: '', linkId: null, linkName: '', channel: '', addWay: null };
  const { sourceKind: kind, sourceId, sourceName, sourceChannel: channel, addWay } = follow;
  const isLink = kind === 'link';
  return { kind, liveCodeId: isLink ? null : sourceId, liveCodeName: isLink ? '' : sourceName, linkId: isLink ? sourceId : null, linkName: isLink ? sourceName : '', channel, addWay };
}

function presentMark({ tagId, firstAt, firstHow, firstBy, lastAt, lastHow, lastBy }: TagMark) {
  return { tagId, first: { at: firstAt, how: firstHow, by: firstBy }, last: { at: lastAt, how: lastHow, by: lastBy } };
}
