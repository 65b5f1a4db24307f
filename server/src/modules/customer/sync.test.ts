import { describe, expect, test } from 'vitest';
import type { CorpKey, SandboxState } from '../../../sandbox/control';
import { testApp, type TestApp } from '../../../test/app';
import { readCursor } from '../corp';
import { Activity, Customer, CustomerIdentity, FollowUser } from './entity';

const page = '/cgi-bin/externalcontact/batch/get_by_user';
const minute = 60_000;
const dbOf = (t: TestApp, corp: CorpKey = 'selfBuilt') => t.app.database.corp(t.corps[corp].id);
const theirCount = async (t: TestApp, corp: CorpKey) => (await t.control<SandboxState>('GET', '/sandbox/state')).corps.find((one) => one.key === corp)!.customerCount;
const callsTo = async (t: TestApp, path: string) => (await t.control<{ path: string; errcode: number }[]>('GET', '/sandbox/calls')).filter((call) => call.path === path && call.errcode === 0).length;

/** Everything that a sync writes, to compare. */
async function everything(t: TestApp) {
  const db = dbOf(t);
  const byId = { order: { id: 'ASC' as const } };
  return {
    customers: await db.find(Customer, {}, byId), follows: await db.find(FollowUser, {}, byId),
    identities: await db.count(CustomerIdentity), activities: await db.find(Activity, {}, byId),
    tags: await t.app.database.query('SELECT * FROM follow_tag ORDER BY id'),
  };
}

/** Begins a sync and breaks one of its first pages, but not the very first. WeCom answers slowly, so that there is time to. */
async function syncBroken(t: TestApp, effect: 'http500' | 'errcode', value = 0): Promise<void> {
  const calls = await callsTo(t, page);
  await t.sandbox.fault(page, 'delay', 300, 2);
  await (await t.as('admin')).customers.sync();
  const [row] = await t.app.database.query<{ id: string }>('SELECT id FROM job WHERE name = ? AND state = ?', ['customer.sync', 'waiting']);
  const running = t.app.worker.runOne(row!.id, 'bulk');
  while ((await callsTo(t, page)) < calls + 1) await new Promise((resolve) => setImmediate(resolve));
  await t.sandbox.fault(page, effect, value, 1);
  await running;
  const left = (await t.control<SandboxState>('GET', '/sandbox/state')).faults;
  expect(left.filter((fault) => fault.effect === effect)).toEqual([]);
}

/** Runs a call through WeCom that makes callbacks, and loses them on the way. */
async function unheard(t: TestApp, work: () => Promise<unknown>): Promise<void> {
  await work();
  await t.sandbox.settle();
  await t.app.database.execute('DELETE FROM inbox_arrival');
}

async function reconcile(t: TestApp) {
  await (await t.as('owner')).doctor.reconcile();
  await t.settle();
  return (await (await t.as('owner')).doctor.reconciliations()).items[0]!;
}

describe('the full sync', () => {
  for (const corp of ['suite', 'selfBuilt'] as const) {
    test(`after the install all 500 customers of WeCom stand here, and once more changes nothing: ${corp}`, async () => {
      const t = await testApp({ corps: [corp], customersPerCorp: 500 });
      const api = await t.as('admin');
      const relations = await dbOf(t, corp).count(FollowUser);
      expect((await api.customers.list({ limit: 1 })).total).toBe(await theirCount(t, corp));
      expect(await api.customers.progress()).toMatchObject({ state: 'done', done: relations, total: relations, error: '' });
      expect(await dbOf(t, corp).count(Activity, { kind: 'customer.synced' })).toBe(relations);
      const { items } = await api.org.staff({ limit: 200 });
      expect(items.reduce((sum, one) => sum + one.customerCount!, 0)).toBe(relations);
      if (corp === 'suite') return expect((await dbOf(t, corp).find(Customer)).every((one) => one.unionid === null && one.avatarUrl === '')).toBe(true);
      const before = await everything(t);
      await t.advance(minute);
      const calls = await callsTo(t, page);
      await api.customers.sync();
      await t.settle();
      expect(await callsTo(t, page)).toBe(calls * 2);
      expect(await api.customers.progress()).toMatchObject({ state: 'done' });
      expect(await everything(t)).toEqual(before);
    });
  }

  test('what was cut off goes on at the page where it stood, without reading the pages before again', async () => {
    const t = await testApp({ customersPerCorp: 500 });
    const api = await t.as('admin');
    const whole = await everything(t);
    const calls = await callsTo(t, page);
    const relations = whole.follows.length;
    expect(calls).toBeGreaterThan(4);
    for (const table of ['customer', 'follow_user', 'activity', 'customer_identity', 'follow_tag']) await t.app.database.execute(`DELETE FROM ${table}`);
    await t.advance(minute);
    await syncBroken(t, 'http500');
    const half = await api.customers.progress();
    expect(half.state).toBe('failed');
    expect([100, 200]).toContain(half.done);
    expect(half.total).toBe(relations);
    expect(await readCursor(dbOf(t), 'customerSync')).not.toBe('');
    expect(await dbOf(t).count(FollowUser)).toBe(half.done);
    await t.advance(minute);
    expect(await api.customers.progress()).toMatchObject({ state: 'done', done: relations });
    expect(await dbOf(t).count(FollowUser)).toBe(relations);
    expect(await dbOf(t).count(Customer)).toBe(whole.customers.length);
    expect(await callsTo(t, page)).toBe(calls * 2);
  });

  test('a cursor that WeCom has forgotten costs a batch, not a customer', async () => {
    const t = await testApp({ customersPerCorp: 400 });
    const api = await t.as('admin');
    const before = await everything(t);
    await t.advance(minute);
    await syncBroken(t, 'errcode', 50100);
    await t.advance(minute);
    expect(await api.customers.progress()).toMatchObject({ state: 'done' });
    expect(await everything(t)).toEqual(before);
  });

  test('a second wish for a sync does not start another beside it', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    await t.advance(minute);
    for (let click = 0; click < 3; click++) await api.customers.sync();
    const waiting = await t.app.database.query('SELECT id FROM job WHERE name = ? AND state = ?', ['customer.sync', 'waiting']);
    expect(waiting).toHaveLength(1);
    await expect((await t.as('operator')).customers.sync()).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

describe('the nightly comparison', () => {
  test('LC-07 friends of whom no callback told are brought in, credited to their code, and losses are seen', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const { items: [staff] } = await api.org.staff({ onlyReceiving: true, limit: 1 });
    const code = await api.liveCodes.create({ name: '展会', staffIds: [staff!.id] });
    const [missed, gone] = [await t.sandbox.newPerson('没听到'), await t.sandbox.newPerson('悄悄走')];
    const { externalUserid } = await t.sandbox.scan(gone, code.qrUrl);
    await t.settle();
    await t.advance(minute);
    let added = { externalUserid: '' };
    await unheard(t, async () => { added = await t.sandbox.scan(missed, code.qrUrl); });
    await unheard(t, () => t.sandbox.unfriend(gone, staff!.userId, 'staff'));
    await t.settle();
    expect((await api.customers.list({ keyword: added.externalUserid })).total).toBe(0);
    await t.advance(5 * minute);

    expect(await reconcile(t)).toMatchObject({ state: 'done', missedAdds: 1, missedLosses: 1, error: '' });
    const [found] = (await api.customers.list({ keyword: added.externalUserid })).items;
    expect(found).toMatchObject({ name: '没听到', lostAt: null, source: { kind: 'liveCode', liveCodeId: code.id } });
    expect((await api.customers.list({ keyword: externalUserid, state: 'lost' })).items).toMatchObject([{ lostBy: 'staff' }]);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 2, lostCount: 1 });
    expect((await api.customers.timeline({ id: found!.id })).items.map((one) => one.kind)).toContain('customer.restored');

    await t.advance(minute);
    const friends = (await api.org.staff({ limit: 200 })).items.reduce((sum, one) => sum + one.customerCount!, 0);
    expect(await reconcile(t)).toMatchObject({ state: 'done', missedAdds: 0, missedLosses: 0, checked: friends });
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 2, lostCount: 1 });
  });

  test('what is younger than a minute is left to its callback, and a callback that comes late tells nobody twice', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const { items: [staff] } = await api.org.staff({ onlyReceiving: true, limit: 1 });
    const code = await api.liveCodes.create({ name: '展会', staffIds: [staff!.id] });
    const person = await t.sandbox.newPerson('慢');
    await unheard(t, () => t.sandbox.scan(person, code.qrUrl));
    await t.settle();
    expect(await reconcile(t)).toMatchObject({ missedAdds: 0 });
    await t.advance(2 * minute);
    expect(await reconcile(t)).toMatchObject({ missedAdds: 1 });
    await t.sandbox.repeatLastCallback();
    await t.settle();
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1 });
    const published = await t.app.database.query('SELECT id FROM job WHERE name = ?', ['liveCode.countAdd']);
    expect(published).toHaveLength(1);
  });
});
