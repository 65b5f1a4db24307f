import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { stageColours, type StageTemplate } from '@scrm/shared/stage';
import { testApp, type TestApp } from '../../../test/app';
import { saveProgress } from '../corp';
import { Customer, FollowUser } from '../customer';
import { Staff, StaffDepartment } from '../org';
import { CustomerStage, StageMove } from './entity';
import { moveStage } from './index';
import { requestMigration } from './jobs';

const day = 86_400_000;
const dbOf = (t: TestApp) => t.app.database.corp(t.corps.selfBuilt.id);

/** The template, its default flow, and stage ids by name. */
async function look(api: Client<Api>) {
  const template = await api.stages.get();
  const id = (name: string) => template.stages.find((stage) => stage.name === name)!.id;
  return { template, flow: template.flows.find((flow) => flow.isDefault)!, id };
}

async function standingOf(api: Client<Api>, customerId: string, flowId?: string) {
  const [found] = (await api.stages.standings({ customerIds: [customerId] })).items;
  return found!.standings.find((one) => flowId === undefined || one.flowId === flowId)!;
}

/** Moves a customer as the screen does: from where it sees them. */
async function move(api: Client<Api>, customerId: string, toStageId: string, reason = '') {
  const { flowId, stage } = await standingOf(api, customerId);
  return api.stages.move({ customerId, flowId, toStageId, seenStageId: stage.id, reason });
}

const drafts = (template: StageTemplate) => template.stages.map(({ id, name, kind, colour, action, reasons }) => ({ id: id as string | null, name, kind, colour, action, reasons }));
const refused = (call: Promise<unknown>) => call.then(() => null, (error: { code: string; data: Record<string, unknown> }) => error);
/** A customer whose only follower is one of these, with that follower. */
async function customersOf(t: TestApp, api: Client<Api>) {
  const follows = await dbOf(t).find(FollowUser);
  const { items } = await api.customers.list({ limit: 200 });
  return items.map((row) => ({ id: row.id, staffIds: follows.filter((one) => one.customerId === row.id).map((one) => one.staffId) }));
}

describe('CU-15 fields that a stage asks for', () => {
  test('CU-15 a move without them names what is missing and goes once it is filled in; archived fields and automatic moves are not held up', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    const { template, flow, id } = await look(admin);
    const [budget, city, old] = [await admin.fields.create({ name: '预算', kind: 'number' }), await admin.fields.create({ name: '城市', kind: 'text' }), await admin.fields.create({ name: '旧字段', kind: 'text' })];
    const { name, stageIds, updatedAt } = flow;
    const requiredFieldIds = { [id('报价')]: [city.id, budget.id, old.id] };
    await expect(admin.stages.updateFlow({ id: flow.id, name, stageIds, updatedAt, requiredFieldIds: { [id('报价')]: ['fld_nothing'] } })).rejects.toMatchObject({ code: 'not_found' });
    expect(await admin.stages.updateFlow({ id: flow.id, name, stageIds, updatedAt, requiredFieldIds: { ...requiredFieldIds, stg_other: [city.id] } })).toMatchObject({ requiredFieldIds });
    expect((await admin.fields.impact({ id: city.id })).uses).toMatchObject([{ kind: 'stageFlow', id: flow.id, name }]);
    await admin.fields.archive({ id: old.id });

    const [one, other] = (await admin.customers.list({ limit: 2 })).items;
    const refusal = await refused(move(admin, one!.id, id('报价')));
    expect(refusal).toMatchObject({ code: 'stage_fields_missing', message: '进入「报价」前请先填写：预算、城市', data: { fieldIds: [budget.id, city.id] } });
    expect((await standingOf(admin, one!.id)).stage.id).toBe(template.stages[0]!.id);
    const fill = (values: { fieldId: string; value: string | null; none?: boolean }[]) => admin.fields.setValues({ customerId: one!.id, seenVersion: 100, values });
    await fill([{ fieldId: budget.id, value: '3000' }, { fieldId: city.id, value: null, none: true }]);
    expect(await refused(move(admin, one!.id, id('报价')))).toMatchObject({ data: { fieldIds: [city.id] } });
    await fill([{ fieldId: city.id, value: '杭州' }]);
    expect(await move(admin, one!.id, id('报价'))).toMatchObject({ stage: { id: id('报价') } });
    expect(await t.app.database.write(t.corps.selfBuilt.id, (tx) => moveStage(tx, { customerId: other!.id, toStageId: id('报价'), reason: 'x', cause: 'c', now: t.clock.now() }))).toBe(true);
  });
});

describe('CU-15 the template and its flows', () => {
  test('CU-15 a company that has just connected finds a funnel with all its customers in the first stage', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { template, flow } = await look(api);
    expect(template.stages.map(({ name, kind }) => [name, kind])).toEqual([['新客户', 'open'], ['已联系', 'open'], ['有意向', 'open'], ['报价', 'open'], ['成交', 'won'], ['流失', 'lost']]);
    expect(template.stages.at(-1)!.reasons.length).toBeGreaterThan(0);
    expect(template.flows).toHaveLength(1);
    const { total } = await api.customers.list({});
    expect(total).toBeGreaterThan(0);
    expect(flow.counts).toEqual({ [template.stages[0]!.id]: total });
    expect(template.migration).toMatchObject({ state: 'done', done: total, total });
  });

  test('CU-15 a new friend begins in the first stage once, however often it is told', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const [staff] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
    const code = await api.liveCodes.create({ name: '展会', staffIds: [staff!.id] });
    await t.settle();
    const { externalUserid } = await t.sandbox.scan(await t.sandbox.newPerson('李梅'), code.qrUrl);
    await t.sandbox.repeatLastCallback();
    await t.settle();
    const [row] = (await api.customers.list({ keyword: externalUserid })).items;
    const { flow, id } = await look(api);
    expect(await standingOf(api, row!.id)).toMatchObject({ flowId: flow.id, stage: { id: id('新客户') } });
    expect((await api.stages.history({ customerId: row!.id })).total).toBe(1);
    await move(api, row!.id, id('有意向'));
    await t.sandbox.repeatLastCallback();
    await t.settle();
    expect((await standingOf(api, row!.id)).stage.id).toBe(id('有意向'));
    expect(await dbOf(t).count(CustomerStage, { customerId: row!.id })).toBe(1);
  });

  test('CU-15 customers from before are placed by a job that goes on where it was', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    await t.app.database.write(t.corps.selfBuilt.id, async (tx) => {
      await tx.remove(CustomerStage, {});
      await tx.remove(StageMove, {});
    });
    await t.app.services.queue.enqueueAlone(t.app.services.queue.get('stage.placeMissing')!, { slot: 1 });
    await t.settle();
    const { total } = await api.customers.list({});
    const { flow, id } = await look(api);
    expect(flow.counts).toEqual({ [id('新客户')]: total });
    expect(await dbOf(t).count(StageMove)).toBe(total);
    await t.app.services.queue.enqueueAlone(t.app.services.queue.get('stage.placeMissing')!, { slot: 2 });
    await t.settle();
    expect(await dbOf(t).count(StageMove)).toBe(total);
  });

  test('CU-15 the job goes on after the last customer it had placed, and an older run gives way to a newer', async () => {
    const t = await testApp({ customersPerCorp: 250 });
    const api = await t.as('admin');
    const corpId = t.corps.selfBuilt.id;
    const ids = (await dbOf(t).find(Customer)).map((one) => one.id).sort();
    expect(ids.length).toBeGreaterThan(200);
    const begin = (run: string, after: string) => t.app.database.write(corpId, async (tx) => {
      await tx.remove(CustomerStage, {});
      await saveProgress(tx, 'stageMigration', { state: 'running', done: 0, total: ids.length, startedAt: 1, finishedAt: null, error: '' }, JSON.stringify({ run, after }));
    });
    const run = async (name: string) => {
      await t.app.services.queue.enqueueAlone(t.app.services.queue.get('stage.migrate')!, { run: name }, {}, corpId);
      await t.settle();
    };
    await begin('mig_2', ids[9]!);
    await run('mig_1');
    expect(await dbOf(t).count(CustomerStage)).toBe(0);
    await run('mig_2');
    expect((await dbOf(t).find(CustomerStage)).map((one) => one.customerId).sort()).toEqual(ids.slice(10));
    expect(await api.stages.progress()).toMatchObject({ state: 'done', done: ids.length - 10 });
  });

  test('CU-15 only forward, back by one or lost, and lost needs one of its reasons', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const [customer] = (await api.customers.list({ limit: 1 })).items;
    const { id } = await look(api);
    expect((await move(api, customer!.id, id('报价'))).stage.name).toBe('报价');
    expect(await refused(move(api, customer!.id, id('新客户')))).toMatchObject({ code: 'stage_move_not_allowed', data: { from: '报价', to: '新客户' } });
    expect((await move(api, customer!.id, id('有意向'))).stage.name).toBe('有意向');
    expect(await refused(move(api, customer!.id, id('流失')))).toMatchObject({ code: 'stage_reason_needed' });
    expect(await refused(move(api, customer!.id, id('流失'), '心情'))).toMatchObject({ code: 'stage_reason_needed' });
    const lost = await move(api, customer!.id, id('流失'), '价格');
    expect(lost).toMatchObject({ stage: { name: '流失' }, reason: '价格' });
    expect(lost.steps.filter((one) => one.allowed).map((one) => one.name)).toEqual(['新客户', '已联系', '有意向', '报价']);
    expect((await api.stages.history({ customerId: customer!.id })).items.map((one) => [one.from?.name, one.to.name, one.reason])).toEqual([
      ['有意向', '流失', '价格'], ['报价', '有意向', ''], ['新客户', '报价', ''], [undefined, '新客户', ''],
    ]);
    expect((await api.customers.timeline({ id: customer!.id, kinds: ['customer.stageMoved'] })).items[0]).toMatchObject({ data: { from: '有意向', to: '流失', reason: '价格', automatic: false } });
  });

  test('CU-15 the admin’s own matrix decides where there is one', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { flow, id } = await look(api);
    await api.stages.updateFlow({ id: flow.id, name: flow.name, stageIds: flow.stageIds, moves: [[id('新客户'), id('已联系')]], updatedAt: flow.updatedAt });
    const [customer] = (await api.customers.list({ limit: 1 })).items;
    expect(await refused(move(api, customer!.id, id('报价')))).toMatchObject({ code: 'stage_move_not_allowed' });
    const after = await move(api, customer!.id, id('已联系'));
    expect(after.steps.some((one) => one.allowed)).toBe(false);
  });

  test('CU-15 a double click moves once; a move from where the customer is no more says where they are', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const [customer] = (await api.customers.list({ limit: 1 })).items;
    const { flow, id } = await look(api);
    const press = (toStageId: string) => api.stages.move({ customerId: customer!.id, flowId: flow.id, toStageId, seenStageId: id('新客户') });
    await Promise.all([press(id('已联系')), press(id('已联系')), press(id('已联系'))]);
    expect((await api.stages.history({ customerId: customer!.id })).total).toBe(2);
    expect(await refused(press(id('报价')))).toMatchObject({ code: 'stale_edit', data: { stageId: id('已联系'), stageName: '已联系' } });
  });

  test('CU-15 of two who move at once to different stages one wins and the other is told', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const { flow, id } = await look(api);
    const customers = (await api.customers.list({ limit: 8 })).items;
    for (const customer of customers) {
      const press = (name: string) => refused(api.stages.move({ customerId: customer.id, flowId: flow.id, toStageId: id(name), seenStageId: id('新客户') }));
      const results = await Promise.all([press('已联系'), press('有意向'), press('报价')]);
      expect(results.filter((one) => one === null)).toHaveLength(1);
      expect(results.filter((one) => one !== null).every((one) => one.code === 'stale_edit')).toBe(true);
      expect((await api.stages.history({ customerId: customer.id })).total).toBe(2);
    }
  });

  test('CU-15 a line’s flow takes the customers of its staff, a department counts with all below it, and gives them back', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { id, flow } = await look(api);
    const customers = await customersOf(t, api);
    const staffId = customers.find((one) => one.staffIds.length === 1)!.staffIds[0]!;
    const own = customers.filter((one) => one.staffIds.length === 1 && one.staffIds[0] === staffId);
    await move(api, own[0]!.id, id('报价'));
    await api.stages.createFlow({ name: '大客户', stageIds: ['新客户', '有意向', '成交', '流失'].map(id), staffIds: [staffId] });
    await t.settle();
    const line = (await api.stages.get()).flows.find((one) => one.name === '大客户')!;
    // 报价 is no step of this flow: the last one before it is.
    expect(await standingOf(api, own[0]!.id)).toMatchObject({ flowId: line.id, stage: { name: '有意向' } });
    expect((await api.customers.timeline({ id: own[0]!.id, kinds: ['customer.stageMoved'] })).items[0]).toMatchObject({ data: { automatic: true, flowName: '大客户' } });
    const total = Object.values(line.counts).reduce((sum, n) => sum + n, 0);
    expect(total).toBe(customers.filter((one) => one.staffIds.includes(staffId)).length);
    expect(total).toBe((await api.customers.list({ flowId: line.id })).total);

    // Whoever may shape the stages and sees few customers counts those.
    const shaper = await api.access.createRole({ name: '只看自己的', allow: ['customer.read', 'stage.write'], scope: 'own' });
    const self = await t.as('staff', 'selfBuilt', staffId);
    await api.access.assign({ staffId, roleIds: [shaper.id] });
    const counted = (await self.stages.get()).flows.map(({ counts }) => Object.values(counts).reduce((sum, n) => sum + n, 0));
    expect(counted.reduce((sum, n) => sum + n, 0)).toBe((await self.customers.list({})).total);
    expect((await self.customers.list({})).total).toBeLessThan(customers.length);

    const departments = (await api.org.departments()).items;
    const root = departments.find((one) => !departments.some((other) => other.departmentId === one.parentId))!;
    await api.stages.updateFlow({ id: line.id, name: '大客户', stageIds: line.stageIds, staffIds: [], departmentIds: [root.departmentId], updatedAt: line.updatedAt });
    await t.settle();
    expect((await api.customers.list({ flowId: line.id })).total).toBe(customers.length);

    const again = (await api.stages.get()).flows.find((one) => one.id === line.id)!;
    await api.stages.removeFlow({ id: line.id, updatedAt: again.updatedAt });
    await t.settle();
    expect((await api.customers.list({ flowId: flow.id })).total).toBe(customers.length);
    expect((await standingOf(api, own[0]!.id)).stage.name).toBe('有意向');
  });

  test('CU-15 CU-16 who stands in a stage in two flows is one customer: the number is that of the list which it opens', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { id, template } = await look(api);
    const [first, second] = (await api.org.staff({ onlyReceiving: true, limit: 2 })).items;
    const person = await t.sandbox.newPerson('两条线');
    for (const { id: staffId, name } of [first!, second!]) {
      const code = await api.liveCodes.create({ name: `码 ${name ?? staffId}`, staffIds: [staffId] });
      await t.settle();
      await t.sandbox.scan(person, (await api.liveCodes.get({ id: code.id })).qrUrl);
      await t.settle();
    }
    await api.stages.createFlow({ name: '大客户', stageIds: template.stages.map((stage) => stage.id), staffIds: [first!.id] });
    await t.settle();
    const rows = await dbOf(t).find(CustomerStage, { stageId: id('新客户') });
    const after = await api.stages.get();
    expect(rows.length).toBeGreaterThan(new Set(rows.map((row) => row.customerId)).size);
    for (const { id: stageId, customerCount } of after.stages) expect(customerCount).toBe((await api.customers.list({ stageIds: [stageId] })).total);
    for (const flow of after.flows) expect(Object.values(flow.counts).reduce((sum, n) => sum + n, 0)).toBe((await api.customers.list({ flowId: flow.id })).total);
  });

  test('CU-15 CU-23 the customers of somebody who left stay in their line until they are handed over', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { id } = await look(api);
    const [customer] = (await customersOf(t, api)).filter((one) => one.staffIds.length === 1);
    const staff = (await api.org.staff({ limit: 200 })).items.find((one) => one.id === customer!.staffIds[0])!;
    const flow = await api.stages.createFlow({ name: '门店', stageIds: [id('新客户'), id('成交')], departmentIds: [staff.departmentIds[0]!] });
    await t.settle();
    expect((await standingOf(api, customer!.id)).flowId).toBe(flow.id);
    await t.app.database.write(t.corps.selfBuilt.id, async (tx) => {
      await tx.update(Staff, { id: staff.id }, { state: 'left' });
      await tx.remove(StaffDepartment, { staffId: staff.id });
      await requestMigration(tx, t.clock.now());
    });
    await t.settle();
    expect((await standingOf(api, customer!.id)).flowId).toBe(flow.id);
  });

  test('CU-15 removing a stage asks where its customers go, moves them in a job and tells it on their timelines', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { template, id } = await look(api);
    const moved = (await api.customers.list({ limit: 3 })).items;
    for (const customer of moved) await move(api, customer.id, id('有意向'));
    const stages = drafts(template).filter((stage) => stage.name !== '有意向');
    expect(await refused(api.stages.saveTemplate({ stages, updatedAt: template.updatedAt }))).toMatchObject({ code: 'stage_successor_needed', data: { name: '有意向', count: 3 } });
    expect((await look(api)).template.stages).toHaveLength(6);
    const after = await api.stages.saveTemplate({ stages, successors: { [id('有意向')]: id('已联系') }, updatedAt: template.updatedAt });
    expect(after.migration.state).toBe('running');
    await t.settle();
    expect((await api.stages.progress()).state).toBe('done');
    expect((await api.customers.list({ stageIds: [id('已联系')] })).items.map((one) => one.id).sort()).toEqual(moved.map((one) => one.id).sort());
    expect((await api.customers.timeline({ id: moved[0]!.id, kinds: ['customer.stageMoved'] })).items[0]).toMatchObject({ data: { from: '有意向', to: '已联系', automatic: true, note: 'template' } });
    expect((await api.stages.history({ customerId: moved[0]!.id })).items.map((one) => one.to.name)).toEqual(['已联系', '有意向', '新客户']);
  });

  test('CU-15 a flow that drops a step asks too', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { id } = await look(api);
    const [customer] = await customersOf(t, api);
    const flow = await api.stages.createFlow({ name: '门店', stageIds: ['新客户', '有意向', '成交'].map(id), staffIds: customer!.staffIds });
    await t.settle();
    await move(api, customer!.id, id('有意向'));
    const change = { id: flow.id, name: '门店', stageIds: ['新客户', '成交'].map(id), staffIds: customer!.staffIds, updatedAt: flow.updatedAt };
    expect(await refused(api.stages.updateFlow(change))).toMatchObject({ code: 'stage_successor_needed', data: { name: '有意向', count: 1 } });
    await api.stages.updateFlow({ ...change, successors: { [id('有意向')]: id('成交') } });
    await t.settle();
    expect((await standingOf(api, customer!.id)).stage.name).toBe('成交');
  });

  test('CU-15 two admins who edit at once: the second is told, and nothing of theirs is half saved', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { template, flow } = await look(api);
    const save = (name: string) => api.stages.saveTemplate({ stages: drafts(template).map((stage, index) => (index === 0 ? { ...stage, name } : stage)), updatedAt: template.updatedAt });
    await save('甲');
    expect(await refused(save('乙'))).toMatchObject({ code: 'stale_edit' });
    expect((await look(api)).template.stages[0]!.name).toBe('甲');
    const rename = (name: string) => api.stages.updateFlow({ id: flow.id, name, stageIds: flow.stageIds, updatedAt: flow.updatedAt });
    await rename('主流程');
    expect(await refused(rename('另一个'))).toMatchObject({ code: 'stale_edit' });
  });

  test('CU-15 wrong input is refused in words, and emoji and long names are kept', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { template, flow, id } = await look(api);
    const save = (change: (all: ReturnType<typeof drafts>) => ReturnType<typeof drafts>) => refused(api.stages.saveTemplate({ stages: change(drafts(template)), updatedAt: template.updatedAt }));
    expect(await save((all) => all.map((stage) => ({ ...stage, name: '长'.repeat(10_000) })))).toMatchObject({ code: 'bad_input' });
    expect(await save((all) => all.map((stage) => ({ ...stage, name: '同名' })))).toMatchObject({ code: 'stage_name_taken' });
    expect(await save((all) => all.map((stage) => ({ ...stage, id: 'stg_nobody' })))).toMatchObject({ code: 'not_found' });
    expect(await save((all) => all.map((stage) => ({ ...stage, kind: 'lost' as const })))).toMatchObject({ code: 'stage_open_needed' });
    expect(await refused(api.stages.createFlow({ name: '门店', stageIds: [id('成交')] }))).toMatchObject({ code: 'stage_open_needed' });
    expect(await refused(api.stages.createFlow({ name: flow.name, stageIds: [id('新客户')] }))).toMatchObject({ code: 'stage_name_taken' });
    expect(await refused(api.stages.createFlow({ name: '门店', stageIds: [id('新客户')], staffIds: ['stf_nobody'] }))).toMatchObject({ code: 'not_found' });
    expect(await refused(api.stages.removeFlow({ id: flow.id, updatedAt: flow.updatedAt }))).toMatchObject({ code: 'stage_flow_default' });
    const name = `🎉${'长'.repeat(27)}`;
    const after = await api.stages.saveTemplate({
      stages: [...drafts(template), ...stageColours.slice(0, 1).map((colour) => ({ id: null, name, kind: 'open' as const, colour, action: '', reasons: [] }))], updatedAt: template.updatedAt,
    });
    expect(after.stages.map((stage) => stage.name)).toEqual(['新客户', '已联系', '有意向', '报价', '成交', name, '流失']);
  });

  test('CU-15 an order moves the customer to won once, over any matrix, and says why', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const { flow, id } = await look(api);
    await api.stages.updateFlow({ id: flow.id, name: flow.name, stageIds: flow.stageIds, moves: [], updatedAt: flow.updatedAt });
    const [customer] = (await api.customers.list({ limit: 1 })).items;
    const pay = () => t.app.database.write(t.corps.selfBuilt.id, (tx) => moveStage(tx, { customerId: customer!.id, toStageId: id('成交'), reason: '订单 1001', cause: 'order:1001', now: t.clock.now() }));
    expect(await pay()).toBe(true);
    expect(await pay()).toBe(false);
    expect((await api.stages.history({ customerId: customer!.id })).items[0]).toMatchObject({ by: 'automatic', reason: '订单 1001', to: { name: '成交' } });
    expect((await api.stages.history({ customerId: customer!.id })).total).toBe(2);
  });
});

describe('CU-15 who may', () => {
  test('CU-15 PM-02 a sales rep moves and sees only their own, and changes no template', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    const customers = await customersOf(t, admin);
    const mine = customers.find((one) => one.staffIds.length === 1)!;
    const other = customers.find((one) => !one.staffIds.includes(mine.staffIds[0]!))!;
    const rep = await t.as('staff', 'selfBuilt', mine.staffIds[0]!);
    const { template, flow, id } = await look(rep);
    await move(rep, mine.id, id('已联系'));
    expect(await refused(rep.stages.move({ customerId: other.id, flowId: flow.id, toStageId: id('已联系'), seenStageId: id('新客户') }))).toMatchObject({ code: 'not_found' });
    expect(await refused(rep.stages.history({ customerId: other.id }))).toMatchObject({ code: 'not_found' });
    expect((await rep.stages.standings({ customerIds: [mine.id, other.id] })).items.map((one) => one.customerId)).toEqual([mine.id]);
    for (const call of [
      () => rep.stages.saveTemplate({ stages: drafts(template), updatedAt: template.updatedAt }), () => rep.stages.createFlow({ name: 'x', stageIds: [id('新客户')] }),
      () => rep.stages.removeFlow({ id: flow.id, updatedAt: flow.updatedAt }),
    ]) expect(await refused(call())).toMatchObject({ code: 'not_allowed' });
    const period = { flowId: flow.id, from: t.clock.now() - day, to: t.clock.now() + day };
    const seen = await rep.stages.overview(period);
    expect(seen.total).toBe((await rep.customers.list({})).total);
    expect(seen.staff.map((one) => one.staff.id)).toEqual([mine.staffIds[0]]);
    expect(seen.total).toBeLessThan((await admin.stages.overview(period)).total);
    expect((await rep.stages.moved({ ...period, what: 'entered', stageId: id('新客户'), limit: 200 })).items.every((one) => one.customer.id !== other.id)).toBe(true);
  });
});

describe('CU-16 the overview', () => {
  test('CU-16 time in stage is measured by the clock, with median and ninth decile', async () => {
    const t = await testApp();
    let api = await t.as('admin');
    const { flow, id } = await look(api);
    const from = t.clock.now();
    const customers = (await api.customers.list({ limit: 10 })).items;
    for (const [index, customer] of customers.entries()) {
      await t.advance(day);
      // A session ends after twelve hours.
      api = await t.as('admin');
      await move(api, customer.id, id('已联系'));
      expect((await api.stages.history({ customerId: customer.id })).items[0]!.dwellMs).toBeGreaterThanOrEqual((index + 1) * day);
    }
    const { stages } = await api.stages.overview({ flowId: flow.id, from, to: t.clock.now() + 1 });
    const first = stages[0]!;
    expect(first.left).toBe(10);
    expect(Math.round(first.medianMs! / day)).toBe(5);
    expect(Math.round(first.p90Ms! / day)).toBe(9);
    expect(stages[1]!.medianMs).toBeNull();
  }, 60_000);

  test('CU-16 CU-17 every figure equals the list that it opens, for any moves, by staff, department and period', async () => {
    const t = await testApp({ customersPerCorp: 30 });
    let admin = await t.as('admin');
    const { template, flow } = await look(admin);
    const customers = await customersOf(t, admin);
    const start = t.clock.now();
    const steps = fc.sample(fc.record({ customer: fc.nat(customers.length - 1), stage: fc.nat(template.stages.length - 1), reason: fc.nat(4), hours: fc.nat(30) }), { numRuns: 90, seed: 7 });
    for (const { customer, stage, reason, hours } of steps) {
      if (hours > 24) {
        await t.sandbox.advance(hours * 3_600_000);
        admin = await t.as('admin');
      }
      const to = template.stages[stage]!;
      await refused(move(admin, customers[customer]!.id, to.id, to.kind === 'lost' ? to.reasons[reason % to.reasons.length]! : ''));
    }
    await t.settle();
    const now = t.clock.now();
    const rep = await t.as('staff', 'selfBuilt', customers[0]!.staffIds[0]!);
    const departments = (await admin.org.departments()).items;
    const scopes: { departmentId?: number; staffId?: string }[] = [{}, { staffId: customers[0]!.staffIds[0]! }, ...departments.slice(0, 2).map(({ departmentId }) => ({ departmentId }))];
    const listed = ({ departmentId, staffId }: { departmentId?: number; staffId?: string }) => ({ ...(departmentId !== undefined && { departmentIds: [departmentId] }), staffId });
    const periods = [{ from: start - day, to: now + day }, { from: start + (now - start) / 3 | 0, to: start + 2 * ((now - start) / 3) | 0 }];
    let moved = 0;
    for (const api of [admin, rep]) {
      for (const scope of scopes) {
        for (const period of periods.map(({ from, to }) => ({ from: Math.max(from, start - day), to }))) {
          const overview = await api.stages.overview({ flowId: flow.id, ...scope, ...period });
          expect(overview.total).toBe((await api.customers.list({ ...listed(scope), flowId: flow.id })).total);
          for (const { stage, ...figures } of overview.stages) {
            expect(figures.count).toBe((await api.customers.list({ ...listed(scope), flowId: flow.id, stageIds: [stage.id] })).total);
            for (const what of ['entered', 'wentOn', 'left', 'dropped'] as const) {
              const list = await api.stages.moved({ flowId: flow.id, ...scope, ...period, what, stageId: stage.id, limit: 200 });
              expect([what, list.total, list.items.length]).toEqual([what, figures[what], figures[what]]);
            }
            expect(figures.wentOn).toBeLessThanOrEqual(figures.entered);
          }
          for (const { reason, count } of overview.reasons) {
            expect((await api.stages.moved({ flowId: flow.id, ...scope, ...period, what: 'dropped', reason })).total).toBe(count);
            moved += count;
          }
          for (const { staff, counts } of overview.staff) {
            for (const [stageId, count] of Object.entries(counts)) expect((await api.customers.list({ ...listed(scope), flowId: flow.id, stageIds: [stageId], staffId: staff.id })).total).toBe(count);
          }
        }
      }
    }
    expect(moved).toBeGreaterThan(0);
    // And the lists are what the rows say.
    const rows = await dbOf(t).find(CustomerStage);
    for (const stage of template.stages) expect((await admin.customers.list({ stageIds: [stage.id] })).total).toBe(rows.filter((row) => row.stageId === stage.id).length);
    expect(rows).toHaveLength(await dbOf(t).count(Customer));
  }, 240_000);
});
