import { describe, expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { InputOf } from '@scrm/shared/contract';
import type { welcomeRules, WelcomeRuleInput } from '@scrm/shared/welcome-rule';
import type { Contact, WechatUser } from '../../../sandbox/control';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import { Department, Staff } from '../org/entity';
import { chosenOf } from './consider';
import { pickWelcome } from './pick';
import { WelcomeRule } from './rule-entity';

const getPath = '/cgi-bin/externalcontact/get';
const sendPath = '/cgi-bin/externalcontact/send_welcome_msg';
const minute = 60_000;
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(50, 1)]).toString('base64');
const said = (text: string) => ({ text, attachments: [] });
const codeOf = (call: Promise<unknown>) => call.then(() => 'done', (error: { code: string }) => error.code);

const callsTo = async (t: TestApp, path: string) => (await t.control<{ path: string; at: number }[]>('GET', '/sandbox/calls')).filter((call) => call.path === path);

async function heard(t: TestApp, person: WechatUser, userid: string): Promise<string[]> {
  return (await t.sandbox.chat(person, userid)).filter((message) => message.byApp).map((message) => (message.kind === 'text' ? message.text : message.kind));
}

/** A story with one staff member who has customers, and the rules for it. */
async function world() {
  const t = await testApp();
  const api = await t.as('operator');
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  const staff = (await db.find(Staff, { state: 'active', canReceive: true }, { order: { id: 'ASC' } }));
  const departments = await db.find(Department);
  const parentOf = new Map(departments.map((one) => [one.departmentId, one.parentId]));
  // Somebody in a department under another one, below the company's.
  const rep = staff.find(({ mainDepartment }) => departments.some(({ departmentId }) => departmentId === mainDepartment && parentOf.get(departmentId) !== 0))!;
  const rule = (name: string, input: Partial<WelcomeRuleInput> = {}) => api.welcomeRules.create({ name, target: 'company', message: said(name), ...input });
  let people = 0;
  const add = async (addWay = 2, person?: WechatUser) => {
    const who = person ?? await t.sandbox.newPerson(`客户${++people}`);
    await t.control<Contact>('POST', '/sandbox/add', { corp: 'selfBuilt', userid: rep.userId, person: who.id, addWay });
    await t.settle();
    return { person: who, heard: await heard(t, who, rep.userId) };
  };
  return { t, api, db, rep, staff, departments, rule, add };
}

/** What the simulator says, and that it says it without a word to WeCom or into the database. */
async function simulated(t: TestApp, api: Client<Api>, input: InputOf<(typeof welcomeRules)['simulate']>) {
  const rows = async () => JSON.stringify(await Promise.all(['welcome', 'job', 'activity', 'welcome_rule'].map((table) => t.app.database.query(`SELECT COUNT(*) AS n FROM ${table}`))));
  const [calls, before] = [(await callsTo(t, getPath)).length, await rows()];
  const reply = await api.welcomeRules.simulate(input);
  expect([(await callsTo(t, getPath)).length, await rows()]).toEqual([calls, before]);
  return reply;
}

test('WL-02 code before person before department before company, shown for any staff member, and whoever moves follows the new department at once', async () => {
  const { t, api, rep, staff, departments, rule, add } = await world();
  const now = () => t.clock.now();
  const home = rep.mainDepartment!;
  const root = departments.find(({ parentId }) => !departments.some(({ departmentId }) => departmentId === parentId))!.departmentId;
  const above = departments.find(({ departmentId }) => departmentId === home)!.parentId;
  const other = departments.find(({ departmentId, parentId }) => parentId === root && departmentId !== above && !rep.departmentIds.includes(departmentId))!.departmentId;
  await rule('公司');
  await rule('总部', { target: 'department', targetIds: [String(root)] });
  expect((await add()).heard).toEqual(['总部']);
  await rule('本部门', { target: 'department', targetIds: [String(home)] });
  await rule('别的部门', { target: 'department', targetIds: [String(other)] });
  expect((await add()).heard).toEqual(['本部门']);
  const effective = await api.welcomeRules.effective({ limit: 200 });
  expect(effective.total).toBe(staff.length);
  expect(effective.items.find(({ id }) => id === rep.id)).toMatchObject({ chosen: { name: '本部门', target: 'department', department: { departmentId: home } }, others: 2 });

  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: rep.userId, departmentIds: [other] });
  await t.settle();
  expect((await add()).heard).toEqual(['别的部门']);

  const own = await rule('本人', { target: 'staff', targetIds: [rep.id] });
  expect((await add()).heard).toEqual(['本人']);
  const code = await api.liveCodes.create({ name: '浦东店', staffIds: [rep.id], welcome: said('活码自己的') });
  const scan = async () => {
    const person = await t.sandbox.newPerson('扫码');
    await t.sandbox.scan(person, code.qrUrl);
    await t.settle();
    return heard(t, person, rep.userId);
  };
  expect(await scan()).toEqual(['活码自己的']);
  await rule('活码规则', { target: 'code', targetIds: [code.id] });
  expect(await scan()).toEqual(['活码规则']);
  const shown = await simulated(t, api, { staffId: rep.id, liveCodeId: code.id, at: now() });
  expect(shown.contenders.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(['活码规则 chosen', '浦东店 outranked', '本人 outranked', '别的部门 outranked', '总部 outranked', '公司 outranked']);

  // Through a store: rules for the store code, then for the store, both before those for the person. A group is a way of coming, no aim.
  const shop = await api.stores.create({ name: '徐家汇店', owners: [{ staffId: rep.id }] });
  const storeCode = await api.storeCodes.create({ name: '统一门店码', form: 'owner' });
  const byStore = async (by: { code?: string } = {}) => {
    const { way } = await clientWith(t.publicUrl, 'none').nearby.choose({ storeId: shop.id, ...by });
    if (way.kind !== 'person') throw new Error(way.kind);
    const person = await t.sandbox.newPerson('到店');
    await t.sandbox.scan(person, way.qrUrl);
    await t.settle();
    return heard(t, person, rep.userId);
  };
  expect(await byStore({ code: storeCode.id })).toEqual(['本人']);
  await rule('门店', { target: 'code', targetIds: [shop.id] });
  expect(await byStore({ code: storeCode.id })).toEqual(['门店']);
  const ofCode = await rule('门店码', { target: 'code', targetIds: [storeCode.id, code.id] });
  expect(ofCode).toMatchObject({ storeCodes: [{ id: storeCode.id, name: '统一门店码' }], codes: [{ id: code.id }], stores: [], missing: 0 });
  expect(await byStore({ code: storeCode.id })).toEqual(['门店码']);
  expect(await byStore()).toEqual(['门店']);
  await rule('群里来的', { scenes: ['group'] });
  expect((await add(4)).heard).toEqual(['本人']);
  const atStore = await simulated(t, api, { staffId: rep.id, storeCodeId: storeCode.id, storeId: shop.id, at: now() });
  expect(atStore).toMatchObject({ scene: 'storeCode', message: said('门店码') });
  expect(atStore.contenders.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(['门店码 chosen', '门店 outranked', '本人 outranked', '别的部门 outranked', '总部 outranked', '群里来的 scene', '公司 outranked']);
  expect(await codeOf(api.welcomeRules.simulate({ staffId: rep.id, storeCodeId: 'sc_none', at: now() }))).toBe('not_found');
  expect(await api.welcomeRules.aimedAt({ id: storeCode.id })).toEqual({ items: [{ id: ofCode.id, name: '门店码', enabled: true, isOnly: false }], hidden: 0 });
  expect((await api.welcomeRules.aimedAt({ id: shop.id })).items).toMatchObject([{ name: '门店', isOnly: true }]);
  await api.storeCodes.remove({ id: storeCode.id });
  expect(await api.welcomeRules.get({ id: ofCode.id })).toMatchObject({ missing: 1, gone: ['统一门店码'], isIdle: false });
  expect(await codeOf(rule('没有了', { target: 'code', targetIds: [storeCode.id] }))).toBe('welcome_target_unusable');

  await api.welcomeRules.switch({ id: own.id, enabled: false });
  expect((await add()).heard).toEqual(['别的部门']);
  expect((await api.welcome.list({ limit: 1 })).items[0]).toMatchObject({ outcome: 'sent', ruleName: '别的部门' });
  expect(await callsTo(t, sendPath)).toHaveLength(12);

  // Two departments: the nearer one up the tree, and of two as near the main one.
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: rep.userId, departmentIds: [home, other] });
  await t.settle();
  expect((await add()).heard).toEqual(['本部门']);
});

test('WL-04 WL-06 scene, returning customers and tags choose the words; WeCom is asked only where it could decide, and the simulator says the same beforehand', async () => {
  const { t, api, rep, rule, add } = await world();
  await rule('您好');
  await rule('名片来的', { scenes: ['card'] });
  await rule('欢迎回来，{customer}', { acquaintance: 'returning' });
  const [group] = (await api.tags.list()).items;
  const vip = group!.tags[0]!;
  await rule('贵宾您好', { tagIds: [vip.id] });
  const simulate = (input: object) => simulated(t, api, { staffId: rep.id, at: t.clock.now(), ...input });

  expect((await simulate({ scene: 'card' })).message).toEqual(said('名片来的'));
  const byCard = await add(3);
  expect(byCard.heard).toEqual(['名片来的']);
  expect((await simulate({ scene: 'phone' })).message).toEqual(said('您好'));
  expect((await add(2)).heard).toEqual(['您好']);
  const unknown = await simulate({});
  expect(unknown.contenders.map(({ name, verdict }) => [name, verdict])).toContainEqual(['名片来的', 'sceneUnknown']);
  expect(unknown.message).toEqual(said('您好'));

  // Who leaves and comes back is told so, whatever way they take.
  await t.sandbox.unfriend(byCard.person, rep.userId, 'customer');
  await t.sandbox.unfriend(byCard.person, rep.userId, 'staff').catch(() => undefined);
  await t.advance(minute);
  const customer = (await api.customers.list({ keyword: byCard.person.name, limit: 10 })).items[0]!;
  expect(await simulate({ customerId: customer.id, scene: 'card' })).toMatchObject({ acquaintance: 'returning', message: { text: `欢迎回来，${byCard.person.name}` } });
  const again = await add(3, byCard.person);
  expect(again.heard.at(-1)).toBe(`欢迎回来，${byCard.person.name}`);

  // A customer with the tag, by whichever colleague, who adds somebody again.
  await api.customers.tag({ id: customer.id, staffId: rep.id, add: [vip.id] });
  await t.sandbox.unfriend(byCard.person, rep.userId, 'customer');
  await t.advance(minute);
  expect(await simulate({ customerId: customer.id })).toMatchObject({ message: { text: '贵宾您好' } });
  expect((await add(1, byCard.person)).heard.at(-1)).toBe('贵宾您好');
  // An invitation to what is on, with poster and link, for whoever scans its code the first time, and not once more.
  const poster = await api.files.upload({ name: 'poster.png', content: png });
  const code = await api.liveCodes.create({ name: '活动码', staffIds: [rep.id], welcome: said('欢迎回来，活动还在继续') });
  const link = { kind: 'link' as const, title: '本周活动', url: 'https://example.com/event' };
  await rule('活动邀请', { target: 'code', targetIds: [code.id], acquaintance: 'new', message: { text: '邀请您参加', attachments: [{ kind: 'image', fileId: poster.id }, link] } });
  await t.settle();
  const guest = await t.sandbox.newPerson('新朋友');
  await t.sandbox.scan(guest, code.qrUrl);
  await t.settle();
  expect(await heard(t, guest, rep.userId)).toEqual(['邀请您参加', 'image', 'link']);
  await t.sandbox.unfriend(guest, rep.userId, 'customer');
  await t.advance(minute);
  await t.sandbox.scan(guest, code.qrUrl);
  await t.settle();
  expect((await heard(t, guest, rep.userId)).slice(3)).toEqual(['欢迎回来，活动还在继续']);
  expect((await api.tags.uses({ id: vip.id })).items).toMatchObject([{ kind: 'welcomeRule', name: '贵宾您好' }]);
});

test('WL-04 LC-07 the simulator supposes an acquisition link and a place of it: the words, their addresses and the reason are those that a customer by that link gets', async () => {
  const { t, api, rep, rule } = await world();
  const channel = await api.channels.create({ name: '小红书', utm: { source: 'xhs' } });
  const link = await api.acquisition.create({ name: '秋季投放', staffIds: [rep.id], channelId: channel.id });
  const { sources: [place] } = await api.acquisition.addSource({ id: link.id, name: '主页' });
  const other = await api.acquisition.addSource({ id: (await api.acquisition.create({ name: '另一条', staffIds: [rep.id] })).id, name: '别处' });
  await rule('您好');
  await rule('链接来的', { scenes: ['link'], message: said('看 https://example.com/a') });
  const simulate = (input: object) => simulated(t, api, { staffId: rep.id, at: t.clock.now(), ...input });
  const supposed = await simulate({ linkId: link.id, linkSourceId: place!.id });
  expect(supposed).toMatchObject({ scene: 'link', message: said('看 https://example.com/a?utm_source=xhs') });
  expect(supposed.contenders.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(['链接来的 chosen', '您好 outranked']);
  expect(await simulate({ linkId: link.id })).toMatchObject({ scene: 'link', message: said('看 https://example.com/a') });

  const come = async (url: string) => {
    const person = await t.sandbox.newPerson('投放来的');
    await t.sandbox.scan(person, url);
    await t.settle();
    return heard(t, person, rep.userId);
  };
  expect([await come(place!.url), await come(link.url)]).toEqual([['看 https://example.com/a?utm_source=xhs'], ['看 https://example.com/a']]);

  const refused = (input: object) => codeOf(api.welcomeRules.simulate({ staffId: rep.id, at: t.clock.now(), ...input }));
  expect([await refused({ linkId: 'acl_none' }), await refused({ linkId: link.id, linkSourceId: other.sources[0]!.id })]).toEqual(['not_found', 'not_found']);
  await api.acquisition.remove({ id: link.id });
  expect(await refused({ linkId: link.id })).toBe('not_found');
});

describe('rules', () => {
  test('WL-03 off hours the text promises a time, in their order the first slot that fits greets, and an overlap is shown', async () => {
    const { t, api, rep, rule, add } = await world();
    const off = [{ days: ['workday' as const], from: 0, to: 540 }, { days: ['workday' as const], from: 1080, to: 1440 }, { days: ['weekend' as const, 'holiday' as const], from: 0, to: 1440 }];
    await rule('白天');
    const night = await rule('下班', { windows: off, message: said('我们下班了，{replyTime} 回复您') });
    expect(night.behind).toEqual([]);
    const evening = Date.parse('2026-09-01T20:00:00+08:00');
    const friday = Date.parse('2026-09-04T20:00:00+08:00');
    expect((await add()).heard).toEqual(['白天']);
    expect((await simulated(t, api, { staffId: rep.id, at: friday })).message).toEqual(said('我们下班了，周一 09:00 回复您'));
    await t.control('POST', '/sandbox/clock', { at: evening });
    await t.settle();
    expect((await add()).heard).toEqual(['我们下班了，明天 09:00 回复您']);
    // The company rests on the next day, whatever the calendar says.
    const admin = await t.as('admin');
    await admin.calendar.save({ items: [{ day: '2026-09-02', kind: 'holiday', name: '公司日' }], updatedAt: 0 });
    expect((await add()).heard).toEqual(['我们下班了，周四 09:00 回复您']);
    expect(await codeOf(admin.calendar.save({ items: [], updatedAt: 0 }))).toBe('stale_edit');

    const day = (await api.welcomeRules.list()).items.find(({ name }) => name === '白天')!;
    expect(day.behind).toEqual(['下班']);
    await api.welcomeRules.order({ target: 'company', ids: [day.id, night.id] });
    expect((await add()).heard).toEqual(['白天']);
    expect(await codeOf(api.welcomeRules.order({ target: 'company', ids: [day.id] }))).toBe('stale_edit');
    expect(await codeOf(rule('永远', { message: said('{replyTime}') }))).toBe('welcome_no_reply_time');
    expect(await codeOf(rule('空', { message: said('  ') }))).toBe('welcome_empty');
    expect(await codeOf(rule('没有人', { target: 'staff', targetIds: [] }))).toBe('welcome_target_missing');
    expect(await codeOf(rule('没有人', { target: 'staff', targetIds: ['stf_x'] }))).toBe('welcome_target_unusable');
    expect(await codeOf(rule('同时', { windows: [{ days: ['workday'], from: 540, to: 540 }] }))).toBe('bad_input');
    // Two people edit one rule.
    const { id, updatedAt } = day;
    const edit = (text: string) => api.welcomeRules.update({ id, updatedAt, name: '白天', target: 'company', message: said(text) });
    expect((await edit('新的')).message.text).toBe('新的');
    expect(await codeOf(edit('旧的'))).toBe('stale_edit');
    await api.welcomeRules.remove({ id });
    expect(await codeOf(api.welcomeRules.get({ id }))).toBe('not_found');
  });

  test('PM-02 WL-02 a manager writes rules for their own people only, and sees what greets for them', async () => {
    const { t, rep, staff, rule } = await world();
    const admin = await t.as('admin');
    const stranger = staff.find(({ id }) => id !== rep.id)!;
    const role = await admin.access.createRole({ name: '欢迎语', allow: ['welcome.read', 'welcome.write', 'file.write'], scope: 'own' });
    await t.as('staff', 'selfBuilt', rep.id);
    await admin.access.assign({ staffId: rep.id, roleIds: [role.id] });
    const api = await t.as('staff', 'selfBuilt', rep.id).then(async (client) => (await admin.access.assign({ staffId: rep.id, roleIds: [role.id] }), client));
    const [company, theirs] = [await rule('公司'), await rule('同事', { target: 'staff', targetIds: [stranger.id] })];
    const own = await api.welcomeRules.create({ name: '我的', target: 'staff', targetIds: [rep.id], message: said('我的') });
    expect((await api.welcomeRules.list()).items.map(({ name, canEdit }) => [name, canEdit])).toEqual(expect.arrayContaining([['我的', true], ['公司', false]]));
    expect((await api.welcomeRules.list()).items).toHaveLength(2);
    expect(await codeOf(api.welcomeRules.get({ id: theirs.id }))).toBe('not_found');
    expect(await codeOf(api.welcomeRules.remove({ id: company.id }))).toBe('welcome_target_reach');
    for (const aim of [{ target: 'company' as const }, { target: 'staff' as const, targetIds: [rep.id, stranger.id] }]) expect(await codeOf(api.welcomeRules.create({ name: 'x', message: said('x'), ...aim }))).toBe('welcome_target_reach');
    expect(await codeOf(api.welcomeRules.update({ id: own.id, name: 'x', target: 'company', message: said('x'), updatedAt: own.updatedAt }))).toBe('welcome_target_reach');
    const operator = await t.as('operator');
    const [mine, shared] = [await operator.stores.create({ name: '我的店', owners: [{ staffId: rep.id }] }), await operator.stores.create({ name: '两人店', owners: [{ staffId: rep.id }, { staffId: stranger.id }] })];
    const everywhere = await operator.storeCodes.create({ name: '全部门店', form: 'owner' });
    expect(await api.welcomeRules.create({ name: '我的店', target: 'code', targetIds: [mine.id], message: said('x') })).toMatchObject({ stores: [{ name: '我的店' }], canEdit: true });
    for (const id of [shared.id, everywhere.id]) expect(await codeOf(api.welcomeRules.create({ name: 'x', target: 'code', targetIds: [id], message: said('x') }))).toBe('welcome_target_reach');
    expect(await codeOf(api.welcomeRules.simulate({ staffId: stranger.id, at: 0 }))).toBe('not_found');
    expect((await api.welcomeRules.effective({})).items.map(({ id }) => id)).toEqual([rep.id]);
  });

  test('WL-01 choosing among 400 rules takes a few milliseconds and asks nobody', async () => {
    const { t, rep, staff, departments, rule, db } = await world();
    const now = t.clock.now();
    await rule('公司');
    const took = async () => {
      const times: number[] = [];
      for (let round = 0; round < 40; round++) {
        const begin = performance.now();
        const { considered } = await pickWelcome(db, { at: now, code: null, state: '', staff: rep, customerId: null }, () => Promise.reject(new Error('nobody is asked')));
        times.push(performance.now() - begin);
        expect(chosenOf(considered)?.name).toBe('公司');
      }
      return times.sort((one, other) => one - other)[20]!;
    };
    const alone = await took();
    const shift = { windows: [{ days: ['weekend' as const], from: 0, to: 1440 }], acquaintance: 'returning' as const, tagIds: ['x'], message: said('很长的欢迎语'.repeat(50)), scenes: [] };
    const rows = Array.from({ length: 400 }, (_, index) => ({
      id: `wr_${index}`, name: `规则 ${index}`, ...(index % 2 ? { target: 'staff' as const, targetIds: [staff[index % staff.length]!.id] } : { target: 'department' as const, targetIds: [String(departments[index % departments.length]!.departmentId)] }),
      ...shift, enabled: true, position: index, createdBy: '', createdAt: now, updatedAt: now, deletedAt: null,
    }));
    await t.app.database.write(db.corpId, (tx) => tx.insert(WelcomeRule, rows));
    const among = await took();
    process.stdout.write(`choosing a welcome: median ${alone.toFixed(1)} ms with one rule, ${among.toFixed(1)} ms among 400\n`);
    expect(among).toBeLessThan(250);
  });
});
