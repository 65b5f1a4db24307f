import type { Context } from './context';
import type { ChatMessage, Contact, CorpKey } from './control';
import type { ContactWay, Corp, Friendship, Person, Staff } from './model';
import { absolute, findStaff, friendship, keyOf, mainApp, subtree, visibleStaff } from './context';
import { announceContact } from './announce';
import { avatarOf, friendKey } from './seed';
import { randomHex, stableId } from './crypto';

/** What people do with each other: WeChat on the one side, WeCom on the other. */
export class Impossible extends Error {}

export function makePerson(ctx: Context, name: string, avatar: string | undefined, listed: boolean): Person {
  const id = ctx.nextId('p');
  const person: Person = {
    id, name, avatar: avatar ?? avatarOf(id, name), gender: 0, unionid: stableId('o', 27, 'unionid', id, randomHex(4)), type: 1, corpName: '', position: '',
  };
  ctx.world.people[id] = person;
  if (listed) ctx.world.made.push(id);
  ctx.store.touch();
  return person;
}

/** A config id, or any address that contains one. */
export function findWay(ctx: Context, qr: string): ContactWay {
  const configId = /[0-9a-f]{32}/.exec(qr)?.[0] ?? qr;
  const way = ctx.world.ways[configId];
  if (!way) throw new Impossible('这个二维码已失效或不存在');
  return way;
}

/** Members whom the way may give a customer to. */
export function receivers(ctx: Context, way: ContactWay): Staff[] {
  const corp = ctx.world.corps[way.corp];
  const app = ctx.world.apps[way.appId];
  const parties = new Set(way.parties.flatMap((id) => [...subtree(corp, id)]));
  const visible = app ? visibleStaff(corp, app) : [];
  return visible.filter((member) => member.active && member.canReceive && (way.users.includes(member.userid) || member.departmentIds.some((id) => parties.has(id))));
}

/** A customer scans a code. Who is on the list takes turns; an exclusive code leads back to the member one already has. */
export function scan(ctx: Context, person: Person, way: ContactWay, addWay = 1): Friendship {
  const able = receivers(ctx, way);
  const former = way.isExclusive ? formerMember(ctx, way, person) : null;
  if (former) return former.one.customerHasStaff ? former.one : befriend(ctx, { ...way, addWay }, former.member, person);
  const known = able.map((member) => friendship(ctx, way.corp, member.userid, person.id)).filter((one) => one !== null);
  const whole = known.find((one) => one.customerHasStaff && one.staffHasCustomer) ?? known.find((one) => one.pending);
  if (whole) return whole;
  const member = able.find((one) => one.userid === known[0]?.userid) ?? able[way.scans++ % able.length];
  if (!member) throw new Impossible('这个二维码暂时没有可以接待的成员');
  const one = befriend(ctx, { ...way, addWay }, member, person);
  if (way.isTemp) delete ctx.world.ways[way.configId];
  return one;
}

/** Whose customer this person already is, on the code's list or not. */
function formerMember(ctx: Context, way: ContactWay, person: Person): { one: Friendship; member: Staff } | null {
  for (const member of ctx.world.corps[way.corp].staff) {
    const one = member.left ? null : friendship(ctx, way.corp, member.userid, person.id);
    if (one?.staffHasCustomer) return { one, member };
  }
  return null;
}

/** By another way than a code of an app: https://developer.work.weixin.qq.com/document/path/92114 lists them. */
export function addOtherwise(ctx: Context, key: CorpKey, userid: string, person: Person, addWay: number, by: 'customer' | 'staff'): Friendship {
  const member = findStaff(ctx.world.corps[key], userid);
  if (!member?.canReceive) throw new Impossible('这位成员没有客户联系权限');
  const one = friendship(ctx, key, userid, person.id);
  if (one?.customerHasStaff && one.staffHasCustomer) throw new Impossible('已经是好友了');
  return befriend(ctx, { corp: key, state: '', configId: '', skipVerify: true, addWay, operator: by === 'staff' ? userid : person.id }, member, person);
}

type Way = Pick<ContactWay, 'corp' | 'state' | 'configId' | 'skipVerify'> & { addWay?: number; operator?: string };

function befriend(ctx: Context, way: Way, member: Staff, person: Person): Friendship {
  const corp = ctx.world.corps[way.corp];
  const key = friendKey(corp.key, member.userid, person.id);
  const before = ctx.world.friendships[key];
  const one: Friendship = {
    corp: corp.key, userid: member.userid, person: person.id, addedAt: ctx.clock.now(), addWay: way.addWay ?? 1, state: way.state, configId: way.configId,
    operator: way.operator ?? person.id, remark: before?.remark ?? '', description: before?.description ?? '', remarkCompany: before?.remarkCompany ?? '',
    remarkMobiles: before?.remarkMobiles ?? [], tagIds: before?.tagIds ?? [],
    customerHasStaff: true, staffHasCustomer: way.skipVerify, pending: !way.skipVerify, chatting: false, welcomed: false, welcomeCodes: [],
  };
  ctx.world.friendships[key] = one;
  ctx.identities.addExternal(corp, person.id);
  if (way.skipVerify) say(ctx, one, 'system', `你已添加了${member.name}，现在可以开始聊天了。`);
  announceContact(ctx, way.skipVerify ? 'add_external_contact' : 'add_half_external_contact', one, person.type === 1);
  if (member.consoleWelcome && person.type === 1) {
    one.welcomed = true;
    say(ctx, one, 'staff', member.consoleWelcome, { byApp: true });
  }
  changed(ctx, one);
  return one;
}

/** The member confirms. A welcome that the half-added customer already got is not offered twice. */
export function accept(ctx: Context, one: Friendship): void {
  if (!one.pending) throw new Impossible('没有待确认的申请');
  one.pending = false;
  one.staffHasCustomer = true;
  const member = findStaff(ctx.world.corps[one.corp], one.userid);
  say(ctx, one, 'system', `你已添加了${member?.name ?? one.userid}，现在可以开始聊天了。`);
  announceContact(ctx, 'add_external_contact', one, !one.welcomed && ctx.world.people[one.person]?.type === 1);
  changed(ctx, one);
}

export function unfriend(ctx: Context, one: Friendship, by: 'customer' | 'staff'): void {
  if (by === 'staff' ? !one.staffHasCustomer && !one.pending : !one.customerHasStaff) throw new Impossible('已经不是好友了');
  const wasPending = one.pending;
  if (by === 'staff') one.staffHasCustomer = false;
  else one.customerHasStaff = false;
  one.pending = false;
  // Someone who was never confirmed is nobody's customer: nothing to report.
  if (!wasPending) announceContact(ctx, by === 'staff' ? 'del_external_contact' : 'del_follow_user', one);
  changed(ctx, one);
}

export function say(ctx: Context, one: Friendship, from: ChatMessage['from'], text: string, more: Partial<ChatMessage> = {}): ChatMessage {
  const message: ChatMessage = { id: ctx.nextId('m'), at: ctx.clock.now(), from, byApp: false, kind: 'text', text, mediaUrl: '', url: '', desc: '', ...more };
  (ctx.world.chats[keyOf(one)] ??= []).push(message);
  if (from !== 'system' && !message.byApp) one.chatting = true;
  ctx.store.touch();
  ctx.stream.send('chat', { corp: one.corp, userid: one.userid, person: one.person, message: { ...message, mediaUrl: absolute(ctx, message.mediaUrl) } });
  return message;
}

export function talk(ctx: Context, one: Friendship, from: 'customer' | 'staff', text: string): ChatMessage {
  const reachable = one.customerHasStaff && (one.staffHasCustomer || one.pending);
  if (!reachable) throw new Impossible(from === 'customer' ? '对方还不是你的好友，消息未送达' : '消息已发出，但被对方拒收了');
  return say(ctx, one, from, text);
}

export function changed(ctx: Context, one: Friendship): void {
  ctx.store.touch();
  ctx.stream.send('contact', presentContact(ctx, one));
}

export function presentContact(ctx: Context, one: Friendship): Contact {
  const corp = ctx.world.corps[one.corp];
  const member = corp.staff.find((staff) => staff.userid === one.userid);
  const app = mainApp(ctx, one.corp);
  const last = ctx.world.chats[keyOf(one)]?.at(-1) ?? null;
  return {
    corp: one.corp, userid: one.userid, staffName: member?.name ?? one.userid, staffAvatar: absolute(ctx, member?.avatar ?? ''),
    customer: presentPerson(ctx, ctx.world.people[one.person]!),
    externalUserid: app ? ctx.identities.external(app, one.person) : ctx.identities.externalUserid('plain', corp, one.person),
    customerHasStaff: one.customerHasStaff, staffHasCustomer: one.staffHasCustomer, pending: one.pending,
    transfer: transferOf(ctx, one), remark: one.remark, tags: tagsOf(corp, one), lastMessage: last && { ...last, mediaUrl: absolute(ctx, last.mediaUrl) },
  };
}

export function presentPerson(ctx: Context, { id, name, avatar, gender, unionid }: Person) {
  return { id, name, avatar: absolute(ctx, avatar), gender, unionid };
}

function transferOf(ctx: Context, one: Friendship): Contact['transfer'] {
  const waiting = Object.values(ctx.world.transfers).find((each) => each.state === 'waiting' && each.corp === one.corp && each.person === one.person && each.from === one.userid);
  if (!waiting) return null;
  return { to: ctx.world.corps[one.corp].staff.find((member) => member.userid === waiting.to)?.name ?? waiting.to, takesEffectAt: waiting.takesEffectAt };
}

function tagsOf(corp: Corp, one: Friendship): { id: string; name: string }[] {
  const all = corp.tagGroups.flatMap((group) => group.tags);
  return one.tagIds.map((id) => all.find((tag) => tag.id === id && !tag.deleted)).filter((tag) => tag !== undefined).map(({ id, name }) => ({ id, name }));
}

export function mustFind(ctx: Context, corp: CorpKey, userid: string, person: string): Friendship {
  const one = friendship(ctx, corp, userid, person);
  if (!one) throw new Impossible('他们还不是好友');
  return one;
}
