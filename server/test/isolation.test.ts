import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { CustomerImport } from '../src/modules/import/entity';
import { testApp } from './app';
import { attemptsOnCodes, buildCodes } from './isolation-codes';

/** Every id that a corp's own people can see: what a stranger might try. */
async function idsOf(api: Client<Api>): Promise<string[]> {
  const customers = await api.customers.list({ limit: 5 });
  const staff = await api.org.staff({ limit: 5 });
  const tags = await api.tags.list();
  const codes = await api.liveCodes.list({});
  const callbacks = await api.callbacks.list({ limit: 5 });
  const jobs = await api.jobs.list({ limit: 5 });
  const { stages, flows } = await api.stages.get();
  const notes = await api.notes.search({ limit: 5 });
  const fields = await api.fields.list({});
  const sources = await api.sources.list();
  const tasks = await api.tasks.list({ limit: 5 });
  const views = await api.views.list({});
  const requests = await api.privacy.requests({ limit: 5 });
  const purposes = await api.consents.purposes();
  const groups = await api.groupChats.list({ limit: 5 });
  const groupTags = await api.groupTags.list();
  const exported = await api.exports.list({});
  const importIds = (await api.imports.list({ limit: 5 })).items;
  const rules = await api.welcomeRules.list();
  const groupWelcomes = await api.groupWelcomes.list();
  const groupCodes = await api.groupCodes.list({ limit: 5 });
  const entries = (await Promise.all(groupCodes.items.map(({ id }) => api.groupCodes.get({ id })))).flatMap((code) => code.entries);
  const inviteRules = (await api.groupInvites.rules({})).items;
  const stores = [...(await api.stores.list({})).items, ...(await api.stores.regions()).items, ...(await api.storeCodes.list({})).items];
  const names = await api.identities.ofCustomer({ customerId: customers.items[0]!.id });
  return [
    ...requests.items, ...purposes.items, ...fields.items, ...sources.items, ...stages, ...flows, ...notes.items, ...tasks.items, ...views.items,
    ...groupCodes.items, ...entries, ...inviteRules, ...stores,
    ...exported.items, ...groups.items, ...groupTags.items.flatMap((category) => [category, ...category.tags]), ...names.items, ...importIds, ...rules.items, ...groupWelcomes.items,
    ...customers.items, ...staff.items, ...tags.items.flatMap((group) => [group, ...group.tags]), ...codes.items, ...callbacks.items, ...jobs.items,
  ].map(({ id }) => id);
}

test('no call gives or changes anything of another corp, whatever ids it is given', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'], customersPerCorp: 10 });
  const victim = await t.as('admin', 'agency');
  const [member] = (await victim.org.staff({ onlyReceiving: true, limit: 1 })).items;
  await victim.liveCodes.create({ name: '只属于海棠', staffIds: [member!.id] });
  await victim.welcomeRules.create({ name: '只属于海棠的欢迎语', target: 'staff', targetIds: [member!.id], message: { text: '您好' } });
  await victim.groupWelcomes.create({ name: '只属于海棠的入群欢迎语', message: { text: '欢迎' } });
  const field = await victim.fields.create({ name: '只属于海棠的字段', kind: 'text' });
  const [theirs] = (await victim.customers.list({ limit: 1 })).items;
  await victim.fields.setValues({ customerId: theirs!.id, seenVersion: 0, values: [{ fieldId: field.id, value: '秘密' }] });
  await victim.sources.create({ name: '只属于海棠的来源' });
  const [tag] = (await victim.tags.list()).items[0]!.tags;
  await victim.tasks.start({ kind: 'customer.tag', key: 'isolation', input: { add: [tag!.id] }, filter: {} });
  const [known] = (await victim.customers.list({ limit: 1 })).items;
  await victim.consents.createPurpose({ key: 'marketing', name: '通知', text: '文本' });
  await victim.privacy.createRequest({ customerId: known!.id, type: 'access' });
  const groupCode = await victim.groupCodes.create({ name: '只属于海棠', entries: [{ kind: 'way', groupIds: [(await victim.groupChats.list({ limit: 1 })).items[0]!.id] }] });
  await victim.groupInvites.saveRule({ liveCodeId: null, groupCodeId: groupCode.id });
  await victim.groupTags.create({ categoryName: '只属于海棠', names: ['群标签'] });
  const region = await victim.stores.createRegion({ name: '只属于海棠' });
  const shop = await victim.stores.create({ name: '只属于海棠的店', regionId: region.id, place: { lat: 31.2, lng: 121.4 }, owners: [{ staffId: member!.id }] });
  await victim.storeCodes.create({ name: '只属于海棠的门店码', form: 'owner', defaultStoreId: shop.id });
  await t.settle();
  const [whose] = (await victim.customers.list({ limit: 1 })).items;
  await victim.notes.create({ customerId: whose!.id, text: '只属于海棠的笔记', key: 'only-haitang' });
  await victim.exports.customers({ key: 'isolation', format: 'csv', columns: [], filter: {} });
  await victim.views.create({ name: '只属于海棠', filter: {}, columns: [], shared: 'everyone' });
  await victim.redPackets.saveAccount({ mchId: '1900000109', appId: 'ww-haitang', senderName: '只属于海棠', personFen: 100, dayFen: 100, apiKey: 'x'.repeat(32), workSecret: 'x'.repeat(16), updatedAt: null });
  const told = async () => [
    await victim.fields.list({}), await victim.fields.values({ customerId: theirs!.id }), await victim.sources.list(), await victim.quality.quarantine({}), await victim.stages.get(), await victim.notes.search({}),
    await victim.groupTags.list(), await victim.welcomeRules.list(), await victim.groupWelcomes.list(), await victim.groupCodes.list({}), await victim.groupInvites.rules({}),
    await victim.stores.list({}), await victim.stores.regions(), await victim.storeCodes.list({}), await victim.redPackets.account(),
  ];
  await t.app.database.write(t.corps.agency.id, (tx) => tx.insert(CustomerImport, {
    id: 'imp_01K00000000000000000000000', name: '只属于海棠.csv', size: 1, sha256: '', kind: 'text', encoding: 'utf-8', delimiter: ',', headers: ['手机号'], headersHash: '', sample: null, state: 'checked', round: 1, cursor: 0, checked: 0, newTags: [],
    hasFile: false, starter: { kind: 'account', id: 'acc_x', name: '海棠', staffId: null, role: 'operator', reach: { staffIds: null } }, starterId: 'acc_x', createdAt: 0, updatedAt: 0,
  }));
  const [other] = (await victim.org.staff({ onlyReceiving: true, limit: 2 })).items.filter((one) => one.id !== member!.id);
  const order = await victim.transfers.create({ kind: 'onJob', fromStaffId: member!.id, to: { way: 'even', staffIds: [other!.id] } });
  await t.settle();
  const foreign = [...await idsOf(victim), order.id, ...(await victim.transfers.items({ id: order.id })).items.map((item) => item.id)];
  const before = JSON.stringify([await told(), await victim.customers.list({ limit: 200 }), await victim.liveCodes.list({ limit: 200 }), await victim.tags.list()]);

  const stranger = await t.as('admin', 'selfBuilt');
  const template = await stranger.stages.get();
  const [someone] = (await stranger.customers.list({ limit: 1 })).items;
  const own = { id: someone!.id, customerId: someone!.id, flowId: template.flows[0]!.id, stageId: template.stages[0]!.id };
  const seen: string[] = [];
  const attempts = (id: string) => [
    () => stranger.customers.get({ id }), () => stranger.customers.timeline({ id }), () => stranger.customers.tag({ id, add: [id] }), () => stranger.customers.remark({ id, remark: 'mine' }),
    () => stranger.customers.list({ tagIds: [id] }), () => stranger.customers.list({ staffId: id }), () => stranger.customers.list({ liveCodeId: id }),
    () => stranger.customers.list({ tags: { any: [id], none: [id] } }), () => stranger.customers.list({ staffIds: [id], liveCodeIds: [id] }), () => stranger.customers.list({ cursor: `9999999999999.${id}` }),
    () => stranger.views.update({ id, updatedAt: 0, name: 'mine' }), () => stranger.views.remove({ id }), () => stranger.views.setDefault({ id }),
    () => stranger.liveCodes.get({ id }), () => stranger.liveCodes.customers({ id }), () => stranger.liveCodes.remove({ id }), () => stranger.liveCodes.retry({ id }),
    () => stranger.reception.records({ id }), () => stranger.reception.whatIf({ id, rule: { slots: [{ staff: [{ staffId: id }] }] } }),
    () => stranger.reception.preview({ id, rule: { slots: [{ staff: [{ staffId: id }] }] }, at: 0 }),
    () => stranger.reception.simulate({ id, rule: { slots: [{ staff: [{ staffId: id }] }] }, at: 0, count: 1, minutes: 0 }), () => stranger.liveCodes.create({ name: 'x', rule: { slots: [{ staff: [{ staffId: id }] }] } }),
    () => stranger.liveCodes.create({ name: 'x', staffIds: [id] }), () => stranger.liveCodes.update({ id, name: 'x', staffIds: [id], updatedAt: 0 }),
    () => stranger.groupChats.get({ id }), () => stranger.groupChats.members({ id }), () => stranger.groupChats.tag({ ids: [id], add: [id] }), () => stranger.groupChats.list({ ownerId: id, tagIds: [id] }),
    () => stranger.groupChats.ofCustomer({ customerId: id }), () => stranger.groupTags.rename({ id, name: 'x' }), () => stranger.groupTags.renameCategory({ id, name: 'x' }), () => stranger.groupTags.remove({ id }),
    () => stranger.identities.ofCustomer({ customerId: id }), () => stranger.identities.add({ customerId: id, kind: 'phone', value: '13800000000' }), () => stranger.identities.remove({ id }),
    () => stranger.merges.preview({ survivorId: id, otherId: id }), () => stranger.merges.merge({ survivorId: id, otherId: foreign[0]! }), () => stranger.merges.undo({ mergeId: id }),
    () => stranger.merges.dismiss({ id }),
    () => stranger.conversions.list({ customerId: id }), () => stranger.conversions.retry({ id }),
    () => stranger.tags.rename({ id, name: 'x' }), () => stranger.tags.remove({ id }),
    () => stranger.tags.removeMany({ ids: [id] }), () => stranger.tags.renameGroup({ id, name: 'x' }), () => stranger.tags.removeGroup({ id }), () => stranger.tags.scope({ groupId: id, departmentIds: [1] }),
    () => stranger.tags.order({ groupId: id, ids: [id] }), () => stranger.tags.orderGroups({ ids: [id] }), () => stranger.tags.uses({ id }),
    () => stranger.exports.get({ id }), () => stranger.exports.cancel({ id }), () => stranger.exports.again({ id, key: 'isolation' }), () => stranger.exports.remove({ id }), () => stranger.exports.nameStaff({ id }), () => stranger.exports.openNamed({ id }), () => stranger.exports.customers({ key: 'isolation', format: 'csv', columns: [], ids: [id] }),
    () => stranger.exports.customers({ key: 'isolation-2', format: 'csv', columns: [], fieldIds: [id], filter: {} }),
    () => stranger.tasks.start({ kind: 'customer.stage', key: 'isolation-stage', input: { flowId: id, toStageId: id }, filter: {} }), () => stranger.tasks.start({ kind: 'customer.assign', key: 'isolation-assign', input: { toStaffId: id }, filter: {} }),
    () => stranger.tasks.get({ id }), () => stranger.tasks.items({ id }), () => stranger.tasks.pause({ id }),
    () => stranger.tasks.resume({ id }), () => stranger.tasks.cancel({ id }), () => stranger.tasks.retry({ id }), () => stranger.tasks.undo({ id }),
    () => stranger.tasks.start({ kind: 'customer.tag', key: 'isolation', input: { add: [id] }, filter: {} }), () => stranger.tasks.start({ kind: 'tag.merge', key: 'isolation', input: { from: id, into: id } }),
    () => stranger.callbacks.get({ id }), () => stranger.callbacks.replay({ ids: [id] }), () => stranger.jobs.runAgain({ ids: [id] }), () => stranger.session.revoke({ id }),
    () => stranger.stages.standings({ customerIds: [id] }), () => stranger.stages.history({ customerId: id }), () => stranger.stages.move({ customerId: id, flowId: id, toStageId: id, seenStageId: id }),
    () => stranger.stages.move({ customerId: own.customerId, flowId: own.flowId, toStageId: id, seenStageId: own.stageId }), () => stranger.stages.overview({ flowId: id, from: 0, to: 1 }),
    () => stranger.stages.moved({ flowId: own.flowId, from: 0, to: 2 ** 50, what: 'entered', stageId: id }), () => stranger.stages.createFlow({ name: 'x', stageIds: [own.stageId], staffIds: [id] }),
    () => stranger.stages.updateFlow({ id, name: 'x', stageIds: [id], updatedAt: 0 }), () => stranger.stages.removeFlow({ id, updatedAt: 0 }), () => stranger.customers.list({ stageIds: [id] }), () => stranger.customers.list({ flowId: id }),
    () => stranger.notes.list({ customerId: id }), () => stranger.notes.create({ customerId: id, text: 'x', key: `key-${id}` }), () => stranger.notes.create({ customerId: own.customerId, text: 'x', mentionIds: [id], key: `ment-${id}` }),
    () => stranger.notes.create({ customerId: own.customerId, text: 'x', fileIds: [id], key: `file-${id}` }), () => stranger.notes.edit({ id, text: 'x', updatedAt: 0 }), () => stranger.notes.remove({ id }), () => stranger.notes.history({ id }),
    () => stranger.notes.search({ keyword: '海棠' }),
    () => stranger.fields.values({ customerId: id }), () => stranger.fields.history({ customerId: id }), () => stranger.fields.history({ customerId: own.id, fieldId: id }), () => stranger.fields.reveal({ customerId: own.id, fieldId: id, reason: 'mine' }),
    () => stranger.fields.setValues({ customerId: id, seenVersion: 0, values: [{ fieldId: id, value: 'x' }] }), () => stranger.fields.setValues({ customerId: own.id, seenVersion: 0, values: [{ fieldId: id, value: 'x' }] }),
    () => stranger.fields.update({ id, name: 'x', updatedAt: 0 }), () => stranger.fields.archive({ id }), () => stranger.fields.restore({ id }), () => stranger.fields.impact({ id }), () => stranger.fields.order({ ids: [id] }),
    () => stranger.fields.previewKind({ id, kind: 'number' }), () => stranger.fields.changeKind({ id, kind: 'number', updatedAt: 0 }), () => stranger.fields.create({ name: id, kind: 'choice', options: [{ id, name: 'x' }] }).then(() => null),
    () => stranger.sources.update({ id, name: 'x' }), () => stranger.sources.retire({ id }), () => stranger.sources.restore({ id }), () => stranger.sources.merge({ id, intoId: id }), () => stranger.sources.of({ customerId: id }), () => stranger.sources.ofMany({ customerIds: [id] }),
    () => stranger.sources.assign({ customerId: own.id, sourceId: id }), () => stranger.sources.create({ name: 'x', parentId: id }), () => stranger.quality.correct({ id, value: 'x' }), () => stranger.quality.dismiss({ id }), () => stranger.quality.reveal({ id, reason: 'mine' }),
    () => stranger.transfers.get({ id }), () => stranger.transfers.items({ id }), () => stranger.transfers.cancel({ id }), () => stranger.transfers.retry({ ids: [id], toStaffId: id }),
    () => stranger.transfers.giveUp({ ids: [id] }), () => stranger.transfers.retryGroups({ id }),
    () => stranger.transfers.setAutoRetry({ ids: [id], on: true }), () => stranger.transfers.leaver({ staffId: id }), () => stranger.transfers.dossier({ itemId: id }),
    () => stranger.transfers.dossierOf({ customerId: id }),
    () => stranger.transfers.create({ kind: 'onJob', fromStaffId: id, to: { way: 'even', staffIds: [id] } }), () => stranger.transfers.queue({ staffId: id }), () => stranger.transfers.received({ staffId: id }), () => stranger.lossAlerts.list({ staffId: id }),
    () => stranger.imports.get({ id }), () => stranger.imports.rows({ id }), () => stranger.imports.start({ id }), () => stranger.imports.undo({ id }), () => stranger.imports.remove({ id }), () => stranger.imports.reread({ id, encoding: 'utf-8', delimiter: ',' }),
    () => stranger.imports.check({ id, mapping: { columns: ['phone'], policy: 'fill' } }), () => stranger.tasks.start({ kind: 'customer.import', key: 'isolation', input: { importId: id } }),
    () => stranger.stores.get({ id }), () => stranger.stores.update({ id, name: 'x', updatedAt: 0 }), () => stranger.stores.remove({ id }), () => stranger.stores.bulkEdit({ ids: [id], patch: { priority: 9 } }), () => stranger.stores.list({ regionId: id }),
    () => stranger.stores.around({ lat: 31.2, lng: 121.4 }), () => stranger.stores.create({ name: 'x', regionId: id }), () => stranger.stores.create({ name: 'x', owners: [{ staffId: id }], tagIds: [id] }), () => stranger.stores.create({ name: 'x', groupCodeIds: [id] }), () => stranger.stores.updateRegion({ id, name: 'x', updatedAt: 0 }),
    () => stranger.stores.removeRegion({ id }), () => stranger.stores.createRegion({ name: 'x', parentId: id }), () => stranger.storeCodes.get({ id }), () => stranger.storeCodes.update({ id, name: 'x', updatedAt: 0 }), () => stranger.storeCodes.remove({ id }),
    () => stranger.storeCodes.tryOut({ id, place: { lat: 31.2, lng: 121.4 } }), () => stranger.storeCodes.create({ name: 'x', form: 'owner', defaultStoreId: id }), () => stranger.storeNumbers.visits({ from: '2026-09-01', to: '2026-09-02', what: 'scans', codeId: id }),
    () => stranger.codeNumbers.table({ from: '2026-09-01', to: '2026-09-02', by: 'staff', codeId: id, staffId: id }), () => stranger.codeNumbers.list({ from: '2026-09-01', to: '2026-09-02', by: 'code', key: id, step: 'added' }),
    () => stranger.privacy.request({ id }), () => stranger.privacy.preview({ customerId: id }), () => stranger.privacy.erase({ customerId: id, name: id }), () => stranger.privacy.makeAccessLink({ customerId: id }),
    () => stranger.privacy.createRequest({ customerId: id, type: 'access' }), () => stranger.privacy.settleRequest({ id, updatedAt: 0, state: 'done', answer: 'x' }), () => stranger.privacy.requests({ customerId: id }),
    () => stranger.welcomeRules.get({ id }), () => stranger.welcomeRules.remove({ id }), () => stranger.welcomeRules.switch({ id, enabled: false }), () => stranger.welcomeRules.order({ target: 'staff', ids: [id] }),
    () => stranger.welcomeRules.create({ name: 'x', target: 'staff', targetIds: [id], message: { text: 'x' } }), () => stranger.welcomeRules.create({ name: 'x', target: 'code', targetIds: [id], message: { text: 'x' } }),
    () => stranger.welcomeRules.simulate({ staffId: id, at: 0 }), () => stranger.welcome.byHand({ customerId: id }), () => stranger.welcome.settleByHand({ id, state: 'done' }),
    () => stranger.groupWelcomes.get({ id }), () => stranger.groupWelcomes.remove({ id }), () => stranger.groupWelcomes.retry({ id }), () => stranger.groupWelcomes.update({ id, name: 'x', message: { text: 'x' }, updatedAt: 0 }),
    () => stranger.redPackets.rule({ liveCodeId: id }), () => stranger.redPackets.saveRule({ liveCodeId: id, isOn: true, minFen: 100, maxFen: 100, dayFen: 100, totalFen: 100, title: 'x', wish: 'x', updatedAt: null }),
    () => stranger.redPackets.check({ id }), () => stranger.redPackets.sendAgain({ id }), () => stranger.redPackets.packets({ from: '2026-09-01', to: '2026-09-30', liveCodeId: id }), () => stranger.redPackets.days({ from: '2026-09-01', to: '2026-09-30', liveCodeId: id }),
    () => stranger.redPackets.saveAccount({ mchId: '1900000109', appId: 'ww-not-ours', senderName: 'x', personFen: 100, dayFen: 100, apiKey: 'x'.repeat(32), workSecret: 'x'.repeat(16), alertStaffIds: [id], updatedAt: null }),
    () => stranger.consents.record({ customerId: id, purposeId: id, given: false }), () => stranger.consents.retirePurpose({ id, retired: true }), () => stranger.consents.ofCustomer({ customerId: id }),
  ];
  await fc.assert(fc.asyncProperty(fc.constantFrom(...foreign), fc.nat(attempts('').length - 1), async (id, which) => {
    const reply = await attempts(id)[which]!().catch((error: { code: string }) => ({ refused: error.code }));
    seen.push(JSON.stringify(reply));
  }), { numRuns: 300 });

  expect(seen.filter((reply) => foreign.some((id) => reply.includes(id)))).toEqual([]);
  expect(seen.filter((reply) => reply.includes('"code"') || reply.includes('internal'))).toEqual([]);
  const after = JSON.stringify([await told(), await victim.customers.list({ limit: 200 }), await victim.liveCodes.list({ limit: 200 }), await victim.tags.list()]);
  expect(after).toBe(before);
});

test('PM-02 no call gives or changes a live code of colleagues out of reach', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const [one, two] = (await admin.org.staff({ onlyReceiving: true, limit: 2 })).items;
  const role = await admin.access.createRole({ name: '活码员', allow: ['liveCode.read', 'liveCode.write', 'transfer.read', 'transfer.write'], scope: 'own' });
  const api = await t.as('staff', 'selfBuilt', one!.id);
  await admin.access.assign({ staffId: one!.id, roleIds: [role.id] });
  const theirs = await admin.liveCodes.create({ name: '同事的码', staffIds: [two!.id] });
  const own = await admin.liveCodes.create({ name: '自己的码', staffIds: [one!.id] });
  const draft = { id: theirs.id, name: 'x', staffIds: [one!.id], updatedAt: theirs.updatedAt };
  for (const attempt of [api.liveCodes.get, api.liveCodes.remove, api.liveCodes.retry, () => api.liveCodes.update(draft)]) {
    expect(await attempt({ id: theirs.id }).then(() => 'done', (error: { code: string }) => error.code)).toBe('not_found');
  }
  const told = JSON.stringify([await api.liveCodes.list({ limit: 200 }), await api.liveCodes.list({ keyword: '同事' }), await api.transfers.leavers({})]);
  expect(told).toContain(own.id);
  expect(told).not.toContain(theirs.id);
  expect(await admin.liveCodes.get({ id: theirs.id })).toEqual(theirs);
});

test('no call about live codes gives or changes anything of another corp: each of them with each id', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const { ids, told } = await buildCodes(t, 'agency');
  const attempts = await attemptsOnCodes(await t.as('admin', 'selfBuilt'));
  const before = await told();
  const seen: string[] = [];
  for (const n of attempts('').keys()) {
    seen.push(...await Promise.all(ids.map(async (id) => `${n} ${JSON.stringify(await attempts(id)[n]!().catch((error: { code: string }) => ({ refused: error.code })))}`)));
  }
  expect(seen.filter((reply) => ids.some((id) => reply.includes(id)))).toEqual([]);
  expect(seen.filter((reply) => reply.includes('隔离') || reply.includes('"code"') || reply.includes('internal'))).toEqual([]);
  expect(await told()).toBe(before);
});
