import { expect, test } from 'vitest';
import { testApp } from '../../../test/app';

const columns = ['staff', 'tags'] as const;

test('CU-01 a view keeps filter and columns, opens as the default, is shared with a role or everyone, and only its maker changes it', async () => {
  const t = await testApp();
  const maker = await t.as('operator');
  const peer = await t.as('operator');
  const admin = await t.as('admin');
  const filter = { keyword: '李', tags: { any: ['tag_a'], none: ['tag_b'] }, addedAt: { from: 1 }, state: 'friend' as const };
  const names = async (who: typeof maker) => (await who.views.list({})).items.map(({ name, own, isDefault }) => ({ name, own, isDefault }));

  const view = await maker.views.create({ name: '  高意向 😀 ', filter, columns: [...columns] });
  expect(view).toMatchObject({ name: '高意向 😀', filter, columns, shared: 'nobody', own: true, isDefault: false });
  expect(await names(peer)).toEqual([]);
  await expect(peer.views.setDefault({ id: view.id })).rejects.toMatchObject({ code: 'not_found' });

  const shared = await maker.views.update({ id: view.id, updatedAt: view.updatedAt, shared: 'role', name: '高意向' });
  expect(await names(peer)).toEqual([{ name: '高意向', own: false, isDefault: false }]);
  expect(await names(admin)).toEqual([]);
  await maker.views.update({ id: view.id, updatedAt: shared.updatedAt, shared: 'everyone' });
  await admin.views.setDefault({ id: view.id });
  expect(await names(admin)).toEqual([{ name: '高意向', own: false, isDefault: true }]);
  expect(await names(maker)).toEqual([{ name: '高意向', own: true, isDefault: false }]);

  // A stale edit, another's view, a name that is there, a name that is none.
  await expect(maker.views.update({ id: view.id, updatedAt: view.updatedAt, name: 'x' })).rejects.toMatchObject({ code: 'stale_edit' });
  await expect(peer.views.update({ id: view.id, updatedAt: shared.updatedAt, name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(admin.views.remove({ id: view.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(maker.views.create({ name: '高意向', filter: {}, columns: [] })).rejects.toMatchObject({ code: 'view_name_taken' });
  await expect(maker.views.create({ name: '很'.repeat(10_000), filter: {}, columns: [] })).rejects.toMatchObject({ code: 'bad_input' });
  await expect(maker.views.create({ name: ' ', filter: {}, columns: [] })).rejects.toMatchObject({ code: 'bad_input' });
  expect(await peer.views.create({ name: '高意向', filter: {}, columns: [] })).toMatchObject({ own: true });

  await maker.views.remove({ id: view.id });
  expect(await names(admin)).toEqual([]);
  await expect(maker.views.remove({ id: view.id })).rejects.toMatchObject({ code: 'not_found' });
});

test('CU-01 the list goes forward and back, counts what it shows, and stays within the reach of the caller for every filter', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  await t.app.services.audiences.ready(t.corps.selfBuilt.id);
  const all = await admin.customers.list({ limit: 200 });
  const first = await admin.customers.list({ limit: 6 });
  const second = await admin.customers.list({ limit: 6, cursor: first.nextCursor! });
  expect(first.previousCursor).toBeNull();
  expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 12));
  expect(await admin.customers.list({ limit: 6, cursor: second.previousCursor! })).toEqual(first);
  await expect(admin.customers.list({ cursor: '-x' })).rejects.toMatchObject({ code: 'bad_input' });
  await expect(admin.customers.list({ keyword: '李'.repeat(65) })).rejects.toMatchObject({ code: 'bad_input' });
  expect((await admin.customers.list({ keyword: '%' })).total).toBe(all.items.filter(({ name }) => name.includes('%')).length);
  expect((await admin.customers.list({ departmentIds: [987_654] })).total).toBe(0);

  const [owner] = all.items[0]!.owners;
  const rep = await t.as('staff', 'selfBuilt', owner!.id);
  const others = all.items.filter(({ owners }) => !owners.some(({ id }) => id === owner!.id));
  for (const filter of [{}, { tags: { none: ['tag_x'] } }, { addedAt: { from: 0 } }, { staffIds: others.flatMap(({ owners }) => owners.map(({ id }) => id)) }, { departmentIds: [1] }, { keyword: others[0]!.externalUserid }]) {
    const { items, total } = await rep.customers.list({ ...filter, limit: 200 });
    expect(items).toHaveLength(total);
    expect(items.filter(({ id }) => others.some((one) => one.id === id))).toEqual([]);
  }
  expect((await rep.customers.list({})).total).toBe(all.items.length - others.length);
});

test('CU-03 CU-02 a customer’s own doing moves when they were last active; what staff do to them does not', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const [one] = (await admin.customers.list({ limit: 1, state: 'friend' })).items;
  const [tag] = (await admin.tags.list({})).items.flatMap((group) => group.tags);
  await t.advance(2 * 3_600_000);
  await admin.customers.tag({ id: one!.id, add: [tag!.id] });
  await t.settle();
  const today = { from: t.clock.now() - 3_600_000 };
  expect((await admin.customers.list({ activeAt: today })).total).toBe(0);
  const { noteActive } = await import('../customer');
  await t.app.database.write(t.corps.selfBuilt.id, (tx) => noteActive(tx, one!.id, t.clock.now()));
  expect((await admin.customers.list({ activeAt: today })).items.map(({ id }) => id)).toEqual([one!.id]);
  await t.app.database.write(t.corps.selfBuilt.id, (tx) => noteActive(tx, one!.id, 1));
  expect((await admin.customers.get({ id: one!.id })).activeAt).toBe(t.clock.now());
});
