import { Agent } from 'node:http';
import axios from 'axios';
import { PNG } from 'pngjs';
import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import { scanLimit, type GroupCode as Code, type GroupCodeInput } from '@scrm/shared/group-code';
import { testApp, type TestApp } from '../../../test/app';
import type { SandboxGroup, SandboxJoinWay, WechatUser } from '../../../sandbox/control';
import { Done } from '../../wecom/api/reply';
import { GroupChat } from '../group-chat';
import { Scan } from '../scan';
import { GroupCodeHold } from './entity';
import { readCode } from './picture';

type Api = Awaited<ReturnType<TestApp['as']>>;
const day = 86_400_000;

/** The corp's groups, as they are at WeCom and here. */
async function groupsOf(t: TestApp, api: Api) {
  const theirs = await t.control<SandboxGroup[]>('GET', '/sandbox/groups?corp=selfBuilt');
  const ours = (await api.groupChats.list({ limit: 100 })).items;
  return theirs.map((group) => ({ chatId: group.chatId, owner: group.owner, name: group.name, count: group.members.length, id: ours.find((one) => one.chatId === group.appChatId)!.id }));
}
const act = (t: TestApp, what: string, body: object) => t.control<SandboxGroup>('POST', `/sandbox/${what}`, { corp: 'selfBuilt', ...body });
const fill = async (t: TestApp, chatId: string, upTo: number) => {
  await act(t, 'group-fill', { chatId, upTo });
  await t.settle();
};

/** A browser that keeps its cookie. */
function browser(t: TestApp, localAddress = '127.0.0.1') {
  let cookie = '';
  const httpAgent = new Agent({ localAddress });
  return async (code: Pick<Code, 'id'>, language = 'zh-CN') => {
    const reply = await axios.get<string>(`${t.publicUrl}/c/${code.id}`, { headers: { cookie, 'accept-language': language }, httpAgent, maxRedirects: 0, validateStatus: () => true });
    cookie ||= reply.headers['set-cookie']?.map((one) => one.split(';')[0]).join('; ') ?? '';
    const html = reply.data;
    return { status: reply.status, html, location: reply.headers.location as string | undefined, kind: /data-kind="(\w+)"/.exec(html)?.[1], group: /class="group">([^<]*)</.exec(html)?.[1], picture: /class="qr" src="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&'), visitor: /vis_\w+/.exec(cookie)?.[0] ?? '' };
  };
}

const input = (entries: GroupCodeInput['entries'], more: Partial<GroupCodeInput> = {}): GroupCodeInput => ({ name: '开学季', entries, headRoom: 0, ...more });
const wide = (t: TestApp) => ({ from: t.clock.now() - day, to: t.clock.now() + day });

test('LC-14 one facade leads to a group, whoever scans it; who is in one of the groups already is shown that one', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const api = await t.as('operator');
  const [first, second] = await groupsOf(t, api);
  const code = await api.groupCodes.create(input([{ kind: 'way', groupIds: [first!.id] }, { kind: 'way', name: '二组', groupIds: [second!.id] }], { title: '领资料', guide: '<b>进群领</b>' }));
  expect(code).toMatchObject({ state: 'open', url: `${t.publicUrl}/c/${code.id}`, entries: [{ state: 'ready', verdict: 'open', free: scanLimit - first!.count }, { state: 'ready' }], next: { entryId: code.entries[0]!.id, groupId: first!.id } });

  const open = browser(t);
  const seen = await open(code);
  expect(seen).toMatchObject({ status: 200, kind: 'shown', group: first!.name, picture: code.entries[0]!.pictureUrl });
  expect(Buffer.byteLength(seen.html)).toBeLessThan(10_000);
  expect(seen.html).toContain('&lt;b&gt;');
  expect((await open(code, 'en-US')).html).toContain('Press and hold');
  const lan = await t.sandbox.newPerson('蓝蓝');
  expect(await t.sandbox.scan(lan, seen.picture!)).toMatchObject({ chatId: first!.chatId });
  await t.settle();
  await t.sandbox.repeatLastCallback();
  await t.settle();
  expect(await api.groupCodes.numbers({ id: code.id, ...wide(t) })).toMatchObject({ scans: 2, visitors: 1, shown: 1, joined: 1, left: 0, unjoined: 0, turnedAway: 0 });

  // Somebody whose browser is known, and who sits in the second group.
  const known = (await api.groupChats.members({ id: second!.id, who: 'customers', limit: 50 })).items.find((member) => member.customerId)!;
  const mine = browser(t);
  const { visitor } = await mine(code);
  await t.app.services.scans.record(t.corps.selfBuilt.id, { kind: 'channel', codeId: 'lc_x', visitor, outcome: 'shown', customerId: known.customerId });
  expect(await mine(code)).toMatchObject({ kind: 'own', group: second!.name, picture: code.entries[1]!.pictureUrl });

  // Leaving is counted, and coming twice is one person in the group and two scans.
  await act(t, 'group-leave', { chatId: first!.chatId, person: lan.id });
  await t.settle();
  const numbers = await api.groupCodes.numbers({ id: code.id, ...wide(t) });
  expect(numbers).toMatchObject({ joined: 1, left: 1, groups: [{ groupId: first!.id, joined: 1, left: 1, counted: 'exact' }, { groupId: second!.id, joined: 0 }] });
  for (const list of ['scans', 'visitors', 'shown', 'unjoined', 'joined', 'left', 'turnedAway'] as const) expect((await api.groupCodes.rows({ id: code.id, ...wide(t), list, limit: 1 })).total, list).toBe(numbers[list]);
  expect((await api.groupCodes.rows({ id: code.id, ...wide(t), list: 'left' })).items).toMatchObject([{ name: '蓝蓝', groupName: first!.name, customer: null }]);
  expect(numbers.days.map(({ scans, joined, left }) => [scans, joined, left]).filter(([scans]) => scans)).toEqual([[numbers.scans, 1, 1]]);

  // Closed, expired, archived, unknown: the page says something each time, and the picture stays.
  expect(await api.groupCodes.setState({ id: code.id, closed: true })).toMatchObject({ state: 'closed', url: code.url });
  expect(await mine(code)).toMatchObject({ status: 200, kind: 'closed' });
  const opened = await api.groupCodes.setState({ id: code.id, closed: false, archived: true });
  expect([opened.state, (await api.groupCodes.list({})).total, (await api.groupCodes.list({ archived: true })).total, (await browser(t)(code)).kind]).toEqual(['archived', 0, 1, 'shown']);
  await expect(api.groupCodes.update({ ...input([{ kind: 'way', groupIds: [first!.id] }]), id: code.id, updatedAt: 1 })).rejects.toMatchObject({ code: 'stale_edit' });
  const ended = await api.groupCodes.update({ ...input([{ id: code.entries[0]!.id, kind: 'way', groupIds: [first!.id] }], { closedText: '下次早点来' }), id: code.id, updatedAt: opened.updatedAt, untilAt: t.clock.now() });
  expect(ended).toMatchObject({ state: 'expired', entries: [{ id: code.entries[0]!.id, pictureUrl: code.entries[0]!.pictureUrl }] });
  expect((await browser(t)(code)).html).toContain('下次早点来');
  expect(await browser(t)({ id: 'gc_never' })).toMatchObject({ status: 404, kind: 'gone' });
  expect((await t.control<SandboxJoinWay[]>('GET', '/sandbox/join-ways')).map((way) => way.state)).toEqual([code.entries[0]!.id]);

  // All codes together, by code and by day: the same numbers as on the code's own page, each as long as its list, and a dash where WeCom tells nothing.
  const channel = await api.channels.create({ name: '地推' });
  const below = await api.channels.create({ name: '展会', parentId: channel.id });
  const untold = await api.groupCodes.create(input([{ kind: 'picture', name: '不认识的群', picture: 'https://weixin.qq.com/g/x' }], { name: '图片码', channelId: below.id }));
  await open(untold);
  const figures = await api.groupCodes.figures({ from: '2026-08-31', to: '2026-09-01' });
  const now = await api.groupCodes.numbers({ id: code.id, ...wide(t) });
  const { scans, visitors, joined, left } = now;
  expect(figures.codes).toEqual([{ id: code.id, name: code.name, scans, visitors, joined, left, told: 'all' }, { id: untold.id, name: '图片码', scans: 1, visitors: 1, joined: null, left: null, told: 'none' }]);
  expect(figures.total).toMatchObject({ scans: scans + 1, joined, left, told: 'part' });
  expect(figures.days.map(({ day, scans: n, joined: came }) => [day, n, came])).toEqual([['2026-09-01', scans + 1, joined], ['2026-08-31', 0, 0]]);
  expect(figures.channels.map(({ name, scans: n, joined: came, told }) => [name, n, came, told])).toEqual([['', scans, joined, 'all'], ['地推/展会', 1, null, 'none']]);
  expect(untold.channel).toEqual({ id: below.id, path: '地推/展会' });
  expect((await api.groupCodes.figures({ from: '2026-08-31', to: '2026-09-01', channelId: channel.id })).total).toMatchObject({ scans: 1, joined: null });
  const { from, until } = figures.span;
  for (const { id, scans: n } of figures.channels) expect((await api.groupCodes.rows({ from, to: until, list: 'scans', channelId: id, withBelow: false })).total).toBe(n);
  expect((await api.groupCodes.rows({ from, to: until, list: 'scans', channelId: channel.id })).total).toBe(1);
  for (const list of ['scans', 'visitors', 'joined', 'left'] as const) {
    expect((await api.groupCodes.rows({ from, to: until, list, limit: 1 })).total, list).toBe(figures.total[list]);
    for (const { day: _, told: __, from: begin, until: to, ...row } of figures.days) expect((await api.groupCodes.rows({ from: begin, to, list, limit: 1 })).total, list).toBe(row[list]);
  }
  // The file is the screen, and says where WeCom tells nothing.
  const file = await api.codeNumbers.exportGroups({ from: '2026-08-31', to: '2026-09-01', by: 'code', key: 'group-numbers', format: 'csv' });
  await t.settle();
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_other', name: '', role: 'admin', corpId: t.corps.selfBuilt.id, userAgent: '' });
  const csv = (await axios.get<string>(`${t.publicUrl}/api/exports.download?id=${file.id}`, { headers: { authorization: `Bearer ${token}` } })).data;
  expect(csv).toContain('群活码,扫码,扫码人数,进群,退群,进群率,说明');
  expect(csv).toContain(`${code.name},${scans},${visitors},${joined},${left},`);
  expect(csv).toContain('图片码,1,1,企业微信不提供,企业微信不提供,,只有群自己的二维码图片');
  expect(await api.groupCodes.figures({ from: '2024-01-01', to: '2026-01-01' }).catch((error: { code: string }) => error.code)).toBe('span_too_long');
});

test('LC-15 a full group gives way to the next, a dissolved one and one whose owner left drop out with a card, and all full leads to the fallback', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const admin = await t.as('operator');
  const [first, second, third] = (await groupsOf(t, admin)).sort((a, b) => Number(a.owner > b.owner));
  const [watcher] = (await admin.org.staff({ onlyReceiving: true, limit: 50 })).items.filter((one) => ![first, second, third].some((group) => group!.owner === one.userId));
  const code = await admin.groupCodes.create(input(
    [{ kind: 'way', groupIds: [first!.id, second!.id], cap: 60 }, { kind: 'way', groupIds: [third!.id], cap: 80 }],
    { headRoom: 5, tellStaffIds: [watcher!.id], fallback: { kind: 'picture', text: '加老师', picture: 'https://work.weixin.qq.com/u/teacher' } },
  ));
  const way = async () => (await t.control<SandboxJoinWay[]>('GET', '/sandbox/join-ways?corp=selfBuilt')).find((one) => one.state === code.entries[0]!.id)!.groups.map((group) => group.chatId);
  const shows = async () => (await browser(t)(code)).group;
  expect(await shows()).toBe(first!.name);
  await fill(t, first!.chatId, 55);
  // The way at WeCom is narrowed with it: only groups that have room are on it.
  expect([await shows(), await way()]).toEqual([second!.name, [second!.chatId]]);
  await act(t, 'group-dismiss', { chatId: second!.chatId });
  await t.settle();
  expect([await shows(), (await admin.groupCodes.get({ id: code.id })).warnings]).toEqual([third!.name, ['gone']]);
  await act(t, 'staff', { userid: third!.owner, leave: true });
  await t.settle();
  const last = await browser(t)(code);
  expect([last.kind, last.picture]).toEqual(['full', `/c/${code.id}/picture?v=${code.updatedAt}`]);
  const { data } = await axios.get<ArrayBuffer>(t.publicUrl + last.picture!, { responseType: 'arraybuffer' });
  expect(readCode(Buffer.from(data))).toBe('https://work.weixin.qq.com/u/teacher');

  const history = (await admin.groupCodes.history({ id: code.id, limit: 50 })).items;
  expect(history.map((event) => event.kind)).toEqual(expect.arrayContaining(['added', 'full', 'shown', 'dismissed', 'ownerLeft']));
  expect(history.filter((event) => event.kind === 'shown').map((event) => event.groupName).reverse()).toEqual([first!.name, second!.name, third!.name]);
  expect(history.find((event) => event.kind === 'dismissed')!.told.map((one) => one.id)).toContain(watcher!.id);
  const cards = await t.control<{ title: string }[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${watcher!.userId}`);
  expect(cards.map((card) => card.title).sort()).toEqual(['群主已离职', '群已解散']);

  // The other fallbacks: words, and another code, which may not lead back.
  const other = await admin.groupCodes.create(input([{ kind: 'way', groupIds: [first!.id], cap: 200 }], { name: '备用', fallback: { kind: 'code', codeId: code.id } }));
  const again = await admin.groupCodes.get({ id: code.id });
  const entries = again.entries.map(({ id, kind, groups, cap }) => ({ id, kind, groupIds: groups.map((group) => group.id), cap }));
  await expect(admin.groupCodes.update({ ...input(entries, { fallback: { kind: 'code', codeId: other.id } }), id: code.id, updatedAt: again.updatedAt })).rejects.toMatchObject({ code: 'group_code_loop' });
  const worded = await admin.groupCodes.update({ ...input(entries, { headRoom: 5, fallback: { kind: 'text', text: '晚点再来' } }), id: code.id, updatedAt: again.updatedAt });
  expect((await browser(t)(code)).html).toContain('晚点再来');
  const free = await admin.groupCodes.create(input([{ kind: 'way', groupIds: [first!.id], cap: 200 }], { name: '主场', tellManagers: true }));
  await admin.groupCodes.update({ ...input(entries, { headRoom: 5, fallback: { kind: 'code', codeId: free.id } }), id: code.id, updatedAt: worded.updatedAt });
  expect(await browser(t)(code)).toMatchObject({ status: 302, location: `/c/${free.id}` });

  // Nobody finds room there any more: the group's owner hears of it, and where the code says so who leads them.
  const { departmentIds } = (await admin.org.staff({ limit: 200 })).items.find((one) => one.userId === second!.owner)!;
  await act(t, 'staff', { userid: first!.owner, departmentIds });
  await t.settle();
  await fill(t, first!.chatId, 200);
  const toldOf = async (id: string) => (await admin.groupCodes.history({ id })).items.filter((event) => event.kind === 'allFull').map((event) => event.told.map((one) => one.userId));
  expect([await toldOf(other.id), await toldOf(free.id)]).toEqual([[[first!.owner]], [[first!.owner, second!.owner]]]);
});

test('LC-15 that a code is full is told once in a day of the company, by its own clock', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const [group] = await groupsOf(t, admin);
  await admin.calendar.save({ items: [], timeZone: 'America/New_York', updatedAt: 0 });
  const code = await admin.groupCodes.create(input([{ kind: 'way', groupIds: [group!.id], cap: 90 }]));
  const told = async () => (await (await t.as('admin')).groupCodes.history({ id: code.id })).items.filter(({ kind }) => kind === 'allFull').length;
  const full = async (upTo: number) => {
    await fill(t, group!.chatId, upTo);
    return told();
  };
  // There it is 22:00 of the day before.
  expect([await full(90), await full(91)]).toEqual([1, 1]);
  await t.advance(3 * 3_600_000);
  expect(await full(92)).toBe(2);
  // In Beijing the next day has begun, there it is early afternoon.
  await t.advance(12 * 3_600_000);
  expect(await full(93)).toBe(2);
});

test('LC-15 two hundred who scan at once never see a group that is full or spoken for, and a place that nobody took is given back', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const api = await t.as('operator');
  const [first, second] = await groupsOf(t, api);
  await fill(t, first!.chatId, 150);
  await fill(t, second!.chatId, 120);
  const entries: GroupCodeInput['entries'] = [{ kind: 'way', groupIds: [first!.id], cap: 200 }, { kind: 'way', groupIds: [second!.id], cap: 200 }];
  const code = await api.groupCodes.create(input(entries));
  // The same group stands on another code, whose scans take the same places.
  const twin = await api.groupCodes.create(input(entries, { name: '另一个码', rule: 'random' }));
  // All of them in one hall, behind one address.
  const seen = await Promise.all(Array.from({ length: 200 }, async (_, index) => browser(t)(index % 4 === 0 ? twin : code)));
  const count = (name: string) => seen.filter((one) => one.group === name).length;
  expect([count(first!.name), count(second!.name), seen.filter((one) => one.kind === 'full').length]).toEqual([50, 80, 70]);

  // Ten come in: their places are members now. The others let theirs lapse.
  const way = seen.find((one) => one.group === first!.name)!.picture!;
  const people = await Promise.all(Array.from({ length: 10 }, (_, index) => t.sandbox.newPerson(`新友${index}`)));
  for (const person of people) await t.sandbox.scan(person, way);
  await t.settle();
  expect((await api.groupCodes.get({ id: code.id })).free).toBe(0);
  await t.advance(181_000);
  expect((await api.groupCodes.get({ id: code.id })).entries.map((entry) => entry.free)).toEqual([40, 80]);
  // That address had its places: a script there keeps at most half of what is left from those who come from elsewhere.
  for (let index = 0; index < 25; index++) await browser(t)(code);
  expect((await api.groupCodes.get({ id: code.id })).entries.map((entry) => entry.free)).toEqual([20, 80]);
  expect((await browser(t, '127.0.1.2')(code)).group).toBe(first!.name);
  expect((await api.groupCodes.get({ id: code.id })).entries.map((entry) => entry.free)).toEqual([19, 80]);
  // Every process counts by the same rows, which know no address and go when they count no more.
  const holds = () => t.app.database.corp(t.corps.selfBuilt.id).find(GroupCodeHold);
  expect([(await holds()).length, new Set((await holds()).map(({ network }) => network)).size, JSON.stringify(await holds()).includes('127.0')]).toEqual([151, 2, false]);
  const rows = await t.app.database.corp(t.corps.selfBuilt.id).find(Scan, { outcome: 'shown' });
  expect(rows).toHaveLength(156);
  expect(rows.every((row) => row.reason?.rule !== undefined && row.wayId.startsWith('gce_'))).toBe(true);
  const group = await t.app.database.corp(t.corps.selfBuilt.id).findOne(GroupChat, { id: first!.id });
  expect(group!.memberCount).toBe(160);
  await t.advance(3_600_000);
  await t.app.queue.enqueueAlone(t.app.queue.get('groupCode.forgetHolds')!, { slot: t.clock.now() });
  await t.settle();
  expect(await holds()).toEqual([]);
});

test('LC-15 an uploaded picture is read, warned of two days and one before it ends, and replaced behind the same outer code', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  let api = await t.as('operator');
  const [first, second] = await groupsOf(t, api);
  const shown = await t.control<SandboxJoinWay>('POST', '/sandbox/group-picture', { corp: 'selfBuilt', chatId: first!.chatId });
  const { data } = await axios.get<ArrayBuffer>(shown.qr, { responseType: 'arraybuffer' });
  const { picture } = await api.groupCodes.readPicture({ content: Buffer.from(data).toString('base64') });
  expect(picture).toContain(shown.configId);
  for (const content of [PNG.sync.write(new PNG({ width: 40, height: 40 })), Buffer.from('no picture'), await QRCode.toBuffer('just words')]) await expect(api.groupCodes.readPicture({ content: content.toString('base64') })).rejects.toMatchObject({ code: 'group_code_no_picture' });
  await expect(api.groupCodes.create(input([{ kind: 'picture' }]))).rejects.toMatchObject({ code: 'group_code_entry' });
  await expect(api.groupCodes.create(input([{ kind: 'picture', picture: `${t.publicUrl}/c/gc_1` }]))).rejects.toMatchObject({ code: 'group_code_own_picture' });

  const until = t.clock.now() + 7 * day;
  const code = await api.groupCodes.create(input([{ kind: 'picture', picture, pictureUntil: until, groupIds: [first!.id] }, { kind: 'picture', name: '不认识的群', picture: 'https://weixin.qq.com/g/x', cap: 3 }]));
  const seen = await browser(t)(code);
  const drawn = await axios.get<ArrayBuffer>(t.publicUrl + seen.picture!, { responseType: 'arraybuffer' });
  expect(readCode(Buffer.from(drawn.data))).toBe(picture);
  // By the group's own picture WeCom names no way: whoever comes while somebody was shown it counts, and is said to be likely.
  await t.sandbox.scan(await t.sandbox.newPerson('小葵'), shown.qr);
  await act(t, 'group-join', { chatId: first!.chatId, person: (await t.sandbox.newPerson('被邀请')).id, by: first!.owner, scene: 1 });
  await t.settle();
  expect((await api.groupCodes.numbers({ id: code.id, ...wide(t) })).groups).toMatchObject([{ joined: 1, counted: 'likely', unjoined: 0 }]);

  const later = async (ms: number) => {
    await t.advance(ms);
    for (let twice = 0; twice < 2; twice++) await t.app.queue.enqueueAlone(t.app.queue.get('groupCode.picturesHourly')!, { slot: t.clock.now() + twice });
    await t.settle();
    // A session does not live that long.
    api = await t.as('operator');
  };
  await later(5 * day + 3_600_000);
  expect((await api.groupCodes.list({})).items[0]).toMatchObject({ warnings: ['ends'] });
  await later(day);
  await later(day);
  const kinds = async () => (await api.groupCodes.history({ id: code.id })).items.map((event) => event.kind).filter((kind) => kind.startsWith('end')).reverse();
  expect(await kinds()).toEqual(['ends2', 'ends1', 'ended']);
  const cards = await t.control<{ title: string }[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${first!.owner}`);
  expect(cards.map((card) => card.title)).toEqual(['群二维码已过期', '群二维码 1 天后过期', '群二维码 2 天后过期']);
  // The next one is shown; its group nobody knows, so three who saw it are three who came.
  const phones = Array.from({ length: 4 }, () => browser(t));
  const others = await Promise.all(phones.map((open) => open(code)));
  expect(others.map((one) => one.kind).sort()).toEqual(['full', 'shown', 'shown', 'shown']);
  expect((await api.groupCodes.get({ id: code.id })).entries).toMatchObject([{ verdict: 'ended', joined: 1 }, { verdict: 'full', joined: null }]);
  // That is told once: no news from WeCom would say it.
  await browser(t)(code);
  await t.settle();
  // Who opens it again has the place that they were shown, full or not.
  expect(await Promise.all(phones.map(async (open) => (await open(code)).kind))).toEqual(others.map((one) => one.kind));
  expect((await t.control<{ title: string }[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${first!.owner}`)).filter((card) => card.title === '群活码已满')).toHaveLength(1);

  const fresh = await t.control<SandboxJoinWay>('POST', '/sandbox/group-picture', { corp: 'selfBuilt', chatId: second!.chatId });
  const replaced = await api.groupCodes.replacePicture({ id: code.id, entryId: code.entries[0]!.id, picture: fresh.qr, pictureUntil: t.clock.now() + 7 * day });
  expect(replaced).toMatchObject({ url: code.url, entries: [{ verdict: 'open' }, {}] });
  expect((await browser(t)(code)).picture).not.toBe(seen.picture);
});

test('LC-16 groups are shown in order, in turn, by chance or by tag, and the same visitor sees the same one', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const api = await t.as('operator');
  const groups = (await groupsOf(t, api)).slice(0, 2);
  const ways = groups.map((group): GroupCodeInput['entries'][number] => ({ kind: 'way', groupIds: [group.id] }));
  const names = async (code: Code, times: number) => {
    const seen: (string | undefined)[] = [];
    for (let index = 0; index < times; index++) seen.push((await browser(t)(code)).group);
    return seen.map((name) => groups.findIndex((group) => group.name === name));
  };
  const inTurn = await api.groupCodes.create(input(ways, { rule: 'roundRobin' }));
  expect([0, 1]).toEqual([...new Set(await names(inTurn, 2))].sort());
  const turns = await names(inTurn, 6);
  expect(turns.slice(1).every((one, index) => one !== turns[index])).toBe(true);
  const mine = browser(t);
  const again = [await mine(inTurn), await mine(inTurn), await mine(inTurn)].map((one) => one.group);
  expect(new Set(again).size).toBe(1);
  expect(new Set(await names(await api.groupCodes.create(input(ways, { rule: 'random' })), 24)).size).toBe(2);

  const customer = (await api.customers.list({ limit: 100 })).items.find((one) => one.tags.length > 0)!;
  const byTag = await api.groupCodes.create(input([{ ...ways[0]!, tagIds: [customer.tags[0]!.id] }, ways[1]!], { rule: 'tag' }));
  expect(await names(byTag, 2)).toEqual([1, 1]);
  const known = browser(t);
  const { visitor } = await known(await api.groupCodes.create(input([ways[1]!])));
  await t.app.services.scans.record(t.corps.selfBuilt.id, { kind: 'channel', codeId: 'lc_x', visitor, outcome: 'shown', customerId: customer.id });
  const seen = await known(byTag);
  expect(groups.findIndex((group) => group.name === seen.group)).toBe(0);
  expect((await api.tags.uses({ id: customer.tags[0]!.id })).items).toMatchObject([{ kind: 'groupCode', id: byTag.id }]);
});

test('LC-14 WeCom opens another group when all are full, and what it refuses is said and tried again', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const api = await t.as('operator');
  const [first] = await groupsOf(t, api);
  await fill(t, first!.chatId, 200);
  const code = await api.groupCodes.create(input([{ kind: 'way', groupIds: [first!.id], autoCreate: true, roomBaseName: '读者', roomBaseId: 3 }]));
  expect(code.entries).toMatchObject([{ verdict: 'open', free: null }]);
  const person: WechatUser = await t.sandbox.newPerson('小舟');
  await t.sandbox.scan(person, (await browser(t)(code)).picture!);
  await t.settle();
  const grown = await api.groupCodes.get({ id: code.id });
  expect(grown.entries).toMatchObject([{ joined: 1, roomBaseId: 4, groups: [{ state: 'full' }, { name: '读者3', memberCount: 2, state: 'open' }] }]);
  expect((await browser(t)(code)).group).toBe('读者3');
  expect((await api.groupCodes.history({ id: code.id })).items.map((event) => event.kind)).toContain('room');

  const path = '/cgi-bin/externalcontact/groupchat/add_join_way';
  await t.sandbox.fault(path, 'errcode', 48002);
  const refused = await api.groupCodes.create(input([{ kind: 'way', groupIds: [first!.id] }], { name: '被拒' }));
  expect(refused).toMatchObject({ warnings: ['full', 'failed'], entries: [{ state: 'failed', verdict: 'notReady' }] });
  expect(refused.entries[0]!.error).toContain('48002');
  expect((await browser(t)(refused)).kind).toBe('full');
  expect(await api.groupCodes.retry({ id: refused.id })).toMatchObject({ entries: [{ state: 'ready', error: '' }] });
  // Somebody deletes a way at WeCom: the nightly look finds it, and the same code shows the picture of another.
  const gone = (await t.control<SandboxJoinWay[]>('GET', '/sandbox/join-ways?corp=selfBuilt')).find((way) => way.state === grown.entries[0]!.id)!;
  await (await t.app.services.wecom(t.corps.selfBuilt.id)).post('/cgi-bin/externalcontact/groupchat/del_join_way', { config_id: gone.configId }, Done);
  await (await t.as('admin')).doctor.reconcile({});
  await t.settle();
  const mended = (await t.control<SandboxJoinWay[]>('GET', '/sandbox/join-ways?corp=selfBuilt')).filter((way) => way.state === grown.entries[0]!.id);
  expect([mended.length, mended[0]!.configId === gone.configId, (await browser(t)(code)).picture]).toEqual([1, false, mended[0]!.qr]);

  // What may pass passes by itself.
  await t.sandbox.fault(path, 'http500', 0, 1);
  const late = await api.groupCodes.create(input([{ kind: 'way', groupIds: [first!.id] }], { name: '晚到' }));
  await t.advance(60_000);
  expect((await api.groupCodes.get({ id: late.id })).entries).toMatchObject([{ state: 'ready' }]);
});

test('LC-14 LC-15 what WeCom did not answer for hours is done soon after it answers again, and is asked for ever more seldom until then: a new way, and the end of one that was taken off', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const api = await t.as('operator');
  const [first, second] = await groupsOf(t, api);
  const path = (verb: string) => `/cgi-bin/externalcontact/groupchat/${verb}_join_way`;
  const old = await api.groupCodes.create(input([{ kind: 'way', groupIds: [first!.id] }, { kind: 'way', groupIds: [second!.id] }], { name: '旧码' }));
  const outage = await Promise.all(['add', 'del'].map((verb) => t.control<{ id: string }>('POST', '/sandbox/faults', { target: path(verb), effect: 'http500', times: 100_000 })));
  const code = await api.groupCodes.create(input([{ kind: 'way', groupIds: [first!.id] }], { name: '停机时建' }));
  const { entries: [kept, off] } = await api.groupCodes.get({ id: old.id });
  await api.groupCodes.update({ id: old.id, updatedAt: old.updatedAt, ...input([{ id: kept!.id, kind: 'way', groupIds: [first!.id] }], { name: '旧码' }) });
  const pass = async (minutes: number) => {
    for (let passed = 0; passed < minutes; passed += 2) await t.advance(120_000);
  };
  const asked = async () => (await t.control<{ path: string }[]>('GET', '/sandbox/calls')).filter((call) => call.path === path('add')).length;
  await pass(60);
  expect((await api.groupCodes.get({ id: code.id })).entries).toMatchObject([{ state: 'failed' }]);
  const before = await asked();
  await pass(120);
  // The client itself asks a few times each time.
  expect((await asked()) - before).toBeLessThan(4 * 6);
  for (const { id } of outage) await t.sandbox.control('DELETE', `/sandbox/faults/${id}`);
  await pass(32);
  expect((await api.groupCodes.get({ id: code.id })).entries).toMatchObject([{ state: 'ready', error: '' }]);
  const ways = await t.control<SandboxJoinWay[]>('GET', '/sandbox/join-ways?corp=selfBuilt');
  expect([ways.some((way) => way.state === off!.id), ways.some((way) => way.state === kept!.id)]).toEqual([false, true]);
});

test('PM-02 a group code is for those whose groups stand on it and for who made it', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const admin = await t.as('admin');
  const groups = await groupsOf(t, admin);
  const staff = (await admin.org.staff({ limit: 100 })).items;
  const owner = staff.find((one) => one.userId === groups[0]!.owner)!;
  const [own, other] = [groups[0]!, groups.find((group) => group.owner !== owner.userId)!];
  const role = await admin.access.createRole({ name: '群运营', allow: ['liveCode.read', 'liveCode.write', 'groupChat.read', 'customer.read'], scope: 'own' });
  const api = await t.as('staff', 'selfBuilt', owner.id);
  await admin.access.assign({ staffId: owner.id, roleIds: [role.id] });

  const shared = await admin.groupCodes.create(input([{ kind: 'way', groupIds: [own.id] }, { kind: 'way', groupIds: [other.id] }], { name: '一起的' }));
  const foreign = await admin.groupCodes.create(input([{ kind: 'way', groupIds: [other.id] }], { name: '别人的' }));
  const mine = await api.groupCodes.create(input([{ kind: 'picture', picture: 'https://weixin.qq.com/g/x' }], { name: '我建的' }));
  expect((await api.groupCodes.list({})).items.map((code) => code.id)).toEqual([mine.id, shared.id]);
  for (const call of [api.groupCodes.get, api.groupCodes.retry, api.groupCodes.history, () => api.groupCodes.numbers({ id: foreign.id, ...wide(t) }), () => api.groupCodes.setState({ id: foreign.id, closed: true })]) {
    await expect(call({ id: foreign.id })).rejects.toMatchObject({ code: 'not_found' });
  }
  await expect(api.groupCodes.create(input([{ kind: 'way', groupIds: [other.id] }]))).rejects.toMatchObject({ code: 'not_found' });
  const [first, second] = shared.entries;
  const keep = { kind: 'way' as const, id: first!.id, groupIds: [own.id] };
  await expect(api.groupCodes.update({ ...input([keep]), id: shared.id, updatedAt: shared.updatedAt })).rejects.toMatchObject({ code: 'group_code_group_reach' });
  const renamed = await api.groupCodes.update({ ...input([keep, { kind: 'way', id: second!.id, groupIds: [other.id] }], { name: '改名' }), id: shared.id, updatedAt: shared.updatedAt });
  expect(renamed).toMatchObject({ name: '改名', entries: [{ id: first!.id }, { id: second!.id }] });

  // Who came in is named only to those who see that customer.
  const member = (await admin.groupChats.members({ id: other.id, who: 'customers', limit: 50 })).items.find((one) => one.customerId && one.friendsOf.every((friend) => friend.id !== owner.id))!;
  const person = (await t.control<SandboxGroup[]>('GET', '/sandbox/groups?corp=selfBuilt')).find((group) => group.chatId === other.chatId)!.members.find((one) => one.name === member.name)!;
  await act(t, 'group-leave', { chatId: other.chatId, person: person.person });
  await t.sandbox.scan({ id: person.person } as WechatUser, second!.pictureUrl);
  await t.settle();
  const rows = async (who: Api) => (await who.groupCodes.rows({ id: shared.id, ...wide(t), list: 'joined' })).items.map((item) => item.customer?.id ?? null);
  expect([await rows(admin), await rows(api)]).toEqual([[member.customerId], [null]]);
});
