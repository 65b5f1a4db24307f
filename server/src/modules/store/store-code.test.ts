import axios from 'axios';
import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { refused } from '../../../test/account';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import type { SandboxGroup } from '../../../sandbox/control';
import { write } from '../../core/db/scope';
import { Scan } from '../scan';
import { StoreCustomer, StoreVisit, StoreWay } from './entity';
import { wgsOf } from '@scrm/shared/geo';

const square = { lat: 31.230525, lng: 121.473667 };
const xujiahui = { lat: 31.193882, lng: 121.436703 };
const beijing = { lat: 39.908737, lng: 116.397326 };
const day = { from: '2026-09-01', to: '2026-09-01' };

/** A browser with its cookie. */
function phone(t: TestApp) {
  let cookie = '';
  const headers = () => ({ cookie, 'user-agent': 'a phone' });
  const keep = (given?: string[]) => { cookie = given?.[0]?.split(';')[0] ?? cookie; };
  const visit = { id: '' };
  return {
    visit,
    async open(codeId: string, query = ''): Promise<{ status: number; page: string; location: string }> {
      const reply = await axios.get<string>(`${t.publicUrl}/s/${codeId}${query}`, { headers: headers(), maxRedirects: 0, validateStatus: () => true, responseType: 'text' });
      keep(reply.headers['set-cookie']);
      visit.id = /sv_\w{26}/.exec(reply.data)?.[0] ?? visit.id;
      return { status: reply.status, page: reply.data, location: String(reply.headers.location ?? '') };
    },
    async near(codeId: string, point: { lat: number; lng: number }): Promise<string | null> {
      const reply = await axios.post<{ visit: string; store: string | null }>(`${t.publicUrl}/s/${codeId}/near`, { visit: visit.id, ...wgsOf(point) }, { headers: headers() });
      keep(reply.headers['set-cookie']);
      visit.id = reply.data.visit;
      return reply.data.store;
    },
    stores: async (codeId: string, asked: object) => (await axios.post<string>(`${t.publicUrl}/s/${codeId}/stores`, { visit: visit.id, ...asked }, { headers: headers(), responseType: 'text' })).data,
    refuse: (codeId: string) => axios.post(`${t.publicUrl}/s/${codeId}/refuse`, { visit: visit.id }, { headers: headers() }),
    show(codeId: string, storeId: string) {
      return this.open(codeId, `?visit=${visit.id}&store=${storeId}`);
    },
  };
}

const qrOf = (page: string) => /class="qr" src="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
/** Opens, gives the place, and gives what is shown then. */
async function scanAt(t: TestApp, codeId: string, point: { lat: number; lng: number }) {
  const browser = phone(t);
  const first = await browser.open(codeId);
  const store = await browser.near(codeId, point);
  return { browser, first, store, ...(store ? await browser.show(codeId, store) : { page: '', location: '', status: 0 }) };
}

type Group = Awaited<ReturnType<typeof groupsOf>>[number];
async function groupsOf(t: TestApp, api: Client<Api>) {
  const theirs = await t.control<SandboxGroup[]>('GET', '/sandbox/groups?corp=selfBuilt');
  const ours = (await api.groupChats.list({ limit: 100 })).items;
  return theirs.map(({ chatId, appChatId, name }) => ({ chatId, name, id: ours.find((one) => one.chatId === appChatId)!.id }));
}

async function twoStores(api: Client<Api>) {
  const [a, b, c, d] = (await api.org.staff({ onlyReceiving: true, limit: 4 })).items;
  const city = await api.stores.createRegion({ name: '上海' });
  const one = await api.stores.create({ name: '人民广场店', regionId: city.id, place: square, radiusM: 3000, telephone: '021-60000000', owners: [{ staffId: a!.id, dailyCap: 1, deputyId: b!.id }] });
  const two = await api.stores.create({ name: '徐家汇店', place: xujiahui, radiusM: 3000, owners: [{ staffId: c!.id }], receptionistIds: [d!.id] });
  return { a: a!, b: b!, c: c!, d: d!, one, two, city };
}

test('LC-18 LC-20 scan, say where, meet the nearest owner: cap and deputy, closed and far stores, by hand, and every number opens its list', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const { a, b, c, one, two } = await twoStores(admin);
  const tag = (await admin.tags.list()).items[0]!.tags[0]!;
  await admin.stores.update({ ...draftOf(one), tagIds: [tag.id] });
  const code = await admin.storeCodes.create({ name: '统一门店码', form: 'owner', remarkTemplate: '{store}-{customer}' });
  expect(code.url).toBe(`${t.publicUrl}/s/${code.id}`);
  expect(await admin.storeCodes.tryOut({ id: code.id, place: square })).toMatchObject({ store: { id: one.id }, staff: { id: a.id }, inRange: true, why: [{ step: 'nearest' }, { step: 'owner' }] });

  const first = await scanAt(t, code.id, square);
  // What it is for stands there before the browser asks.
  expect(first.first.page).toContain('只用来找最近的门店');
  expect(first.first.page.length).toBeLessThan(100_000);
  expect([first.page.includes('人民广场店'), first.page.includes('距你 1 公里以内')]).toEqual([true, true]);
  // Whoever would rather choose sees the others on a list and a map, the nearest first, each with its distance.
  await admin.stores.create({ name: '不在地图上的店' });
  const others = await first.browser.stores(code.id, wgsOf(xujiahui));
  expect(others.match(/<b>\d\. [^<]+|>\d+(\.\d)? (公里|米)</g)).toEqual(['<b>1. 徐家汇店', '>100 米<', '<b>2. 人民广场店', '>5.4 公里<', '<b>3. 不在地图上的店']);
  expect(others.match(/style="left:[\d.]+%;top:[\d.]+%">(1|2|你)</g)).toHaveLength(3);
  expect(await first.browser.stores(code.id, { ...wgsOf(xujiahui), q: '人民' })).not.toContain('徐家汇店');
  const li = await t.sandbox.newPerson('李梅');
  const added = await t.sandbox.scan(li, qrOf(first.page));
  await t.settle();
  expect(added.userid).toBe(a.userId);
  const [customer] = (await admin.customers.list({ keyword: '李梅' })).items;
  expect(customer).toMatchObject({ source: { kind: 'liveCode', liveCodeId: code.id, liveCodeName: '统一门店码 · 人民广场店' }, remark: '人民广场店-李梅', tags: [{ id: tag.id }] });

  // The owner has had their share: the deputy takes over. On the next day it is the owner again.
  const second = await scanAt(t, code.id, square);
  expect(await t.sandbox.scan(await t.sandbox.newPerson('王强'), qrOf(second.page))).toMatchObject({ userid: b.userId });
  await t.settle();
  expect((await admin.storeCodes.tryOut({ id: code.id, place: square })).why.map(({ step }) => step)).toEqual(['nearest', 'ownerFull', 'deputy']);
  expect((await admin.storeCodes.tryOut({ id: code.id, place: square, at: t.clock.now() + 86_400_000 })).staff?.id).toBe(a.id);

  // A closed store is passed over, and far from all of them the nearest says that it is far.
  const now = await admin.stores.get({ id: one.id });
  await admin.stores.update({ ...draftOf(now), state: 'closed' });
  const far = await scanAt(t, code.id, square);
  expect([far.store, far.page.includes('服务范围之外')]).toEqual([two.id, true]);
  expect((await scanAt(t, code.id, beijing)).page).toContain('徐家汇店');
  await admin.stores.update({ ...draftOf(await admin.stores.get({ id: one.id })), state: 'active' });
  // The default store for whom none reaches, even where another is nearer.
  const current = await admin.storeCodes.get({ id: code.id });
  expect(await refused(admin.storeCodes.update({ ...codeDraftOf(current), outOfRange: 'default' }))).toBe('store_code_default');
  await admin.storeCodes.update({ ...codeDraftOf(current), outOfRange: 'default', defaultStoreId: one.id });
  expect((await scanAt(t, code.id, beijing)).store).toBe(one.id);

  // Who refuses chooses a store, by city or by name, without any script.
  const shy = phone(t);
  await shy.open(code.id);
  await shy.refuse(code.id);
  const choice = await shy.open(code.id, `?visit=${shy.visit.id}&pick=1&why=refused`);
  expect(choice.page).toContain('没有获得位置');
  expect(['人民广场店', '徐家汇店', '上海'].every((word) => choice.page.includes(word))).toBe(true);
  expect((await shy.open(code.id, `?visit=${shy.visit.id}&q=徐家`)).page).not.toContain('人民广场店');
  const chosen = await shy.show(code.id, two.id);
  expect(await t.sandbox.scan(await t.sandbox.newPerson('赵敏'), qrOf(chosen.page))).toMatchObject({ userid: c.userId });
  await t.settle();
  // A reload is no second scan and shows the same person.
  expect(qrOf((await shy.show(code.id, two.id)).page)).toBe(qrOf(chosen.page));

  // Of where they stood there is nothing but the store and how far it was, roughly.
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  const rows = JSON.stringify([await db.find(StoreVisit), await db.find(Scan)]);
  expect(rows).not.toMatch(/31\.2|121\.4|39\.9|116\.3|"lat|"lng/);
  const report = await admin.storeNumbers.report({ ...day, by: 'store' });
  expect(report.total).toEqual({ scans: 6, opened: 0, located: 5, refused: 1, byHand: 1, matched: 6, added: 3, lost: 0, joined: 0, left: 0 });
  expect(report.rows.map(({ name, scans, added: n }) => [name, scans, n]).sort()).toEqual([['人民广场店', 3, 2], ['徐家汇店', 3, 1]]);
  expect(report.bands.reduce((sum, { visits }) => sum + visits, 0)).toBe(4);
  for (const { key, scans, added: n } of (await admin.storeNumbers.report({ ...day, by: 'region' })).rows) {
    const where = key ? { regionId: key, exact: true } : { noRegion: true };
    expect([(await admin.storeNumbers.visits({ ...day, ...where, what: 'scans' })).total, (await admin.storeNumbers.customers({ ...day, ...where, what: 'added' })).total]).toEqual([scans, n]);
  }
  for (const by of ['region', 'day'] as const) expect((await admin.storeNumbers.report({ ...day, by })).total).toEqual(report.total);
  for (const row of report.rows) {
    for (const { band, visits } of row.bands) expect((await admin.storeNumbers.visits({ ...day, storeId: row.key, what: 'matched', band })).total, band).toBe(visits);
    for (const what of ['scans', 'located', 'refused', 'byHand', 'matched'] as const) expect((await admin.storeNumbers.visits({ ...day, storeId: row.key, what })).total, what).toBe(row[what]);
    for (const what of ['added', 'lost'] as const) expect((await admin.storeNumbers.customers({ ...day, storeId: row.key, what })).total, what).toBe(row[what]);
  }
  expect((await admin.storeNumbers.customers({ ...day, what: 'added', storeId: one.id })).items.map(({ customer, staff }) => [customer?.name, staff?.id]).sort()).toEqual([['李梅', a.id], ['王强', b.id]].sort());
  expect((await admin.storeCodes.list({})).items[0]).toMatchObject({ scans: 6, matched: 6, added: 3 });
  expect(await db.count(Scan, { kind: 'store', codeId: code.id })).toBe(6);

  // A loss is told; the file is what the screen shows.
  await t.sandbox.unfriend(li, a.userId, 'customer');
  await t.settle();
  const lost = await admin.storeNumbers.report({ ...day, by: 'store' });
  expect(lost.total).toMatchObject({ added: 3, lost: 1 });
  // Where the company's days begin by another clock it was the evening before, for rows that were there as well.
  const inNewYork = { from: '2026-08-31', to: '2026-08-31' };
  await admin.calendar.save({ items: [], timeZone: 'America/New_York', updatedAt: (await admin.calendar.get({})).updatedAt });
  const byDay = await admin.storeNumbers.report({ from: '2026-08-31', to: '2026-09-01', by: 'day' });
  expect([byDay.total, byDay.rows.map(({ key }) => key)]).toEqual([lost.total, ['2026-08-31']]);
  expect((await admin.storeNumbers.customers({ ...inNewYork, what: 'added' })).total).toBe(3);
  expect((await admin.storeNumbers.visits({ ...day, what: 'scans' })).total).toBe(0);
  const file = await admin.storeNumbers.export({ ...inNewYork, by: 'store', key: 'store-export', format: 'csv' });
  await t.settle();
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: (await admin.exports.get({ id: file.id })).mine ? 'acc_other' : '', name: '', role: 'admin', corpId: t.corps.selfBuilt.id, userAgent: '' });
  const csv = (await axios.get<string>(`${t.publicUrl}/api/exports.download?id=${file.id}`, { headers: { authorization: `Bearer ${token}` } })).data;
  expect(csv).toContain('2026-08-31 22:');
  for (const row of lost.rows) expect(csv).toContain([row.name, row.scans, row.opened, row.located, row.refused, row.byHand, row.matched, row.added, row.lost, row.joined, row.left, ...row.bands.map(({ visits }) => visits)].join(','));
  expect(lost.rows.flatMap(({ bands }) => bands).reduce((sum, { visits }) => sum + visits, 0)).toBe(4);

  // What was more than a year ago is counted by the code, and its number opens it too.
  await write(db, (tx) => tx.update(StoreVisit, { place: 'located' }, { at: Date.parse('2024-03-01T04:00:00Z'), day: '2024-03-01' }));
  await write(db, (tx) => tx.update(StoreCustomer, { storeId: one.id }, { addedAt: Date.parse('2024-03-01T04:00:00Z'), day: '2024-03-01' }));
  const old = await admin.storeCodes.get({ id: code.id });
  expect(old).toMatchObject({ scans: 6, matched: 6, added: 3 });
  for (const what of ['scans', 'matched'] as const) expect((await admin.storeNumbers.visits({ codeId: code.id, what })).total).toBe(old[what]);
  expect((await admin.storeNumbers.customers({ codeId: code.id, what: 'added' })).total).toBe(old.added);
  // And any stretch may be chosen.
  expect((await admin.storeNumbers.visits({ codeId: code.id, what: 'scans', from: '2024-01-01', to: '2026-12-31' })).total).toBe(6);
  expect((await admin.storeNumbers.visits({ codeId: code.id, what: 'scans', to: '2025-12-31' })).total).toBe(5);
});

test('LC-18 whoever is led to an owner who can receive no more, as only WeCom knows, meets the deputy when they look again', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const { a, b } = await twoStores(admin);
  const code = await admin.storeCodes.create({ name: '门店码', form: 'owner' });
  await t.advance(2 * 3_600_000);
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: a.userId, canReceive: false });
  const seen = await scanAt(t, code.id, square);
  expect(qrOf(seen.page)).toBe('');
  await t.settle();
  const again = await seen.browser.show(code.id, seen.store!);
  expect(await t.sandbox.scan(await t.sandbox.newPerson('王强'), qrOf(again.page))).toMatchObject({ userid: b.userId });
});

test('LC-17 LC-20 a store leads to its group codes in their order, then to a person and to the next store, and counts who joins and leaves', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const { a, c, one, two, city } = await twoStores(admin);
  const [first, second, third] = await groupsOf(t, admin);
  const codeOver = (name: string, group: Group) => admin.groupCodes.create({ name, headRoom: 0, entries: [{ kind: 'way', groupIds: [group.id] }] });
  const [full, near, far] = [await codeOver('人民广场一群', first!), await codeOver('人民广场二群', second!), await codeOver('徐家汇群', third!)];
  await admin.stores.updateRegion({ ...city, managerIds: [c.id] });
  await admin.stores.update({ ...draftOf(one), groupCodeIds: [full.id, near.id] });
  await admin.stores.update({ ...draftOf(two), groupCodeIds: [far.id] });
  expect(await refused(admin.stores.update({ ...draftOf(await admin.stores.get({ id: two.id })), groupCodeIds: ['gc_nothing'] }))).toBe('not_found');
  expect((await admin.stores.get({ id: one.id })).groupCodes.map(({ name }) => name)).toEqual(['人民广场一群', '人民广场二群']);
  const code = await admin.storeCodes.create({ name: '门店群码', form: 'group' });
  const steps = async () => (await admin.storeCodes.tryOut({ id: code.id, place: square })).why.map(({ step }) => step);
  const fill = async (chatId: string) => {
    await t.control('POST', '/sandbox/group-fill', { corp: 'selfBuilt', chatId, upTo: 200 });
    await t.settle();
  };

  const led = await scanAt(t, code.id, square);
  expect([led.store, led.page.includes(first!.name), led.page.includes('加入群聊')]).toEqual([one.id, true, true]);
  expect(qrOf(led.page)).toBe((await admin.groupCodes.get({ id: full.id })).entries[0]!.pictureUrl);
  const [lan, mei] = [await t.sandbox.newPerson('蓝蓝'), await t.sandbox.newPerson('梅梅')];
  await t.sandbox.scan(lan, qrOf(led.page));
  await t.settle();
  // Looking again is no second scan, of the store's code or of the group's.
  await led.browser.show(code.id, one.id);
  expect(await admin.groupCodes.numbers({ id: full.id, from: t.clock.now() - 86_400_000, to: t.clock.now() + 86_400_000 })).toMatchObject({ scans: 1, visitors: 1, joined: 1 });

  // The first is full: the next one. Who comes by the code of that group itself came by no store.
  await fill(first!.chatId);
  expect(await steps()).toEqual(['nearest', 'groupFull', 'group']);
  const next = await scanAt(t, code.id, square);
  expect(next.page).toContain(second!.name);
  await t.sandbox.scan(mei, qrOf(next.page));
  await t.settle();
  const passer = await axios.get<string>(`${t.publicUrl}/c/${near.id}`);
  await t.sandbox.scan(await t.sandbox.newPerson('路人'), qrOf(passer.data));
  await t.settle();

  // All are full: who manages the region hears of it once, and people are led to a person of the store. Without one: the next store, which is out of range, and says so.
  const told = async () => (await t.control<{ title: string }[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${c.userId}`)).map(({ title }) => title);
  expect(await told()).toEqual([]);
  await fill(second!.chatId);
  expect(await told()).toEqual(['门店群已满']);
  expect(await steps()).toEqual(['nearest', 'groupFull', 'groupFull', 'owner']);
  const person = await scanAt(t, code.id, square);
  expect(await t.sandbox.scan(await t.sandbox.newPerson('小林'), qrOf(person.page))).toMatchObject({ userid: a.userId });
  await t.settle();
  await admin.stores.update({ ...draftOf(await admin.stores.get({ id: one.id })), owners: [], receptionistIds: [] });
  const beyond = await scanAt(t, code.id, square);
  expect([beyond.store, beyond.page.includes(third!.name), beyond.page.includes('服务范围之外')]).toEqual([two.id, true, true]);
  // Chosen by hand, the full store says that nobody is there, and leads on.
  const hand = phone(t);
  await hand.open(code.id);
  expect((await hand.show(code.id, one.id)).page).toContain('选其他门店');
  // In the mini-program the picture comes with the store.
  expect(await clientWith(t.publicUrl, 'none').nearby.choose({ code: code.id, storeId: two.id })).toMatchObject({ way: { kind: 'group', name: third!.name, isIn: false, qrUrl: (await admin.groupCodes.get({ id: far.id })).entries[0]!.pictureUrl } });

  await t.control('POST', '/sandbox/group-leave', { corp: 'selfBuilt', chatId: first!.chatId, person: lan.id });
  await t.settle();
  const report = await admin.storeNumbers.report({ ...day, by: 'store' });
  // What was looked at in the mini-program is no scan, on no page.
  expect(report.total).toMatchObject({ scans: 5, opened: 1, located: 4, matched: 6, added: 1, joined: 2, left: 1 });
  for (const what of ['scans', 'opened'] as const) expect((await admin.storeNumbers.visits({ ...day, what })).total).toBe(report.total[what]);
  expect((await admin.codeNumbers.table({ ...day, by: 'code', codeId: code.id })).total.scans).toBe(5);
  expect(await t.app.database.corp(t.corps.selfBuilt.id).count(Scan, { kind: 'store' })).toBe(5);
  for (const row of report.rows) {
    for (const what of ['joined', 'left', 'added'] as const) expect((await admin.storeNumbers.customers({ ...day, storeId: row.key, what })).total, what).toBe(row[what]);
  }
  expect((await admin.storeNumbers.customers({ ...day, what: 'joined' })).items.map(({ group, goneAt, store }) => [store, group, goneAt !== null])).toEqual([['人民广场店', second!.name, false], ['人民广场店', first!.name, true]]);
  expect((await admin.storeCodes.get({ id: code.id }))).toMatchObject({ scans: 5, added: 1, joined: 2 });
  // The picture for the printer is that of other codes, with a short address.
  const { url } = await admin.prints.shorten({ codeId: code.id });
  expect(await admin.prints.read({ codeId: code.id })).toMatchObject({ name: '门店群码', page: code.url, short: url });
  expect((await axios.get(url, { maxRedirects: 0, validateStatus: () => true })).headers.location).toBe(`/s/${code.id}`);
  expect(await admin.prints.read({ codeId: full.id })).toMatchObject({ name: '人民广场一群', page: full.url });
  expect(c.id).not.toBe(a.id);
});

test('LC-17 LC-18 two hundred who scan at once: no group is shown that has no place left, and owner and store keep to their caps', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const { a, b, c, one, two } = await twoStores(admin);
  const [first, second] = await groupsOf(t, admin);
  for (const [group, upTo] of [[first!, 160], [second!, 170]] as const) await t.control('POST', '/sandbox/group-fill', { corp: 'selfBuilt', chatId: group.chatId, upTo });
  await t.settle();
  const [near, far] = await Promise.all([[first!], [second!]].map((groups, nth) => admin.groupCodes.create({ name: `群${nth}`, headRoom: 0, entries: groups.map((group) => ({ kind: 'way', groupIds: [group.id] })) })));
  await admin.stores.update({ ...draftOf(one), groupCodeIds: [near!.id], owners: [{ staffId: a.id, dailyCap: 30, deputyId: b.id }], receptionistIds: [] });
  await admin.stores.update({ ...draftOf(two), groupCodeIds: [far!.id], radiusM: 20_000 });
  const [groups, owners] = [await admin.storeCodes.create({ name: '群', form: 'group' }), await admin.storeCodes.create({ name: '人', form: 'owner' })];
  const pages = await Promise.all(Array.from({ length: 200 }, async (_, nth) => {
    const codeId = nth % 2 === 0 ? groups.id : owners.id;
    const browser = phone(t);
    return (await browser.show(codeId, (await browser.near(codeId, square))!)).page;
  }));
  // The group has 40 places, the owner 30 a day: the deputy takes whom neither has room for.
  expect([first!, second!].map(({ name }) => pages.filter((page) => page.includes(name)).length)).toEqual([40, 0]);
  const visits = await t.app.database.corp(t.corps.selfBuilt.id).find(StoreVisit, { outcome: 'person' });
  expect([a, b, c].map(({ id }) => visits.filter(({ staffId }) => staffId === id).length)).toEqual([30, 130, 0]);
  // All came from one address, which had each place once: now it keeps no more than half of what is left.
  await t.advance(181_000);
  for (let nth = 0; nth < 30; nth++) await axios.get(`${t.publicUrl}/c/${near!.id}`);
  expect((await admin.groupCodes.get({ id: near!.id })).free).toBe(20);
});

test('LC-17 LC-18 WL-04 owners who change and leave, customers of another store, codes that are off or gone', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const { a, b, c, d, one, two } = await twoStores(admin);

  // The group form leads to the group code of the nearest store that has one.
  const groups = await admin.storeCodes.create({ name: '门店群码', form: 'group' });
  const none = await scanAt(t, groups.id, square);
  expect(none.store).toBeNull();
  expect((await none.browser.open(groups.id, '?pick=1&why=none')).page).toContain('附近还没有门店');

  // The owner changes: the same picture leads to the new one.
  const code = await admin.storeCodes.create({ name: '店主码', form: 'owner', belongs: 'keep' });
  const before = await scanAt(t, code.id, xujiahui);
  await admin.welcomeRules.create({ name: '门店来的', target: 'company', scenes: ['storeCode'], message: { text: '欢迎到店' } });
  const sun = await t.sandbox.newPerson('孙丽');
  expect((await t.sandbox.scan(sun, qrOf(before.page))).userid).toBe(c.userId);
  await t.settle();
  expect((await t.sandbox.chat(sun, c.userId)).filter(({ byApp }) => byApp).map(({ text }) => text)).toEqual(['欢迎到店']);
  await admin.stores.update({ ...draftOf(await admin.stores.get({ id: two.id })), owners: [{ staffId: b.id, days: [3] }, { staffId: a.id }] });
  // It is Tuesday: the first is off.
  expect((await admin.storeCodes.tryOut({ id: code.id, place: xujiahui })).why.map(({ step, name }) => [step, name])).toEqual([['nearest', '徐家汇店'], ['ownerOff', b.name], ['owner', a.name]]);
  expect((await t.sandbox.scan(await t.sandbox.newPerson('钱多'), qrOf((await scanAt(t, code.id, xujiahui)).page))).userid).toBe(a.userId);
  await t.settle();
  // Both owners leave: who receives takes over, and nobody is added by the codes of those who left.
  for (const { userId } of [a, b]) await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: userId, leave: true });
  await t.settle();
  expect((await admin.storeCodes.tryOut({ id: code.id, place: xujiahui })).staff?.id).toBe(d.id);
  expect((await t.app.database.corp(t.corps.selfBuilt.id).find(StoreWay, { staffId: a.id })).map(({ qrUrl }) => qrUrl)).toEqual(['']);

  // A customer of 徐家汇店 who stands at 人民广场店: kept, asked, or moved. By the official account it is known who they are.
  await admin.stores.update({ ...draftOf(await admin.stores.get({ id: two.id })), owners: [{ staffId: c.id }] });
  await admin.stores.update({ ...draftOf(await admin.stores.get({ id: one.id })), owners: [{ staffId: d.id }] });
  const known = await knownBrowser(t, sun.id, code.id);
  const at = async (rule: 'keep' | 'ask' | 'move') => {
    await admin.storeCodes.update({ ...codeDraftOf(await admin.storeCodes.get({ id: code.id })), belongs: rule });
    await known.open(code.id);
    const found = await known.near(code.id, square);
    return known.show(code.id, found!);
  };
  const kept = await at('keep');
  expect(kept.page).toContain('你已经是「徐家汇店」的客户，继续由他们为你服务');
  expect((await t.sandbox.scan(await t.sandbox.newPerson('试试'), qrOf(kept.page))).userid).toBe(c.userId);
  const asked = await at('ask');
  expect([asked.page.includes('人民广场店'), asked.page.includes(`store=${two.id}`)]).toEqual([true, true]);
  const moved = await at('move');
  expect(moved.page).not.toContain('徐家汇店');
  await t.sandbox.scan(sun, qrOf(moved.page));
  await t.settle();
  // Who was added is told, and takes over from the owner of the other store.
  expect((await admin.transfers.list({})).items).toMatchObject([{ kind: 'onJob', from: { id: c.id }, takers: [{ id: d.id }], total: 1, createdBy: '店主码' }]);
  await t.sandbox.repeatLastCallback();
  await t.settle();
  expect((await admin.transfers.list({})).total).toBe(1);
  expect((await at('keep')).page).not.toContain('继续由他们为你服务');

  // Who owns a store sees it with their own code on their phone.
  const owner = await t.as('storeOwner', 'selfBuilt', c.id);
  const { url } = await owner.myStores.link();
  const { token } = await clientWith(t.publicUrl, 'none').session.redeem({ ticket: new URL(url.replace('/#/', '/')).searchParams.get('ticket')! });
  const mine = (await clientWith(t.publicUrl, token).myStores.list()).items;
  expect(mine).toMatchObject([{ store: { id: two.id }, isPreparing: false, month: { added: 3 } }]);
  expect((await t.sandbox.scan(await t.sandbox.newPerson('周到'), mine[0]!.codeUrl)).userid).toBe(c.userId);
  await t.settle();
  expect((await owner.myStores.list()).items[0]!.month.added).toBe(4);
  expect(await refused(admin.myStores.list())).toBe('store_nobody');

  // Near me, as the mini-program asks it.
  const guest = clientWith(t.publicUrl, 'none');
  const near = await guest.nearby.stores({ place: { ...wgsOf(square), datum: 'wgs84' } });
  expect(near.stores.map(({ name, distanceM, inRange }) => [name, distanceM, inRange])).toEqual([['人民广场店', 100, true], ['徐家汇店', 5400, false]]);
  expect(await guest.nearby.choose({ storeId: one.id })).toMatchObject({ store: { name: '人民广场店' }, way: { kind: 'person', name: d.name } });
  // Owners of groups have left, too.
  const group = (await groupsOf(t, admin)).at(-1);
  const groupCode = await admin.groupCodes.create({ name: '门店群', entries: [{ kind: 'way', groupIds: [group!.id] }] });
  await admin.stores.update({ ...draftOf(await admin.stores.get({ id: one.id })), groupCodeIds: [groupCode.id] });
  expect((await guest.nearby.stores({})).stores.map(({ hasGroup }) => hasGroup).sort()).toEqual([false, true]);
  expect(await guest.nearby.choose({ storeId: one.id, form: 'group' })).toMatchObject({ way: { kind: 'group', name: group!.name } });

  await admin.storeCodes.setState({ id: code.id, state: 'off' });
  await admin.storeCodes.update({ ...codeDraftOf(await admin.storeCodes.get({ id: code.id })), offText: '活动已结束' });
  expect((await phone(t).open(code.id)).page).toContain('活动已结束');
  await admin.storeCodes.remove({ id: code.id });
  expect((await phone(t).open(code.id)).page).toContain('没有这个码');
  expect((await phone(t).open('sc_nothing')).status).toBe(404);
  expect(await refused(admin.storeCodes.get({ id: code.id }))).toBe('not_found');
});

/** A browser that went by the official account, so that it is known who sits there. */
async function knownBrowser(t: TestApp, person: string, codeId: string) {
  const go = (url: string, cookie = '') => axios.get<string>(url, { maxRedirects: 0, validateStatus: () => true, headers: { cookie, 'user-agent': 'MicroMessenger' } });
  const start = await go(`${t.publicUrl}/s/${codeId}`);
  expect(start.headers.location).toContain(`page=${codeId}`);
  const asked = await go(t.publicUrl + String(start.headers.location));
  const cookie = (asked.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
  const wechat = new URL(String(asked.headers.location));
  wechat.searchParams.set('as', person);
  const back = await go(String((await go(wechat.href)).headers.location), cookie);
  const browser = phone(t);
  await browser.open(codeId, new URL(String(back.headers.location), t.publicUrl).search);
  return browser;
}

type StoreReply = Awaited<ReturnType<Client<Api>['stores']['get']>>;
const draftOf = ({ lat, lng, region, owners, receptionists, tags, ...store }: StoreReply) => ({
  ...store, regionId: region?.id ?? null, place: lat === null || lng === null ? null : { lat, lng },
  owners: owners.map(({ staffId, deputyId, days, from, to, dailyCap }) => ({ staffId, deputyId, days, from, to, dailyCap })),
  receptionistIds: receptionists.map(({ id }) => id), tagIds: tags.map(({ id }) => id),
});
const codeDraftOf = ({ region, defaultStore, tags, ...code }: Awaited<ReturnType<Client<Api>['storeCodes']['get']>>) => ({
  ...code, regionId: region?.id ?? null, defaultStoreId: defaultStore?.id ?? null, tagIds: tags.map(({ id }) => id),
});
