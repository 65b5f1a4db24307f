import axios from 'axios';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { codeGroupings, codeSteps } from '@scrm/shared/code-figures';
import { wgsOf } from '@scrm/shared/geo';
import { testApp, type TestApp } from '../../../test/app';
import { dateOfNumber, dayNumber, daysIn } from '../../core/db/days';
import { dateOf, localDay } from '../../core/zone';
import { Scan } from '../scan';

const square = { lat: 31.230525, lng: 121.473667 };
const twoDays = { from: '2026-09-01', to: '2026-09-02' };
const qrOf = (page: string) => /class="qr" src="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
const figuresOf = (row: Record<string, unknown>) => codeSteps.map((step) => row[step]);

/** A phone opens the page of a code; the picture that it shows. */
async function openPage(t: TestApp, id: string): Promise<string> {
  const { data } = await axios.get<string>(`${t.publicUrl}/c/${id}`, { responseType: 'text', headers: { 'accept-language': 'zh' } });
  return /class="code"><img src="([^"]+)"/.exec(data)?.[1]?.replaceAll('&amp;', '&') ?? '';
}

async function openStore(t: TestApp, id: string): Promise<string> {
  const first = await axios.get<string>(`${t.publicUrl}/s/${id}`, { responseType: 'text' });
  const cookie = first.headers['set-cookie']![0]!.split(';')[0]!;
  const visit = /sv_\w{26}/.exec(first.data)![0];
  const { data } = await axios.post<{ store: string }>(`${t.publicUrl}/s/${id}/near`, { visit, ...wgsOf(square) }, { headers: { cookie } });
  return qrOf((await axios.get<string>(`${t.publicUrl}/s/${id}?visit=${visit}&store=${data.store}`, { headers: { cookie }, responseType: 'text' })).data);
}

/** Every figure of every grouping is as long as its list, page by page, and each grouping adds up to the same. */
async function checkLists(api: Client<Api>, span: object, groupings: readonly (typeof codeGroupings)[number][] = codeGroupings) {
  const whole = (await api.codeNumbers.table({ ...twoDays, ...span, by: 'code' })).total;
  for (const by of groupings) {
    const { total, rows } = await api.codeNumbers.table({ ...twoDays, ...span, by });
    expect(total, by).toEqual(whole);
    for (const row of rows) {
      for (const step of codeSteps) {
        if (row[step] === null) continue;
        const ids: string[] = [];
        for (let cursor: string | undefined; ;) {
          const page = await api.codeNumbers.list({ ...twoDays, ...span, by, key: row.key, step, limit: 2, ...(cursor && { cursor }) });
          ids.push(...page.items.map(({ id }) => id));
          expect(page.total, `${by} ${row.key} ${step}`).toBe(row[step]);
          if (!page.nextCursor) break;
          cursor = page.nextCursor;
        }
        expect([ids.length, new Set(ids).size], `${by} ${row.key} ${step}`).toEqual([row[step], row[step]]);
      }
    }
  }
}

test('LC-13 LC-20 from the scan to the stage by channel, code, staff, store, region and day: each number is its list, what WeCom does not tell is no zero, and the file is the screen', async () => {
  const t = await testApp();
  let api = await t.as('admin');
  const [a, b] = (await api.org.staff({ onlyReceiving: true, limit: 2 })).items;
  const online = await api.channels.create({ name: '线上' });
  const live = await api.channels.create({ name: '直播间', parentId: online.id });
  const direct = await api.liveCodes.create({ name: '海报', staffIds: [a!.id], channelId: live.id });
  const page = await api.liveCodes.create({ name: '展会', serve: 'page', staffIds: [b!.id], channelId: online.id });
  const link = await api.acquisition.create({ name: '投放', staffIds: [a!.id] });
  const { sources: [place] } = await api.acquisition.addSource({ id: link.id, name: '主页' });
  const region = await api.stores.createRegion({ name: '华东' });
  const store = await api.stores.create({ name: '人民广场店', regionId: region.id, place: square, radiusM: 3000, owners: [{ staffId: b!.id }] });
  const storeCode = await api.storeCodes.create({ name: '门店码', form: 'owner' });
  await t.settle();
  const come = async (name: string, qr: string) => {
    const person = await t.sandbox.newPerson(name);
    const met = await t.sandbox.scan(person, qr);
    await t.settle();
    return { person, ...met };
  };

  const li = await come('李梅', direct.qrUrl);
  const wang = await come('王强', direct.qrUrl);
  await come('赵敏', await openPage(t, page.id));
  await openPage(t, page.id);
  const chen = await come('陈晨', place!.url);
  await t.control('POST', '/sandbox/say', { corp: 'selfBuilt', userid: chen.userid, person: chen.person.id, from: 'customer', text: '想问价格' });
  await t.settle();
  await t.advance(86_400_000);
  api = await t.as('admin');
  await come('周晓', await openStore(t, storeCode.id));
  await come('吴迪', direct.qrUrl);
  await come('孙悦', link.url);
  await api.acquisition.sync({ id: link.id });
  await t.settle();
  // Who left is a loss, told by whom; who came back is none, and counts once on their first day.
  await t.sandbox.unfriend(li.person, li.userid, 'customer');
  await t.sandbox.unfriend(wang.person, wang.userid, 'customer');
  await t.settle();
  await t.advance(60_000);
  await t.sandbox.scan(wang.person, direct.qrUrl);
  await t.settle();
  await t.advance(60_000);
  await t.sandbox.unfriend(wang.person, wang.userid, 'staff');
  await t.settle();
  // Won without the stages between.
  const customerOf = async (name: string) => (await api.customers.list({ keyword: name })).items[0]!.id;
  const { flows: [flow], stages } = await api.stages.get({});
  const [first, won] = [stages[0]!, stages.find(({ kind }) => kind === 'won')!];
  for (const name of ['陈晨', '赵敏']) await api.stages.move({ customerId: await customerOf(name), flowId: flow!.id, seenStageId: first.id, toStageId: won.id });

  const table = (by: (typeof codeGroupings)[number], more: object = {}) => api.codeNumbers.table({ ...twoDays, ...more, by });
  const byCode = await table('code');
  expect(byCode).toMatchObject({ stage: { id: won.id, name: '成交' }, total: { ways: ['direct', 'link', 'page', 'store'], scanTold: 2, replyTold: 2 } });
  const rows = Object.fromEntries(byCode.rows.map((row) => [row.name, figuresOf(row)]));
  expect(rows).toEqual({ 海报: [null, 3, null, 0, 1, 1], 展会: [2, 1, null, 1, 0, 0], 投放: [null, 2, 1, 1, 0, 0], 门店码: [1, 1, null, 0, 0, 0] });
  expect(figuresOf(byCode.total)).toEqual([3, 7, 1, 2, 1, 1]);
  expect(Object.fromEntries((await table('channel')).rows.map((row) => [row.name, figuresOf(row).slice(0, 2)]))).toEqual({ '线上/直播间': [null, 3], 线上: [2, 1], '': [1, 3] });
  expect((await table('day')).rows.map((row) => [row.key, ...figuresOf(row)])).toEqual([['2026-09-02', 1, 3, 0, 0, 0, 0], ['2026-09-01', 2, 4, 1, 2, 1, 1]]);
  expect((await table('store')).rows.map((row) => [row.name, row.scans, row.added])).toEqual([['', 2, 6], ['人民广场店', 1, 1]]);
  expect((await table('region')).rows.map((row) => row.name)).toEqual(['', '华东']);
  expect(Object.fromEntries((await table('staff')).rows.map((row) => [row.staff?.id, figuresOf(row).slice(0, 3)]))).toEqual({ [a!.id]: [null, 5, 1], [b!.id]: [3, 2, null] });
  expect((await table('code', { stageId: first.id })).total.reached).toBe(7);
  await checkLists(api, {});
  for (const span of [{ channelId: online.id }, { channelId: 'none' }, { regionId: region.id }, { storeId: store.id }, { staffId: b!.id }, { way: 'direct' }, { codeId: page.id }]) await checkLists(api, span, ['day']);
  expect((await table('code', { channelId: online.id })).total).toMatchObject({ scans: 2, added: 4 });
  expect((await table('day', { codeId: direct.id })).total).toMatchObject({ scans: null, replied: null, added: 3 });
  const { items } = await api.codeNumbers.list({ ...twoDays, by: 'code', key: page.id, step: 'scans' });
  expect(items.map(({ customer, staff }) => [typeof customer === 'string' ? customer : customer.name, staff?.id]).sort()).toEqual([['unknown', b!.id], ['赵敏', b!.id]].sort());

  // Told twice, nothing counts twice.
  await t.sandbox.repeatLastCallback();
  await t.settle();
  expect((await table('code')).total).toEqual(byCode.total);

  // Whoever sees a part of the staff sees what these received.
  const own = await t.as('staff', 'selfBuilt', b!.id);
  expect(figuresOf((await own.codeNumbers.table({ ...twoDays, by: 'code' })).total)).toEqual([3, 2, null, 1, 0, 0]);
  await checkLists(own, {}, ['staff', 'day']);
  expect(await own.codeNumbers.table({ ...twoDays, by: 'code', codeId: direct.id })).toMatchObject({ total: { added: 0, scans: null }, rows: [], codeName: null });
  expect(await own.codeNumbers.list({ ...twoDays, by: 'staff', key: a!.id, step: 'added' })).toMatchObject({ items: [], total: 0 });

  const file = await api.codeNumbers.export({ ...twoDays, by: 'code', key: 'code-numbers', format: 'csv' });
  await t.settle();
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_other', name: '', role: 'admin', corpId: t.corps.selfBuilt.id, userAgent: '' });
  const csv = (await axios.get<string>(`${t.publicUrl}/api/exports.download?id=${file.id}`, { headers: { authorization: `Bearer ${token}` } })).data;
  expect(csv).toContain('码,扫码,添加,首次开口,到达「成交」,客户删除,员工删除,添加率');
  expect(csv).toContain('海报,企业微信不提供,3,企业微信不提供,0,1,1,');
  expect(csv).toContain('展会,2,1,企业微信不提供,1,0,0,50.0%');
  expect(csv).toContain('企业微信不提供直连活码的扫码次数');
  expect(await t.app.database.corp(t.corps.selfBuilt.id).count(Scan, { codeId: page.id })).toBe(2);
  const refused = await api.codeNumbers.table({ from: '2024-01-01', to: '2026-01-01', by: 'day' }).catch((error: { code: string }) => error.code);
  expect(refused).toBe('span_too_long');

  // Where the company's days begin by another clock, the same rows fall on other days: 10:00 in Shanghai is the evening before in New York.
  const { updatedAt } = await api.calendar.get({});
  await api.calendar.save({ items: [], timeZone: 'America/New_York', updatedAt });
  expect((await api.session.me()).timeZone).toBe('America/New_York');
  const there = await api.codeNumbers.table({ from: '2026-08-31', to: '2026-09-01', by: 'day' });
  expect(there.rows.map((row) => [row.key, ...figuresOf(row).slice(0, 2)])).toEqual([['2026-09-01', 1, 3], ['2026-08-31', 2, 4]]);
  expect(there.total).toMatchObject({ scans: 3, added: 7 });
  for (const { key, added } of there.rows) expect((await api.codeNumbers.list({ from: '2026-08-31', to: '2026-09-01', by: 'day', key, step: 'added' })).total).toBe(added);
  expect(await api.calendar.save({ items: [], timeZone: 'Mars/Base', updatedAt: 0 }).catch((error: { code: string }) => error.code)).toBe('bad_input');
});

test('LC-13 LC-20 whoever comes, leaves and comes back by whatever code: the figures say what happened, and each opens its list', async () => {
  const t = await testApp();
  let api = await t.as('admin');
  const [a, b] = (await api.org.staff({ onlyReceiving: true, limit: 2 })).items;
  const channel = await api.channels.create({ name: '线上' });
  const [ofA, ofBoth, page] = [
    await api.liveCodes.create({ name: '甲', staffIds: [a!.id], channelId: channel.id }), await api.liveCodes.create({ name: '甲乙', staffIds: [a!.id, b!.id] }),
    await api.liveCodes.create({ name: '页面', serve: 'page', staffIds: [a!.id, b!.id], channelId: channel.id }),
  ];
  await api.stores.create({ name: '人民广场店', regionId: (await api.stores.createRegion({ name: '华东' })).id, place: square, radiusM: 3000, owners: [{ staffId: b!.id }] });
  const store = await api.storeCodes.create({ name: '门店码', form: 'owner' });
  await t.settle();
  const pictures = { [ofA.id]: () => ofA.qrUrl, [ofBoth.id]: () => ofBoth.qrUrl, [page.id]: () => openPage(t, page.id), [store.id]: () => openStore(t, store.id) };
  const scanned = new Map<string, number>();
  /** By code, person and staff member: on which day first, and who ended it last. */
  const came = new Map<string, { code: string; staff: string; day: string; relation: string }>();
  const ended = new Map<string, 'customer' | 'staff' | null>();
  const people = await Promise.all(Array.from({ length: 9 }, (_, nth) => t.sandbox.newPerson(`客户${nth}`)));
  const steps = fc.sample(fc.record({ person: fc.nat({ max: 8 }), what: fc.constantFrom('come', 'come', 'come', 'customer', 'staff', 'wait'), nth: fc.nat({ max: 3 }) }), { seed: 4, numRuns: 70 });
  for (const { person: index, what, nth } of steps) {
    const person = people[index]!;
    await t.advance(what === 'wait' ? 6 * 3_600_000 : 60_000);
    const code = Object.keys(pictures)[nth]!;
    const friends = [...ended].flatMap(([relation, by]) => (by === null && relation.startsWith(`${person.id} `) ? relation : []));
    if (what === 'come') {
      if ([page.id, store.id].includes(code)) scanned.set(code, (scanned.get(code) ?? 0) + 1);
      const { userid } = await t.sandbox.scan(person, await pictures[code]!());
      const relation = `${person.id} ${userid}`;
      const isNew = !friends.includes(relation);
      const key = `${code} ${relation}`;
      if (isNew && !came.has(key)) came.set(key, { code, staff: [a!, b!].find((one) => one.userId === userid)!.id, day: dateOf(localDay('Asia/Shanghai', t.clock.now())), relation });
      if (isNew) ended.set(relation, null);
    } else if (what !== 'wait' && friends.length > 0) {
      await t.sandbox.unfriend(person, friends[0]!.split(' ')[1]!, what);
      ended.set(friends[0]!, what);
    }
    await t.settle();
  }
  api = await t.as('admin');
  const span = { from: '2026-09-01', to: '2026-09-09' };
  const expected = (of: (one: { code: string; staff: string; day: string }) => string, key: string) => {
    const own = [...came.values()].filter((one) => of(one) === key);
    return [own.length, ...(['customer', 'staff'] as const).map((by) => own.filter(({ relation }) => ended.get(relation) === by).length)];
  };
  for (const [by, of] of [['code', ({ code }: { code: string }) => code], ['staff', ({ staff }: { staff: string }) => staff], ['day', ({ day }: { day: string }) => day]] as const) {
    const { rows, total } = await api.codeNumbers.table({ ...span, by });
    expect(rows.map(({ key, added, lostByCustomer, lostByUs }) => [key, added, lostByCustomer, lostByUs]), by).toEqual(rows.map(({ key }) => [key, ...expected(of, key)]));
    expect([total.added, total.scans], by).toEqual([came.size, [...scanned.values()].reduce((sum, n) => sum + n, 0)]);
  }
  expect(came.size).toBeGreaterThan(15);
  await checkLists(api, span);
  for (const more of [{ channelId: channel.id }, { staffId: b!.id }, { way: 'store' }]) await checkLists(api, { ...span, ...more }, ['code', 'day']);
});

test('LC-13 the database counts a moment to the day that the zone\'s clocks show, also where these are put forward and back', async () => {
  const t = await testApp({ corps: [] });
  for (const [zone, from, to] of [['America/New_York', '2026-02-20', '2026-11-10'], ['Australia/Lord_Howe', '2026-03-30', '2026-10-10'], ['Asia/Shanghai', '2026-01-01', '2026-12-31'], ['Pacific/Apia', '2026-01-01', '2026-01-02']] as const) {
    const { from: first, until } = daysIn(zone, from, to);
    expect([dateOf(localDay(zone, first)), dateOf(localDay(zone, first - 1)) < from, dateOf(localDay(zone, until - 1)), dateOf(localDay(zone, until)) > to]).toEqual([from, true, to, true]);
    const moments = Array.from({ length: 400 }, (_, index) => first + Math.floor(((until - first - 1) * index) / 399));
    const rows = await t.app.database.query<{ at: number | string; day: unknown }>(`SELECT at, ${dayNumber('at', zone, from, to)} AS day FROM (${moments.map((at) => `SELECT ${at} AS at`).join(' UNION ALL ')}) moments`);
    expect(rows.map(({ day }) => dateOfNumber(day)), zone).toEqual(rows.map(({ at }) => dateOf(localDay(zone, Number(at)))));
  }
});
