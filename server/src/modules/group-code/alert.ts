import { In, IsNull, Not } from 'typeorm';
import { truncate } from '@scrm/shared/text';
import type { ReadDb } from '../../core/db/scope';
import type { JobContext } from '../../core/jobs/define';
import { sendTextCard } from '../../wecom/api/message';
import { GroupChat } from '../group-chat';
import { leadersOf, Staff } from '../org';
import { GroupCode, GroupCodeEntry, GroupCodeEvent } from './entity';
import { noteEvent } from './history';
import { livingEntries } from './rooms';

const dayMs = 86_400_000;
/** What was to be told longer ago is no news any more. */
const staleMs = 2 * dayMs;

const titles: Partial<Record<GroupCodeEvent['kind'], string>> = {
  allFull: '群活码已满', ends2: '群二维码 2 天后过期', ends1: '群二维码 1 天后过期', ended: '群二维码已过期', dismissed: '群已解散', ownerLeft: '群主已离职', failed: '群活码需要处理',
};
const advice: Partial<Record<GroupCodeEvent['kind'], string>> = {
  allFull: '所有群都没有名额了，扫码的人会看到备用内容，请加新群或调高人数上限', ends2: '请换上新的群二维码，印出去的活码不变', ends1: '请换上新的群二维码，印出去的活码不变', ended: '已停止展示，换上新的群二维码后恢复', dismissed: '已自动移出，扫码的人会看到其他群', ownerLeft: '已自动移出，转给新群主后恢复',
  failed: '企业微信没有接受，请打开查看原因',
};

/** One card for one event, to who made the code, whom it names, the owner of the group, and where the code says so those who lead them. It may run twice: WeCom shows the same card once. */
export async function tellOfEvent(context: JobContext, id: string): Promise<void> {
  const { db, clock, corpId, write, publicUrl } = context;
  const event = await db.findOne(GroupCodeEvent, { id });
  if (!event || event.toldAt !== null || event.at < clock.now() - staleMs) return;
  const code = await db.findOne(GroupCode, { id: event.codeId });
  const entry = await db.findOne(GroupCodeEntry, { id: event.entryId });
  if (!code || code.archivedAt !== null) return;
  const groupId = event.groupId || (entry?.kind === 'picture' ? entry.groupIds[0] : '');
  const group = groupId ? await db.findOne(GroupChat, { id: groupId }) : null;
  const ownerIds = group ? [group.ownerId] : event.kind === 'allFull' ? await ownersOf(db, code.id) : [];
  const people = await peopleOf(context, code, ownerIds);
  if (people.length === 0) return;
  const place = [code.name, group?.name ?? entry?.name ?? ''].filter(Boolean).join(' · ');
  const reached = await sendTextCard(await context.wecom(corpId), people.map((one) => one.userId), {
    title: titles[event.kind] ?? '群活码', description: truncate(`「${place}」${advice[event.kind] ?? ''}`, 150), url: `${publicUrl}/admin/group-codes/${code.id}`, button: '查看',
  });
  if (!reached) return;
  await write((tx) => tx.update(GroupCodeEvent, { id }, { toldAt: clock.now(), told: people.filter((one) => reached.includes(one.userId)).map((one) => one.id) }));
}

const ownersOf = async (db: ReadDb, codeId: string) => (await db.find(GroupChat, { id: In((await livingEntries(db, codeId)).flatMap((entry) => entry.groupIds)), state: 'active' })).map((group) => group.ownerId);

async function peopleOf(context: JobContext, { createdBy, tellStaffIds, tellManagers }: GroupCode, ownerIds: readonly string[]): Promise<Staff[]> {
  const { db } = context;
  const people = await db.find(Staff, { id: In([...new Set([createdBy, ...tellStaffIds, ...ownerIds])]) });
  const leaders = tellManagers ? await Promise.all(people.filter(({ id }) => ownerIds.includes(id)).map((owner) => leadersOf(context, owner))) : [];
  return [...new Map([...people, ...leaders.flat()].filter(({ state }) => state === 'active').map((one) => [one.id, one])).values()];
}

/** Pictures that end within two days, within one, or have ended. */
export async function lookAtPictures({ db, write, clock }: JobContext): Promise<void> {
  const now = clock.now();
  const entries = await db.find(GroupCodeEntry, { kind: 'picture', pictureUntil: Not(IsNull()), removedAt: IsNull() });
  for (const { id, codeId, pictureUntil, isOff } of entries) {
    const left = pictureUntil! - now;
    const kind = left <= 0 ? 'ended' : left <= dayMs ? 'ends1' : left <= 2 * dayMs ? 'ends2' : null;
    if (kind && !isOff) await write((tx) => noteEvent(tx, { codeId, entryId: id, groupId: '', kind, at: now, once: String(pictureUntil) }));
  }
}
