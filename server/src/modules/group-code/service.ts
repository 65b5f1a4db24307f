import { In, IsNull } from 'typeorm';
import type { ParsedInputOf } from '@scrm/shared/contract';
import type { groupCodes } from '@scrm/shared/group-code';
import type { Clock } from '../../core/clock';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { checkChannel } from '../channel';
import { liveCodesByIds } from '../live-code';
import { Staff } from '../org';
import { tagRefs } from '../tag';
import { GroupCode, GroupCodeEntry, GroupCodeVisit } from './entity';
import { noteEvent } from './history';
import { keepAligned } from './orders';
import { checkGroupReach, visibleCode, type Sight } from './reach';
import { livingEntries, waysOf } from './rooms';

/** The route brings the join ways in line itself; the job is there for the case that it dies meanwhile. */
const jobDelayMs = 15_000;

type Input = ParsedInputOf<(typeof groupCodes)['create']>;
type Entry = Input['entries'][number];
interface Around {
  db: ReadDb;
  clock: Clock;
  publicUrl: string;
}

export async function createGroupCode({ db, clock, publicUrl }: Around, input: Input, sight: Sight): Promise<string> {
  const now = clock.now();
  const id = newId('gc', now);
  const { entries, ...wanted } = await check(db, { id, input, publicUrl, before: [], channelId: null, sight });
  await write(db, async (tx) => {
    await tx.insert(GroupCode, { id, ...wanted, turn: 0, lastShown: '', createdBy: sight.self, createdAt: now, updatedAt: now, closedAt: null, archivedAt: null });
    await saveEntries(tx, id, entries, now);
  });
  return id;
}

export async function updateGroupCode({ db, clock, publicUrl }: Around, { id, updatedAt, ...input }: ParsedInputOf<(typeof groupCodes)['update']>, sight: Sight): Promise<void> {
  const { channelId } = await visibleCode(db, id, sight);
  const { entries, ...wanted } = await check(db, { id, input, publicUrl, before: await livingEntries(db, id), channelId, sight });
  const now = clock.now();
  await write(db, async (tx) => {
    const changed = await tx.update(GroupCode, { id, updatedAt }, { ...wanted, updatedAt: Math.max(now, updatedAt + 1) });
    if (changed === 0) throw new AppError('stale_edit');
    await saveEntries(tx, id, entries, now);
  });
}

export async function setGroupCodeState({ db, clock }: Around, { id, closed, archived }: ParsedInputOf<(typeof groupCodes)['setState']>, sight: Sight): Promise<void> {
  const code = await visibleCode(db, id, sight);
  const now = clock.now();
  await write(db, async (tx) => {
    await tx.update(GroupCode, { id }, {
      ...(closed !== undefined && { closedAt: closed ? code.closedAt ?? now : null }), ...(archived !== undefined && { archivedAt: archived ? code.archivedAt ?? now : null }),
      updatedAt: Math.max(now, code.updatedAt + 1),
    });
    if (closed !== undefined && closed !== (code.closedAt !== null)) await noteEvent(tx, { codeId: id, entryId: '', groupId: '', kind: closed ? 'off' : 'on', at: now });
  });
}

export async function replacePicture({ db, clock, publicUrl }: Around, { id, entryId, picture, pictureUntil }: ParsedInputOf<(typeof groupCodes)['replacePicture']>, sight: Sight): Promise<void> {
  const code = await visibleCode(db, id, sight);
  checkPicture(picture, publicUrl);
  const now = clock.now();
  await write(db, async (tx) => {
    const changed = await tx.update(GroupCodeEntry, { id: entryId, codeId: id, kind: 'picture', removedAt: IsNull() }, { picture, pictureUntil, pictureSince: now });
    if (changed === 0) throw new AppError('not_found', { what: '入口' });
    await tx.update(GroupCode, { id }, { updatedAt: Math.max(now, code.updatedAt + 1) });
    await noteEvent(tx, { codeId: id, entryId, groupId: '', kind: 'replaced', at: now });
  });
}

/** Those that WeCom refused are tried again. */
export async function retryGroupCode({ db }: Around, id: string, sight: Sight): Promise<void> {
  await visibleCode(db, id, sight);
  await write(db, async (tx) => {
    await tx.update(GroupCodeEntry, { codeId: id, kind: 'way', state: 'failed', removedAt: IsNull() }, { state: 'preparing', problem: null });
    await alignLater(tx, id, 0);
  });
}

/** One job for each join way of the code. */
export async function alignLater(tx: WriteDb, codeId: string, runAt: number): Promise<void> {
  for (const { id } of await waysOf(tx, codeId)) await tx.enqueue(keepAligned, { id }, { runAt });
}

async function check(db: ReadDb, { id, input, publicUrl, before, channelId, sight }: { id: string; input: Input; publicUrl: string; before: GroupCodeEntry[]; channelId: string | null; sight: Sight }): Promise<Input> {
  input.entries.forEach((entry, index) => checkEntry(entry, index + 1, publicUrl));
  const known = new Set(before.map((entry) => entry.id));
  if (input.entries.some((entry) => entry.id !== undefined && !known.has(entry.id))) throw new AppError('not_found', { what: '入口' });
  await checkGroupReach(db, sight, input.entries.flatMap((entry) => entry.groupIds), before.flatMap((entry) => entry.groupIds));
  const tagIds = [...new Set(input.entries.flatMap((entry) => entry.tagIds))];
  if ((await tagRefs(db, tagIds)).size < tagIds.length) throw new AppError('not_found', { what: '标签' });
  const staffIds = [...new Set(input.tellStaffIds)];
  if (staffIds.length > 0 && (await db.count(Staff, { id: In(staffIds) })) < staffIds.length) throw new AppError('not_found', { what: '员工' });
  if (input.channelId !== null) await checkChannel(db, input.channelId, channelId);
  await checkFallback(db, id, input.fallback, publicUrl);
  return { ...input, tellStaffIds: staffIds };
}

function checkEntry({ kind, groupIds, picture }: Entry, number: number, publicUrl: string): void {
  if (kind === 'way' && groupIds.length === 0) throw new AppError('group_code_entry', { number, detail: { zh: '请选择客户群', en: 'choose a group' } });
  if (kind === 'picture' && picture === '') throw new AppError('group_code_entry', { number, detail: { zh: '请上传群二维码', en: 'upload the group’s picture' } });
  if (kind === 'picture' && groupIds.length > 1) throw new AppError('group_code_entry', { number, detail: { zh: '一张图片对应一个群', en: 'a picture is of one group' } });
  if (kind === 'picture') checkPicture(picture, publicUrl);
}

function checkPicture(picture: string, publicUrl: string): void {
  if (!/^https?:\/\/\S+$/.test(picture)) throw new AppError('group_code_no_picture');
  if (picture.startsWith(`${publicUrl}/`)) throw new AppError('group_code_own_picture');
}

/** Another code must be there, and none of those that follow may lead back. */
async function checkFallback(db: ReadDb, id: string, fallback: Input['fallback'], publicUrl: string): Promise<void> {
  if (fallback.kind === 'picture') checkPicture(fallback.picture, publicUrl);
  const seen = new Set([id]);
  for (let next = fallback; next.kind === 'code';) {
    const { codeId } = next;
    if (seen.has(codeId)) throw new AppError('group_code_loop');
    seen.add(codeId);
    if ((await liveCodesByIds(db, [codeId])).has(codeId)) return;
    const code = await db.findOne(GroupCode, { id: codeId });
    if (!code) throw new AppError('not_found', { what: '活码' });
    next = code.fallback;
  }
}

/** In the given order; those that are not there any more are taken off. */
async function saveEntries(tx: WriteDb, codeId: string, entries: readonly Entry[], now: number): Promise<void> {
  const before = new Map((await livingEntries(tx, codeId)).map((entry) => [entry.id, entry]));
  const kept = new Set(entries.flatMap((entry) => entry.id ?? []));
  for (const [position, { id, ...entry }] of entries.entries()) {
    const old = id === undefined ? undefined : before.get(id);
    if (!old) {
      const fresh = newId('gce', now + position);
      await tx.insert(GroupCodeEntry, { id: fresh, codeId, position, ...entry, pictureSince: now, state: entry.kind === 'way' ? 'preparing' : 'ready', problem: null, configId: '', qrUrl: '', known: null, alignUntil: 0, removedAt: null });
      await noteEvent(tx, { codeId, entryId: fresh, groupId: '', kind: 'added', at: now });
      continue;
    }
    const isNewPicture = entry.picture !== old.picture;
    await tx.update(GroupCodeEntry, { id: old.id }, { ...entry, kind: old.kind, position, ...(isNewPicture && { pictureSince: now }) });
    if (isNewPicture && old.kind === 'picture') await noteEvent(tx, { codeId, entryId: old.id, groupId: '', kind: 'replaced', at: now });
    if (entry.isOff !== old.isOff) await noteEvent(tx, { codeId, entryId: old.id, groupId: '', kind: entry.isOff ? 'off' : 'on', at: now });
  }
  for (const entry of before.values()) {
    if (kept.has(entry.id)) continue;
    await tx.update(GroupCodeEntry, { id: entry.id }, { removedAt: now });
    await tx.update(GroupCodeVisit, { entryId: entry.id }, { until: 0 });
    await noteEvent(tx, { codeId, entryId: entry.id, groupId: '', kind: 'removed', at: now });
  }
  await alignLater(tx, codeId, now + jobDelayMs);
}
