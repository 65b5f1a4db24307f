import type { Context } from './context';
import type { CorpKey, SandboxJoinWay } from './control';
import type { GroupChat, JoinWay, Person } from './model';
import { announceChat } from './announce';
import { randomHex, stableId } from './crypto';
import { Impossible, makePerson } from './friends';
import { joinGroup, mostByCode, nextVersion } from './groups';
import { qrUrl } from './platform/contact-way';

/** The picture that a group's owner shows ends after so long. */
const pictureLifeMs = 7 * 86_400_000;

/** Null: it is no code of groups. */
export function findJoinWay(ctx: Context, qr: string): JoinWay | null {
  return ctx.world.joinWays[/[0-9a-f]{32}/.exec(qr)?.[0] ?? qr] ?? null;
}

const livingGroups = (ctx: Context, way: JoinWay) => way.chatIds.flatMap((id) => ctx.world.corps[way.corp].groups.find((group) => group.chatId === id) ?? []);

/** Who is in one of its groups is led there; all others come into the first that has room, or into a new one. */
export function joinByWay(ctx: Context, person: Person, way: JoinWay): GroupChat {
  if (way.expiresAt !== null && way.expiresAt <= ctx.clock.now()) throw new Impossible('该群聊二维码已过期');
  const groups = livingGroups(ctx, way);
  const own = groups.find((group) => group.members.some((member) => member.person === person.id));
  if (own) return own;
  if (groups.length === 0) throw new Impossible('群聊已解散');
  const group = groups.find((one) => one.members.length < mostByCode) ?? (way.autoCreateRoom ? openRoom(ctx, way, groups.at(-1)!.owner) : null);
  if (!group) throw new Impossible('群人数超过 200，只能通过邀请进群');
  joinGroup(ctx, way.corp, group, { person: person.id }, { scene: 3, by: '', state: way.state });
  return group;
}

function openRoom(ctx: Context, way: JoinWay, owner: string): GroupChat {
  const now = ctx.clock.now();
  const group: GroupChat = {
    chatId: stableId('wr', 30, way.corp, 'chat', ctx.nextId('g')), name: `${way.roomBaseName}${way.roomBaseId}`, owner, notice: '', createdAt: now, version: '', admins: [],
    members: [{ userid: owner, joinedAt: now, scene: 1, state: '' }],
  };
  way.roomBaseId++;
  way.chatIds.push(group.chatId);
  ctx.world.corps[way.corp].groups.push(group);
  nextVersion(ctx, group);
  announceChat(ctx, way.corp, 'create', group);
  return group;
}

/** The owner shows the group's own code. */
export function showGroupPicture(ctx: Context, corp: CorpKey, group: GroupChat): SandboxJoinWay {
  const now = ctx.clock.now();
  const way: JoinWay = {
    configId: randomHex(16), corp, appId: '', scene: 2, remark: group.name, autoCreateRoom: false, roomBaseName: '', roomBaseId: 1, chatIds: [group.chatId], state: '', markSource: true,
    createdAt: now, expiresAt: now + pictureLifeMs,
  };
  ctx.world.joinWays[way.configId] = way;
  ctx.store.touch();
  return presentJoinWay(ctx, way);
}

/** Strangers come at somebody's invitation, told in one event. */
export function fillGroup(ctx: Context, corp: CorpKey, group: GroupChat, upTo: number): void {
  const count = Math.min(upTo, 500) - group.members.length;
  if (count <= 0) return;
  const who = Array.from({ length: count }, (_, index) => ({ person: makePerson(ctx, `群友${index + 1}`, undefined, false).id }));
  for (const { person } of who) {
    ctx.identities.addExternal(ctx.world.corps[corp], person);
    group.members.push({ person, joinedAt: ctx.clock.now(), scene: 1, state: '', invitor: group.owner });
  }
  const last = nextVersion(ctx, group);
  announceChat(ctx, corp, 'update', group, { detail: 'add_member', joinScene: 0, who, last });
  ctx.store.touch();
  ctx.stream.send('group', {});
}

export function presentJoinWay(ctx: Context, way: JoinWay): SandboxJoinWay {
  const { corp, configId, remark, state, expiresAt } = way;
  return { corp, configId, qr: qrUrl({ ctx }, way), remark, state, expiresAt, groups: livingGroups(ctx, way).map(({ chatId, name, members }) => ({ chatId, name, count: members.length })) };
}
