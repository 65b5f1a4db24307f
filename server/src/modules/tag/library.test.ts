import { describe, expect, test } from 'vitest';
import type { TagGroup } from '@scrm/shared/tag';
import { testApp, type TestApp } from '../../../test/app';
import { editCorpTag } from '../../wecom/api/tag';
import { newOrders } from './change';
import { Tag, TagGroup as GroupRow } from './entity';

interface Theirs { id: string; name: string; order: number; groupId: string; groupName: string; groupOrder: number }
const theirTags = (t: TestApp) => t.control<Theirs[]>('GET', '/sandbox/tags?corp=selfBuilt');
const inClient = (t: TestApp, change: object) => t.control<{ id: string; groupId: string }>('POST', '/sandbox/corp-tag', { corp: 'selfBuilt', ...change });
const namesOf = (group: TagGroup | undefined) => group?.tags.map((tag) => tag.name);

async function library(t: TestApp) {
  const api = await t.as('operator');
  const group = await api.tags.create({ groupName: '节日', names: ['春节', '中秋', '国庆'] });
  const idOf = (name: string) => group.tags.find((tag) => tag.name === name)!.id;
  const now = async () => (await api.tags.list()).items.find((one) => one.id === group.id);
  return { api, group, idOf, now };
}

describe('CU-08 keeping the tag library', () => {
  test('CU-08 a group is renamed here and in WeCom; a taken name and a name of 10,000 characters are refused', async () => {
    const t = await testApp();
    const { api, group, now } = await library(t);
    await api.tags.renameGroup({ id: group.id, name: '节日🧧', was: '节日' });
    expect((await now())!.name).toBe('节日🧧');
    expect((await theirTags(t)).filter((tag) => tag.groupName === '节日🧧')).toHaveLength(3);
    await api.tags.create({ groupName: '地区', names: ['华东'] });
    await expect(api.tags.renameGroup({ id: group.id, name: '地区' })).rejects.toMatchObject({ code: 'tag_group_name_taken', data: { name: '地区' } });
    await expect(api.tags.renameGroup({ id: group.id, name: '长'.repeat(10_000) })).rejects.toMatchObject({ code: 'bad_input' });
    await expect(api.tags.renameGroup({ id: 'tgg_none', name: '无' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('CU-08 tags and groups keep the order that they are put in, and what is dragged in WeCom follows', async () => {
    const t = await testApp();
    const { api, group, idOf, now } = await library(t);
    const wanted = ['国庆', '春节', '中秋'];
    await api.tags.order({ groupId: group.id, ids: wanted.map(idOf) });
    expect(namesOf(await now())).toEqual(wanted);
    expect((await theirTags(t)).filter((tag) => tag.groupName === '节日').sort((a, b) => b.order - a.order).map((tag) => tag.name)).toEqual(wanted);
    await api.tags.sync();
    await t.settle();
    expect(namesOf(await now())).toEqual(wanted);
    await expect(api.tags.order({ groupId: group.id, ids: [idOf('国庆')] })).rejects.toMatchObject({ code: 'stale_edit' });

    const autumn = (await theirTags(t)).find((tag) => tag.name === '中秋')!;
    await inClient(t, { id: autumn.id, order: 4_000_000_000 });
    await t.settle();
    expect(namesOf(await now())).toEqual(['中秋', '国庆', '春节']);

    const region = await api.tags.create({ groupName: '地区', names: ['华东'] });
    const before = (await api.tags.list()).items.map((one) => one.id);
    const first = [region.id, ...before.filter((id) => id !== region.id)];
    await api.tags.orderGroups({ ids: first });
    expect((await api.tags.list()).items.map((one) => one.id)).toEqual(first);
    const [own, , second, third] = first;
    await expect(api.tags.orderGroups({ ids: [own!, third!, second!, ...first.filter((id) => ![own, second, third].includes(id))] })).rejects.toMatchObject({ code: 'tag_order_fixed' });
  });

  test('CU-08 a new order changes as little as it can, and never what another app made', () => {
    const place = (id: string, order: number, isFixed = false) => ({ id, wecomId: id, order, isFixed });
    expect(newOrders([place('a', 9), place('b', 5), place('c', 1)])).toEqual([]);
    expect(newOrders([place('b', 0), place('a', 0)])).toEqual([{ id: 'b', wecomId: 'b', order: 1 }]);
    expect(newOrders([place('x', 100, true), place('new', 300), place('y', 50, true)])).toEqual([{ id: 'new', wecomId: 'new', order: 51 }]);
    expect(() => newOrders([place('x', 51, true), place('new', 300), place('y', 50, true)])).toThrow();
  });

  test('CU-08 renamed in WeCom while somebody edits here: both names are told, and theirs stands', async () => {
    const t = await testApp();
    const { api, idOf, now, group } = await library(t);
    const { wecomTagId } = (await t.app.database.corp(t.corps.selfBuilt.id).findOne(Tag, { id: idOf('春节') }))!;
    // What an app changes makes no callback: we have not heard of it.
    await editCorpTag(await t.app.services.wecom(t.corps.selfBuilt.id), { id: wecomTagId, name: '元旦' });
    await expect(api.tags.rename({ id: idOf('春节'), name: '元宵', was: '春节' })).rejects.toMatchObject({ code: 'tag_renamed_meanwhile', data: { was: '春节', now: '元旦', wanted: '元宵' } });
    expect(namesOf(await now())).toContain('元旦');
    await api.tags.rename({ id: idOf('春节'), name: '元宵', was: '元旦' });
    expect((await theirTags(t)).map((tag) => tag.name)).toContain('元宵');
    await inClient(t, { id: (await theirTags(t)).find((tag) => tag.name === '元宵')!.groupId, name: '时节' });
    await expect(api.tags.renameGroup({ id: group.id, name: '佳节', was: '节日' })).rejects.toMatchObject({ code: 'tag_renamed_meanwhile', data: { now: '时节' } });
  });

  test('CU-08 a group is deleted with all its tags, several tags at once, and nothing of another app', async () => {
    const t = await testApp();
    const { api, group, idOf, now } = await library(t);
    const [customer] = (await api.customers.list({ state: 'friend', limit: 1 })).items;
    await api.customers.tag({ id: customer!.id, add: [idOf('春节')] });
    await api.tags.removeMany({ ids: [idOf('中秋'), idOf('国庆')] });
    expect(namesOf(await now())).toEqual(['春节']);
    const foreign = (await api.tags.list()).items.find((one) => !one.ours)!;
    await expect(api.tags.removeMany({ ids: [idOf('春节'), foreign.tags[0]!.id] })).rejects.toMatchObject({ code: 'tag_not_ours' });
    for (const act of [() => api.tags.removeGroup({ id: foreign.id }), () => api.tags.renameGroup({ id: foreign.id, name: '改' })]) await expect(act()).rejects.toMatchObject({ code: 'tag_not_ours' });
    // Somebody adds a tag of their own to our group: then the group is not ours alone.
    await inClient(t, { groupName: '节日', name: '手工' });
    await t.settle();
    await expect(api.tags.removeGroup({ id: group.id })).rejects.toMatchObject({ code: 'tag_not_ours' });
    await inClient(t, { id: (await theirTags(t)).find((tag) => tag.name === '手工')!.id, remove: true });
    await t.settle();
    await api.tags.removeGroup({ id: group.id });
    expect(await now()).toBeUndefined();
    expect((await theirTags(t)).map((tag) => tag.groupName)).not.toContain('节日');
    expect((await api.customers.get({ id: customer!.id })).tags.map((tag) => tag.id)).not.toContain(idOf('春节'));
  });

  test('CU-08 a tag of ours in a group of others stays ours to change', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const foreign = (await api.tags.list()).items.find((one) => !one.ours)!;
    const made = (await api.tags.create({ groupName: foreign.name, names: ['我们的'] })).tags.find((tag) => tag.name === '我们的')!;
    await api.tags.rename({ id: made.id, name: '仍是我们的' });
    await api.tags.remove({ id: made.id });
    expect((await api.tags.list()).items.find((one) => one.id === foreign.id)).toMatchObject({ ours: false });
  });

  test('CU-08 the company’s limit is told before WeCom is asked', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const count = (await theirTags(t)).length;
    t.app.services.tagLimit = count + 1;
    expect((await api.tags.list()).limit).toBe(count + 1);
    await expect(api.tags.create({ groupName: '多', names: ['一', '二'] })).rejects.toMatchObject({ code: 'tag_limit', data: { limit: count + 1, count, more: 2 } });
    await api.tags.create({ groupName: '多', names: ['一'] });
    expect(await theirTags(t)).toHaveLength(count + 1);
    // WeCom counts what we do not see; its own refusal is a sentence too.
    t.app.services.tagLimit = 10_000;
    await t.sandbox.fault('/cgi-bin/externalcontact/add_corp_tag', 'errcode', 40126, 1);
    await expect(api.tags.create({ groupName: '多', names: ['二'] })).rejects.toMatchObject({ code: 'wecom_failed', message: expect.stringContaining('企业标签数已达上限') });
  });

  test('CU-08 system tags are made once and are locked', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    await api.tags.addSystemTags();
    await api.tags.addSystemTags();
    const locked = (await api.tags.list()).items.filter((group) => group.lockedFor !== null);
    expect(locked.flatMap((group) => group.tags.map((tag) => [tag.name, tag.lockedFor])).sort()).toEqual([['关注微信', 'interaction'], ['已流失', 'lost'], ['点击菜单', 'interaction']]);
    const [group] = locked;
    const tag = group!.tags[0]!;
    for (const act of [
      () => api.tags.rename({ id: tag.id, name: '别的' }), () => api.tags.remove({ id: tag.id }), () => api.tags.renameGroup({ id: group!.id, name: '别的' }), () => api.tags.removeGroup({ id: group!.id }),
      () => api.tags.create({ groupName: group!.name, names: ['更多'] }),
    ]) await expect(act()).rejects.toMatchObject({ code: 'tag_locked' });
    await expect((await t.as('staff')).tags.addSystemTags()).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

describe('CU-09 groups for departments', () => {
  test('CU-09 only staff of the department, or below it, see and use the group: by hand, in batch, in live codes; a moved one’s tags stay and cannot be changed', async () => {
    const t = await testApp({ customersPerCorp: 60 });
    const { api, group, idOf } = await library(t);
    const tagId = idOf('春节');
    const { items: departments } = await api.org.departments();
    const top = departments.find((one) => one.parentId === 1)!;
    const other = departments.find((one) => one.parentId === 1 && one.departmentId !== top.departmentId)!;
    const child = departments.find((one) => one.parentId === top.departmentId)!;
    const [mover] = (await api.org.staff({ onlyReceiving: true, limit: 50 })).items.filter((one) => one.customerCount! > 0);
    const move = async (departmentId: number) => {
      await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: mover!.userId, departmentIds: [departmentId] });
      await t.settle();
    };
    await move(child.departmentId);
    await api.tags.scope({ groupId: group.id, departmentIds: [top.departmentId] });
    const rep = await t.as('staff', 'selfBuilt', mover!.id);
    const seen = async () => (await rep.tags.list()).items.some((one) => one.id === group.id);
    expect(await seen()).toBe(true);
    const [customer] = (await rep.customers.list({ state: 'friend' })).items;
    await rep.customers.tag({ id: customer!.id, add: [tagId] });
    expect((await rep.customers.get({ id: customer!.id })).fixedTagIds).toEqual([]);

    await move(other.departmentId);
    expect(await seen()).toBe(false);
    const detail = await rep.customers.get({ id: customer!.id });
    expect(detail.tags.map((tag) => tag.id)).toContain(tagId);
    expect(detail.fixedTagIds).toEqual([tagId]);
    const outOfScope = { code: 'tag_out_of_scope', data: { names: ['春节'] } };
    await expect(rep.customers.tag({ id: customer!.id, remove: [tagId] })).rejects.toMatchObject(outOfScope);
    await expect(rep.customers.tag({ id: customer!.id, add: [idOf('中秋')] })).rejects.toMatchObject({ code: 'tag_out_of_scope' });
    await expect(rep.tasks.start({ kind: 'customer.tag', key: 'scope-key-1', input: { add: [tagId] }, ids: [customer!.id] })).rejects.toMatchObject(outOfScope);

    const editor = await t.as('operator', 'selfBuilt', mover!.id);
    expect((await editor.tags.list()).items.find((one) => one.id === group.id)).toMatchObject({ usable: false });
    await expect(editor.liveCodes.create({ name: '越界', staffIds: [mover!.id], tagIds: [tagId] })).rejects.toMatchObject(outOfScope);
    const code = await api.liveCodes.create({ name: '旧码', staffIds: [mover!.id], tagIds: [tagId] });
    const { updatedAt } = await editor.liveCodes.get({ id: code.id });
    // What others put there stays; it may not be taken away either.
    await editor.liveCodes.update({ id: code.id, name: '改名', staffIds: [mover!.id], tagIds: [tagId], updatedAt });
    await expect(editor.liveCodes.update({ id: code.id, name: '改名', staffIds: [mover!.id], tagIds: [], updatedAt: (await editor.liveCodes.get({ id: code.id })).updatedAt })).rejects.toMatchObject(outOfScope);
  });

  test('CU-09 a task that is under way stops when its starter moves out of the department', async () => {
    const t = await testApp({ customersPerCorp: 60 });
    const { api, group, idOf } = await library(t);
    const { items: departments } = await api.org.departments();
    const [home, away] = departments.filter((one) => one.parentId === 1);
    const [mover] = (await api.org.staff({ onlyReceiving: true, limit: 50 })).items.filter((one) => one.customerCount! > 0);
    const move = (departmentId: number) => t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: mover!.userId, departmentIds: [departmentId] });
    await move(home!.departmentId);
    await t.settle();
    await api.tags.scope({ groupId: group.id, departmentIds: [home!.departmentId] });
    const rep = await t.as('staff', 'selfBuilt', mover!.id);
    const task = await rep.tasks.start({ kind: 'customer.tag', key: 'scope-key-2', input: { add: [idOf('春节')] }, filter: {} });
    await rep.tasks.pause({ id: task.id });
    await move(away!.departmentId);
    await t.settle();
    await rep.tasks.resume({ id: task.id });
    await t.settle();
    expect(await rep.tasks.get({ id: task.id })).toMatchObject({ state: 'failed', done: 0, problem: expect.stringContaining('春节') });
    expect((await api.customers.list({ tagIds: [idOf('春节')] })).total).toBe(0);
  });

  test('CU-09 a department that does not exist, another corp’s group and a role without the permission are refused', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const { group } = await library(t);
    const stranger = await t.as('operator', 'agency');
    await expect(stranger.tags.scope({ groupId: group.id, departmentIds: [1] })).rejects.toMatchObject({ code: 'not_found' });
    const api = await t.as('operator');
    await expect(api.tags.scope({ groupId: group.id, departmentIds: [] })).rejects.toMatchObject({ code: 'bad_input' });
    await expect(api.tags.scope({ groupId: group.id, departmentIds: [987_654] })).rejects.toMatchObject({ code: 'not_found' });
    await expect((await t.as('staff')).tags.scope({ groupId: group.id, departmentIds: [1] })).rejects.toMatchObject({ code: 'not_allowed' });
    expect((await t.app.database.corp(t.corps.selfBuilt.id).findOne(GroupRow, { id: group.id }))!.departmentIds).toBeNull();
  });
});
