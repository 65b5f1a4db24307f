import type { GroupChat } from '../model';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, numberOf, page, wordOf } from './endpoint';
import { inside, int, list, text } from './check';
import { isVisible, seconds, visibleStaff } from '../context';
import { Refused } from './refuse';

function present(call: AppCall, group: GroupChat, names: boolean) {
  const { identities, world } = call.ctx;
  return {
    chat_id: identities.chatId(call.app, group.chatId), name: group.name, owner: identities.userid(call.app, group.owner), create_time: seconds(group.createdAt), notice: group.notice,
    member_list: group.members.map((member) => {
      const base = { join_time: seconds(member.joinedAt), join_scene: member.scene, ...(member.state && { state: member.state }), ...(member.invitor && { invitor: { userid: identities.userid(call.app, member.invitor) } }), group_nickname: '' };
      if (member.userid) {
        const name = call.corp.staff.find((one) => one.userid === member.userid)?.name ?? '';
        const userid = identities.userid(call.app, member.userid);
        return { userid, type: 1, ...base, ...(names && { name: call.app.kind === 'suite' ? userid : name }) };
      }
      const person = world.people[member.person!]!;
      const unionid = call.app.kind === 'selfBuilt' && person.unionid ? { unionid: person.unionid } : {};
      return { userid: identities.external(call.app, person.id), type: 2, ...unionid, ...base, ...(names && { name: person.name }) };
    }),
    admin_list: (group.admins ?? []).map((userid) => ({ userid: identities.userid(call.app, userid) })), member_version: group.version,
  };
}

/** Who left still owns groups, and those come back only when they are named. */
function ownerOf(call: AppCall, seen: string): string {
  const userid = call.ctx.identities.findUser(call.app, seen);
  const member = call.corp.staff.find((one) => one.userid === userid);
  if (!member) throw new Refused(40003, seen);
  if (!member.left && !isVisible(call.corp, call.app, member.userid)) throw new Refused(60011, seen);
  return member.userid;
}

/** 0: as it should be, 1: the owner has left, 3: somebody took it over from one who left. */
function statusOf(call: AppCall, group: GroupChat): number {
  const hasLeft = (userid: string) => call.corp.staff.some((one) => one.userid === userid && one.left);
  if (hasLeft(group.owner)) return 1;
  return group.transferredAt?.some(({ from }) => hasLeft(from)) ? 3 : 0;
}

/** https://developer.work.weixin.qq.com/document/path/92120 and /92122 */
export const groupCalls: Endpoint[] = [
  appCall('POST', 'externalcontact/groupchat/list', [
    int('status_filter', { among: [0, 1, 2, 3] }), inside('owner_filter', [list('userid_list', 'string', { max: 100 })]), text('cursor'), int('limit', { missing: 40063, min: 1, max: 1000 }),
  ], (call) => {
    const filter = (call.body.owner_filter as { userid_list?: string[] } | undefined)?.userid_list;
    if (!filter?.length && visibleStaff(call.corp, call.app).length > 1000) throw new Refused(81017);
    const owners = filter?.length ? new Set(filter.map((seen) => ownerOf(call, seen))) : null;
    const status = numberOf(call, 'status_filter', 0);
    const found = call.corp.groups.filter((group) => (owners ? owners.has(group.owner) : isVisible(call.corp, call.app, group.owner)) && (status === 0 || statusOf(call, group) === status));
    const part = page(found, wordOf(call, 'cursor'), numberOf(call, 'limit', 100));
    return { group_chat_list: part.items.map((group) => ({ chat_id: call.ctx.identities.chatId(call.app, group.chatId), status: statusOf(call, group) })), ...(part.next && { next_cursor: part.next }) };
  }),
  appCall('POST', 'externalcontact/groupchat/get', [text('chat_id', { missing: 40050 }), int('need_name', { among: [0, 1] })], (call) => {
    const chatId = call.ctx.identities.findChat(call.app, wordOf(call, 'chat_id'));
    const group = call.corp.groups.find((one) => one.chatId === chatId);
    if (!group) throw new Refused(40050);
    if (statusOf(call, group) === 0 && !isVisible(call.corp, call.app, group.owner)) throw new Refused(60011);
    return { group_chat: present(call, group, numberOf(call, 'need_name', 0) === 1) };
  }),
];
