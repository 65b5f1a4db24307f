import type { Context } from './context';
import type { AcquisitionLink, ContactWay, Friendship, Person } from './model';
import type { CorpKey } from './control';
import { announceAcquisition } from './announce';
import { Impossible, receivers, scan } from './friends';

/** WeCom warns below this many. */
const low = 20;
const firstBalance = 200;

export const linksOf = (ctx: Context): Record<string, AcquisitionLink> => (ctx.world.links ??= {});

/** What is left of the company's customers by links, and what was used. */
export function balanceOf(ctx: Context, corp: CorpKey): { balance: number; used: number } {
  const balances = (ctx.world.balances ??= {});
  return (balances[corp] ??= { balance: firstBalance, used: 0 });
}

/** The link in an address, with its `customer_channel`; null for anything else. */
export function findLink(ctx: Context, address: string): { link: AcquisitionLink; state: string } | null {
  const found = /\/ca\/(ca\w+)(?:\?(.*))?$/.exec(address);
  if (!found) return null;
  const link = linksOf(ctx)[found[1]!];
  if (!link) throw new Impossible('这个获客链接已失效');
  // Longer ones are cut: https://developer.work.weixin.qq.com/document/path/97297
  const state = Buffer.from(new URLSearchParams(found[2] ?? '').get('customer_channel') ?? '').subarray(0, 64).toString();
  return { link, state };
}

/** As a contact way: members take turns. */
export function wayOf(link: AcquisitionLink, state = ''): ContactWay {
  return {
    configId: link.linkId, corp: link.corp, appId: link.appId, type: 2, scene: 2, style: 1, remark: link.name, skipVerify: link.skipVerify, state, users: link.users, parties: link.parties,
    isTemp: false, expiresIn: 0, chatExpiresIn: 0, unionid: '', isExclusive: false, markSource: true, conclusions: null, createdAt: link.createdAt, scans: link.opened,
  };
}

/** A customer opens the link and adds whom it leads to. */
export function openLink(ctx: Context, person: Person, link: AcquisitionLink, state: string): Friendship {
  const account = balanceOf(ctx, link.corp);
  if (account.balance <= 0) throw new Impossible('企业的获客额度已用完');
  const before = new Set(Object.keys(ctx.world.friendships));
  const way = wayOf(link, state);
  if (receivers(ctx, way).length === 0) throw new Impossible('这个获客链接暂时没有可以接待的成员');
  link.opened += 1;
  link.clicks.push({ at: ctx.clock.now(), person: person.id });
  const one = scan(ctx, person, way, 16);
  const isNew = !before.has(`${one.corp}|${one.userid}|${one.person}`) || one.addedAt === ctx.clock.now();
  if (state !== '') announceAcquisition(ctx, link, 'friend_request', { LinkId: link.linkId, State: state });
  if (!isNew || one.configId !== link.linkId) return one;
  link.customers = [...link.customers.filter((each) => each.person !== person.id || each.userid !== one.userid), { person: person.id, userid: one.userid, state, at: ctx.clock.now() }];
  account.balance -= 1;
  account.used += 1;
  if (account.balance === low - 1) announceAcquisition(ctx, link, 'balance_low', {});
  if (account.balance === 0) announceAcquisition(ctx, link, 'balance_exhausted', {});
  ctx.store.touch();
  return one;
}

/** The first message of a customer who came by a link: told when the link carried a state. */
export function noteFirstMessage(ctx: Context, one: Friendship): void {
  const link = linksOf(ctx)[one.configId];
  const customer = link?.customers.find((each) => each.person === one.person && each.userid === one.userid);
  if (!link || !customer || customer.wrote) return;
  customer.wrote = true;
  if (customer.state !== '' && ctx.world.people[one.person]?.type === 1) announceAcquisition(ctx, link, 'customer_start_chat', { LinkId: link.linkId, State: customer.state }, one);
}
