import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { CodeBatch, CodeBatchRow } from '../src/modules/code-batch/entity';
import { LiveCodeWaiting } from '../src/modules/live-code/waiting';
import { Poster } from '../src/modules/print/entity';
import type { CorpKey } from '../sandbox/control';
import type { TestApp } from './app';

const layout = { code: { x: 0.5, y: 0.5, size: 0.3 }, text: '', textAt: { x: 0.5, y: 0.9, fontSize: 0.05, colour: '#000000' }, widthCm: 20 };
const days = { from: '2026-08-01', to: '2026-09-02' };

/** One of each thing about live codes, all of them a company's own; and what the company is told of them. */
export async function buildCodes(t: TestApp, corp: CorpKey): Promise<{ ids: string[]; told: () => Promise<string> }> {
  const api = await t.as('admin', corp);
  const [member] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
  const [tag] = (await api.tags.list()).items[0]!.tags;
  const channel = await api.channels.create({ name: '隔离的渠道', ownerId: member!.id });
  const code = await api.liveCodes.create({ name: '隔离的活码', staffIds: [member!.id], channelId: channel.id });
  await api.prints.shorten({ codeId: code.id });
  const link = await api.acquisition.addSource({ id: (await api.acquisition.create({ name: '隔离的链接', staffIds: [member!.id], channelId: channel.id })).id, name: '隔离的位置' });
  const [group] = (await api.groupChats.list({ limit: 1 })).items;
  const groupCode = await api.groupCodes.create({ name: '隔离的群码', entries: [{ kind: 'way', groupIds: [group!.id] }] });
  await api.groupInvites.saveRule({ liveCodeId: code.id, groupCodeId: groupCode.id });
  const task = await api.groupInvites.createTask({ key: 'isolation-task', name: '隔离的任务', groupCodeId: groupCode.id, tagIds: [tag!.id], staffIds: [member!.id], text: '来吧' }).catch(() => null);
  const shop = await api.stores.create({ name: '隔离的门店', place: { lat: 31.2, lng: 121.4 }, owners: [{ staffId: member!.id }], groupCodeIds: [groupCode.id] });
  const storeCode = await api.storeCodes.create({ name: '隔离的门店码', form: 'owner', defaultStoreId: shop.id });
  const starter = { kind: 'account' as const, id: 'acc_other', name: '隔离', staffId: null, role: 'operator' as const, reach: { staffIds: null } };
  const [batchId, posterId, waitingId] = ['cba_01K0000000000000000000000A', 'pst_01K0000000000000000000000A', 'lcw_01K0000000000000000000000A'];
  await t.app.database.write(t.corps[corp].id, async (tx) => {
    await tx.insert(CodeBatch, { id: batchId, name: '隔离.csv', sha256: '', state: 'checked', newChannels: [], starter, starterId: starter.id, taskId: null, createdAt: 0 });
    await tx.insert(CodeBatchRow, { id: 'cbr_01K0000000000000000000000A', batchId, row: 2, state: 'planned',
      name: '隔离的一行', channel: '', staff: '', wanted: { staffIds: [member!.id], tagIds: [], remark: '' }, columnName: '', problem: null, liveCodeId: 'lc_01K0000000000000000000000A' });
    await tx.insert(LiveCodeWaiting, {
      id: waitingId, liveCodeId: code.id, openKey: 'x', visitor: 'vis_x', phoneKey: '', phoneSealed: '', name: '隔离的留言', note: '', via: 'staff', state: 'open', staffId: member!.id, times: 1, isTold: true, at: 0, lastAt: 0, doneAt: null, deleteAt: 9e12,
    });
    await tx.insert(Poster, { id: posterId, name: '隔离的海报', fileId: 'file_01K0000000000000000000000A', layout, createdBy: 'acc_other', createdAt: 0, updatedAt: 0 });
  });
  await t.settle();
  const told = async () => JSON.stringify([
    await api.channels.list(), await api.channels.history({ id: channel.id }), await api.liveCodes.list({ limit: 200 }), await api.prints.read({ codeId: code.id }), await api.prints.posters(),
    await api.acquisition.get({ id: link.id }), await api.waiting.list({ codeId: code.id }),
    await api.codeBatches.list({}), await api.groupCodes.get({ id: groupCode.id }), await api.groupInvites.rules({}), await api.groupInvites.tasks({}), await api.stores.list({}), await api.storeCodes.list({}),
  ]);
  const rules = (await api.groupInvites.rules({})).items.map(({ id }) => id);
  const made = [channel.id, code.id, link.id, link.sources[0]!.id, groupCode.id, groupCode.entries[0]!.id, shop.id, storeCode.id, batchId, posterId, waitingId];
  return { ids: [...made, ...rules, ...(task ? [task.id] : []), member!.id, tag!.id], told };
}

/** What a stranger might try with an id that is not theirs, beside codes, links and groups of their own. */
export async function attemptsOnCodes(stranger: Client<Api>): Promise<(id: string) => (() => Promise<unknown>)[]> {
  const [member] = (await stranger.org.staff({ onlyReceiving: true, limit: 1 })).items;
  const own = await stranger.liveCodes.create({ name: '自己的', staffIds: [member!.id] });
  const link = await stranger.acquisition.create({ name: '自己的', staffIds: [member!.id] });
  const channel = await stranger.channels.create({ name: '自己的' });
  const [group] = (await stranger.groupChats.list({ limit: 1 })).items;
  const entry = { kind: 'way' as const, groupIds: [group!.id] };
  return (id) => [
    () => stranger.channels.update({ id, updatedAt: 0, name: 'x' }), () => stranger.channels.move({ id, parentId: null }), () => stranger.channels.move({ id: channel.id, parentId: id }),
    () => stranger.channels.archive({ id, archived: true }), () => stranger.channels.history({ id }),
    () => stranger.channels.create({ name: 'x', parentId: id }), () => stranger.channels.create({ name: 'y', ownerId: id }), () => stranger.channels.create({ name: 'z', tagId: id }),
    () => stranger.liveCodes.place({ ids: [id], channelId: null }), () => stranger.liveCodes.place({ ids: [own.id], channelId: id }), () => stranger.liveCodes.archive({ ids: [id], archived: true }),
    () => stranger.liveCodes.end({ id }), () => stranger.liveCodes.reopen({ id }),
    () => stranger.org.setLabels({ staffId: id, labels: ['抢来的'] }),
    () => stranger.waiting.list({ codeId: id }), () => stranger.waiting.assign({ id, staffId: member!.id }), () => stranger.waiting.settle({ id, done: true }),
    () => stranger.waiting.settleMine({ id }), () => stranger.waiting.reveal({ id }), () => stranger.waiting.export({ codeId: id, state: 'open', key: 'isolation-waiting', format: 'csv' }),
    () => stranger.liveCodes.list({ channelId: id }), () => stranger.liveCodes.added({ channelId: id }), () => stranger.acquisition.added({ channelId: id }),
    () => stranger.liveCodes.create({ name: 'x', staffIds: [member!.id], channelId: id }), () => stranger.liveCodes.create({ name: 'x', staffIds: [member!.id], tagIds: [id] }),
    () => stranger.codeBatches.get({ id }), () => stranger.codeBatches.start({ id }), () => stranger.codeBatches.rows({ id }), () => stranger.codeBatches.result({ id }), () => stranger.codeBatches.remove({ id }),
    () => stranger.tasks.start({ kind: 'liveCode.batch', key: id, input: { batchId: id } }),
    () => stranger.prints.read({ codeId: id }), () => stranger.prints.shorten({ codeId: id }), () => stranger.prints.draw({ codeId: id, target: 'page', format: 'svg' }),
    () => stranger.prints.draw({ codeId: own.id, target: 'page', format: 'svg', logoFileId: id }),
    () => stranger.prints.createPoster({ name: 'x', fileId: id, layout }), () => stranger.prints.updatePoster({ id, updatedAt: 0, name: 'x', fileId: id, layout }), () => stranger.prints.removePoster({ id }),
    () => stranger.acquisition.get({ id }), () => stranger.acquisition.update({ id, updatedAt: 0, name: 'x', staffIds: [member!.id] }), () => stranger.acquisition.remove({ id }),
    () => stranger.acquisition.retry({ id }), () => stranger.acquisition.sync({ id }), () => stranger.acquisition.days({ id }),
    () => stranger.acquisition.addSource({ id, name: 'x' }), () => stranger.acquisition.renameSource({ sourceId: id, name: 'x' }), () => stranger.acquisition.customers({ id }),
    () => stranger.acquisition.customers({ id: link.id, sourceId: id }), () => stranger.acquisition.events({ id }),
    () => stranger.acquisition.create({ name: 'x', staffIds: [id] }), () => stranger.acquisition.create({ name: 'x', staffIds: [member!.id], channelId: id }),
    () => stranger.groupCodes.get({ id }), () => stranger.groupCodes.update({ id, updatedAt: 0, name: 'x', entries: [entry] }), () => stranger.groupCodes.setState({ id, closed: true }),
    () => stranger.groupCodes.retry({ id }), () => stranger.groupCodes.history({ id }),
    () => stranger.groupCodes.replacePicture({ id, entryId: id, picture: 'https://example.com/x', pictureUntil: null }), () => stranger.groupCodes.numbers({ id, from: 0, to: 1 }),
    () => stranger.groupCodes.rows({ id, from: 0, to: 1, list: 'scans' }), () => stranger.groupCodes.rows({ channelId: id, from: 0, to: 1, list: 'joined' }), () => stranger.groupCodes.figures({ ...days, channelId: id }),
    () => stranger.groupCodes.create({ name: 'x', entries: [entry], channelId: id }),
    () => stranger.groupCodes.create({ name: 'x', entries: [{ kind: 'way', groupIds: [id] }] }), () => stranger.groupCodes.create({ name: 'x', entries: [{ ...entry, tagIds: [id] }] }),
    () => stranger.groupCodes.create({ name: 'x', entries: [entry], fallback: { kind: 'code', codeId: id } }), () => stranger.groupCodes.create({ name: 'x', entries: [entry], tellStaffIds: [id] }),
    () => stranger.groupInvites.saveRule({ liveCodeId: null, groupCodeId: id }), () => stranger.groupInvites.removeRule({ id }), () => stranger.groupInvites.task({ id }),
    () => stranger.groupInvites.checkTask({ id }), () => stranger.groupInvites.remindTask({ id }), () => stranger.groupInvites.stopTask({ id }),
    () => stranger.groupInvites.preview({ groupCodeId: id, tagIds: [id], staffIds: [id] }),
    () => stranger.groupInvites.createTask({ key: `task-${id}`, name: 'x', groupCodeId: id, tagIds: [id], staffIds: [id], text: 'x' }), () => stranger.groupInvites.invitations({ ruleId: id }),
    () => stranger.groupInvites.invitations({ taskId: id }),
    () => stranger.stores.get({ id }), () => stranger.stores.remove({ id }), () => stranger.stores.create({ name: 'x', groupCodeIds: [id] }), () => stranger.stores.create({ name: 'x', receptionistIds: [id] }),
    () => stranger.storeCodes.get({ id }), () => stranger.storeCodes.setState({ id, state: 'off' }), () => stranger.storeCodes.remove({ id }),
    () => stranger.storeCodes.picture({ id }), () => stranger.storeNumbers.report({ ...days, by: 'store', codeId: id, storeId: id }), () => stranger.storeNumbers.customers({ ...days, what: 'added', storeId: id }),
    () => stranger.storeNumbers.export({ ...days, by: 'day', key: `exp-${id}`, format: 'csv', codeId: id }),
    () => stranger.welcomeRules.aimedAt({ id }), () => stranger.welcomeRules.simulate({ staffId: member!.id, liveCodeId: id, at: 0 }), () => stranger.welcomeRules.simulate({ staffId: member!.id, storeCodeId: id, at: 0 }), () => stranger.welcomeRules.simulate({ staffId: member!.id, storeId: id, at: 0 }), () => stranger.welcomeRules.create({ name: 'x', target: 'code', targetIds: [id], message: { text: 'x' } }),
  ];
}
