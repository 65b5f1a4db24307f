import { demo } from './demo';
import type { CorpKey } from './control';
import type { App, Corp, Department, Friendship, Person, Staff, TagGroup, World } from './model';
import { stableId } from './crypto';
import { Random } from './random';
import { drawFullName, drawNickname, outsideCompanies, positions } from './seed-people';

export interface SeedSize { seed: number; customersPerCorp: number; staffPerCorp: number; now: number; clock: number }

export const corpKeys: CorpKey[] = ['suite', 'agency', 'selfBuilt'];
const day = 86_400_000;

const plainIds: Record<CorpKey, string> = { suite: 'ww1a7d3c90be52f648', agency: 'ww8e4b1f67d2c03a95', selfBuilt: demo.corps.selfBuilt.corpId };
const openIds: Record<CorpKey, string> = { suite: demo.corps.suite.corpId, agency: demo.corps.agency.corpId, selfBuilt: 'wpQingHeJiaoYu000000000000000003' };

const shops: Record<CorpKey, { industry: string; tree: Record<string, string[]>; tags: Record<string, string[]> }> = {
  suite: {
    industry: '零售',
    tree: { 门店运营部: ['浦东旗舰店', '徐汇店', '静安店'], 电商部: ['直播组', '客服组'], 售后服务部: ['安装组'] },
    tags: { 客户阶段: ['新客', '意向', '已量房', '已成交'], 户型: ['一居', '两居', '三居及以上'], 来源: ['门店', '小区推广', '老客推荐'] },
  },
  agency: {
    industry: '医疗美容',
    tree: { 咨询部: ['皮肤组', '整形组'], 市场部: ['新媒体组', '渠道组'], 客户服务部: ['术后关怀组'] },
    tags: { 关注项目: ['皮肤管理', '植发', '口腔'], 客户等级: ['普通', '银卡', '金卡', '黑卡'], 到店状态: ['未到店', '已到店', '已复购'] },
  },
  selfBuilt: {
    industry: '教育培训',
    tree: { 教务部: ['小学组', '初中组'], 招生部: ['浦东校区', '闵行校区', '线上招生'], 学习服务部: ['班主任组'] },
    tags: { 年级: ['小学', '初中', '高中'], 意向课程: ['数学', '英语', '编程'], 跟进状态: ['待试听', '已试听', '已报名'] },
  },
};

/** The same seed gives the same world, apart from times, which count back from now. */
export function seedWorld(size: SeedSize): World {
  const world: World = {
    version: 1, clock: size.clock, sequence: 0, corps: {} as Record<CorpKey, Corp>, apps: {}, people: {}, made: [], friendships: {}, chats: {}, ways: {}, joinWays: {}, massSends: {},
    welcomes: {}, tokens: {}, codes: {}, suiteUrl: '', tickets: [], media: {}, deliveries: [], faults: [], transfers: {}, inbox: {},
  };
  corpKeys.forEach((key, index) => {
    const random = new Random(size.seed * 1000 + index);
    const corp = seedCorp(key, random, size);
    world.corps[key] = corp;
    for (const app of seedApps(corp, size.now)) world.apps[app.id] = app;
    seedCustomers(world, corp, random, size);
  });
  return world;
}

function seedCorp(key: CorpKey, random: Random, size: SeedSize): Corp {
  const shop = shops[key];
  const departments: Department[] = [{ id: 1, name: demo.corps[key].name, parentid: 0, order: 100_000_000 }];
  const leaves: number[] = [];
  for (const [name, children] of Object.entries(shop.tree)) {
    const parent = departments.length + 1;
    departments.push({ id: parent, name, parentid: 1, order: 1000 - parent });
    for (const child of children) {
      const id = departments.length + 1;
      departments.push({ id, name: child, parentid: parent, order: 1000 - id });
      leaves.push(id);
    }
  }
  const staff = seedStaff(random, size.staffPerCorp, leaves);
  return {
    key, plainId: plainIds[key], openId: openIds[key], name: demo.corps[key].name, industry: shop.industry,
    admins: staff.slice(0, 1).map((member) => member.userid), departments, staff,
    tagGroups: seedTags(key, shop.tags, size.now), groups: [],
  };
}

function seedStaff(random: Random, count: number, leaves: number[]): Staff[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index): Staff => {
    const who = drawFullName(random);
    let userid = who.latin;
    for (let n = 2; taken.has(userid); n++) userid = `${who.latin}${n}`;
    taken.add(userid);
    const home = index === 0 ? 1 : leaves[index % leaves.length]!;
    const second = index % 9 === 4 ? leaves[(index + 3) % leaves.length]! : home;
    // A few cannot receive customers, so that screens and checks meet them: 客户联系 off, or never signed in.
    const odd = index > 0 && index % 11 === 0;
    return {
      userid, name: who.name, avatar: index % 8 === 5 ? '' : avatarOf(userid, who.name), gender: who.gender,
      mobile: `138${String(random.between(0, 99_999_999)).padStart(8, '0')}`, email: `${userid}@example.com`,
      position: index === 0 ? '总经理' : random.pick(positions), departmentIds: home === second ? [home] : [home, second],
      leads: index > 0 && index <= leaves.length ? [home] : [],
      active: !(odd && index % 2 === 0), canReceive: !odd, left: false,
    };
  });
}

function seedTags(key: CorpKey, tags: Record<string, string[]>, now: number): TagGroup[] {
  return Object.entries(tags).map(([name, children], index) => ({
    id: stableId('et', 30, key, 'group', name), name, order: 100 - index, createdAt: now - 300 * day, deleted: false, appId: '',
    tags: children.map((child, at) => ({ id: stableId('et', 30, key, name, child), name: child, order: 100 - at, createdAt: now - 300 * day, deleted: false })),
  }));
}

function seedApps(corp: Corp, now: number): App[] {
  if (corp.key === 'suite') return [];
  const { agentId, secret } = demo.corps[corp.key];
  return [{
    id: corp.key, kind: corp.key, corp: corp.key, agentId, name: 'SCRM', secret, installedAt: now - 30 * day, cancelled: false,
    visible: { users: [], departments: [1] }, callback: null, sidebarUrl: '',
  }];
}

const ways = [1, 1, 1, 2, 3, 4, 6, 10, 16, 201, 202, 0];

function seedCustomers(world: World, corp: Corp, random: Random, size: SeedSize): void {
  addSeeded(world, corp, random, { from: 0, to: size.customersPerCorp, now: size.now });
  const receivers = receiversOf(corp);
  corp.groups = Array.from({ length: Math.min(4, receivers.length) }, (_, index) => {
    const createdAt = size.now - (40 + index) * day;
    const owner = receivers[index]!.userid;
    const people = Object.values(world.friendships).filter((one) => one.corp === corp.key && one.userid === owner).slice(0, 8 + index * 3);
    return {
      chatId: stableId('wr', 30, corp.key, 'chat', String(index)), name: `${corp.name}${['福利', '会员', '交流', '新品'][index]}群`, owner,
      notice: '文明交流，请勿发广告', createdAt, version: stableId('', 32, corp.key, 'version', String(index)).toLowerCase(),
      members: [
        { userid: owner, joinedAt: createdAt, scene: 1, state: '' },
        ...people.map((one, at) => ({ person: one.person, joinedAt: createdAt + at * 60_000, scene: at % 3 + 1, state: '' })),
      ],
    };
  });
}

const receiversOf = (corp: Corp) => corp.staff.filter((member) => member.canReceive && member.active);

/** People number `from` to `to` of a corp with those whom they are friends of. */
function addSeeded(world: World, corp: Corp, random: Random, { from, to, now }: { from: number; to: number; now: number }): void {
  const receivers = receiversOf(corp);
  const tagIds = corp.tagGroups.flatMap((group) => group.tags.map((tag) => tag.id));
  for (let index = from; index < to; index++) {
    const person = seedPerson(corp.key, index, random);
    world.people[person.id] = person;
    const owner = random.pick(receivers);
    const followers = new Set([owner, ...(random.chance(0.12) ? [random.pick(receivers)] : [])]);
    for (const member of followers) {
      world.friendships[friendKey(corp.key, member.userid, person.id)] = seedFriendship(corp.key, member.userid, person.id, random, now, tagIds);
    }
  }
}

/** Makes a corp as large as that, without telling anybody: these customers were there before the app. The same for the same size. */
export function growCorp(world: World, key: CorpKey, customers: number, now: number): void {
  const from = Object.keys(world.people).filter((id) => id.startsWith(`${key}-`)).length;
  addSeeded(world, world.corps[key], new Random(7_000_000 + from), { from, to: customers, now });
}

function seedPerson(corp: CorpKey, index: number, random: Random): Person {
  const id = `${corp}-${String(index + 1).padStart(4, '0')}`;
  const outside = random.chance(0.03);
  const name = outside ? drawFullName(random).name : drawNickname(random);
  return {
    id, name, avatar: random.chance(0.08) ? '' : avatarOf(id, name), gender: random.pick([0, 1, 1, 2, 2, 2] as const),
    unionid: outside ? '' : stableId('o', 27, 'unionid', id), type: outside ? 2 : 1,
    corpName: outside ? random.pick(outsideCompanies) : '', position: outside ? '采购经理' : '',
  };
}

function seedFriendship(corp: CorpKey, userid: string, person: string, random: Random, now: number, tagIds: string[]): Friendship {
  const addWay = random.pick(ways);
  return {
    corp, userid, person, addedAt: now - random.between(1, 240) * day - random.between(0, day), addWay,
    state: addWay === 1 && random.chance(0.5) ? `old_qr_${random.between(1, 5)}` : '', configId: '',
    operator: addWay === 202 || addWay === 201 ? userid : person,
    remark: random.chance(0.3) ? `${random.pick(['VIP', '老客', '待回访', '小区'])}-${random.between(1, 999)}` : '',
    description: random.chance(0.1) ? '门店到访时添加，想了解近期活动' : '', remarkCompany: '',
    remarkMobiles: random.chance(0.1) ? [`139${String(random.between(0, 99_999_999)).padStart(8, '0')}`] : [],
    tagIds: [...new Set(Array.from({ length: random.between(0, 3) }, () => random.pick(tagIds)))],
    customerHasStaff: !random.chance(0.04), staffHasCustomer: true, pending: false, chatting: true, welcomed: true, welcomeCodes: [],
  };
}

/** A picture drawn from the id and the first character; the page server completes the address. */
export function avatarOf(id: string, name: string): string {
  return `/sandbox/avatar/${encodeURIComponent(`${id}~${[...name][0] ?? ''}`)}.svg`;
}

export function friendKey(corp: CorpKey, userid: string, person: string): string {
  return `${corp}|${userid}|${person}`;
}
