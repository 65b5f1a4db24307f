import type { ApiCall, AppMessage, ChatMessage, CorpKey, Delivery, Fault, SandboxState } from './control';
import type { Context } from './context';
import type { GroupChat } from './model';
import { absolute, findStaff, keyOf, mainApp } from './context';
import { balanceOf, findLink, linksOf, noteFirstMessage, openLink, wayOf } from './acquisition';
import { accept, addOtherwise, changed, findWay, Impossible, makePerson, mustFind, presentContact, presentPerson, receivers, scan, talk, unfriend } from './friends';
import { announceContact, pushTicket } from './announce';
import { changeGroup, createGroup, dismissGroup, findGroup, joinGroup, leaveGroup, presentChat } from './groups';
import { changeCorpTag, changeScope, changeStaff, saveCallback } from './console';
import { corpOf, need, number, numbers, personOf, word, words, type Handler, type Input } from './control-input';
import { corpKeys, growCorp } from './seed';
import { demo } from './demo';
import { drawNickname } from './seed-people';
import { joinRoutes } from './join-routes';
import { findJoinWay, joinByWay } from './join-ways';
import { installFromMarket, resetSecret, uninstall } from './platform/authorisation';
import { claimPacket, listPackets, setBalance } from './pay';
import { present } from './deliver';
import { qrUrl } from './platform/contact-way';
import { Random } from './random';
import { loginCode } from './wechat';
import { runScans } from './many-scans';
import { refuse, refuseShare } from './transfer';

const effects: Fault['effect'][] = ['delay', 'errcode', 'drop', 'duplicate', 'reorder', 'http500'];

const largestCorp = 1_000_000;

/** The control language of control.ts: what people and time do. Query and JSON body arrive as one record. */
export const controlRoutes: Record<string, Handler> = {
  'GET /state': (ctx) => state(ctx),
  'POST /people': (ctx, input) => {
    const name = word(input, 'name') || drawNickname(new Random(ctx.clock.now() ^ ctx.world.sequence));
    return presentPerson(ctx, makePerson(ctx, name, typeof input.avatar === 'string' ? input.avatar : undefined, true));
  },
  'POST /scan': (ctx, input) => {
    const way = findJoinWay(ctx, need(input, 'qr'));
    if (way) return { corp: way.corp, chatId: joinByWay(ctx, personOf(ctx, input), way).chatId };
    const person = personOf(ctx, input);
    const found = findLink(ctx, need(input, 'qr'));
    const one = found ? openLink(ctx, person, found.link, found.state) : scan(ctx, person, findWay(ctx, need(input, 'qr')));
    const { corp, userid, externalUserid, pending } = presentContact(ctx, one);
    return { corp, userid, externalUserid, pending };
  },
  'POST /add': (ctx, input) => presentContact(ctx, addOtherwise(ctx, corpOf(input), need(input, 'userid'), personOf(ctx, input), number(input, 'addWay', 2), input.by === 'staff' ? 'staff' : 'customer')),
  'POST /console-welcome': (ctx, input) => {
    const member = findStaff(ctx.world.corps[corpOf(input)], need(input, 'userid'));
    if (!member) throw new Impossible('没有这位成员');
    member.consoleWelcome = word(input, 'text') || undefined;
    ctx.store.touch();
    return {};
  },
  'GET /group-welcomes': (ctx, input) => Object.values(ctx.world.groupWelcomes ?? {}).filter(({ corp }) => corp === corpOf(input)),
  'POST /group-welcomes/remove': (ctx, input) => {
    delete ctx.world.groupWelcomes?.[need(input, 'templateId')];
    ctx.store.touch();
    return {};
  },
  'POST /group-welcomes/change': (ctx, input) => {
    const template = ctx.world.groupWelcomes?.[need(input, 'templateId')];
    if (template) template.content = { ...template.content, text: { content: need(input, 'text') } };
    ctx.store.touch();
    return {};
  },
  'POST /scans': (ctx, input) => runScans(ctx, findWay(ctx, need(input, 'qr')), number(input, 'count', 1), number(input, 'perSecond', 0)),
  'POST /grow': (ctx, input) => {
    growCorp(ctx.world, corpOf(input), Math.min(largestCorp, number(input, 'customers', 0)), ctx.clock.now());
    ctx.identities.reload(ctx.world);
    ctx.store.touch();
    return {};
  },
  'GET /contacts': (ctx, input) => {
    const who = word(input, 'person');
    const corp = who ? null : corpOf(input);
    const userid = word(input, 'userid');
    return Object.values(ctx.world.friendships)
      .filter((one) => (who ? one.person === who : one.corp === corp && one.userid === userid))
      .sort((a, b) => lastAt(ctx, b) - lastAt(ctx, a))
      .map((one) => presentContact(ctx, one));
  },
  'GET /chat': (ctx, input) => (ctx.world.chats[keyOf(relation(ctx, input))] ?? []).map((message): ChatMessage => ({ ...message, mediaUrl: absolute(ctx, message.mediaUrl) })),
  'POST /say': (ctx, input) => {
    const from = input.from === 'staff' ? 'staff' : 'customer';
    const one = relation(ctx, input);
    const message = talk(ctx, one, from, need(input, 'text'));
    if (from === 'customer') noteFirstMessage(ctx, one);
    changed(ctx, one);
    return message;
  },
  'POST /unfriend': (ctx, input) => {
    unfriend(ctx, relation(ctx, input), input.by === 'staff' ? 'staff' : 'customer');
    return {};
  },
  'POST /accept': (ctx, input) => {
    accept(ctx, relation(ctx, input));
    return {};
  },
  'POST /remark': (ctx, input) => {
    const one = relation(ctx, input);
    one.remark = word(input, 'remark');
    announceContact(ctx, 'edit_external_contact', one);
    changed(ctx, one);
    return {};
  },
  'POST /tag': (ctx, input) => {
    const one = relation(ctx, input);
    const remove = new Set(words(input, 'remove'));
    const known = new Set(livingTags(ctx, one.corp).map((tag) => tag.id));
    const add = words(input, 'add');
    if (add.some((id) => !known.has(id))) throw new Impossible('没有这个标签');
    one.tagIds = [...new Set([...one.tagIds.filter((id) => !remove.has(id)), ...add])];
    announceContact(ctx, 'edit_external_contact', one);
    changed(ctx, one);
    return {};
  },
  'GET /groups': (ctx, input) => {
    const [who, userid] = [word(input, 'person'), word(input, 'userid')];
    const corps = who ? corpKeys : [corpOf(input)];
    return corps.flatMap((key) => ctx.world.corps[key].groups.map((group) => presentChat(ctx, ctx.world.corps[key], group)))
      .filter((group) => (!who || group.members.some((member) => member.person === who)) && (!userid || group.members.some((member) => member.userid === userid)))
      .sort((a, b) => b.createdAt - a.createdAt);
  },
  'POST /groups': (ctx, input) => shown(ctx, input, createGroup(ctx, corpOf(input), { owner: need(input, 'owner'), name: word(input, 'name'), persons: words(input, 'persons'), userids: words(input, 'userids') })),
  'POST /group-join': (ctx, input) => {
    const group = chatOf(ctx, input);
    joinGroup(ctx, corpOf(input), group, whoOf(ctx, input), { scene: number(input, 'scene', 1), by: word(input, 'by'), state: word(input, 'state') });
    return shown(ctx, input, group);
  },
  'POST /group-leave': (ctx, input) => {
    const group = chatOf(ctx, input);
    leaveGroup(ctx, corpOf(input), group, whoOf(ctx, input), input.removed === true);
    return shown(ctx, input, group);
  },
  'POST /group-change': (ctx, input) => {
    const group = chatOf(ctx, input);
    const text = (field: string) => (typeof input[field] === 'string' ? input[field] : undefined);
    changeGroup(ctx, corpOf(input), group, { name: text('name'), notice: text('notice'), owner: text('owner') });
    return shown(ctx, input, group);
  },
  'POST /group-dismiss': (ctx, input) => {
    dismissGroup(ctx, corpOf(input), chatOf(ctx, input));
    return {};
  },
  ...joinRoutes,
  'GET /red-packets': (ctx, input) => listPackets(ctx, word(input, 'person')),
  'POST /red-packets/claim': (ctx, input) => claimPacket(ctx, need(input, 'id')),
  'POST /merchant': (ctx, input) => setBalance(ctx, input.balance === undefined ? null : number(input, 'balance', 0)),
  'GET /tags': (ctx, input) => livingTags(ctx, corpOf(input)),
  'GET /codes': (ctx) => Object.values(ctx.world.ways).map((way) => ({
    corp: way.corp, configId: way.configId, qr: qrUrl({ ctx }, way), remark: way.remark, state: way.state, skipVerify: way.skipVerify, users: receivers(ctx, way).map((member) => member.userid),
  })),
  'GET /links': (ctx) => Object.values(linksOf(ctx)).map((link) => ({ corp: link.corp, linkId: link.linkId, url: absolute(ctx, `/ca/${link.linkId}`), name: link.name, users: receivers(ctx, wayOf(link)).map((member) => member.userid) })),
  'POST /acquisition-balance': (ctx, input) => Object.assign(balanceOf(ctx, corpOf(input)), { balance: number(input, 'balance', 0) }),
  'GET /deliveries': (ctx, input): Delivery[] => after(ctx.world.deliveries, word(input, 'after')).map(present),
  'POST /deliveries/repeat': (ctx, input) => {
    if (!ctx.deliverer.repeat(word(input, 'id') || undefined)) throw new Impossible('没有这条回调');
    return {};
  },
  'POST /clock': async (ctx, input) => {
    const target = typeof input.at === 'number' ? input.at - ctx.clock.now() : number(input, 'advanceMs', 0);
    if (target < 0) throw new Impossible('时间只能向前走');
    await ctx.clock.advance(target);
    return { now: ctx.clock.now() };
  },
  'POST /faults': (ctx, input): Fault => {
    if (!effects.includes(input.effect as Fault['effect'])) throw new Impossible(`effect 应为 ${effects.join('、')}`);
    return ctx.faults.add({
      id: ctx.nextId('f'), target: need(input, 'target'), effect: input.effect as Fault['effect'], value: number(input, 'value', 0), times: Math.max(1, number(input, 'times', 1)),
    });
  },
  'POST /install': (ctx, input) => {
    installFromMarket(ctx, corpOf(input));
    return {};
  },
  'POST /uninstall': (ctx, input) => {
    if (!uninstall(ctx, corpOf(input))) throw new Impossible('这家企业没有安装应用');
    return {};
  },
  'POST /ticket': (ctx) => {
    pushTicket(ctx);
    return {};
  },
  'POST /reset-secret': (ctx, input) => {
    if (corpOf(input) !== 'agency') throw new Impossible('只有代开发应用可以重新获取 secret');
    resetSecret(ctx, 'agency');
    return {};
  },
  'POST /corp-tag': (ctx, input) => changeCorpTag(ctx, corpOf(input), { id: word(input, 'id'), name: word(input, 'name'), groupName: word(input, 'groupName'), order: typeof input.order === 'number' ? input.order : null, remove: input.remove === true }),
  'POST /callback-url': (ctx, input) => saveCallback(ctx, corpOf(input), { url: need(input, 'url'), token: word(input, 'token'), aesKey: word(input, 'aesKey'), sidebarUrl: word(input, 'sidebarUrl') }),
  'POST /scope': (ctx, input) => changeScope(ctx, corpOf(input), words(input, 'userids'), numbers(input, 'departmentIds')),
  'POST /staff': (ctx, input) => changeStaff(ctx, corpOf(input), need(input, 'userid'), input),
  'POST /refuse': (ctx, input) => {
    refuse(ctx, corpOf(input), need(input, 'person'));
    return {};
  },
  'POST /refusals': (ctx, input) => ({ refused: refuseShare(ctx, corpOf(input), number(input, 'share', 0)) }),
  'GET /transfers': (ctx, input) => Object.values(ctx.world.transfers).filter((one) => one.corp === corpOf(input)),
  'GET /inbox': (ctx, input): AppMessage[] => [...(ctx.world.inbox[`${corpOf(input)}|${need(input, 'userid')}`] ?? [])].reverse(),
  'POST /wx-login': (ctx, input) => ({ code: loginCode(ctx, personOf(ctx, input).id, word(input, 'appid')) }),
  'POST /reset': (ctx) => {
    ctx.reset();
    return {};
  },
};

export function controlDelete(ctx: Context, path: string): unknown {
  const id = /^\/faults\/([^/]+)$/.exec(path)?.[1];
  if (!id || !ctx.faults.remove(id)) throw new Impossible('没有这个故障设置');
  return {};
}

/** Calls are not part of the world: they are remembered until the sandbox stops. */
export function listCalls(calls: ApiCall[], id: string): ApiCall[] {
  return after(calls, id);
}

function state(ctx: Context): SandboxState {
  const counts = new Map<CorpKey, Set<string>>(corpKeys.map((key) => [key, new Set()]));
  for (const one of Object.values(ctx.world.friendships)) if (one.staffHasCustomer) counts.get(one.corp)!.add(one.person);
  return {
    now: ctx.clock.now(),
    corps: corpKeys.map((key) => {
      const corp = ctx.world.corps[key];
      const app = mainApp(ctx, key);
      return {
        key, corpId: app ? ctx.identities.corpid(app) : demo.corps[key].corpId, name: corp.name, kind: key, agentId: demo.corps[key].agentId,
        installed: app !== null && (app.kind === 'suite' || app.callback !== null),
        staff: corp.staff.filter((member) => !member.left).map(({ userid, name, avatar, departmentIds, position, canReceive, active }) => ({
          userid, name, avatar: absolute(ctx, avatar), departmentIds, position, canReceive: canReceive && active,
        })),
        departments: corp.departments, customerCount: counts.get(key)!.size,
      };
    }),
    people: ctx.world.made.map((id) => presentPerson(ctx, ctx.world.people[id]!)).reverse(),
    faults: ctx.world.faults,
  };
}

function livingTags(ctx: Context, corp: CorpKey): { id: string; name: string; order: number; groupId: string; groupName: string; groupOrder: number }[] {
  return ctx.world.corps[corp].tagGroups.filter((group) => !group.deleted)
    .flatMap((group) => group.tags.filter((tag) => !tag.deleted).map(({ id, name, order }) => ({ id, name, order, groupId: group.id, groupName: group.name, groupOrder: group.order })));
}

function lastAt(ctx: Context, one: Parameters<typeof keyOf>[0]): number {
  return ctx.world.chats[keyOf(one)]?.at(-1)?.at ?? one.addedAt;
}

function after<T extends { id: string }>(rows: T[], id: string): T[] {
  if (!id) return rows;
  const at = rows.findIndex((row) => row.id === id);
  return at < 0 ? rows : rows.slice(at + 1);
}

function chatOf(ctx: Context, input: Input) {
  return findGroup(ctx, corpOf(input), need(input, 'chatId'));
}

function shown(ctx: Context, input: Input, group: GroupChat) {
  return presentChat(ctx, ctx.world.corps[corpOf(input)], group);
}

function whoOf(ctx: Context, input: Input) {
  return word(input, 'userid') ? { userid: word(input, 'userid') } : { person: personOf(ctx, input).id };
}

function relation(ctx: Context, input: Input) {
  return mustFind(ctx, corpOf(input), need(input, 'userid'), need(input, 'person'));
}
