import { expect, test, vi } from 'vitest';
import type { Staff } from '@scrm/shared/org';
import type { AppMessage, Contact, SandboxState } from '../../../sandbox/control';
import { testApp, type TestApp } from '../../../test/app';
import { digest } from './jobs';

const day = 86_400_000;
const inbox = (t: TestApp, userId: string) => t.control<AppMessage[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${userId}`);
const contactsOf = async (t: TestApp, userId: string) => (await t.control<Contact[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${userId}`)).filter((one) => one.customerHasStaff && one.staffHasCustomer);

test('CU-23 who leaves is on the list at once with all they had; nothing is lost if nobody acts, and the report says who got what', async () => {
  const t = await testApp({ customersPerCorp: 60, staffPerCorp: 6 });
  const api = await t.as('operator');
  const [gone, to, other] = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items as [Staff, Staff, Staff];
  const code = await api.liveCodes.create({ name: '离职者的码', staffIds: [gone.id] });
  // Somebody else's code is empty for reasons of its own.
  await api.liveCodes.create({ name: '别人的空码', staffIds: [other.id] });
  await t.settle();
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: other.userId, leave: true });
  await t.settle();
  const count = (await api.customers.list({ staffId: gone.id, state: 'friend', limit: 1 })).total;
  expect((await api.transfers.leavers({})).items.map(({ staff }) => staff.id)).toEqual([other.id]);
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: gone.userId, leave: true });
  await t.settle();
  const leftAt = t.clock.now();
  const { items, total } = await api.transfers.leavers({});
  expect(total).toBe(2);
  const leaver = items.find(({ staff }) => staff.id === gone.id);
  expect(leaver).toMatchObject({ staff: { id: gone.id }, confirmed: true, leftAt, pending: 0, done: 0, queued: 0, groups: 1, codes: 1 });
  expect(leaver!.waiting).toBe(count);
  expect(await api.transfers.leaver({ staffId: gone.id })).toMatchObject({ liveCodes: [{ id: code.id, name: '离职者的码', empty: true }], takers: [] });

  await (await t.as('owner')).doctor.reconcile();
  await t.advance(10 * day);
  const again = await t.as('operator');
  expect((await again.transfers.leavers({})).items.find(({ staff }) => staff.id === gone.id)).toMatchObject({ waiting: leaver!.waiting });
  await expect(again.transfers.preview({ kind: 'onJob', fromStaffId: gone.id, to: { way: 'even', staffIds: [to.id] } })).rejects.toMatchObject({ code: 'transfer_wrong_kind' });
  const order = await again.transfers.create({ kind: 'resigned', fromStaffId: gone.id, to: { way: 'even', staffIds: [to.id] }, groups: true });
  await t.settle();
  const notFriends = (await again.transfers.items({ id: order.id, limit: 200 })).items.filter((item) => item.state !== 'pending');
  await t.advance(day);
  await t.advance(600_000);
  const last = await t.as('operator');
  const report = await last.transfers.leaver({ staffId: gone.id });
  const moved = order.total - notFriends.length;
  expect(report).toMatchObject({ waiting: 0, pending: 0, done: moved, groups: 0, takers: [{ staff: { id: to.id }, customers: moved }], transfers: [{ id: order.id, groups: { total: 1, done: 1 } }] });
  const [first] = (await last.transfers.items({ id: order.id, state: 'done', limit: 1 })).items;
  expect((await last.customers.get({ id: first!.customer.id })).owners.map((one) => one.id)).toContain(to.id);
  expect((await last.customers.get({ id: first!.customer.id })).owners.map((one) => one.id)).not.toContain(gone.id);
  await expect(last.transfers.leaver({ staffId: to.id })).rejects.toMatchObject({ code: 'not_found' });
});

test('CU-23 BX-23 the giver leaves while some are still in the queue: they count as theirs, and go on by WeCom’s call for those who left', async () => {
  const t = await testApp({ customersPerCorp: 60, staffPerCorp: 6 });
  const api = await t.as('operator');
  const [gone, to] = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items as [Staff, Staff];
  const mine = (await api.customers.list({ staffId: gone.id, state: 'friend', limit: 200 })).items.filter((one) => one.owners.length === 1).slice(0, 2);
  const order = await api.transfers.create({ kind: 'onJob', fromStaffId: gone.id, customerIds: mine.map(({ id }) => id), to: { way: 'even', staffIds: [to.id] }, autoRetry: true });
  await t.settle();
  await t.control('POST', '/sandbox/refusals', { corp: 'selfBuilt', share: 1 });
  await t.settle();
  expect((await api.transfers.queue({})).total).toBe(2);
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: gone.userId, leave: true });
  await t.settle();
  expect((await api.transfers.leavers({})).items).toMatchObject([{ staff: { id: gone.id }, queued: 2 }]);

  await t.advance(7 * day + 3_600_000);
  const later = await t.as('operator');
  expect((await later.transfers.items({ id: order.id })).items.map(({ state, kind, tries }) => [state, kind, tries])).toEqual([['pending', 'resigned', 2], ['pending', 'resigned', 2]]);
  await t.advance(day);
  await t.advance(600_000);
  const last = await t.as('operator');
  expect(await last.transfers.get({ id: order.id })).toMatchObject({ state: 'done', counts: { done: 2 } });
  for (const { id } of mine) expect((await last.customers.get({ id })).owners.map((one) => one.id)).toEqual([to.id]);
});

test('CU-23 a manager is told at once when staff delete a customer, the staff member when a customer leaves, and the list counts the same', async () => {
  const t = await testApp({ customersPerCorp: 60, staffPerCorp: 12 });
  const api = await t.as('operator');
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 20 })).items;
  const leads = new Map<string, string>();
  for (const one of staff) for (const id of one.departmentIds) leads.set(`${id}`, one.userId);
  const rep = staff.find((one) => one.userId !== staff[0]!.userId && one.customerCount! > 1)!;
  const before = await Promise.all(staff.map(async (one) => [one.userId, (await inbox(t, one.userId)).length] as const));
  const [first, second] = await contactsOf(t, rep.userId);
  await t.sandbox.unfriend(first!.customer, rep.userId, 'staff');
  await t.settle();
  await t.sandbox.repeatLastCallback();
  await t.settle();
  const told = (await api.lossAlerts.list({ kind: 'byStaff' })).items;
  expect(told).toMatchObject([{ kind: 'byStaff', staff: { id: rep.id }, isBack: false }]);
  const settings = await api.lossAlerts.settings();
  await api.lossAlerts.saveSettings({ ...settings, byStaff: { ...settings.byStaff, staffIds: [staff[0]!.id] } });
  await t.sandbox.unfriend(second!.customer, rep.userId, 'staff');
  const third = (await contactsOf(t, rep.userId))[0];
  if (third) await t.sandbox.unfriend(third.customer, rep.userId, 'customer');
  await t.settle();
  const boss = await inbox(t, staff[0]!.userId);
  expect(boss.filter((one) => one.title === '员工删除客户' && one.text.includes(second!.customer.name))).toHaveLength(1);
  if (third) expect((await inbox(t, rep.userId))[0]).toMatchObject({ title: '客户流失' });
  expect(before.length).toBe(staff.length);

  const summary = await api.lossAlerts.summary({});
  expect(summary).toMatchObject({ byStaff: (await api.lossAlerts.list({ kind: 'byStaff', limit: 1 })).total, byCustomer: (await api.lossAlerts.list({ kind: 'byCustomer', limit: 1 })).total });
  expect(summary.staff).toMatchObject([{ staff: { id: rep.id }, byStaff: 2 }]);
  const other = await t.as('staff', 'selfBuilt', staff[0]!.id);
  expect((await other.lossAlerts.list({})).total).toBe(0);
  const own = await t.as('staff', 'selfBuilt', rep.id);
  const mine = (await own.lossAlerts.list({})).items;
  expect(mine).toHaveLength(summary.byStaff + summary.byCustomer);
  // What is said to open does, and nothing else.
  for (const { customer, reachable } of mine) expect(await own.customers.get({ id: customer.id }).then(() => true, () => false)).toBe(reachable);
  expect(mine.some((one) => !one.reachable)).toBe(true);
  await expect(other.lossAlerts.settings()).rejects.toMatchObject({ code: 'not_allowed' });
  await expect(api.lossAlerts.saveSettings(settings)).rejects.toMatchObject({ code: 'stale_edit' });
});

test('CU-23 told once a day, one card says how many, and what is switched off is told to nobody', async () => {
  const t = await testApp({ customersPerCorp: 60, staffPerCorp: 6 });
  const api = await t.as('operator');
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 20 })).items;
  const [boss, rep] = [staff[0]!, staff[1]!];
  const settings = await api.lossAlerts.settings();
  const rule = { on: true, when: 'daily' as const, toSelf: false, toManagers: false, staffIds: [boss.id] };
  // 10:00 in Shanghai: by the company's clock it is the evening before.
  await (await t.as('admin')).calendar.save({ items: [], timeZone: 'America/New_York', updatedAt: 0 });
  await api.lossAlerts.saveSettings({ byStaff: rule, byCustomer: { ...rule, on: false }, digestHour: 23, updatedAt: settings.updatedAt });
  const [first, second, third] = await contactsOf(t, rep.userId);
  for (const one of [first!, second!]) await t.sandbox.unfriend(one.customer, rep.userId, 'staff');
  await t.sandbox.unfriend(third!.customer, rep.userId, 'customer');
  await t.settle();
  expect(await inbox(t, boss.userId)).toEqual([]);
  await t.advance(3_600_000);
  const def = t.app.queue.get('transfer.digestHourly')!;
  const hour = Math.floor(t.clock.now() / 3_600_000) * 3_600_000;
  for (const slot of [hour, hour, hour - 900_000, hour + 900_000]) await t.app.queue.enqueueAlone(def, { slot }, { key: `test:${slot}` });
  await t.settle();
  const cards = await inbox(t, boss.userId);
  expect(cards).toHaveLength(1);
  expect(cards[0]!.text).toContain('员工删除客户 2 次');
  expect(cards[0]!.text).toContain('客户删除员工 0 次');
  expect(cards[0]!.text).toContain('2026-08-31 23:00');
  expect((await api.lossAlerts.list({ kind: 'byStaff' })).items.every((one) => one.told[0]!.id === boss.id)).toBe(true);
  // The hour is moved the next day, after it has passed: the next digest is two days later, and who was lost between is in it, once.
  await t.sandbox.unfriend((await contactsOf(t, rep.userId))[0]!.customer, rep.userId, 'staff');
  await t.settle();
  const { chosen: _, ...saved } = await api.lossAlerts.settings();
  await api.lossAlerts.saveSettings({ ...saved, digestHour: 22 });
  for (const later of [24, 47, 47, 71]) {
    await t.app.queue.enqueueAlone(def, { slot: hour + later * 3_600_000 }, { key: `test:${later}:${hour}` });
    await t.settle();
  }
  const moved = await inbox(t, boss.userId);
  expect([moved.length, moved[0]!.text.includes('2026-08-31 23:00 以来：客户删除员工 0 次，员工删除客户 1 次')]).toEqual([2, true]);
  await expect(api.lossAlerts.saveSettings({ ...settings, byStaff: { ...rule, staffIds: ['stranger'] }, updatedAt: t.clock.now() })).rejects.toMatchObject({ code: 'not_found' });
});

test('CU-23 a digest that breaks off between two people reaches the second too, and the first once', async () => {
  const t = await testApp({ customersPerCorp: 60, staffPerCorp: 6 });
  const api = await t.as('operator');
  const [boss, other, rep] = (await api.org.staff({ onlyReceiving: true, limit: 20 })).items as [Staff, Staff, Staff];
  const settings = await api.lossAlerts.settings();
  const rule = { on: true, when: 'daily' as const, toSelf: false, toManagers: false, staffIds: [boss.id, other.id] };
  await api.lossAlerts.saveSettings({ byStaff: rule, byCustomer: rule, digestHour: 9, updatedAt: settings.updatedAt });
  const [first, second] = await contactsOf(t, rep.userId);
  await t.sandbox.unfriend(first!.customer, rep.userId, 'staff');
  await t.sandbox.unfriend(second!.customer, rep.userId, 'customer');
  await t.settle();
  await t.advance(60_000);
  const slot = Math.floor(t.clock.now() / 60_000) * 60_000;
  const send = '/cgi-bin/message/send';
  await t.sandbox.fault(send, 'delay', 1000);
  await t.app.database.write(t.corps.selfBuilt.id, (tx) => tx.enqueue(digest, { until: slot }, { key: `test:${slot}` }));
  const working = t.app.drain();
  // As soon as the first is on its way, what comes after it fails.
  await vi.waitFor(async () => expect((await t.control<SandboxState>('GET', '/sandbox/state')).faults).toEqual([]), { timeout: 15_000, interval: 30 });
  await t.sandbox.fault(send, 'http500', 0, 1);
  await working;
  await t.advance(3_600_000);
  for (const { userId } of [boss, other]) expect((await inbox(t, userId)).map(({ text }) => text.split('\n')[0])).toEqual(['过去一天：客户删除员工 1 次，员工删除客户 1 次']);
  expect((await api.lossAlerts.list({})).items.map(({ told }) => told.map(({ id }) => id).sort())).toEqual([1, 2].map(() => [boss.id, other.id].sort()));
});

test('CU-23 a rule that changes from once a day to at once tells the losses since the last digest now, each once', async () => {
  const t = await testApp({ customersPerCorp: 60, staffPerCorp: 6 });
  const api = await t.as('operator');
  const [boss, rep] = (await api.org.staff({ onlyReceiving: true, limit: 20 })).items as [Staff, Staff];
  const def = t.app.queue.get('transfer.digestHourly')!;
  const rule = { on: true, when: 'daily' as const, toSelf: false, toManagers: false, staffIds: [boss.id] };
  const save = async (byStaff: object, byCustomer: object) => {
    const { chosen: _, ...now } = await api.lossAlerts.settings();
    await api.lossAlerts.saveSettings({ ...now, byStaff: { ...rule, ...byStaff }, byCustomer: { ...rule, ...byCustomer } });
    await t.settle();
  };
  const texts = async () => (await inbox(t, boss.userId)).map(({ title, text }) => `${title} ${text.split('\n')[0]}`);
  await save({}, {});
  const [a, b, c, d] = await contactsOf(t, rep.userId);
  await t.sandbox.unfriend(a!.customer, rep.userId, 'staff');
  await t.sandbox.unfriend(b!.customer, rep.userId, 'customer');
  await t.settle();
  // What is told once a day still, or is told to nobody, waits.
  await save({ on: false, when: 'atOnce' }, {});
  expect(await texts()).toEqual([]);
  await save({}, {});
  await save({ when: 'atOnce' }, {});
  const rest = '客户流失日报 过去一天：客户删除员工 0 次，员工删除客户 1 次';
  expect(await texts()).toEqual([rest]);
  await t.sandbox.unfriend(c!.customer, rep.userId, 'staff');
  await t.settle();
  expect(await texts()).toHaveLength(2);
  const before = await texts();
  // The digest of the rest has the other kind alone, and all of its stretch.
  await t.sandbox.unfriend(d!.customer, rep.userId, 'customer');
  await t.settle();
  const slot = (Math.floor((t.clock.now() + 86_400_000) / 86_400_000)) * 86_400_000 + 3_600_000;
  await t.app.queue.enqueueAlone(def, { slot }, { key: `test:rest:${slot}` });
  await t.settle();
  const after = (await texts()).filter((one) => !before.includes(one));
  expect(after).toEqual([expect.stringContaining('客户删除员工 2 次，员工删除客户 0 次')]);
});
