import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { testApp } from '../../../test/app';

async function standing(api: Client<Api>, customerId: string) {
  return (await api.stages.standings({ customerIds: [customerId] })).items[0]!.standings[0]!;
}

test('CU-10 CU-15 many are moved to a stage; whoever may not go there from where they stand is told by name; undoing leaves alone who moved on since', async () => {
  const t = await testApp({ customersPerCorp: 20 });
  const api = await t.as('operator');
  const { stages, flows } = await api.stages.get();
  const flowId = flows[0]!.id;
  const id = (name: string) => stages.find((stage) => stage.name === name)!.id;
  const [won, a, b, c] = (await api.customers.list({ limit: 4 })).items;
  await api.stages.move({ customerId: won!.id, flowId, seenStageId: (await standing(api, won!.id)).stage.id, toStageId: id('成交') });
  const ids = [won!, a!, b!, c!].map((one) => one.id);
  const start = (toStageId: string, reason = '', key = `stage-key-${toStageId}`) => api.tasks.start({ kind: 'customer.stage', key, input: { flowId, toStageId, reason }, ids });
  await expect(start(id('流失'), '心情不好')).rejects.toMatchObject({ code: 'stage_reason_needed' });

  const task = await start(id('已联系'), '电话回访');
  await t.settle();
  expect(await api.tasks.get({ id: task.id })).toMatchObject({ state: 'done', done: 3, failed: 1, canUndo: true, facts: { to: '已联系' } });
  expect((await api.tasks.items({ id: task.id, state: 'failed' })).items).toMatchObject([{ itemId: won!.id, name: won!.name, reason: '不能从「成交」直接到「已联系」' }]);
  expect((await standing(api, a!.id))).toMatchObject({ stage: { name: '已联系' }, reason: '电话回访' });
  expect((await api.stages.history({ customerId: a!.id })).items[0]).toMatchObject({ to: { name: '已联系' }, reason: '电话回访', byName: 'operator' });
  // The list finds them there at once.
  expect((await api.customers.list({ stageIds: [id('已联系')], limit: 10 })).items.map((row) => row.id).sort()).toEqual([a!, b!, c!].map((row) => row.id).sort());

  await api.stages.move({ customerId: b!.id, flowId, seenStageId: id('已联系'), toStageId: id('报价') });
  const undo = await api.tasks.undo({ id: task.id });
  await t.settle();
  expect(await api.tasks.get({ id: undo.id })).toMatchObject({ done: 2, failed: 1 });
  expect((await api.tasks.items({ id: undo.id, state: 'failed' })).items).toMatchObject([{ itemId: b!.id, reason: '之后又被移动过，保持现在的阶段' }]);
  expect(await Promise.all([won!, a!, b!, c!].map(async (one) => (await standing(api, one.id)).stage.name))).toEqual(['成交', '新客户', '报价', '新客户']);
});

test('CU-10 CU-15 a move of many reaches nobody outside of the starter’s reach', async () => {
  const t = await testApp({ customersPerCorp: 30 });
  const admin = await t.as('admin');
  const [member] = (await admin.org.staff({ onlyReceiving: true, limit: 20 })).items.filter((one) => one.customerCount! > 0);
  const rep = await t.as('staff', 'selfBuilt', member!.id);
  const { stages, flows } = await rep.stages.get();
  const own = (await rep.customers.list({ limit: 200 })).items.map((row) => row.id);
  const foreign = (await admin.customers.list({ limit: 200 })).items.find((row) => !own.includes(row.id))!;
  const task = await rep.tasks.start({ kind: 'customer.stage', key: 'reach-of-stage', input: { flowId: flows[0]!.id, toStageId: stages[1]!.id }, ids: [own[0]!, foreign.id] });
  await t.settle();
  expect(await rep.tasks.get({ id: task.id })).toMatchObject({ done: 1, failed: 1 });
  expect((await standing(admin, foreign.id)).stage.name).toBe('新客户');
});
