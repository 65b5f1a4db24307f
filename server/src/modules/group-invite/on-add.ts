import { In, IsNull } from 'typeorm';
import { byteLength, truncate } from '@scrm/shared/text';
import type { Message } from '@scrm/shared/message';
import type { JobContext } from '../../core/jobs/define';
import { newId } from '../../core/db/ids';
import type { ReadDb } from '../../core/db/scope';
import { customerByExternalUserid } from '../customer';
import { inviteTarget, type InviteTarget } from '../group-code';
import { GroupMember } from '../group-chat';
import { staffByUserIds } from '../org';
import { GroupInvitation, GroupInviteRule } from './entity';

export interface AddedBy {
  /** Of the adding: the same again makes no second invitation. */
  key: string;
  /** '' where they came by none. */
  liveCodeId: string;
  externalUserid: string;
  /** Of the member who added them. */
  userId: string;
}

const mostAttachments = 9;
const textBytes = 4000;

/**
 * The welcome with an invitation to a group, where the live code or the company wants one: a link to the group code's page, which picks a group with
 * room when it is opened. Nothing is added for who is in one of its groups already, or where no group has room. Calls nobody. `invitationSent` says
 * afterwards that it went out.
 */
export async function withGroupInvitation({ db, write, clock, publicUrl }: JobContext, message: Message, added: AddedBy): Promise<Message> {
  const now = clock.now();
  const wish = await wishFor(db, added, now);
  if (!wish) return message;
  const { rule, target, state } = wish;
  const staff = (await staffByUserIds(db, [added.userId])).get(added.userId);
  const customer = await customerByExternalUserid(db, added.externalUserid);
  await write((tx) => tx.insertMissing(GroupInvitation, {
    id: newId('gin', now), ruleId: rule.id, taskId: '', groupCodeId: target.id, staffId: staff?.id ?? '', externalUserid: added.externalUserid, customerId: customer?.id ?? null, state,
    naturalKey: naturalKey(added.key), at: now, joinedAt: null, groupId: '',
  }));
  return state === 'offered' ? withLink(message, linkTo(target, rule.title, publicUrl)) : message;
}

/** The same for an addition that one supposes: writes nothing. `externalUserid` is '' for somebody who is in no group. */
export async function supposedInvitation(db: ReadDb, message: Message, { publicUrl, now, ...added }: { liveCodeId: string; externalUserid: string; publicUrl: string; now: number }) {
  const wish = await wishFor(db, added, now);
  if (!wish) return { message, invitation: null };
  const { rule, target, state } = wish;
  return { message: state === 'offered' ? withLink(message, linkTo(target, rule.title, publicUrl)) : message, invitation: { groupCodeId: target.id, name: target.name, state } };
}

/** What the rule of the code, or else of the company, wants for somebody; null: there is none that is in use. */
async function wishFor(db: ReadDb, { liveCodeId, externalUserid }: Pick<AddedBy, 'liveCodeId' | 'externalUserid'>, now: number) {
  const rules = await db.find(GroupInviteRule, { liveCodeId: In([...new Set([liveCodeId, ''])]) });
  const rule = rules.find((one) => one.liveCodeId === liveCodeId) ?? rules.find((one) => one.liveCodeId === '');
  const target = rule?.isOn ? await inviteTarget(db, rule.groupCodeId, now) : null;
  if (!rule || !target) return null;
  const isIn = await isInGroup(db, target.groupIds, externalUserid);
  return { rule, target, state: isIn ? 'alreadyIn' as const : target.isOpen ? 'offered' as const : 'noRoom' as const };
}

export async function invitationSent({ write }: Pick<JobContext, 'write'>, key: string): Promise<void> {
  await write((tx) => tx.update(GroupInvitation, { naturalKey: naturalKey(key), state: 'offered' }, { state: 'sent' }));
}

const naturalKey = (key: string) => `add:${key}`.slice(0, 190);

export async function isInGroup(db: ReadDb, groupIds: readonly string[], externalUserid: string): Promise<boolean> {
  return groupIds.length > 0 && (await db.count(GroupMember, { userId: externalUserid, groupId: In([...groupIds]), leftAt: IsNull() })) > 0;
}

export interface Link { title: string; url: string; desc: string }

export function linkTo({ id, name, title, guide }: InviteTarget, wanted: string, publicUrl: string): Link {
  return { title: wanted || title || name, url: `${publicUrl}/c/${id}`, desc: truncate(guide, 100) };
}

/** As a card; in the text where the message has as many cards as it may have. */
function withLink(message: Message, { title, url, desc }: Link): Message {
  if (message.attachments.length < mostAttachments) return { ...message, attachments: [...message.attachments, { kind: 'link', title, url, desc, picUrl: '' }] };
  const text = `${message.text}\n${title} ${url}`.trim();
  return byteLength(text) <= textBytes ? { ...message, text } : message;
}
