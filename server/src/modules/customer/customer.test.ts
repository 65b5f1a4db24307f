import { decodeTime } from 'ulid';
import { describe, expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { CorpKey, WechatUser } from '../../../sandbox/control';
import { testApp, type TestApp } from '../../../test/app';
import { appEvent, push } from '../../../test/callbacks';
import { demo } from '../../../sandbox/demo';
import { idSince } from '../../core/db/ids';
import { liveMarks } from '../system';
import { Activity, Customer, FollowUser } from './entity';
import type { CustomerAdded } from './events';

interface Met { person: WechatUser; userid: string; externalUserid: string }

const second = 1000;
const dbOf = (t: TestApp, corp: CorpKey = 'selfBuilt') => t.app.database.corp(t.corps[corp].id);

/** A live code with this many staff, without tags, remark or welcome. */
async function makeCode(api: Client<Api>, count = 1) {
  const { items } = await api.org.staff({ onlyReceiving: true, limit: count });
  return api.liveCodes.create({ name: '展会', staffIds: items.map((one) => one.id) });
}

async function scan(t: TestApp, qr: string, name = '李梅'): Promise<Met> {
  const person = await t.sandbox.newPerson(name);
  const { userid, externalUserid } = await t.sandbox.scan(person, qr);
  await t.settle();
  return { person, userid, externalUserid };
}

async function timeline(api: Client<Api>, id: string): Promise<string[]> {
  return (await api.customers.timeline({ id, limit: 200 })).items.map((one) => one.kind);
}

/** The event of the self-built app, as WeCom sends it: at this time, encrypted and signed. */
async function tell(t: TestApp, change: string, at: number, { externalUserid, userid }: Pick<Met, 'externalUserid' | 'userid'>, more: Record<string, string> = {}): Promise<void> {
  const message = appEvent({ Event: 'change_external_contact', ChangeType: change, CreateTime: String(Math.floor(at / 1000)), UserID: userid, ExternalUserID: externalUserid, ...more });
  const { token, aesKey, corpId } = demo.corps.selfBuilt;
  const { status } = await push({ url: `${t.publicUrl}/wecom/app/${t.corps.selfBuilt.appId}`, keys: { token, aesKey }, receiveId: corpId, message });
  expect(status).toBe(200);
}

async function only(api: Client<Api>, externalUserid: string) {
  const { items, total } = await api.customers.list({ keyword: externalUserid });
  expect(total).toBe(1);
  return api.customers.get({ id: items[0]!.id });
}

/** What is stored of one relation, and how often the timeline tells of it. */
async function stateOf(t: TestApp, { externalUserid }: Pick<Met, 'externalUserid'>) {
  const db = dbOf(t);
  const customer = (await db.findOne(Customer, { externalUserid }))!;
  const follows = await db.find(FollowUser, { customerId: customer.id });
  const kinds = (await db.find(Activity, { customerId: customer.id }, { order: { at: 'ASC', kind: 'ASC' } })).map((one) => `${one.at} ${one.kind}`);
  return { lostAt: customer.lostAt, lostBy: customer.lostBy, addedAt: customer.lastAddedAt, follows: follows.map(({ addedAt, lostAt, lostBy }) => ({ addedAt, lostAt, lostBy })), kinds };
}

describe('CU-02 a customer comes', () => {
  for (const corp of ['suite', 'agency', 'selfBuilt'] as const) {
    test(`CU-02 one scan makes one customer with owner, source and timeline: ${corp}`, async () => {
      const t = await testApp({ corps: [corp] });
      const api = await t.as('operator');
      const code = await makeCode(api, 2);
      const { externalUserid } = await scan(t, code.qrUrl);
      const customer = await only(api, externalUserid);
      expect(customer).toMatchObject({ name: '李梅', type: 1, lostAt: null, source: { kind: 'liveCode', liveCodeId: code.id, liveCodeName: '展会', addWay: 1 } });
      expect(customer.avatarUrl === '').toBe(corp === 'suite');
      expect(customer.owners).toHaveLength(1);
      expect(code.staff.map((one) => one.id)).toContain(customer.owners[0]!.id);
      expect(customer.follows).toMatchObject([{ staff: customer.owners[0], addedAt: customer.addedAt, lostAt: null }]);
      const { items } = await api.customers.timeline({ id: customer.id });
      expect(items.at(-1)).toMatchObject({ kind: 'customer.added', staff: customer.owners[0], data: { liveCodeName: '展会', picked: 'platform', candidates: 2, addWay: 1 } });
      expect((await api.org.staff({ limit: 200 })).items.find((one) => one.id === customer.owners[0]!.id)!.customerCount)
        .toBe((await api.customers.list({ staffId: customer.owners[0]!.id, state: 'friend' })).total);
    });
  }

  test('CU-03 LC-06 a callback that comes three times, out of order, tells the timeline once', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api);
    await t.sandbox.fault('callback', 'duplicate', 0, 1);
    const met = await scan(t, code.qrUrl);
    await t.sandbox.repeatLastCallback();
    await t.settle();
    const added = (await stateOf(t, met)).kinds.filter((kind) => kind.endsWith('customer.added'));
    expect(added).toHaveLength(1);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1 });
  });

  test('a customer whom WeCom cannot tell of yet stands here from the event, and is filled in', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api);
    await t.sandbox.fault('/cgi-bin/externalcontact/get', 'errcode', 84061, 2);
    const met = await scan(t, code.qrUrl);
    expect(await only(api, met.externalUserid)).toMatchObject({ name: '', lostAt: null, source: { kind: 'liveCode', liveCodeId: code.id } });
    await t.advance(60_000);
    expect(await only(api, met.externalUserid)).toMatchObject({ name: '李梅', source: { kind: 'liveCode', addWay: 1 } });
  });

  test('who waits for a confirmation is a customer from the first step, and added once when it comes', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const { items: [staff] } = await api.org.staff({ onlyReceiving: true, limit: 1 });
    const code = await api.liveCodes.create({ name: '展会', staffIds: [staff!.id], skipVerify: false });
    const met = await scan(t, code.qrUrl);
    const half = await only(api, met.externalUserid);
    expect(await timeline(api, half.id)).toEqual(['customer.half']);
    await t.advance(5 * second);
    await t.control('POST', '/sandbox/accept', { corp: 'selfBuilt', userid: met.userid, person: met.person.id });
    await t.settle();
    const whole = await only(api, met.externalUserid);
    expect(whole).toMatchObject({ id: half.id, name: '李梅' });
    expect((await timeline(api, half.id)).filter((kind) => kind === 'customer.added')).toHaveLength(1);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1 });
  });
});

describe('a customer goes', () => {
  test('the customer deletes the staff member: lost, with when and by whom; coming back is seen as coming back', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api);
    const met = await scan(t, code.qrUrl);
    await t.advance(90 * second);
    const leftAt = t.clock.now();
    await t.sandbox.unfriend(met.person, met.userid, 'customer');
    await t.settle();
    const lost = await only(api, met.externalUserid);
    expect(lost).toMatchObject({ lostAt: Math.floor(leftAt / 1000) * 1000, lostBy: 'customer', follows: [{ lostBy: 'customer' }] });
    expect((await timeline(api, lost.id))[0]).toBe('customer.lost');
    expect((await api.customers.list({ state: 'lost', keyword: met.externalUserid })).total).toBe(1);

    await t.advance(3600 * second);
    await t.sandbox.scan(met.person, code.qrUrl);
    await t.settle();
    const back = await only(api, met.externalUserid);
    expect(back).toMatchObject({ id: lost.id, lostAt: null, lostBy: null, follows: [{ lostAt: null }] });
    expect(back.addedAt).toBeGreaterThan(lost.lostAt!);
    expect((await stateOf(t, met)).kinds.filter((kind) => kind.endsWith('customer.added'))).toHaveLength(2);
    const published = await t.app.database.query<{ data: string }>('SELECT data FROM job WHERE name = ? ORDER BY id', ['liveCode.countAdd']);
    const told = published.map(({ data }) => JSON.parse(t.app.services.secrets.open(data, 'job.data')) as CustomerAdded);
    expect(told.map((one) => one.returning)).toEqual([false, true]);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1, lostCount: 0 });
  });

  test('the staff member deletes the customer; another who has them keeps them', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const { items } = await api.org.staff({ onlyReceiving: true, limit: 2 });
    const codes = await Promise.all(items.map((one) => api.liveCodes.create({ name: one.userId, staffIds: [one.id] })));
    const met = await scan(t, codes[0]!.qrUrl);
    const other = await t.sandbox.scan(met.person, codes[1]!.qrUrl);
    await t.advance(10 * second);
    expect((await only(api, met.externalUserid)).owners).toHaveLength(2);
    await t.sandbox.unfriend(met.person, met.userid, 'staff');
    await t.advance(10 * second);
    const half = await only(api, met.externalUserid);
    expect(half).toMatchObject({ lostAt: null, owners: [{ userId: other.userid }] });
    expect(half.follows.find((one) => one.staff.userId === met.userid)).toMatchObject({ lostBy: 'staff' });
    await t.sandbox.unfriend(met.person, other.userid, 'staff');
    await t.settle();
    expect(await only(api, met.externalUserid)).toMatchObject({ lostBy: 'staff' });
    const count = async (userId: string) => (await api.org.staff({ limit: 200 })).items.find((one) => one.userId === userId)!.customerCount!;
    expect(await count(met.userid)).toBe((await api.customers.list({ staffId: items.find((one) => one.userId === met.userid)!.id, state: 'friend' })).total);
  });

  test('a hand-over is told as such', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const met = await scan(t, (await makeCode(api)).qrUrl);
    await t.advance(10 * second);
    await tell(t, 'del_external_contact', t.clock.now(), met, { Source: 'DELETE_BY_TRANSFER' });
    await tell(t, 'transfer_fail', t.clock.now(), met, { FailReason: 'customer_refused' });
    await t.settle();
    const customer = await only(api, met.externalUserid);
    expect(customer).toMatchObject({ lostBy: 'transfer' });
    expect((await api.customers.timeline({ id: customer.id, kinds: ['customer.edited'] })).items).toMatchObject([{ data: { reason: 'customer_refused' } }]);
  });

  test('in whichever order the callbacks arrive, and however often, the end is the same', async () => {
    const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api);
    const start = t.clock.now();
    const people: Met[] = [];
    for (const [index] of orders.entries()) {
      const person = await t.sandbox.newPerson(`人${index}`);
      people.push({ person, ...(await t.sandbox.scan(person, code.qrUrl)) });
    }
    await t.sandbox.settle();
    // These callbacks are forgotten: the story is told again below, each time in another order.
    await t.app.database.execute('DELETE FROM inbox_arrival');
    await t.advance(1000 * second);
    for (const [index, order] of orders.entries()) {
      const met = people[index]!;
      const story = [
        () => tell(t, 'add_external_contact', start, met, { WelcomeCode: `one${index}` }),
        () => tell(t, 'del_follow_user', start + 100 * second, met),
        () => tell(t, 'add_external_contact', start + 200 * second, met, { WelcomeCode: `two${index}` }),
      ];
      for (const step of [...order, ...order.slice(0, 2), order[0]!]) {
        await story[step]!();
        await t.settle();
      }
    }
    const ends = await Promise.all(people.map((met) => stateOf(t, met)));
    expect(ends[0]).toMatchObject({ lostAt: null, follows: [{ addedAt: start + 200 * second, lostAt: null }] });
    expect(ends[0]!.kinds).toEqual([`${start} customer.added`, `${start + 100 * second} customer.lost`, `${start + 200 * second} customer.added`]);
    for (const end of ends) expect(end).toEqual(ends[0]);
  });

  test('an old addition that arrives after the deletion does not bring the friend back', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const met = { userid: (await api.org.staff({ onlyReceiving: true, limit: 1 })).items[0]!.userId, externalUserid: 'wmNeverSeen0000000000000001' };
    const start = t.clock.now();
    await t.advance(600 * second);
    await tell(t, 'del_external_contact', start + 60 * second, met);
    await t.settle();
    expect(await only(api, met.externalUserid)).toMatchObject({ lostBy: 'staff', name: '' });
    await tell(t, 'add_external_contact', start, met);
    await t.settle();
    const customer = await only(api, met.externalUserid);
    expect(customer).toMatchObject({ lostAt: start + 60 * second, lostBy: 'staff', addedAt: start });
    expect(await timeline(api, customer.id)).toEqual(['customer.lost', 'customer.added']);
  });
});

describe('CU-10 tags and remarks', () => {
  test('CU-10 what staff do in WeCom appears here with its name, once; also what was done twice within a second', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const met = await scan(t, (await makeCode(api)).qrUrl);
    const [first, other] = await t.control<{ id: string; name: string }[]>('GET', '/sandbox/tags?corp=selfBuilt');
    const who = { corp: 'selfBuilt', userid: met.userid, person: met.person.id };
    await t.control('POST', '/sandbox/tag', { ...who, add: [first!.id, other!.id] });
    await t.settle();
    await t.sandbox.repeatLastCallback();
    await t.settle();
    await t.control('POST', '/sandbox/tag', { ...who, remove: [other!.id] });
    await t.control('POST', '/sandbox/remark', { ...who, remark: '老王介绍' });
    await t.settle();
    await t.advance(2 * second);
    const customer = await only(api, met.externalUserid);
    expect(customer).toMatchObject({ remark: '老王介绍', tags: [{ name: first!.name }] });
    const { items } = await api.customers.timeline({ id: customer.id, kinds: ['customer.tagged', 'customer.untagged', 'customer.remarked'] });
    expect(items.map((one) => [one.kind, one.data.tagNames ?? one.data.remark]).sort()).toEqual([
      ['customer.remarked', '老王介绍'], ['customer.tagged', [first!.name, other!.name]], ['customer.untagged', [other!.name]],
    ]);
  });

  test('CU-10 what is tagged and remarked here reaches WeCom, and the tag counts its customers', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const met = await scan(t, (await makeCode(api)).qrUrl);
    const customer = await only(api, met.externalUserid);
    const [group] = (await api.tags.list()).items;
    const [one, two] = group!.tags;
    const tagged = await api.customers.tag({ id: customer.id, add: [one!.id, two!.id] });
    expect(tagged.tags.map((tag) => tag.name).sort()).toEqual([one!.name, two!.name].sort());
    await api.customers.tag({ id: customer.id, remove: [two!.id] });
    await api.customers.remark({ id: customer.id, remark: '浦东-李', description: '喜欢早上联系' });
    const [contact] = await t.sandbox.contacts(met.person);
    expect(contact).toMatchObject({ remark: '浦东-李', tags: [{ name: one!.name }] });
    const counted = (await api.tags.list()).items[0]!.tags.find((tag) => tag.id === one!.id)!;
    expect(counted.customerCount).toBe((await api.customers.list({ tagIds: [one!.id] })).total);
    expect(counted.customerCount).toBe(one!.customerCount + 1);
    await expect(api.customers.remark({ id: customer.id, remark: '一二三四五六七八九十一二三四五六七八九十一' })).rejects.toMatchObject({ code: 'bad_input' });
    await expect(api.customers.tag({ id: customer.id, add: ['tag_unknown'] })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('CU-02 who saves a remark that somebody changed meanwhile is told what stands there and by whom, and nothing is written', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api);
    const { person, userid } = await scan(t, code.qrUrl);
    const { id } = (await api.customers.list({ keyword: '李梅' })).items[0]!;
    const seen = { remark: (await api.customers.get({ id })).follows[0]!.remark };
    await api.customers.remark({ id, remark: '同事写的', seen });
    const mine = (from: { remark: string }) => api.customers.remark({ id, remark: '我写的', seen: from });
    await expect(mine(seen)).rejects.toMatchObject({ code: 'stale_edit', data: { remark: '同事写的', by: 'operator' } });
    // What is not being changed cannot clash, and neither can the same words.
    await api.customers.remark({ id, description: '周二有空', seen: { description: '' } });
    await api.customers.remark({ id, remark: '同事写的', seen });
    expect((await api.customers.get({ id })).follows[0]).toMatchObject({ remark: '同事写的', description: '周二有空' });
    await t.control('POST', '/sandbox/remark', { corp: 'selfBuilt', userid, person: person.id, remark: '手机上写的' });
    await t.settle();
    await expect(mine({ remark: '同事写的' })).rejects.toMatchObject({ code: 'stale_edit', data: { remark: '手机上写的', by: 'wecom' } });
    await mine({ remark: '手机上写的' });
    expect((await t.sandbox.contacts(person))[0]!.remark).toBe('我写的');
  });

  test('CU-10 what WeCom refuses is not written here', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const met = await scan(t, (await makeCode(api)).qrUrl);
    const customer = await only(api, met.externalUserid);
    const tagId = (await api.tags.list()).items[0]!.tags[0]!.id;
    await t.sandbox.fault('/cgi-bin/externalcontact/mark_tag', 'errcode', 48002, 1);
    await expect(api.customers.tag({ id: customer.id, add: [tagId] })).rejects.toMatchObject({ code: 'wecom_failed', data: { errcode: 48002 } });
    expect(await api.customers.get({ id: customer.id })).toMatchObject({ tags: [] });
    await t.sandbox.unfriend(met.person, met.userid, 'staff');
    await t.settle();
    await expect(api.customers.tag({ id: customer.id, add: [tagId] })).rejects.toMatchObject({ code: 'customer_not_followed' });
  });
});

describe('who sees whom', () => {
  test('a sales rep sees and changes own customers only; another company’s do not exist', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const api = await t.as('operator', 'selfBuilt');
    const { items } = await api.org.staff({ onlyReceiving: true, limit: 2 });
    const met = await scan(t, (await api.liveCodes.create({ name: '甲', staffIds: [items[0]!.id] })).qrUrl);
    const customer = await only(api, met.externalUserid);
    const owner = await t.as('staff', 'selfBuilt', items[0]!.id);
    const colleague = await t.as('staff', 'selfBuilt', items[1]!.id);
    const outsider = await t.as('owner', 'agency');
    const tagId = (await api.tags.list()).items[0]!.tags[0]!.id;

    expect(await owner.customers.get({ id: customer.id })).toMatchObject({ id: customer.id });
    expect(await owner.customers.byExternalUserid({ externalUserid: met.externalUserid })).toMatchObject({ id: customer.id });
    expect(await owner.customers.tag({ id: customer.id, add: [tagId] })).toMatchObject({ tags: [{ id: tagId }] });
    await expect(owner.customers.tag({ id: customer.id, staffId: items[1]!.id, add: [tagId] })).rejects.toMatchObject({ code: 'not_allowed' });
    expect((await owner.customers.list({ limit: 200 })).total).toBe((await api.customers.list({ staffId: items[0]!.id })).total);

    for (const stranger of [colleague, outsider]) {
      await expect(stranger.customers.get({ id: customer.id })).rejects.toMatchObject({ code: 'not_found' });
      await expect(stranger.customers.timeline({ id: customer.id })).rejects.toMatchObject({ code: 'not_found' });
      await expect(stranger.customers.tag({ id: customer.id, add: [] })).rejects.toMatchObject({ code: 'not_found' });
      await expect(stranger.customers.remark({ id: customer.id, remark: '我的' })).rejects.toMatchObject({ code: 'not_found' });
      expect(await stranger.customers.byExternalUserid({ externalUserid: met.externalUserid })).toBeNull();
      expect((await stranger.customers.list({ keyword: met.externalUserid })).total).toBe(0);
    }
  });

  test('every filter counts what it lists, page by page, newest first', async () => {
    const t = await testApp({ customersPerCorp: 60 });
    const api = await t.as('operator');
    const all = await api.customers.list({ limit: 200 });
    expect(all.items).toHaveLength(all.total);
    const paged = [];
    for (let cursor: string | undefined; ;) {
      const page = await api.customers.list({ limit: 7, cursor });
      expect(page.total).toBe(all.total);
      paged.push(...page.items);
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.items);
    expect(paged.map((one) => one.addedAt)).toEqual(paged.map((one) => one.addedAt).sort((a, b) => b - a));

    const tag = all.items.flatMap((one) => one.tags)[0]!;
    const staff = all.items[0]!.owners[0]!;
    const remarked = all.items.find((one) => one.remark !== '')!;
    const expectList = async (filter: Parameters<typeof api.customers.list>[0], keep: (one: (typeof all.items)[number]) => boolean) => {
      const { items, total } = await api.customers.list({ ...filter, limit: 200 });
      expect(items.map((one) => one.id)).toEqual(all.items.filter(keep).map((one) => one.id));
      expect(total).toBe(items.length);
      expect(total).toBeGreaterThan(0);
    };
    await expectList({ tagIds: [tag.id] }, (one) => one.tags.some((own) => own.id === tag.id));
    await expectList({ staffId: staff.id, state: 'friend' }, (one) => one.owners.some((owner) => owner.id === staff.id));
    await expectList({ keyword: remarked.externalUserid }, (one) => one.id === remarked.id);
    expect((await api.customers.list({ keyword: remarked.remark.slice(0, 4) })).items.map((one) => one.id)).toContain(remarked.id);
    expect((await api.customers.list({ keyword: '%' })).total).toBe(all.items.filter((one) => one.name.includes('%')).length);
    await expect(api.customers.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'bad_input' });
  });

  test('CU-03 the timeline is read newest first, by kind and by page', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const met = await scan(t, (await makeCode(api)).qrUrl);
    const customer = await only(api, met.externalUserid);
    for (let n = 0; n < 6; n++) {
      await t.advance(second);
      await api.customers.remark({ id: customer.id, remark: `第${n}次` });
    }
    const all = (await api.customers.timeline({ id: customer.id, limit: 200 })).items;
    expect(all.map((one) => one.at)).toEqual(all.map((one) => one.at).sort((a, b) => b - a));
    const first = await api.customers.timeline({ id: customer.id, limit: 4, kinds: ['customer.remarked'] });
    const second_ = await api.customers.timeline({ id: customer.id, limit: 4, kinds: ['customer.remarked'], cursor: first.nextCursor! });
    expect(first.total).toBe(6);
    expect([...first.items, ...second_.items].map((one) => one.data.remark)).toEqual(['第5次', '第4次', '第3次', '第2次', '第1次', '第0次']);
    expect(second_.nextCursor).toBeNull();
  });
});

test('CU-01 a screen hears of a row that another process commits late, behind newer ones', async () => {
  const t = await testApp({ customersPerCorp: 1 });
  const db = dbOf(t);
  const [newest] = await db.find(Activity, {}, { order: { id: 'DESC' }, take: 1 });
  const marks = await liveMarks(db);
  expect(await liveMarks(db)).toEqual(marks);
  const late = { ...newest!, id: idSince('act', decodeTime(newest!.id.slice('act_'.length)) - 2000), naturalKey: 'late' };
  await t.app.database.write(db.corpId, (tx) => tx.insert(Activity, { ...late, id: `${late.id}0000000000000000` }));
  const { customers, ...others } = await liveMarks(db);
  expect([customers === marks.customers, { ...others, customers: marks.customers }]).toEqual([false, marks]);
});
