import axios from 'axios';
import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { spentFen } from '@scrm/shared/channel-cost';
import { testApp, type TestApp } from '../../../test/app';
import { endExpired } from '../live-code/end';

interface Way { state: string; qr: string }

const errorOf = (call: Promise<unknown>) => call.then(() => 'accepted', (error: unknown) => (error as { code: string }).code);
const waysOf = async (t: TestApp, code: { id: string }) => (await t.control<Way[]>('GET', '/sandbox/codes')).filter((way) => way.state === code.id);

async function staffOf(api: Client<Api>): Promise<string[]> {
  return (await api.org.staff({ onlyReceiving: true, limit: 3 })).items.map(({ id }) => id);
}

async function scan(t: TestApp, qr: string, name = 'Li Mei') {
  const person = await t.sandbox.newPerson(name);
  const met = await t.sandbox.scan(person, qr);
  await t.settle();
  return { person, ...met };
}

test('LC-02 a tree of channels: what is renamed or moved keeps its id, its codes and its past, and places are unique', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const [staffId] = await staffOf(api);
  const online = await api.channels.create({ name: '线上', costFen: 1_000_000, costPeriod: 'month', ownerId: staffId, utm: { source: 'douyin' } });
  const douyin = await api.channels.create({ name: '抖音', parentId: online.id });
  const live = await api.channels.create({ name: '直播间', parentId: douyin.id });
  expect(live).toMatchObject({ path: '线上/抖音/直播间', mine: true, archived: false });
  expect(online).toMatchObject({ costFen: 1_000_000, costPeriod: 'month', owner: { id: staffId }, utm: { source: 'douyin', medium: '' } });
  expect(await errorOf(api.channels.create({ name: '抖音', parentId: online.id }))).toBe('channel_name_taken');
  expect(await errorOf(api.channels.create({ name: 'a/b' }))).toBe('bad_input');
  const [a, b] = await Promise.all([1, 2].map(() => errorOf(api.channels.create({ name: '同时', parentId: online.id }))));
  expect([a, b].sort()).toEqual(['accepted', 'channel_name_taken']);
  expect(await errorOf(api.channels.move({ id: online.id, parentId: live.id }))).toBe('channel_under_itself');

  const code = await api.liveCodes.create({ name: '直播码', staffIds: [staffId!], channelId: live.id });
  await api.liveCodes.create({ name: '散码', staffIds: [staffId!] });
  expect(code.channel).toEqual({ id: live.id, name: '直播间', path: '线上/抖音/直播间' });
  const { tag, owner, ...same } = douyin;
  expect([tag, owner]).toEqual([null, null]);
  await t.advance(60_000);
  await api.channels.update({ ...same, name: '抖音号', ownerId: null, tagId: null });
  expect(await errorOf(api.channels.update({ ...same, name: '又改', ownerId: null, tagId: null }))).toBe('stale_edit');
  await t.advance(60_000);
  const moved = await api.channels.move({ id: douyin.id, parentId: null });
  expect(moved).toMatchObject({ id: douyin.id, path: '抖音号' });
  expect((await api.channels.history({ id: live.id })).items.map(({ path, by }) => [path, by])).toEqual([['抖音号/直播间', 'operator'], ['线上/抖音号/直播间', 'operator'], ['线上/抖音/直播间', 'operator']]);
  expect((await api.liveCodes.get({ id: code.id })).channel).toMatchObject({ id: live.id, path: '抖音号/直播间' });

  const names = async (input: object) => (await api.liveCodes.list(input)).items.map(({ name }) => name);
  expect(await names({ channelId: douyin.id })).toEqual(['直播码']);
  expect(await names({ channelId: online.id })).toEqual([]);
  expect(await names({ channelId: 'none' })).toEqual(['散码']);
  expect(await api.liveCodes.counts()).toMatchObject({ archived: 0, items: expect.arrayContaining([{ channelId: live.id, count: 1 }, { channelId: null, count: 1 }]) as unknown });
  let parentId = live.id;
  for (let level = 3; level <= 6; level++) parentId = (await api.channels.create({ name: `第${level}级`, parentId })).id;
  expect(await errorOf(api.channels.create({ name: '太深', parentId }))).toBe('channel_depth');
});

test('LC-02 nothing new goes into a channel that is archived, where nobody would see it: what stands there is edited and goes on', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const [staffId] = await staffOf(api);
  const [group] = (await api.groupChats.list({ limit: 1 })).items;
  const above = await api.channels.create({ name: '去年' });
  const old = await api.channels.create({ name: '地推', parentId: above.id });
  const code = await api.liveCodes.create({ name: '旧码', staffIds: [staffId!], channelId: old.id });
  const loose = await api.liveCodes.create({ name: '散码', staffIds: [staffId!] });
  await api.channels.archive({ id: above.id, archived: true });
  const refused = await Promise.all([
    api.liveCodes.create({ name: '新码', staffIds: [staffId!], channelId: old.id }), api.liveCodes.place({ ids: [loose.id], channelId: old.id }), api.acquisition.create({ name: '新链接', staffIds: [staffId!], channelId: above.id }),
    api.groupCodes.create({ name: '新群码', entries: [{ kind: 'way', groupIds: [group!.id] }], channelId: old.id }), api.channels.create({ name: '新渠道', parentId: above.id }),
  ].map(errorOf));
  expect(refused).toEqual(Array.from({ length: 5 }, () => 'channel_archived'));
  expect(await api.liveCodes.update({ id: code.id, updatedAt: code.updatedAt, name: '旧码改名', staffIds: [staffId!], channelId: old.id })).toMatchObject({ name: '旧码改名', channel: { id: old.id } });
  expect(await api.channels.move({ id: old.id, parentId: null })).toMatchObject({ path: '地推', archived: false });
  expect(await errorOf(api.channels.move({ id: old.id, parentId: above.id }))).toBe('channel_archived');
});

test('LC-02 LC-07 links in the text of a welcome tell of the channel too, by a live code and by an acquisition link', async () => {
  const t = await testApp();
  const api = await t.as('admin');
  const [staffId] = await staffOf(api);
  const channel = await api.channels.create({ name: '小红书', utm: { source: 'xhs', medium: 'note' } });
  const text = '目录（https://example.com/a）或 https://example.com/b?utm_source=own#c，名字 https://example.com/?n={customer}。见 http://example.com.';
  const said = '目录（https://example.com/a?utm_source=xhs&utm_medium=note）或 https://example.com/b?utm_source=own&utm_medium=note#c，名字 https://example.com/?n=Li Mei&utm_source=xhs&utm_medium=note。见 http://example.com?utm_source=xhs&utm_medium=note.';
  const heard = async (url: string) => {
    const { person, userid } = await scan(t, url);
    return (await t.sandbox.chat(person, userid)).filter(({ byApp }) => byApp).map(({ text: one }) => one);
  };
  const code = await api.liveCodes.create({ name: '笔记', staffIds: [staffId!], channelId: channel.id, welcome: { text } });
  expect(await heard(code.qrUrl)).toEqual([said]);
  expect((await api.welcomeRules.simulate({ staffId: staffId!, liveCodeId: code.id, at: t.clock.now() })).message?.text).toBe(said.replace('Li Mei', '{customer}'));

  await api.welcomeRules.create({ name: '全员', target: 'company', message: { text } });
  const link = await api.acquisition.create({ name: '投放', staffIds: [staffId!], channelId: channel.id });
  const { sources } = await api.acquisition.addSource({ id: link.id, name: '主页' });
  expect(await heard(sources[0]!.url)).toEqual([said]);

  // What would be too long for WeCom with them goes without.
  const long = `https://example.com ${'好'.repeat(1325)}`;
  const other = await api.liveCodes.create({ name: '长', staffIds: [staffId!], channelId: channel.id, welcome: { text: long } });
  expect(await heard(other.qrUrl)).toEqual([long]);
});

test('LC-06 LC-07 LC-08 who comes through a channel always gets its tag, and its path stands in the source, first and last', async () => {
  const t = await testApp();
  const api = await t.as('admin');
  const [staffId] = await staffOf(api);
  const channel = await api.channels.create({ name: '展会', utm: { source: '展会', campaign: '2026' } });
  const twin = await api.channels.create({ name: '展会', parentId: (await api.channels.create({ name: '线下' })).id });
  // Of several who make the group at once WeCom lets one; the others come again.
  for (let minute = 0; minute < 3; minute++) await t.advance(60_000);
  const tagOf = async (id: string) => (await api.channels.list()).items.find((one) => one.id === id)!.tag;
  expect(await tagOf(channel.id)).toMatchObject({ name: '展会', groupName: '渠道' });
  // Of two channels of one name each has a tag of its own.
  expect(await tagOf(twin.id)).toMatchObject({ name: '线下·展会' });
  const code = await api.liveCodes.create({ name: '展台', staffIds: [staffId!], channelId: channel.id, remarkTemplate: '{channel}-{customer}', welcome: { text: '', attachments: [{ kind: 'link', title: '目录', url: 'https://example.com/a?b=1&utm_campaign=own#c' }] } });
  const { person, userid } = await scan(t, code.qrUrl);
  // The links that they get tell a web site's statistics of the channel; what an address says itself stays.
  const url = `https://example.com/a?b=1&utm_campaign=own&utm_source=${encodeURIComponent('展会')}#c`;
  expect((await t.sandbox.chat(person, userid)).flatMap((said) => said.url || [])).toEqual([url]);
  expect((await api.welcomeRules.simulate({ staffId: staffId!, liveCodeId: code.id, at: t.clock.now() })).message?.attachments).toMatchObject([{ url }]);
  const [contact] = await t.sandbox.contacts(person);
  expect(contact).toMatchObject({ remark: '展会-Li Mei', tags: [{ name: '展会' }] });
  const [row] = (await api.customers.list({ liveCodeId: code.id })).items;
  expect(row!.source).toMatchObject({ kind: 'liveCode', liveCodeName: '展台', channel: '展会' });
  const added = (await api.customers.timeline({ id: row!.id })).items.find(({ kind }) => kind === 'customer.added')!;
  expect(added.data).toMatchObject({ channelId: channel.id, channelName: '展会' });

  // Somebody deletes the tag in WeCom: the next customer still gets it.
  await api.tags.uses({ id: (await tagOf(channel.id))!.id }).then(({ items }) => expect(items).toMatchObject([{ kind: 'channel', name: '展会' }]));
  await api.tags.remove({ id: (await tagOf(channel.id))!.id });
  await t.settle();
  expect(await tagOf(channel.id)).toBeNull();
  const second = await scan(t, code.qrUrl, 'Zhou');
  expect((await t.sandbox.contacts(second.person))[0]!.tags).toMatchObject([{ name: '展会' }]);

  // Through another channel later: both tags, and the newer source.
  const other = await api.liveCodes.create({ name: '另一台', staffIds: [staffId!], channelId: twin.id });
  await t.advance(60_000);
  await t.sandbox.unfriend(person, second.userid, 'customer');
  await t.advance(60_000);
  await t.sandbox.scan(person, other.qrUrl);
  await t.settle();
  const [back] = (await api.customers.list({ liveCodeId: other.id })).items;
  expect(back!.source).toMatchObject({ liveCodeName: '另一台', channel: '线下/展会' });
  expect(back!.tags.map(({ name }) => name)).toContain('线下·展会');
  // Each code counts them, and each number is as long as its list.
  for (const { id } of [code, other]) expect((await api.liveCodes.customers({ id })).items).toHaveLength((await api.liveCodes.get({ id })).addedCount);
});

test('LC-01 ② ③ LC-02 an archived code works on, a disabled or expired one shows its text, and opening it again makes it work', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const [staffId] = await staffOf(api);
  const channel = await api.channels.create({ name: '春季' });
  const code = await api.liveCodes.create({ name: '春季码', staffIds: [staffId!], channelId: channel.id, closedText: '活动已经结束，请看我们的公众号' });
  const alone = await api.liveCodes.create({ name: '单独', staffIds: [staffId!] });
  await api.channels.archive({ id: channel.id, archived: true });
  await api.liveCodes.archive({ ids: [alone.id], archived: true });
  expect(await api.liveCodes.list({})).toMatchObject({ total: 0 });
  expect((await api.liveCodes.list({ archived: true })).items.map(({ name }) => name)).toEqual(['单独', '春季码']);
  for (const one of [code, alone]) {
    await scan(t, one.qrUrl, one.name);
    expect(await api.liveCodes.get({ id: one.id })).toMatchObject({ state: 'ready', addedCount: 1, qrUrl: one.qrUrl });
  }
  // What was spent and whom it brought, archived or not.
  expect(await api.liveCodes.added({ channelId: channel.id })).toEqual({ added: 1 });
  expect([spentFen({ costFen: 900, costPeriod: 'once', createdAt: 0 }, 9e10), spentFen({ costFen: 100, costPeriod: 'week', createdAt: 0 }, 14 * 86_400_000), spentFen({ costFen: 100, costPeriod: 'month', createdAt: 0 }, -1)]).toEqual([900, 300, 100]);
  await api.channels.archive({ id: channel.id, archived: false });
  await api.liveCodes.archive({ ids: [alone.id], archived: false });
  expect(await api.liveCodes.list({})).toMatchObject({ total: 2 });

  // An end: WeCom forgets the way within the minute, and the page says what was configured.
  const card = async (id: string) => (await axios.post<{ open: boolean; closedText: string }>(`${t.publicUrl}/api/liveCodes.card`, { id }, { headers: { 'x-scrm': '1' } })).data;
  const input = { id: code.id, updatedAt: (await api.liveCodes.get({ id: code.id })).updatedAt, name: code.name, staffIds: [staffId!] };
  expect(await errorOf(api.liveCodes.update({ ...input, expiresAt: t.clock.now() - 1 }))).toBe('live_code_end_past');
  await api.liveCodes.update({ ...input, expiresAt: t.clock.now() + 90_000 });
  expect(await card(code.id)).toMatchObject({ open: true, closedText: '' });
  await t.advance(100_000);
  await t.app.database.write(t.corps.selfBuilt.id, (tx) => tx.enqueue(endExpired, {}));
  await t.settle();
  const ended = await api.liveCodes.get({ id: code.id });
  expect(ended).toMatchObject({ state: 'ended', qrUrl: '', error: '', addedCount: 1 });
  expect(await waysOf(t, code)).toEqual([]);
  expect(await card(code.id)).toMatchObject({ open: false, closedText: '活动已经结束，请看我们的公众号' });
  // An edit does not bring it back, opening it does.
  await api.liveCodes.update({ ...input, updatedAt: ended.updatedAt, name: '夏季码' });
  expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ name: '夏季码', state: 'ended' });
  const open = await api.liveCodes.reopen({ id: code.id });
  expect(open).toMatchObject({ state: 'ready', expiresAt: null });
  expect(await waysOf(t, code)).toMatchObject([{ qr: open.qrUrl }]);
  expect(await api.liveCodes.end({ id: code.id })).toMatchObject({ state: 'ended' });
  await t.advance(60_000);
  expect(await waysOf(t, code)).toEqual([]);
  await api.liveCodes.remove({ id: code.id });
  expect(await card(code.id)).toMatchObject({ open: false, closedText: '活动已经结束，请看我们的公众号' });
});

test('LC-02 PM-02 whose channel it is not cannot change it, nor put a code out of sight into it', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const admin = await t.as('admin');
  const [mine, theirs] = await staffOf(admin);
  const role = await admin.access.createRole({ name: '渠道员', allow: ['liveCode.read', 'liveCode.write'], scope: 'own' });
  const api = await t.as('staff', 'selfBuilt', mine);
  await admin.access.assign({ staffId: mine!, roleIds: [role.id] });
  const foreign = await admin.channels.create({ name: '别人的', ownerId: theirs });
  const given = await admin.channels.create({ name: '交给我的', ownerId: mine });
  const own = await api.channels.create({ name: '我建的', parentId: foreign.id });
  expect((await api.channels.list()).items.map(({ name, mine: may }) => [name, may])).toEqual([['交给我的', true], ['别人的', false], ['我建的', true]]);
  const { updatedAt } = foreign;
  for (const attempt of [() => api.channels.update({ id: foreign.id, updatedAt, name: 'x' }), () => api.channels.move({ id: foreign.id, parentId: null }), () => api.channels.archive({ id: foreign.id, archived: true })]) expect(await errorOf(attempt())).toBe('channel_reach');
  expect(await errorOf(api.channels.create({ name: 'x', ownerId: theirs }))).toBe('not_found');
  await api.channels.move({ id: own.id, parentId: given.id });
  const hidden = await admin.liveCodes.create({ name: '看不见', staffIds: [theirs!], channelId: own.id });
  expect(await api.liveCodes.counts()).toEqual({ items: [], archived: 0 });
  for (const attempt of [() => api.liveCodes.place({ ids: [hidden.id], channelId: null }), () => api.liveCodes.archive({ ids: [hidden.id], archived: true }), () => api.liveCodes.end({ id: hidden.id }), () => api.liveCodes.reopen({ id: hidden.id })]) expect(await errorOf(attempt())).toBe('not_found');
  const stranger = await t.as('admin', 'agency');
  expect(await stranger.channels.list()).toEqual({ items: [] });
  for (const attempt of [() => stranger.channels.update({ id: own.id, updatedAt: 0, name: 'x' }), () => stranger.channels.create({ name: 'x', parentId: own.id }), () => stranger.channels.history({ id: own.id }), () => stranger.liveCodes.place({ ids: [hidden.id], channelId: null })]) {
    expect(await errorOf(attempt())).toBe('not_found');
  }
});
