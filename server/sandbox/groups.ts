import type { Context } from './context';
import type { CorpKey, SandboxGroup } from './control';
import type { Corp, GroupChat } from './model';
import { absolute, findStaff, friendship, mainApp } from './context';
import { announceChat } from './announce';
import { stableId } from './crypto';
import { Impossible } from './friends';

/** Who is meant: a member of the company or somebody from outside. */
export interface Who { userid?: string; person?: string }

/** At most so many in a group, and up to so many may come by its code. */
const most = 500;
export const mostByCode = 200;

export function findGroup(ctx: Context, corp: CorpKey, chatId: string): GroupChat {
  const group = ctx.world.corps[corp].groups.find((one) => one.chatId === chatId);
  if (!group) throw new Impossible('没有这个客户群，可能已经解散');
  return group;
}

const isIn = (group: GroupChat, who: Who) => group.members.some((member) => (who.person ? member.person === who.person : member.userid === who.userid));

export function createGroup(ctx: Context, key: CorpKey, input: { owner: string; name: string; persons: string[]; userids: string[] }): GroupChat {
  const corp = ctx.world.corps[key];
  if (!findStaff(corp, input.owner)?.canReceive) throw new Impossible('群主需要有客户联系权限');
  if (input.persons.length === 0) throw new Impossible('至少邀请一位客户');
  for (const person of input.persons) if (!friendship(ctx, key, input.owner, person)?.staffHasCustomer) throw new Impossible('只能邀请自己的客户');
  const now = ctx.clock.now();
  const invited = { joinedAt: now, scene: 1, state: '', invitor: input.owner };
  const group: GroupChat = {
    chatId: stableId('wr', 30, key, 'chat', ctx.nextId('g')), name: input.name, owner: input.owner, notice: '', createdAt: now, version: '', admins: [],
    members: [{ userid: input.owner, joinedAt: now, scene: 1, state: '' }, ...input.userids.map((userid) => ({ userid, ...invited })), ...input.persons.map((person) => ({ person, ...invited }))],
  };
  corp.groups.push(group);
  nextVersion(ctx, group);
  announceChat(ctx, key, 'create', group);
  changed(ctx);
  return group;
}

/** `scene`: 1 invited, 2 by a link, 3 by the group's code; only the first two have somebody who invited. */
export function joinGroup(ctx: Context, key: CorpKey, group: GroupChat, who: Who, { scene, by, state }: { scene: number; by: string; state: string }): void {
  const corp = ctx.world.corps[key];
  if (who.userid && !findStaff(corp, who.userid)) throw new Impossible('没有这位成员');
  if (isIn(group, who)) throw new Impossible('已经在群里了');
  if (group.members.length >= most) throw new Impossible('群已满 500 人');
  if (scene === 3 && group.members.length >= mostByCode) throw new Impossible('群人数超过 200，只能通过邀请进群');
  if (by && !isIn(group, { userid: by })) throw new Impossible('邀请人不在群里');
  if (who.person) ctx.identities.addExternal(corp, who.person);
  group.members.push({ ...who, joinedAt: ctx.clock.now(), scene, state, ...(by && { invitor: by }) });
  const last = nextVersion(ctx, group);
  // An event says 0 for an invitation of whatever kind: https://developer.work.weixin.qq.com/document/path/92130
  announceChat(ctx, key, 'update', group, { detail: 'add_member', joinScene: scene === 3 ? 3 : 0, who: [who], last });
  changed(ctx);
}

export function leaveGroup(ctx: Context, key: CorpKey, group: GroupChat, who: Who, isRemoved: boolean): void {
  if (!isIn(group, who)) throw new Impossible('已经不在群里了');
  if (who.userid === group.owner) throw new Impossible('群主要先转让群或解散群');
  group.members = group.members.filter((member) => (who.person ? member.person !== who.person : member.userid !== who.userid));
  const last = nextVersion(ctx, group);
  announceChat(ctx, key, 'update', group, { detail: 'del_member', quitScene: isRemoved ? 1 : 0, who: [who], last });
  changed(ctx);
}

export function changeGroup(ctx: Context, key: CorpKey, group: GroupChat, { name, notice, owner }: { name?: string; notice?: string; owner?: string }): void {
  if (owner && !isIn(group, { userid: owner })) throw new Impossible('新群主要先在群里');
  if (name !== undefined && name !== group.name) {
    group.name = name;
    announceChat(ctx, key, 'update', group, { detail: 'change_name' });
  }
  if (notice !== undefined && notice !== group.notice) {
    group.notice = notice;
    announceChat(ctx, key, 'update', group, { detail: 'change_notice' });
  }
  if (owner && owner !== group.owner) {
    group.owner = owner;
    announceChat(ctx, key, 'update', group, { detail: 'change_owner' });
  }
  changed(ctx);
}

export function dismissGroup(ctx: Context, key: CorpKey, group: GroupChat): void {
  const corp = ctx.world.corps[key];
  corp.groups = corp.groups.filter((one) => one !== group);
  announceChat(ctx, key, 'dismiss', group);
  changed(ctx);
}

/** Gives the version before. */
export function nextVersion(ctx: Context, group: GroupChat): string {
  const last = group.version;
  group.version = stableId('', 32, 'version', group.chatId, ctx.nextId('v')).toLowerCase();
  return last;
}

function changed(ctx: Context): void {
  ctx.store.touch();
  ctx.stream.send('group', {});
}

export function presentChat(ctx: Context, corp: Corp, group: GroupChat): SandboxGroup {
  const app = mainApp(ctx, corp.key);
  return {
    corp: corp.key, corpName: corp.name, chatId: group.chatId, appChatId: app ? ctx.identities.chatId(app, group.chatId) : group.chatId,
    name: group.name, notice: group.notice, owner: group.owner, createdAt: group.createdAt,
    members: group.members.map(({ userid, person, joinedAt, scene }) => {
      const one = userid ? corp.staff.find((staff) => staff.userid === userid) : ctx.world.people[person!];
      return { userid: userid ?? '', person: person ?? '', name: one?.name ?? userid ?? '', avatar: absolute(ctx, one?.avatar ?? ''), joinedAt, scene };
    }),
  };
}
