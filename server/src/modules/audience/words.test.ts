import { expect, test } from 'vitest';
import { testApp } from '../../../test/app';

test('CU-01 a phone number finds its customer however it is written: noted in WeCom, in a field, as a name; a part of it finds nobody, and who may not see the field finds nobody by it', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const [byField, byName, byRemark] = (await admin.customers.list({ limit: 3, state: 'friend' })).items.map(({ id }) => id) as [string, string, string];
  const phone = (await admin.fields.list({})).items.find(({ key }) => key === 'phone')!;
  const found = async (keyword: string, who = admin) => (await who.customers.list({ keyword })).items.map(({ id }) => id);
  await admin.fields.setValues({ customerId: byField, seenVersion: 100, values: [{ fieldId: phone.id, value: '13812345001' }] });
  await admin.identities.add({ customerId: byName, kind: 'phone', value: '13812345002' });
  const { takeMobiles } = await import('../field/outside');
  const teller = { source: 'wecom' as const, staffId: null, name: 'x' };
  const { secrets, audiences } = t.app.services;
  await t.app.database.write(t.corps.selfBuilt.id, (tx) => takeMobiles(tx, { customerId: byRemark, mobiles: ['13812345003', '13812345004'], teller, secrets, now: 1 }));

  for (const isBuilt of [false, true]) {
    if (isBuilt) await audiences.ready(t.corps.selfBuilt.id);
    for (const way of ['13812345001', '+86 138 1234 5001', '138-1234-5001', '008613812345001', '１３８１２３４５００１']) expect(await found(way)).toEqual([byField]);
    expect(await found('138 1234 5002')).toEqual([byName]);
    expect(await found('138 1234 5003')).toEqual([byRemark]);
    expect(await found('13812345004')).toEqual([byRemark]);
    expect(await found('1381234500')).toEqual([]);
  }
  await admin.fields.update({ ...phone, seeRoles: ['admin'] });
  expect(await found('13812345001', await t.as('operator'))).toEqual([]);
  await expect((await t.as('operator')).customers.list({ fields: [{ fieldId: phone.id, op: 'has' }] })).rejects.toMatchObject({ code: 'not_found' });
  expect(await found('13812345001')).toEqual([byField]);
});

test('CU-01 a filter by fields is kept in a view, works on values as they change, and a bulk task means the same customers', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  await t.app.services.audiences.ready(t.corps.selfBuilt.id);
  const [one] = (await admin.customers.list({ limit: 1, state: 'friend' })).items;
  const [tag] = (await admin.tags.list({})).items.flatMap((group) => group.tags);
  const level = await admin.fields.create({ name: '意向', kind: 'choice', options: [{ name: '高' }, { name: '低' }] });
  const filter = { fields: [{ fieldId: level.id, op: 'anyOf' as const, values: [level.options[0]!.id] }] };
  expect((await admin.views.create({ name: '高意向', filter, columns: [] })).filter).toEqual(filter);
  expect((await admin.customers.list(filter)).total).toBe(0);
  await admin.fields.setValues({ customerId: one!.id, seenVersion: 0, values: [{ fieldId: level.id, value: level.options[0]!.id }] });
  expect((await admin.customers.list(filter)).items.map(({ id }) => id)).toEqual([one!.id]);
  const task = await admin.tasks.start({ kind: 'customer.tag', key: 'by-field', input: { add: [tag!.id] }, filter });
  await t.settle();
  expect(await admin.tasks.get({ id: task.id })).toMatchObject({ state: 'done', total: 1 });

  // Another kind of field: what the customers have goes along.
  const { updatedAt } = (await admin.fields.list({})).items.find(({ id }) => id === level.id)!;
  await admin.fields.changeKind({ id: level.id, kind: 'text', updatedAt });
  expect((await admin.customers.list({ fields: [{ fieldId: level.id, op: 'contains', text: '高' }] })).items.map(({ id }) => id)).toEqual([one!.id]);
  await expect(admin.customers.list(filter)).resolves.toMatchObject({ total: 0 });
});
