import { In } from 'typeorm';
import type { GroupCode as GroupCodeReply, GroupCodeHistory, GroupCodeRow, GroupEntry, GroupOfCode } from '@scrm/shared/group-code';
import { sentence, type Language } from '@scrm/shared/error';
import { punctuation } from '@scrm/shared/text';
import type { ReadDb } from '../../core/db/scope';
import { readTree } from '../channel';
import { GroupChat } from '../group-chat';
import { liveCodesByIds, type Problem } from '../live-code';
import { staffRefs } from '../org';
import { tagRefs } from '../tag';
import { reasonOf } from '../../wecom/errors';
import { GroupCode, GroupCodeEntry, GroupCodeJoin, GroupCodeVisit, groupCodeWord, type GroupCodeEvent } from './entity';
import { pickRoom } from './pick';
import { fullAt, isLiving, readRooms, type Group, type Room } from './rooms';

export interface Looker {
  db: ReadDb;
  now: number;
  publicUrl: string;
  language: Language;
}

const dayMs = 86_400_000;

export const isPictureEnding = ({ kind, pictureUntil }: GroupCodeEntry, now: number) => kind === 'picture' && pictureUntil !== null && pictureUntil - now <= 2 * dayMs;

export async function presentRows(codes: readonly GroupCode[], looker: Looker): Promise<GroupCodeRow[]> {
  const { db } = looker;
  const [visitors, joined] = await Promise.all([countBy(db, 'visit', codes), countBy(db, 'join', codes)]);
  return Promise.all(codes.map(async (code) => rowOf(code, await readRooms(db, code, looker.now), { visitors: visitors.get(code.id) ?? 0, joined: joined.get(code.id) ?? 0 }, looker)));
}

function rowOf(code: GroupCode, rooms: readonly Room[], counts: { visitors: number; joined: number }, { now, publicUrl }: Looker): GroupCodeRow {
  const open = rooms.filter((room) => room.verdict === 'open');
  const warnings: GroupCodeRow['warnings'] = [];
  if (open.length === 0) warnings.push('full');
  if (rooms.some(({ entry }) => !entry.isOff && isPictureEnding(entry, now))) warnings.push('ends');
  if (rooms.some(({ groups, entry }) => !entry.isOff && groups.some((group) => !isLiving(group)))) warnings.push('gone');
  if (rooms.some(({ entry }) => entry.state === 'failed')) warnings.push('failed');
  return {
    id: code.id, name: code.name, rule: code.rule, state: stateOf(code, now), url: `${publicUrl}/c/${code.id}`, entryCount: rooms.length, warnings, ...counts,
    free: open.some((room) => room.free === null) ? null : open.reduce((sum, room) => sum + room.free!, 0), createdAt: code.createdAt, updatedAt: code.updatedAt,
  };
}

export function stateOf({ closedAt, archivedAt, untilAt }: GroupCode, now: number): GroupCodeRow['state'] {
  if (closedAt !== null) return 'closed';
  if (untilAt !== null && untilAt <= now) return 'expired';
  return archivedAt !== null ? 'archived' : 'open';
}

export async function presentCode(id: string, looker: Looker): Promise<GroupCodeReply> {
  const { db, now, language } = looker;
  const code = await db.get(GroupCode, id, groupCodeWord);
  const rooms = await readRooms(db, code, now);
  const [visitors, joined, tags, staff, shown, stays] = await Promise.all([
    countBy(db, 'visit', [code]), countBy(db, 'join', [code]), tagRefs(db, rooms.flatMap(({ entry }) => entry.tagIds)),
    staffRefs(db, [...code.tellStaffIds, ...rooms.flatMap(({ groups }) => groups.map(({ row }) => row.ownerId))]), shownByEntry(db, id), staysByEntry(db, id),
  ]);
  const next = pickRoom(code, rooms, { tagIds: [], lastEntryId: '' }, () => 0);
  const entries = rooms.map((room): GroupEntry => {
    const { entry } = room;
    const isTold = entry.kind === 'way' || entry.groupIds.length > 0;
    return {
      id: entry.id, kind: entry.kind, name: entry.name, groups: room.groups.map((group) => groupOf(group, fullAt(entry, code), staff)), cap: entry.cap, tags: entry.tagIds.flatMap((tag) => tags.get(tag) ?? []),
      autoCreate: entry.autoCreate, roomBaseName: entry.roomBaseName, roomBaseId: entry.roomBaseId, picture: entry.picture, pictureUntil: entry.pictureUntil, isOff: entry.isOff, state: entry.state,
      error: entry.problem ? explain(entry.problem, language) : '', verdict: room.verdict, free: room.free, pictureUrl: entry.kind === 'way' ? entry.qrUrl : pictureAddress(entry),
      shown: shown.get(entry.id) ?? 0, joined: isTold ? stays.get(entry.id)?.joined ?? 0 : null, left: isTold ? stays.get(entry.id)?.left ?? 0 : null,
    };
  });
  const { title, guide, headRoom, fallback, closedText, untilAt, channelId, tellManagers } = code;
  const tree = channelId === null ? null : await readTree(db);
  return {
    ...rowOf(code, rooms, { visitors: visitors.get(id) ?? 0, joined: joined.get(id) ?? 0 }, looker), title, guide, headRoom, fallback, closedText, untilAt,
    fallbackName: fallback.kind === 'code' ? await nameOfCode(db, fallback.codeId) : '', tellStaff: code.tellStaffIds.flatMap((one) => staff.get(one) ?? []), tellManagers, entries, channel: channelId !== null && tree?.get(channelId) ? { id: channelId, path: tree.pathOf(channelId) } : null,
    next: next && { entryId: next.entry.id, groupId: next.group?.id ?? '' },
  };
}

/** The picture drawn anew from what it says; another one has another address, so that no phone shows an old one. */
export const pictureAddress = ({ codeId, id, pictureSince }: GroupCodeEntry) => `/c/${codeId}/picture?e=${id}&v=${pictureSince}`;

function groupOf({ row, ownerHere }: Group, limit: number, staff: Awaited<ReturnType<typeof staffRefs>>): GroupOfCode {
  const state = row.state === 'dismissed' ? 'dismissed' : !ownerHere || row.status === 1 ? 'ownerLeft' : row.memberCount >= limit ? 'full' : 'open';
  return { id: row.id, name: row.name, memberCount: row.memberCount, owner: staff.get(row.ownerId) ?? null, state };
}

async function nameOfCode(db: ReadDb, id: string): Promise<string> {
  return (await liveCodesByIds(db, [id])).get(id)?.name ?? (await db.findOne(GroupCode, { id }))?.name ?? '';
}

function explain({ code, data }: Problem, language: Language): string {
  const reason = typeof data.errcode === 'number' ? reasonOf(data.errcode, language) : '';
  return sentence(code, { ...data, reason }, language);
}

async function countBy(db: ReadDb, what: 'visit' | 'join', codes: readonly GroupCode[]): Promise<Map<string, number>> {
  if (codes.length === 0) return new Map();
  const query = what === 'visit' ? db.query(GroupCodeVisit, 'one') : db.query(GroupCodeJoin, 'one');
  const rows = await query.andWhere('one.codeId IN (:...ids)', { ids: codes.map((code) => code.id) }).select('one.codeId', 'id').addSelect('COUNT(*)', 'n').groupBy('one.codeId').getRawMany<{ id: string; n: string | number }>();
  return new Map(rows.map(({ id, n }) => [id, Number(n)]));
}

async function shownByEntry(db: ReadDb, codeId: string): Promise<Map<string, number>> {
  const rows = await db.query(GroupCodeVisit, 'one').andWhere('one.codeId = :codeId AND one.entryId <> \'\'', { codeId }).select('one.entryId', 'id').addSelect('COUNT(*)', 'n').groupBy('one.entryId').getRawMany<{ id: string; n: string | number }>();
  return new Map(rows.map(({ id, n }) => [id, Number(n)]));
}

async function staysByEntry(db: ReadDb, codeId: string): Promise<Map<string, { joined: number; left: number }>> {
  const rows = await db.query(GroupCodeJoin, 'one').andWhere('one.codeId = :codeId', { codeId }).select('one.entryId', 'id').addSelect('COUNT(*)', 'joined').addSelect('COUNT(one.leftAt)', 'gone').groupBy('one.entryId')
    .getRawMany<{ id: string; joined: string | number; gone: string | number }>();
  return new Map(rows.map(({ id, joined, gone }) => [id, { joined: Number(joined), left: Number(gone) }]));
}

export async function presentEvents(db: ReadDb, rows: readonly GroupCodeEvent[], language: Language): Promise<GroupCodeHistory[]> {
  const named = async (ids: string[]) => new Map((ids.length === 0 ? [] : await db.find(GroupCodeEntry, { id: In(ids) })).map((entry) => [entry.id, entry]));
  const entries = await named([...new Set(rows.map((row) => row.entryId))].filter(Boolean));
  const groups = await groupNames(db, [...rows.map((row) => row.groupId), ...[...entries.values()].flatMap((entry) => entry.groupIds)]);
  const staff = await staffRefs(db, rows.flatMap((row) => row.told));
  return rows.map(({ id, kind, at, entryId, groupId, told }) => {
    const entry = entries.get(entryId);
    return { id, kind, at, entryName: entry?.name || (entry?.groupIds.map((one) => groups.get(one) ?? '').filter(Boolean).join(punctuation[language].comma) ?? ''), groupName: groups.get(groupId) ?? '', told: told.flatMap((one) => staff.get(one) ?? []) };
  });
}

export async function groupNames(db: ReadDb, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].filter(Boolean);
  return new Map((wanted.length === 0 ? [] : await db.find(GroupChat, { id: In(wanted) })).map((group) => [group.id, group.name]));
}
