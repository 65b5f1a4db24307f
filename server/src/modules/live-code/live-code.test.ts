import axios from 'axios';
import { describe, expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import { isError, type Client } from '@scrm/shared/client';
import type { LiveCode as LiveCodeReply, LiveCodeInput } from '@scrm/shared/live-code';
import { testApp, type TestApp } from '../../../test/app';
import { newId } from '../../core/db/ids';
import { write } from '../../core/db/scope';
import { addContactWay } from '../../wecom/api/contact-way';
import { departmentMates, Staff } from '../org';
import { alignContactWay } from './contact-way';
import { LiveCode } from './entity';
import { remarkOf } from './remark';

interface Way {
  corp: string;
  configId: string;
  qr: string;
  remark: string;
  state: string;
  users: string[];
}

const add = '/cgi-bin/externalcontact/add_contact_way';
const update = '/cgi-bin/externalcontact/update_contact_way';
const remark = '/cgi-bin/externalcontact/remark';
const markTag = '/cgi-bin/externalcontact/mark_tag';
const send = '/cgi-bin/message/send';

const waysOf = async (t: TestApp, code: { id: string }) => (await t.control<Way[]>('GET', '/sandbox/codes')).filter((way) => way.state === code.id);
const callsTo = async (t: TestApp, path: string) => (await t.control<{ path: string }[]>('GET', '/sandbox/calls')).filter((call) => call.path === path).length;
const errorOf = (call: Promise<unknown>) => call.then(() => 'accepted', (error: unknown) => (error as { code: string }).code);

async function receivers(api: Client<Api>, count: number, most = count): Promise<{ id: string; userId: string }[]> {
  const { items } = await api.org.staff({ onlyReceiving: true, limit: 200 });
  expect(items.length).toBeGreaterThanOrEqual(count);
  return items.slice(0, most);
}

async function makeCode(api: Client<Api>, input: Partial<LiveCodeInput> = {}): Promise<LiveCodeReply> {
  const staff = input.staffIds ? [] : await receivers(api, 2);
  return api.liveCodes.create({ name: '浦东店', staffIds: staff.map((one) => one.id), ...input });
}

/** What the editor sends back: the code as it stands, with this changed. */
const edit = (code: LiveCodeReply, change: Partial<LiveCodeInput>) => ({
  id: code.id, updatedAt: code.updatedAt, name: code.name, staffIds: code.staff.map((one) => one.id), skipVerify: code.skipVerify,
  tagIds: code.tags.map((tag) => tag.id), remarkTemplate: code.remarkTemplate, welcome: code.welcome, ...change,
});

async function scan(t: TestApp, code: LiveCodeReply, name = 'Li Mei') {
  const person = await t.sandbox.newPerson(name);
  const met = await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  return { person, ...met };
}

describe('LC-01 a channel code', () => {
  for (const corp of ['selfBuilt', 'agency', 'suite'] as const) {
    test(`LC-01 is made at WeCom and brings a customer: ${corp}`, async () => {
      const t = await testApp({ corps: [corp] });
      const api = await t.as('operator', corp);
      const code = await makeCode(api);
      expect(code).toMatchObject({ state: 'ready', error: '', addedCount: 0, lostCount: 0 });
      expect(await waysOf(t, code)).toHaveLength(1);
      const person = await t.sandbox.newPerson('Li Mei');
      await t.sandbox.scan(person, code.qrUrl);
      await t.settle();
      expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1 });
      const { items } = await api.customers.list({ liveCodeId: code.id });
      expect(items).toMatchObject([{ source: { kind: 'liveCode', liveCodeId: code.id, liveCodeName: '浦东店' } }]);
    });
  }

  test('LC-01 ① the printed picture outlives every edit, and WeCom is only told what it must know', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const [first, second, third] = await receivers(api, 3);
    const code = await makeCode(api, { staffIds: [first!.id, second!.id] });
    const { items: groups } = await api.tags.list({});
    const renamed = await api.liveCodes.update(edit(code, { name: '静安店', welcome: { text: '您好' }, tagIds: [groups[0]!.tags[0]!.id], staffIds: [second!.id, first!.id] }));
    await t.advance(60_000);
    expect(await callsTo(t, update)).toBe(0);
    expect(renamed).toMatchObject({ name: '静安店', state: 'ready', qrUrl: code.qrUrl });
    const moved = await api.liveCodes.update(edit(renamed, { staffIds: [third!.id] }));
    expect(moved).toMatchObject({ state: 'ready', qrUrl: code.qrUrl });
    await t.advance(60_000);
    expect(await callsTo(t, update)).toBe(1);
    expect(await callsTo(t, add)).toBe(1);
    expect(await waysOf(t, code)).toMatchObject([{ users: [third!.userId] }]);
  });

  test('LC-01 an edit of what somebody else changed meanwhile is refused', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api);
    await api.liveCodes.update(edit(code, { name: 'one' }));
    expect(await errorOf(api.liveCodes.update(edit(code, { name: 'two' })))).toBe('stale_edit');
    expect((await api.liveCodes.get({ id: code.id })).name).toBe('one');
  });

  test('LC-01 ② a deleted code is gone at WeCom, keeps its history, and its card says closed', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api);
    await scan(t, code);
    const anyone = await axios.post<{ open: boolean; qrUrl: string }>(`${t.publicUrl}/api/liveCodes.card`, { id: code.id }, { headers: { 'x-scrm': '1' } });
    expect(anyone.data).toEqual({ corpName: t.corps.selfBuilt.name, logoUrl: expect.any(String) as string, qrUrl: code.qrUrl, open: true, closedText: '' });
    await api.liveCodes.remove({ id: code.id });
    expect(await waysOf(t, code)).toHaveLength(0);
    expect(await api.liveCodes.card({ id: code.id })).toMatchObject({ open: false, qrUrl: '' });
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ state: 'deleted', addedCount: 1 });
    expect(await api.liveCodes.list({})).toMatchObject({ total: 0 });
    const { items } = await api.customers.list({ liveCodeId: code.id });
    expect(items).toMatchObject([{ source: { liveCodeName: '浦东店' } }]);
    expect(await errorOf(api.liveCodes.update(edit(code, { name: 'x' })))).toBe('live_code_deleted');
  });

  test('LC-01 ③ the page of a code leads to the customer screens', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const { id } = await makeCode(api, { staffIds: [(await receivers(api, 1))[0]!.id] });
    const reply = await axios.get(`${t.publicUrl}/c/${id}`, { maxRedirects: 0, validateStatus: () => true });
    expect([reply.status, reply.headers.location]).toEqual([302, `/m/#/pages/code/index?id=${id}`]);
  });

  test('LC-01 ④ who leaves and scans again is one customer, lost in between', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { staffIds: [(await receivers(api, 1))[0]!.id] });
    const { person, userid } = await scan(t, code);
    await t.advance(60_000);
    await t.sandbox.unfriend(person, userid, 'customer');
    await t.settle();
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1, lostCount: 1 });
    const list = async (lost: boolean) => (await api.liveCodes.customers({ id: code.id, lost })).items.map(({ customer, lostAt }) => [customer?.name, lostAt !== null]);
    expect([await list(false), await list(true)]).toEqual([[[person.name, true]], [[person.name, true]]]);
    await t.advance(60_000);
    await t.sandbox.scan(person, code.qrUrl);
    await t.settle();
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1, lostCount: 0 });
    expect([await list(false), await list(true)]).toEqual([[[person.name, false]], []]);
  });

  test('LC-01 ⑤ who leaves the company drops out of the code at once; the last one leaves a warning', async () => {
    const t = await testApp();
    const [first, second, maker] = await receivers(await t.as('operator'), 3);
    const api = await t.as('operator', 'selfBuilt', maker!.id);
    const code = await makeCode(api, { staffIds: [first!.id, second!.id] });
    await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: first!.userId, leave: true });
    await t.settle();
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ state: 'ready', staff: [{ id: second!.id }], qrUrl: code.qrUrl });
    expect(await waysOf(t, code)).toMatchObject([{ users: [second!.userId] }]);
    // Who made the code hears of it once.
    expect(await callsTo(t, send)).toBe(1);
    await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: second!.userId, leave: true });
    await t.settle();
    const empty = await api.liveCodes.get({ id: code.id });
    expect(empty).toMatchObject({ state: 'failed', staff: [] });
    expect(empty.error).toContain('未开通客户联系');
    expect(await api.liveCodes.card({ id: code.id })).toMatchObject({ open: false });
  });

  test('LC-01 ⑤ who lost 客户联系 is left out with the next reading of the staff, told of once, and comes back with it', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const [first, second, maker] = await receivers(api, 3);
    const code = await makeCode(await t.as('operator', 'selfBuilt', maker!.id), { staffIds: [first!.id, second!.id] });
    const set = async (canReceive: boolean) => {
      await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: first!.userId, canReceive });
      await t.settle();
      await t.advance(3_600_001);
      await api.org.sync({});
      await t.settle();
    };
    await set(false);
    expect(await waysOf(t, code)).toMatchObject([{ users: [second!.userId] }]);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ staff: { length: 2 }, unable: [{ id: first!.id }] });
    await t.advance(3_600_001);
    await api.org.sync({});
    await t.settle();
    expect(await callsTo(t, send)).toBe(1);
    expect(await errorOf(makeCode(api, { staffIds: [first!.id] }))).toBe('live_code_staff_unusable');
    await set(true);
    expect((await api.liveCodes.get({ id: code.id })).unable).toEqual([]);
    expect((await waysOf(t, code))[0]!.users.sort()).toEqual([first!.userId, second!.userId].sort());
  });

  test('LC-01 ⑥ more than 100 staff on one code are refused before WeCom is asked', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const staff = Array.from({ length: 101 }, (_, nth) => ({
      id: newId('stf'), userId: `extra${nth}`, name: `Extra ${nth}`, avatarUrl: '', position: '', departmentIds: [], mainDepartment: null, state: 'active' as const,
      canReceive: true, customerCount: 0, seenAt: t.clock.now(), leftAt: null,
    }));
    await write(t.app.database.corp(t.corps.selfBuilt.id), (tx) => tx.insert(Staff, staff));
    const refusal = await makeCode(api, { staffIds: staff.map((one) => one.id) }).catch((error: unknown) => error);
    expect(isError(refusal, 'live_code_staff_limit') && refusal.data.limit).toBe(100);
    expect(await callsTo(t, add)).toBe(0);
  });

  test('LC-01 staff, tags and files of another corp cannot be put on a code, nor its code be seen', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const [ours, theirs] = [await t.as('operator', 'selfBuilt'), await t.as('operator', 'agency')];
    const foreign = (await receivers(theirs, 1))[0]!.id;
    const foreignTag = (await theirs.tags.list({})).items[0]!.tags[0]!.id;
    const foreignFile = await theirs.files.upload({ name: 'a.png', content: Buffer.from('89504e470d0a1a0a0000', 'hex').toString('base64') });
    expect(await errorOf(makeCode(ours, { staffIds: [foreign] }))).toBe('live_code_staff_unusable');
    expect(await errorOf(makeCode(ours, { tagIds: [foreignTag] }))).toBe('not_found');
    expect(await errorOf(makeCode(ours, { welcome: { attachments: [{ kind: 'image', fileId: foreignFile.id }] } }))).toBe('not_found');
    const code = await makeCode(ours);
    expect(await errorOf(theirs.liveCodes.get({ id: code.id }))).toBe('not_found');
    expect(await errorOf(theirs.liveCodes.remove({ id: code.id }))).toBe('not_found');
    expect(await errorOf(theirs.liveCodes.retry({ id: code.id }))).toBe('not_found');
    expect(await errorOf(theirs.liveCodes.update(edit(code, {})))).toBe('not_found');
    expect(await callsTo(t, add)).toBe(1);
  });

  test('codes are listed by page and found by name', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const staffIds = [(await receivers(api, 1))[0]!.id];
    for (const name of ['春季 VIP', '春季 2', '秋_季', '秋季']) await api.liveCodes.create({ name, staffIds });
    const first = await api.liveCodes.list({ limit: 3 });
    expect([first.total, first.items.map((code) => code.name)]).toEqual([4, ['秋季', '秋_季', '春季 2']]);
    const second = await api.liveCodes.list({ limit: 3, cursor: first.nextCursor! });
    expect([second.nextCursor, second.items.map((code) => code.name)]).toEqual([null, ['春季 VIP']]);
    expect((await api.liveCodes.list({ keyword: 'vip' })).items).toHaveLength(1);
    expect((await api.liveCodes.list({ keyword: '秋_' })).items.map((code) => code.name)).toEqual(['秋_季']);
  });

  test('LC-01 a suite shows its staff by userid, for WeCom keeps their names', async () => {
    const t = await testApp({ corps: ['suite'] });
    const api = await t.as('operator', 'suite');
    const [one] = await receivers(api, 1);
    const code = await makeCode(api, { staffIds: [one!.id] });
    expect(code.staff).toMatchObject([{ id: one!.id, userId: one!.userId, name: null }]);
    await write(t.app.database.corp(t.corps.suite.id), (tx) => tx.update(Staff, { id: one!.id }, { state: 'disabled' }));
    const refusal = await makeCode(api, { staffIds: [one!.id] }).catch((error: unknown) => error);
    expect(isError(refusal, 'live_code_staff_unusable') && refusal.data.names).toEqual([one!.userId]);
  });
});

describe('PM-02 codes within reach', () => {
  async function people(t: TestApp, scope: 'own' | 'department') {
    const admin = await t.as('admin');
    const [mine, theirs, third] = await receivers(admin, 3);
    const role = await admin.access.createRole({ name: '活码员', allow: ['liveCode.read', 'liveCode.write', 'customer.read', 'tag.read', 'file.write'], scope });
    const signIn = async (staffId: string) => {
      const api = await t.as('staff', 'selfBuilt', staffId);
      await admin.access.assign({ staffId, roleIds: [role.id] });
      return api;
    };
    return { admin, signIn, mine: mine!.id, theirs: theirs!.id, third: third!.id, api: await signIn(mine!.id), other: await signIn(theirs!.id) };
  }

  test('PM-02 staff see the codes they stand on or made; others’ do not exist, in no list and no count', async () => {
    const t = await testApp();
    const { admin, api, other, mine, theirs } = await people(t, 'own');
    const own = await api.liveCodes.create({ name: '我建的', staffIds: [mine] });
    const shared = await admin.liveCodes.create({ name: '一起的', staffIds: [mine, theirs] });
    const foreign = await admin.liveCodes.create({ name: '别人的', staffIds: [theirs] });
    const names = async (who: Client<Api>, input = {}) => {
      const { items, total } = await who.liveCodes.list(input);
      return [total, ...items.map((code) => code.name)];
    };
    expect(await names(api)).toEqual([2, '一起的', '我建的']);
    expect(await names(api, { keyword: '别人' })).toEqual([0]);
    expect(await names(other)).toEqual([2, '别人的', '一起的']);
    expect(await names(admin)).toEqual([3, '别人的', '一起的', '我建的']);
    for (const call of [api.liveCodes.get, api.liveCodes.remove, api.liveCodes.retry, () => api.liveCodes.update(edit(foreign, { name: 'x' }))]) {
      expect(await errorOf(call({ id: foreign.id }))).toBe('not_found');
    }
    expect(await api.liveCodes.get({ id: shared.id })).toMatchObject({ name: '一起的', addedCount: 0 });
    // Handed to somebody else by an administrator, it stays theirs who made it.
    await admin.liveCodes.update(edit(own, { staffIds: [theirs] }));
    expect(await api.liveCodes.get({ id: own.id })).toMatchObject({ staff: [{ id: theirs }] });
    expect(await names(other)).toEqual([3, '别人的', '一起的', '我建的']);
    await other.liveCodes.remove({ id: foreign.id });
    expect(await errorOf(api.liveCodes.get({ id: foreign.id }))).toBe('not_found');
    expect((await other.liveCodes.get({ id: foreign.id })).state).toBe('deleted');
  });

  test('PM-02 only those within reach are put on a code or taken off; whoever else stands on it stays', async () => {
    const t = await testApp();
    const { admin, api, mine, theirs, third } = await people(t, 'own');
    expect(await errorOf(makeCode(api, { staffIds: [mine, theirs] }))).toBe('live_code_staff_reach');
    const shared = await admin.liveCodes.create({ name: '一起的', staffIds: [mine, theirs] });
    const renamed = await api.liveCodes.update(edit(shared, { name: '改名' }));
    expect(renamed).toMatchObject({ name: '改名', staff: [{ id: mine }, { id: theirs }] });
    expect(await errorOf(api.liveCodes.update(edit(renamed, { staffIds: [mine, theirs, third] })))).toBe('live_code_staff_reach');
    expect(await errorOf(api.liveCodes.update(edit(renamed, { staffIds: [mine] })))).toBe('live_code_staff_reach');
    // Oneself off it: the last thing that is seen of it.
    expect(await api.liveCodes.update(edit(renamed, { staffIds: [theirs] }))).toMatchObject({ staff: [{ id: theirs }] });
    expect(await errorOf(api.liveCodes.get({ id: shared.id }))).toBe('not_found');
  });

  test('PM-02 a manager sees the codes of their department, and its figures stay counts of people', async () => {
    const t = await testApp();
    const { admin, signIn } = await people(t, 'department');
    const everyone = (await receivers(admin, 3, Infinity)).map(({ id }) => id);
    const reaches = await Promise.all(everyone.map(async (id) => ({ id, mates: await departmentMates(t.app.database.corp(t.corps.selfBuilt.id), id) })));
    const manager = reaches.find(({ id, mates }) => everyone.some((one) => one !== id && mates.includes(one)) && everyone.some((one) => !mates.includes(one)))!;
    const mate = everyone.find((id) => id !== manager.id && manager.mates.includes(id))!;
    const outside = everyone.find((id) => !manager.mates.includes(id))!;
    const api = await signIn(manager.id);
    const near = await admin.liveCodes.create({ name: '部门的', staffIds: [mate, outside] });
    const far = await admin.liveCodes.create({ name: '外面的', staffIds: [outside] });
    await scan(t, near);
    expect(await api.liveCodes.list({})).toMatchObject({ total: 1, items: [{ id: near.id, addedCount: 1 }] });
    expect(await errorOf(api.liveCodes.get({ id: far.id }))).toBe('not_found');
  });
});

describe('the contact way at WeCom', () => {
  test('LC-01 a refusal is shown with its reason and can be tried again', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    await t.sandbox.fault(add, 'errcode', 41045);
    const code = await makeCode(api);
    expect(code).toMatchObject({ state: 'failed', qrUrl: '' });
    expect(code.error).toContain('41045');
    await t.advance(60_000);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ state: 'failed' });
    expect(await api.liveCodes.retry({ id: code.id })).toMatchObject({ state: 'ready', error: '' });
    expect(await waysOf(t, code)).toHaveLength(1);
  });

  test('LC-01 what may pass is tried again without anybody asking', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    await t.sandbox.fault(add, 'errcode', 45009);
    const code = await makeCode(api);
    expect(code).toMatchObject({ state: 'preparing' });
    await t.advance(16_000);
    await t.advance(60_000);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ state: 'ready', error: '' });
    expect(await waysOf(t, code)).toHaveLength(1);
  });

  test('LC-01 a crash between WeCom’s answer and the write makes no second way', async () => {
    const t = await testApp();
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    const api = await t.as('operator');
    const code = await makeCode(api);
    const [way] = await waysOf(t, code);
    // What the row says when the process dies right after WeCom made the way.
    await write(db, (tx) => tx.update(LiveCode, { id: code.id }, { state: 'preparing', configId: '', qrUrl: '', known: null, askedAt: t.clock.now(), alignUntil: t.clock.now() + 45_000 }));
    await t.advance(16_000);
    await t.advance(60_000);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ state: 'ready', qrUrl: code.qrUrl });
    expect(await waysOf(t, code)).toMatchObject([{ configId: way!.configId }]);
    expect(await callsTo(t, add)).toBe(1);
  });

  test('LC-01 an answer that is lost on the way makes no second way', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    await t.sandbox.fault(add, 'drop', 1);
    const code = await makeCode(api);
    expect(code).toMatchObject({ state: 'preparing', qrUrl: '' });
    expect(code.error).toContain('无法连接');
    await t.advance(16_000);
    await t.advance(60_000);
    const ways = await waysOf(t, code);
    expect(ways).toHaveLength(1);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ state: 'ready', qrUrl: ways[0]!.qr });
  });

  test('LC-01 a code that is deleted while its way may or may not be there leaves none behind', async () => {
    const t = await testApp();
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    const api = await t.as('operator');
    const code = await makeCode(api);
    await write(db, (tx) => tx.update(LiveCode, { id: code.id }, { state: 'preparing', configId: '', qrUrl: '', known: null, askedAt: t.clock.now() }));
    await api.liveCodes.remove({ id: code.id });
    expect(await waysOf(t, code)).toHaveLength(0);
  });

  test('LC-01 two who bring one code in line at once make one way', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    await t.sandbox.fault(add, 'errcode', 41054);
    const code = await makeCode(api);
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    await write(db, (tx) => tx.update(LiveCode, { id: code.id }, { state: 'preparing' }));
    const context = { ...t.app.services, db, clock: t.clock };
    await Promise.allSettled(Array.from({ length: 5 }, () => alignContactWay(context, code.id)));
    expect(await waysOf(t, code)).toHaveLength(1);
  });

  test('LC-01 the nightly look finds ways without a code and codes without a way', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const [one] = await receivers(api, 1);
    const orphaned = await makeCode(api, { staffIds: [one!.id] });
    const robbed = await makeCode(api, { staffIds: [one!.id] });
    const app = await t.app.services.wecom(t.corps.selfBuilt.id);
    await addContactWay(app, { userids: [one!.userId], state: orphaned.id, skipVerify: true });
    await addContactWay(app, { userids: [one!.userId], state: 'somebody else’s', skipVerify: true });
    expect(await waysOf(t, orphaned)).toHaveLength(2);
    const [way] = await waysOf(t, robbed);
    await app.post('/cgi-bin/externalcontact/del_contact_way', { config_id: way!.configId }, (await import('../../wecom/api/reply')).Done);
    await api.doctor.reconcile({});
    await t.settle();
    expect(await waysOf(t, orphaned)).toHaveLength(1);
    expect(await waysOf(t, { id: 'somebody else’s' })).toHaveLength(1);
    expect(await waysOf(t, robbed)).toHaveLength(1);
    expect(await api.liveCodes.get({ id: robbed.id })).toMatchObject({ state: 'ready', qrUrl: (await waysOf(t, robbed))[0]!.qr });
    expect((await api.liveCodes.get({ id: orphaned.id })).qrUrl).toBe(orphaned.qrUrl);
    expect((await api.doctor.reconciliations({})).items[0]).toMatchObject({ orphanContactWays: 1, missingContactWays: 1 });
  });
});

describe('what follows an add', () => {
  test('LC-06 LC-07 a customer is tagged and counted once though the callback comes three times', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const tags = (await api.tags.list({})).items.flatMap((group) => group.tags).slice(0, 2);
    const code = await makeCode(api, { tagIds: tags.map((tag) => tag.id) });
    await scan(t, code);
    for (let times = 0; times < 2; times++) {
      await t.sandbox.repeatLastCallback();
      await t.settle();
    }
    const { items, total } = await api.customers.list({ liveCodeId: code.id });
    expect(total).toBe(1);
    expect(items[0]!.tags.map((tag) => tag.id).sort()).toEqual(tags.map((tag) => tag.id).sort());
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1 });
  });

  test('LC-06 tags that WeCom refuses for too many calls arrive later, and hold up nothing else', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const [tag] = (await api.tags.list({})).items[0]!.tags;
    const code = await makeCode(api, { tagIds: [tag!.id], remarkTemplate: '{customer}-{code}', welcome: { text: '您好' } });
    await t.sandbox.fault(markTag, 'errcode', 45009, 1);
    const { person, userid } = await scan(t, code);
    const [before] = (await api.customers.list({ liveCodeId: code.id })).items;
    expect(before).toMatchObject({ tags: [], remark: 'Li Mei-浦东店' });
    expect((await t.sandbox.chat(person, userid)).map((message) => message.text)).toContain('您好');
    for (let minute = 0; minute < 5; minute++) await t.advance(60_000);
    const [contact] = await t.sandbox.contacts(person);
    expect(contact!.tags.map((one) => one.name)).toEqual([tag!.name]);
    expect((await api.customers.list({ liveCodeId: code.id })).items[0]!.tags).toMatchObject([{ id: tag!.id }]);
  });

  test('LC-08 the remark is written from the template, cut to WeCom’s 20 characters', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { name: '浦东新区世纪大道旗舰店', remarkTemplate: '{customer}-{code}-{date}' });
    const { person } = await scan(t, code, 'Alexandra');
    const [contact] = await t.sandbox.contacts(person);
    expect([...contact!.remark]).toHaveLength(20);
    expect(contact!.remark).toBe('Alexandra-浦东新区世纪大道旗…');
  });

  test('LC-08 a remark that the staff member wrote by hand stays', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { staffIds: [(await receivers(api, 1))[0]!.id], remarkTemplate: '{customer}-{code}' });
    await t.sandbox.fault(remark, 'errcode', 45009, 1);
    const { person, userid } = await scan(t, code);
    await t.control('POST', '/sandbox/remark', { corp: 'selfBuilt', userid, person: person.id, remark: '老同学' });
    await t.settle();
    for (let minute = 0; minute < 5; minute++) await t.advance(60_000);
    expect((await t.sandbox.contacts(person))[0]!.remark).toBe('老同学');
    // Unless the code is told to: who comes back gets its remark.
    await api.liveCodes.update(edit(code, { remarkOverHand: true }));
    await t.sandbox.unfriend(person, userid, 'customer');
    await t.advance(60_000);
    await t.sandbox.scan(person, code.qrUrl);
    await t.settle();
    expect((await t.sandbox.contacts(person))[0]!.remark).toBe(`${person.name}-${code.name}`);
  });

  test('LC-08 a remark waits for the name that WeCom could not tell at once', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { remarkTemplate: '{customer}-{code}' });
    await t.sandbox.fault('/cgi-bin/externalcontact/get', 'errcode', -1, 3);
    const { person } = await scan(t, code);
    expect((await t.sandbox.contacts(person))[0]!.remark).toBe('');
    for (let minute = 0; minute < 5; minute++) await t.advance(60_000);
    expect((await t.sandbox.contacts(person))[0]!.remark).toBe('Li Mei-浦东店');
  });

  test('LC-08 of a name that is not known, not even the dash stays', () => {
    const [at, zone] = [Date.UTC(2026, 8, 1, 17), 'Asia/Shanghai'];
    expect(remarkOf('{customer}-{code}', { customer: '', code: '浦东店', at, zone })).toBe('浦东店');
    expect(remarkOf('{code} {customer} {date}', { customer: '', code: '浦东', at, zone })).toBe('浦东 2026-09-02');
    expect(remarkOf('{customer}{code}', { customer: '李', code: '浦东店', at, zone })).toBe('李浦东店');
    expect(remarkOf('{tag}-{customer}', { customer: '李', code: '浦东店', at, zone, tag: '意向' })).toBe('意向-李');
    expect(remarkOf('{tag}-{customer} {date}', { customer: '李', code: '浦东店', at, zone: 'America/New_York' })).toBe('李 2026-09-01');
  });
});
