import { LessThanOrEqual } from 'typeorm';
import { truncate } from '@scrm/shared/text';
import { groupsPerWay } from '@scrm/shared/group-code';
import type { Clock } from '../../core/clock';
import { write, type ReadDb } from '../../core/db/scope';
import type { Services } from '../../core/services';
import { addJoinWay, deleteJoinWay, getJoinWay, updateJoinWay, type JoinWayInput } from '../../wecom/api/join-way';
import { WeComError } from '../../wecom/errors';
import { Busy, problemOf } from '../live-code';
import { GroupCode, GroupCodeEntry, type KnownWay } from './entity';
import { noteEvent } from './history';
import { fullAt, isLiving, readGroups, type Group } from './rooms';

export interface AlignContext extends Pick<Services, 'wecom'> {
  db: ReadDb;
  clock: Clock;
}

/** Longer than all the calls of one alignment can take. */
const claimMs = 45_000;
const askMs = 20_000;
/** 41044: there is no such way. https://developer.work.weixin.qq.com/document/path/90313 */
const isGone = (error: unknown) => error instanceof WeComError && error.errcode === 41044;

/**
 * Brings WeCom's join way in line with the row: makes it, narrows it to the groups that have room, deletes it, or finds that nothing differs and
 * calls nobody. Anybody may run it at any time; one at a time works on an entry. What WeCom refuses for good is written to the row; what may pass is
 * written and thrown. Nothing lists join ways: one whose answer was lost stays at WeCom, unused, and another is made.
 */
export async function alignJoinWay(context: AlignContext, id: string): Promise<void> {
  const { db, clock } = context;
  const now = clock.now();
  const claimed = await write(db, (tx) => tx.update(GroupCodeEntry, { id, kind: 'way', alignUntil: LessThanOrEqual(now) }, { alignUntil: now + claimMs }));
  const entry = await db.findOne(GroupCodeEntry, { id });
  if (!entry || entry.kind !== 'way') return;
  if (claimed === 0) throw new Busy();
  let patch: Patch = {};
  try {
    patch = entry.removedAt === null ? await bringWay(context, entry) : await removeWay(context, entry);
  } catch (error) {
    const problem = problemOf(error);
    patch = { ...(problem && { problem, state: 'failed' }) };
    throw error;
  } finally {
    await finish(context, entry, patch);
  }
}

type Patch = Partial<Pick<GroupCodeEntry, 'state' | 'problem' | 'configId' | 'qrUrl' | 'known'>>;

async function finish({ db, clock }: AlignContext, entry: GroupCodeEntry, patch: Patch): Promise<void> {
  await write(db, async (tx) => {
    await tx.update(GroupCodeEntry, { id: entry.id }, { ...patch, alignUntil: 0 });
    const { problem } = patch;
    // That its groups are gone was told with the groups.
    if (!problem || ['wecom_unreachable', 'group_code_no_group'].includes(problem.code) || entry.state === 'failed') return;
    await noteEvent(tx, { codeId: entry.codeId, entryId: entry.id, groupId: '', kind: 'failed', at: clock.now() });
  });
}

async function bringWay(context: AlignContext, entry: GroupCodeEntry): Promise<Patch> {
  const { db } = context;
  const code = await db.findOne(GroupCode, { id: entry.codeId });
  if (!code) return {};
  const wanted = wantedOf(code, entry, await readGroups(db, entry.groupIds, context.clock.now()));
  // Nobody is shown an entry without groups, and WeCom takes no way without one.
  if (wanted.chatIds.length === 0) return { state: 'failed', problem: { code: 'group_code_no_group', data: { name: entry.name || code.name } } };
  const ready: Patch = { state: 'ready', problem: null };
  if (entry.configId === '') return { ...ready, ...(await makeWay(context, wanted)) };
  if (!differs(entry.known, wanted)) return entry.state === 'ready' ? {} : ready;
  const app = await context.wecom(db.corpId);
  try {
    await updateJoinWay(app, entry.configId, wanted);
    return { ...ready, known: knownOf(wanted) };
  } catch (error) {
    if (!isGone(error)) throw error;
    return { ...ready, ...(await makeWay(context, wanted)) };
  }
}

async function makeWay({ db, clock, wecom }: AlignContext, wanted: JoinWayInput): Promise<Patch> {
  const app = await wecom(db.corpId);
  const { config_id } = await addJoinWay(app, wanted, { deadline: clock.now() + askMs });
  const { join_way } = await getJoinWay(app, config_id);
  return { configId: config_id, qrUrl: join_way.qr_code, known: knownOf(wanted) };
}

async function removeWay({ db, wecom }: AlignContext, { configId }: GroupCodeEntry): Promise<Patch> {
  if (configId === '') return {};
  try {
    await deleteJoinWay(await wecom(db.corpId), configId);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return { configId: '', qrUrl: '', known: null };
}

/** A way that somebody deleted at WeCom is made anew by the alignment that follows, and the page shows its picture. */
export async function lookAtWay({ db, wecom }: AlignContext, { id, configId }: GroupCodeEntry): Promise<void> {
  if (configId === '') return;
  const isThere = await getJoinWay(await wecom(db.corpId), configId).then(() => true, (error: unknown) => {
    if (isGone(error)) return false;
    throw error;
  });
  if (!isThere) await write(db, (tx) => tx.update(GroupCodeEntry, { id, configId }, { configId: '', qrUrl: '', known: null }));
}

/** The groups that have room; where none has, those that live, for WeCom wants one. */
function wantedOf(code: GroupCode, entry: GroupCodeEntry, groups: Map<string, Group>): JoinWayInput {
  const living = entry.groupIds.flatMap((id) => groups.get(id) ?? []).filter(isLiving);
  const open = living.filter(({ row }) => row.memberCount < fullAt(entry, code));
  const { autoCreate, roomBaseId } = entry;
  return {
    chatIds: (open.length > 0 ? open : living).map(({ row }) => row.chatId).slice(-groupsPerWay), state: entry.id, remark: truncate(entry.name ? `${code.name} ${entry.name}` : code.name, 30),
    autoCreate, roomBaseName: entry.roomBaseName || truncate(code.name, 40), roomBaseId,
  };
}

const knownOf = ({ chatIds, remark, autoCreate, roomBaseName }: JoinWayInput): KnownWay => ({ chatIds, remark, autoCreate, roomBaseName });

const differs = (known: KnownWay | null, wanted: JoinWayInput) => JSON.stringify(known) !== JSON.stringify(knownOf(wanted));
