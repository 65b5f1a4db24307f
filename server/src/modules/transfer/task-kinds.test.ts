import { expect, test } from 'vitest';
import type { ApiCall } from '../../../sandbox/control';
import { testApp } from '../../../test/app';

const day = 86_400_000;
const ask = '/cgi-bin/externalcontact/transfer_customer';

test('CU-10 CU-23 the selection goes to a colleague through WeCom, a hundred a call; whoever cannot go is told by name and can be tried again', { timeout: 120_000 }, async () => {
  const t = await testApp({ customersPerCorp: 120, staffPerCorp: 4 });
  const api = await t.as('operator');
  const [to, ...givers] = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items;
  const all = (await api.customers.list({ state: 'friend', limit: 200 })).items;
  const mine = all.filter((row) => row.owners.length === 1 && row.owners[0]!.id !== to!.id);
  const several = all.find((row) => row.owners.filter((one) => one.id !== to!.id).length > 1)!;
  const already = all.find((row) => row.owners.length === 1 && row.owners[0]!.id === to!.id)!;
  const [busy] = mine;
  await api.transfers.create({ kind: 'onJob', fromStaffId: busy!.owners[0]!.id, customerIds: [busy!.id], to: { way: 'even', staffIds: [givers.find((one) => one.id !== busy!.owners[0]!.id)!.id] } });
  await t.settle();
  const ids = [...mine.map((row) => row.id), several.id, already.id];
  const calls = async () => (await t.control<ApiCall[]>('GET', '/sandbox/calls')).filter((one) => one.path === ask).length;
  const before = await calls();
  const task = await api.tasks.start({ kind: 'customer.assign', key: 'assign-many-key', input: { toStaffId: to!.id, message: '以后由我为您服务' }, ids });
  await t.settle();
  expect(await api.tasks.get({ id: task.id })).toMatchObject({ state: 'done', done: mine.length - 1, failed: 3, canUndo: false });
  const failed = new Map((await api.tasks.items({ id: task.id, state: 'failed' })).items.map((item) => [item.itemId, item.reason]));
  expect(failed.get(busy!.id)).toBe('已经在另一次交接中');
  expect(failed.get(already.id)).toContain('已经在跟进这位客户');
  expect(failed.get(several.id)).toContain('请选择从谁那里分配');
  // One order for each giver, whatever the number of parts.
  const orders = (await api.transfers.list({ limit: 50 })).items.filter((one) => one.takers.some((taker) => taker.id === to!.id));
  expect(orders.map((one) => one.from.id).sort()).toEqual([...new Set(mine.slice(1).map((row) => row.owners[0]!.id))].sort());
  expect(orders.reduce((sum, one) => sum + one.total, 0)).toBe(mine.length - 1);
  const parts = Math.ceil(ids.length / 100);
  expect((await calls()) - before).toBeGreaterThan(0);
  expect((await calls()) - before).toBeLessThanOrEqual(orders.length * parts);

  // Named, the giver of several is clear.
  const second = await api.tasks.start({ kind: 'customer.assign', key: 'assign-one-key', input: { toStaffId: to!.id, fromStaffId: several.owners.find((one) => one.id !== to!.id)!.id }, ids: [several.id] });
  await t.settle();
  expect(await api.tasks.get({ id: second.id })).toMatchObject({ done: 1, failed: 0 });

  await t.advance(day);
  await t.advance(600_000);
  const later = await t.as('operator');
  expect((await later.customers.get({ id: mine[1]!.id })).owners.map((one) => one.id)).toEqual([to!.id]);
});

test('CU-10 CU-23 a refusal of WeCom is a failure of that row; tried again it goes', async () => {
  const t = await testApp({ customersPerCorp: 40, staffPerCorp: 4 });
  const api = await t.as('operator');
  const [to] = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items;
  const [first] = (await api.customers.list({ state: 'friend', limit: 200 })).items.filter((row) => row.owners.length === 1 && row.owners[0]!.id !== to!.id);
  await t.sandbox.fault(ask, 'errcode', 40099, 1);
  const { id } = await api.tasks.start({ kind: 'customer.assign', key: 'assign-refused', input: { toStaffId: to!.id }, ids: [first!.id] });
  await t.settle();
  expect(await api.tasks.get({ id })).toMatchObject({ state: 'failed', failed: 1 });
  expect((await api.tasks.items({ id })).items[0]!.reason).toContain('40099');
  await api.tasks.retry({ id });
  await t.settle();
  expect(await api.tasks.get({ id })).toMatchObject({ state: 'done', done: 1, failed: 0 });
  await expect((await t.as('staff')).tasks.start({ kind: 'customer.assign', key: 'assign-not-allowed', input: { toStaffId: to!.id }, ids: [first!.id] })).rejects.toMatchObject({ code: 'not_allowed' });
});
