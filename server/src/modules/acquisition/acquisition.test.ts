import { expect, test } from 'vitest';
import { testApp, type TestApp } from '../../../test/app';
import { write } from '../../core/db/scope';
import { alignLink } from './align';
import { AcquisitionLink } from './entity';

const errorOf = (call: Promise<unknown>) => call.then(() => 'accepted', (error: unknown) => (error as { code: string }).code);
const linksOf = (t: TestApp) => t.control<{ linkId: string; url: string; name: string; users: string[] }[]>('GET', '/sandbox/links');
const base = '/cgi-bin/externalcontact/customer_acquisition';

async function open(t: TestApp, url: string, name: string) {
  const person = await t.sandbox.newPerson(name);
  const met = await t.sandbox.scan(person, url);
  await t.settle();
  return { person, ...met };
}

test('LC-07 an acquisition link brings customers, each place of it is told apart, and who writes first is a conversion', async () => {
  const t = await testApp();
  const api = await t.as('admin');
  const [one, two] = (await api.org.staff({ onlyReceiving: true, limit: 2 })).items;
  const channel = await api.channels.create({ name: '小红书', ownerId: two!.id });
  await t.settle();
  const link = await api.acquisition.create({ name: '秋季投放', staffIds: [one!.id], channelId: channel.id });
  expect(link).toMatchObject({ state: 'ready', error: '', channel: { path: '小红书' }, added: 0, sources: [] });
  expect(await linksOf(t)).toMatchObject([{ url: link.url, name: '秋季投放', users: [one!.userId] }]);
  await api.acquisition.addSource({ id: link.id, name: '主页' });
  expect(await errorOf(api.acquisition.addSource({ id: link.id, name: '主页' }))).toBe('link_source_taken');
  const { sources } = await api.acquisition.addSource({ id: link.id, name: '笔记 3' });
  expect(Buffer.byteLength(sources[0]!.id)).toBeLessThanOrEqual(64);

  const met = await open(t, sources[0]!.url, 'Li Mei');
  await t.sandbox.repeatLastCallback();
  await t.settle();
  await open(t, sources[1]!.url, 'Zhou');
  await open(t, link.url, 'Bare');
  const [row] = (await api.customers.list({ keyword: 'Li Mei' })).items;
  expect(row!.source).toMatchObject({ kind: 'link', linkId: link.id, linkName: '秋季投放 · 主页', channel: '小红书', addWay: 16, liveCodeId: null });
  expect(row!.tags.map(({ name }) => name)).toEqual(['小红书']);
  expect((await api.customers.list({ sourceKinds: ['link'] })).total).toBe(2);
  await t.control('POST', '/sandbox/say', { corp: 'selfBuilt', userid: met.userid, person: met.person.id, from: 'customer', text: '想问价格' });
  await t.settle();
  expect((await api.acquisition.get({ id: link.id })).sources).toMatchObject([{ name: '主页', requests: 1, added: 1, chatted: 1 }, { name: '笔记 3', requests: 1, added: 1, chatted: 0 }]);

  // By the bare address nobody tells through which link; WeCom's list of customers does.
  await api.acquisition.sync({ id: link.id });
  await t.settle();
  const synced = await api.acquisition.get({ id: link.id });
  expect(synced).toMatchObject({ clicks: 3, added: 3, chatted: 1, syncedAt: t.clock.now() });
  expect((await api.customers.list({ keyword: 'Bare' })).items[0]!.source).toMatchObject({ kind: 'link', linkName: '秋季投放' });
  expect(await api.acquisition.days({ id: link.id })).toEqual({ items: [{ day: '2026-09-01', clicks: 3, added: 3 }] });
  const { items, total } = await api.acquisition.customers({ id: link.id });
  expect([total, ...items.map(({ name, sourceName, chatted }) => `${name}|${sourceName}|${chatted}`).sort()]).toEqual([3, 'Bare||false', 'Li Mei|主页|true', 'Zhou|笔记 3|false']);
  expect(await api.acquisition.customers({ id: link.id, sourceId: sources[0]!.id })).toMatchObject({ total: 1 });
  expect((await api.acquisition.customers({ id: link.id, chatted: true })).total).toBe(synced.chatted);
  const events = await api.acquisition.events({ id: link.id });
  expect(events.items.map(({ kind, sourceName, customer, staff }) => [kind, sourceName, customer?.name ?? '', staff?.id ?? '']).reverse().sort()).toEqual([
    ['added', '', 'Bare', one!.id], ['added', '主页', 'Li Mei', one!.id], ['added', '笔记 3', 'Zhou', one!.id], ['customer_start_chat', '主页', 'Li Mei', one!.id], ['friend_request', '主页', '', ''], ['friend_request', '笔记 3', '', ''],
  ]);
  expect((await api.acquisition.events({ id: link.id, kinds: ['added'], limit: 2 }))).toMatchObject({ total: 3, items: [{}, {}] });
  expect(await api.acquisition.added({ channelId: channel.id })).toEqual({ added: 3 });

  // The quota, and what WeCom warns of.
  expect(await api.acquisition.quota()).toMatchObject({ used: 3, balance: 197, warning: 'none' });
  await t.control('POST', '/sandbox/acquisition-balance', { corp: 'selfBuilt', balance: 1 });
  expect((await api.acquisition.quota()).warning).toBe('low');
  await open(t, sources[0]!.url, 'Last');
  expect((await api.acquisition.quota()).warning).toBe('exhausted');
  await expect(open(t, sources[0]!.url, 'Too late')).rejects.toThrow();
  // Whoever looks after the channel is told, once; the list has it too.
  expect((await api.acquisition.events({ id: link.id, kinds: ['balance_low', 'balance_exhausted'] })).items.map(({ kind }) => kind)).toEqual(['balance_exhausted']);
  const told = await t.control<{ title: string }[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${two!.userId}`);
  expect(told.map(({ title }) => title).filter((title) => title.includes('获客'))).toEqual(['获客额度已用完']);

  // An edit is told, a rename of a place changes no address, and who left drops out.
  const edited = await api.acquisition.update({ id: link.id, updatedAt: synced.updatedAt, name: '冬季投放', staffIds: [one!.id, two!.id] });
  expect(await linksOf(t)).toMatchObject([{ url: link.url, name: '冬季投放', users: expect.arrayContaining([two!.userId]) as unknown }]);
  expect(await errorOf(api.acquisition.update({ id: link.id, updatedAt: synced.updatedAt, name: 'x', staffIds: [one!.id] }))).toBe('stale_edit');
  const renamed = await api.acquisition.renameSource({ sourceId: sources[0]!.id, name: '主页置顶' });
  expect(renamed.sources[0]).toMatchObject({ name: '主页置顶', url: sources[0]!.url });
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: two!.userId, leave: true });
  await t.settle();
  expect((await api.acquisition.get({ id: edited.id })).staff.map(({ id }) => id)).toEqual([one!.id]);
  expect((await linksOf(t))[0]!.users).toEqual([one!.userId]);
  // The number and its list stay the same after somebody is erased.
  await (await t.as('owner')).privacy.erase({ customerId: items.find(({ name }) => name === 'Zhou')!.customerId!, name: 'Zhou' });
  await t.settle();
  const after = await api.acquisition.customers({ id: link.id });
  expect([after.total, after.items.length, (await api.acquisition.get({ id: link.id })).added, after.items.filter(({ customerId, name }) => customerId === null && name === '').length]).toEqual([4, 4, 4, 1]);
  await api.acquisition.remove({ id: link.id });
  expect(await linksOf(t)).toEqual([]);
  expect((await api.acquisition.list({})).total).toBe(0);
  expect((await api.customers.list({ keyword: 'Li Mei' })).items[0]!.source).toMatchObject({ kind: 'link', linkId: link.id });
});

test('LC-07 a link is made once whatever breaks, what WeCom refuses is told in words, and the limit is kept before WeCom is asked', async () => {
  const t = await testApp();
  const api = await t.as('admin');
  const [one] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
  expect(await errorOf(api.acquisition.create({ name: 'x' }))).toBe('link_nobody');
  await t.sandbox.fault(`${base}/create_link`, 'errcode', 41095);
  const refused = await api.acquisition.create({ name: '太多', staffIds: [one!.id] });
  expect(refused).toMatchObject({ state: 'failed', url: '' });
  expect(refused.error).toContain('41095');
  expect(await api.acquisition.retry({ id: refused.id })).toMatchObject({ state: 'ready', error: '' });

  // The answer is lost: whoever comes after looks first whether the link was made.
  await t.sandbox.fault(`${base}/create_link`, 'drop', 1);
  const lost = await api.acquisition.create({ name: '断线', staffIds: [one!.id] });
  expect(lost).toMatchObject({ state: 'preparing', url: '' });
  await t.advance(16_000);
  await t.advance(60_000);
  expect(await api.acquisition.get({ id: lost.id })).toMatchObject({ state: 'ready' });
  expect((await linksOf(t)).filter(({ name }) => name === '断线')).toHaveLength(1);
  // Two at once make one.
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  await write(db, (tx) => tx.update(AcquisitionLink, { id: lost.id }, { state: 'preparing' }));
  await Promise.all([1, 2, 3].map(() => alignLink({ ...t.app.services, db, clock: t.clock }, lost.id)));
  expect(await linksOf(t)).toHaveLength(2);

  // An outage that outlives the tries: what was edited and what was deleted follow once WeCom answers, by themselves.
  const outage = await Promise.all(['update_link', 'delete_link'].map((verb) => t.control<{ id: string }>('POST', '/sandbox/faults', { target: `${base}/${verb}`, effect: 'http500', times: 100_000 })));
  const [kept, dropped] = [await api.acquisition.get({ id: refused.id }), await api.acquisition.get({ id: lost.id })];
  await api.acquisition.update({ id: kept.id, updatedAt: kept.updatedAt, name: '改名', staffIds: [one!.id] });
  await api.acquisition.remove({ id: dropped.id });
  for (let minutes = 0; minutes < 20; minutes++) await t.advance(60_000);
  for (const { id } of outage) await t.sandbox.control('DELETE', `/sandbox/faults/${id}`);
  await t.app.queue.enqueueAlone(t.app.queue.get('acquisition.syncHourly')!, { slot: t.clock.now() });
  await t.settle();
  expect((await linksOf(t)).map(({ name }) => name)).toEqual(['改名']);
  expect(await api.acquisition.get({ id: kept.id })).toMatchObject({ state: 'ready', error: '' });

  const departments = (await api.org.departments()).items;
  const whole = await api.acquisition.create({ name: '全公司', departmentIds: [departments[0]!.departmentId] });
  expect(whole).toMatchObject({ state: 'ready', departmentIds: [departments[0]!.departmentId] });
  expect(await errorOf(api.acquisition.create({ name: 'x', departmentIds: [999_999] }))).toBe('not_found');
});

test('LC-07 the list of links is searched by name, page by page', async () => {
  const t = await testApp();
  const api = await t.as('admin');
  const [one] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
  for (const name of ['Autumn_1', '冬季', 'autumn 2', '秋 AUTUMN']) await api.acquisition.create({ name, staffIds: [one!.id] });
  const first = await api.acquisition.list({ keyword: 'autumn', limit: 2 });
  const second = await api.acquisition.list({ keyword: 'autumn', limit: 2, cursor: first.nextCursor! });
  expect([first.total, ...[first, second].flatMap(({ items }) => items.map(({ name }) => name)), second.nextCursor]).toEqual([3, '秋 AUTUMN', 'autumn 2', 'Autumn_1', null]);
  expect((await api.acquisition.list({ keyword: 'n_' })).items.map(({ name }) => name)).toEqual(['Autumn_1']);
  expect(await api.acquisition.list({ keyword: '夏' })).toMatchObject({ total: 0, items: [] });
});

test('LC-07 PM-02 links of colleagues out of reach do not exist', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const admin = await t.as('admin');
  const [mine, theirs] = (await admin.org.staff({ onlyReceiving: true, limit: 2 })).items;
  const role = await admin.access.createRole({ name: '获客员', allow: ['liveCode.read', 'liveCode.write', 'customer.read'], scope: 'own' });
  const api = await t.as('staff', 'selfBuilt', mine!.id);
  await admin.access.assign({ staffId: mine!.id, roleIds: [role.id] });
  const foreign = await admin.acquisition.create({ name: '别人的', staffIds: [theirs!.id] });
  const { sources } = await admin.acquisition.addSource({ id: foreign.id, name: '位置' });
  expect(await errorOf(api.acquisition.create({ name: 'x', staffIds: [theirs!.id] }))).toBe('live_code_staff_reach');
  const own = await api.acquisition.create({ name: '我的', staffIds: [mine!.id] });
  expect((await api.acquisition.list({})).items.map(({ id }) => id)).toEqual([own.id]);
  for (const who of [api, await t.as('admin', 'agency')]) {
    const { id } = foreign;
    for (const call of [
      () => who.acquisition.get({ id }), () => who.acquisition.remove({ id }), () => who.acquisition.retry({ id }), () => who.acquisition.sync({ id }),
      () => who.acquisition.days({ id }), () => who.acquisition.customers({ id }),
      () => who.acquisition.addSource({ id, name: 'x' }), () => who.acquisition.renameSource({ sourceId: sources[0]!.id, name: 'x' }),
      () => who.acquisition.update({ id, updatedAt: foreign.updatedAt, name: 'x', staffIds: [mine!.id] }),
    ]) expect(await errorOf(call())).toBe('not_found');
  }
});
