import { TryLater, type JobContext } from '../../core/jobs/define';
import { getGroupChat } from '../../wecom/api/group-chat';
import type { WecomApp } from '../../wecom/client';
import { WeComError } from '../../wecom/errors';
import type { EventFields } from '../../wecom/events';
import type { WriteDb } from '../../core/db/scope';
import { findTombstones } from '../../core/personal/tombstone';
import { customersByExternalUserids } from '../customer';
import { staffByUserIds } from '../org';
import { GroupChat, GroupMember } from './entity';
import { close, dismissGroup, open, saveGroup, type Reading } from './save';

export type Update = EventFields<'change_external_chat.update'>;

/** There is no such group any more. */
export const gone = new Set([40050, 49008, 86003]);
/** WeCom's answer is up to 2 s behind its events. */
const behindMs = 2000;
const sameMomentMs = 10_000;

/** Null when WeCom has no such group (any more). Not inside a transaction. */
export async function readGroup(wecom: WecomApp, chatId: string, now: number): Promise<Reading | null> {
  try {
    return { detail: (await getGroupChat(wecom, chatId)).group_chat, fetchedAt: now };
  } catch (error) {
    if (error instanceof WeComError && gone.has(error.errcode)) return null;
    throw error;
  }
}

/**
 * A group was made or changed: WeCom is asked how it is now, because events come late, twice and in any order. The event itself adds what no
 * answer tells: when and how somebody left, and who came and went before we could ask.
 */
export async function takeChange(context: JobContext, chatId: string, { at, update }: { at: number; update: Update | null }): Promise<void> {
  const { corpId, clock, write, job } = context;
  const wecom = await context.wecom(corpId);
  for (let attempt = 1; attempt <= 4; attempt++) {
    const reading = await readGroup(wecom, chatId, clock.now());
    if (!reading) {
      await write(async (tx) => {
        await takeEvent(tx, chatId, at, update, new Set());
        await dismissGroup(tx, chatId, { at, now: clock.now() });
      });
      return;
    }
    if (isBehind(reading, update) && clock.now() < job.createdAt + 3 * behindMs) throw new TryLater(clock.now() + behindMs, 'WeCom’s answer is older than its event');
    const isSaved = await write(async (tx) => {
      await takeEvent(tx, chatId, at, update, new Set(reading.detail.member_list.map((member) => member.userid)));
      return (await saveGroup(tx, reading, { at, now: clock.now(), newsFrom: update ? at - sameMomentMs : 0 })) !== null;
    });
    if (isSaved) return;
  }
}

const isBehind = ({ detail }: Reading, update: Update | null) => update?.lastMemVer !== undefined && update.lastMemVer !== update.curMemVer && detail.member_version === update.lastMemVer;

/** What only the event knows. `here`: who is in the group now. */
async function takeEvent(tx: WriteDb, chatId: string, at: number, update: Update | null, here: ReadonlySet<string>): Promise<void> {
  if (!update?.memChangeList || (await tx.update(GroupChat, { chatId }, { chatId })) === 0) return;
  const group = (await tx.findOne(GroupChat, { chatId }))!;
  for (const userId of new Set(update.memChangeList)) {
    if (update.updateDetail === 'del_member') await takeLeave(tx, group, userId, at, update.quitScene ?? null);
    if (update.updateDetail === 'add_member' && !here.has(userId)) await takePassing(tx, group, userId, at, update.joinScene);
  }
}

async function takeLeave(tx: WriteDb, group: GroupChat, userId: string, at: number, quitScene: number | null): Promise<void> {
  const stays = await tx.find(GroupMember, { groupId: group.id, userId }, { order: { joinedAt: 'DESC' } });
  const stay = stays.find((one) => one.joinedAt <= at + sameMomentMs);
  const announce = { group, isNews: true };
  if (!stay) {
    // Who was erased while in the group does not come back by leaving it.
    if ((await findTombstones(tx, [userId])).size > 0) return;
    // They went before we heard that they had come.
    const row = await open(tx, { groupId: group.id, userId, ...(await whoIs(tx, userId)), joinedAt: at, ...unknown }, { group, isNews: false });
    return close(tx, row, { leftAt: at, quitScene, announce });
  }
  if (stay.leftAt === null) return close(tx, stay, { leftAt: at, quitScene, announce });
  // That they are gone was noticed before the event came; now it is known when and how.
  if (stay.quitScene === null && stay.leftAt >= at - sameMomentMs) await tx.update(GroupMember, { id: stay.id }, { leftAt: at, quitScene });
}

/** They came and are not here any more. */
async function takePassing(tx: WriteDb, group: GroupChat, userId: string, at: number, joinScene: number | undefined): Promise<void> {
  const stays = await tx.find(GroupMember, { groupId: group.id, userId });
  if (stays.some((one) => Math.abs(one.joinedAt - at) <= sameMomentMs || (one.joinedAt <= at && (one.leftAt === null || one.leftAt >= at)))) return;
  const early = stays.find((one) => one.joinedAt === one.leftAt && one.joinedAt >= at);
  // An event says 0 for "by a member", an answer 1 or 2.
  const scene = joinScene === 3 ? 3 : 0;
  if (early) {
    await tx.update(GroupMember, { id: early.id }, { joinedAt: at, joinScene: scene });
    return;
  }
  await open(tx, { groupId: group.id, userId, ...(await whoIs(tx, userId)), joinedAt: at, ...unknown, joinScene: scene }, { group, isNews: true });
}

const unknown = { name: '', nickname: '', joinScene: 0, invitorUserid: '', state: '' };

async function whoIs(tx: WriteDb, userId: string): Promise<Pick<GroupMember, 'kind' | 'staffId' | 'customerId'>> {
  const staff = (await staffByUserIds(tx, [userId])).get(userId);
  if (staff) return { kind: 'staff', staffId: staff.id, customerId: null };
  return { kind: 'customer', staffId: null, customerId: (await customersByExternalUserids(tx, [userId])).get(userId)?.id ?? null };
}
