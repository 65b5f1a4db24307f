import type { GroupChat, Staff, Transfer } from '../model';
import type { Body } from './check';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, numberOf, page, wordOf, wordsOf } from './endpoint';
import { int, list, text } from './check';
import { isVisible, seconds } from '../context';
import { beginTransfer, day } from '../transfer';
import { Refused } from './refuse';

const customersPerCall = 100;
const chatsPerCall = 100;
const chatsPerDay = 300;

/** Anyone who is or was a member; who left is named in hand-overs too. */
function anyMember(call: AppCall, field: string): Staff {
  const seen = wordOf(call, field);
  const userid = call.ctx.identities.findUser(call.app, seen);
  const member = call.corp.staff.find((one) => one.userid === userid);
  if (!member) throw new Refused(40003, seen);
  return member;
}

/** In the app's range, signed in and real-name verified, with 客户联系. */
function taker(call: AppCall, field: string): Staff {
  const member = anyMember(call, field);
  if (member.left || !isVisible(call.corp, call.app, member.userid)) throw new Refused(60011, wordOf(call, field));
  if (!member.active || member.unverified) throw new Refused(40098, wordOf(call, field));
  if (!member.canReceive) throw new Refused(84074, wordOf(call, field));
  return member;
}

/** An administrator removed them, or they went by themselves (status 5): WeCom hands over what is theirs as that of one who left. */
const hasGone = ({ left, exited }: Staff): boolean => left || exited === true;

function giver(call: AppCall, kind: Transfer['kind']): Staff {
  const member = anyMember(call, 'handover_userid');
  if (kind === 'resigned' && !hasGone(member)) throw new Refused(40097);
  if (kind === 'onJob' && (hasGone(member) || !isVisible(call.corp, call.app, member.userid))) throw new Refused(hasGone(member) ? 40003 : 60011);
  return member;
}

function transferCustomers(call: AppCall, kind: Transfer['kind']): Body {
  const from = giver(call, kind);
  const to = taker(call, 'takeover_userid');
  return {
    customer: wordsOf(call, 'external_userid').map((seen) => {
      const person = call.ctx.identities.findExternal(call.app, seen);
      const errcode = person ? beginTransfer(call.ctx, { corp: call.corp.key, person, from: from.userid, to: to.userid, kind, message: wordOf(call, 'transfer_success_msg') }) : 40096;
      return { external_userid: seen, errcode };
    }),
  };
}

const statuses: Record<Transfer['state'], number> = { done: 1, waiting: 2, refused: 3, full: 4, void: 5 };

/** Of each customer the newest hand-over between these two. */
function results(call: AppCall, kind: Transfer['kind']): Body {
  const [from, to] = [anyMember(call, 'handover_userid'), anyMember(call, 'takeover_userid')];
  const newest = new Map<string, Transfer>();
  for (const one of Object.values(call.ctx.world.transfers)) {
    if (one.corp === call.corp.key && one.kind === kind && one.from === from.userid && one.to === to.userid) newest.set(one.person, one);
  }
  const part = page([...newest.values()], wordOf(call, 'cursor'), 1000);
  return {
    customer: part.items.map((one) => ({
      external_userid: call.ctx.identities.external(call.app, one.person), status: statuses[one.state],
      ...(one.state === 'waiting' || one.state === 'done' ? { takeover_time: seconds(one.takesEffectAt) } : {}),
    })),
    ...(part.next && { next_cursor: part.next }),
  };
}

function moveGroups(call: AppCall, kind: Transfer['kind']): Body {
  const owner = taker(call, 'new_owner');
  const failed = wordsOf(call, 'chat_id_list').flatMap((seen) => {
    const errcode = moveGroup(call, call.corp.groups.find((one) => call.ctx.identities.chatId(call.app, one.chatId) === seen), owner.userid, kind);
    return errcode === 0 ? [] : [{ chat_id: seen, errcode, errmsg: 'not transferred' }];
  });
  call.ctx.store.touch();
  return { failed_chat_list: failed };
}

function moveGroup(call: AppCall, group: GroupChat | undefined, to: string, kind: Transfer['kind']): number {
  if (!group) return 40050;
  if (group.owner === to) return 90504;
  const hasLeft = call.corp.staff.some((one) => one.userid === group.owner && hasGone(one));
  if (hasLeft !== (kind === 'resigned')) return hasLeft ? 90502 : 90500;
  const moves = group.transferredAt ?? [];
  if (kind === 'onJob' && moves.filter(({ at }) => at > call.now - 90 * day).length >= 2) return 40128;
  const today = call.corp.groups.flatMap((one) => one.transferredAt ?? []).filter(({ at, from }) => from === group.owner && at > call.now - day);
  if (today.length >= chatsPerDay) return 45009;
  group.transferredAt = [...moves, { at: call.now, from: group.owner }];
  if (!group.members.some((one) => one.userid === to)) group.members.push({ userid: to, joinedAt: call.now, scene: 1, state: '' });
  group.owner = to;
  return 0;
}

/** Customers whom members who left have not handed over, in the order of leaving. */
function unassigned(call: AppCall): Body {
  const left = new Map(call.corp.staff.filter((one) => one.left).map((one) => [one.userid, one]));
  const rows = Object.values(call.ctx.world.friendships)
    .filter((one) => one.corp === call.corp.key && left.has(one.userid) && one.staffHasCustomer && !one.pending)
    .map((one) => ({
      handover_userid: call.ctx.identities.userid(call.app, one.userid), external_userid: call.ctx.identities.external(call.app, one.person),
      dimission_time: seconds(left.get(one.userid)!.leftAt ?? call.now),
    }));
  const size = numberOf(call, 'page_size', 1000);
  const pageId = numberOf(call, 'page_id', 0);
  if (pageId > 0) {
    const items = rows.slice(pageId * size, (pageId + 1) * size);
    return { info: items, is_last: (pageId + 1) * size >= rows.length };
  }
  const part = page(rows, wordOf(call, 'cursor'), size);
  return { info: part.items, is_last: part.next === '', next_cursor: part.next };
}

const between = [text('handover_userid', { missing: 40003 }), text('takeover_userid', { missing: 40003 })];
const customers = list('external_userid', 'string', { missing: 41035, max: customersPerCall });
const chats = [list('chat_id_list', 'string', { missing: 40050, max: chatsPerCall }), text('new_owner', { missing: 40003 })];

/** https://developer.work.weixin.qq.com/document/path/92125, /94088, /92124, /94081, /94082, /92127 and /95703 */
export const transferCalls: Endpoint[] = [
  appCall('POST', 'externalcontact/transfer_customer', [...between, customers, text('transfer_success_msg', { chars: 200 })], (call) => transferCustomers(call, 'onJob')),
  appCall('POST', 'externalcontact/transfer_result', [...between, text('cursor')], (call) => results(call, 'onJob')),
  appCall('POST', 'externalcontact/get_unassigned_list', [int('page_id', { min: 0 }), int('page_size', { min: 1, max: 1000 }), text('cursor')], unassigned),
  appCall('POST', 'externalcontact/resigned/transfer_customer', [...between, customers], (call) => transferCustomers(call, 'resigned')),
  appCall('POST', 'externalcontact/resigned/transfer_result', [...between, text('cursor')], (call) => results(call, 'resigned')),
  appCall('POST', 'externalcontact/groupchat/transfer', chats, (call) => moveGroups(call, 'resigned')),
  appCall('POST', 'externalcontact/groupchat/onjob_transfer', chats, (call) => moveGroups(call, 'onJob')),
];
