import { describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../../../test/app';
import type { TagGroup } from '@scrm/shared/tag';
import { editCorpTag } from '../../wecom/api/tag';
import { Tag } from './entity';

interface SandboxTag { id: string; name: string; groupName: string }
const theirTags = (t: TestApp, corp = 'selfBuilt') => t.control<SandboxTag[]>('GET', `/sandbox/tags?corp=${corp}`);
const pairs = (groups: TagGroup[]) => groups.flatMap((group) => group.tags.map((tag) => `${group.name}/${tag.name}`)).sort();
const theirPairs = async (t: TestApp, corp = 'selfBuilt') => (await theirTags(t, corp)).map((tag) => `${tag.groupName}/${tag.name}`).sort();
const inClient = (t: TestApp, change: object) => t.control<{ id: string; groupId: string }>('POST', '/sandbox/corp-tag', { corp: 'selfBuilt', ...change });

describe('CU-08 the tag library', () => {
  for (const corp of ['suite', 'agency', 'selfBuilt'] as const) {
    test(`CU-08 is WeCom's own from the first minute: ${corp}`, async () => {
      const t = await testApp({ corps: [corp] });
      const { items } = await (await t.as('operator')).tags.list();
      expect(pairs(items)).toEqual(await theirPairs(t, corp));
      expect(pairs(items).length).toBeGreaterThan(5);
      expect(items.flatMap((group) => group.tags).every((tag) => !tag.ours)).toBe(true);
    });
  }

  test('CU-08 what is made, renamed and removed here is so in WeCom, and a group goes with its last tag', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const group = await api.tags.create({ groupName: '节日', names: ['春节', '中秋'] });
    expect(group.tags.map((tag) => [tag.name, tag.ours])).toEqual(expect.arrayContaining([['春节', true], ['中秋', true]]));
    const more = await api.tags.create({ groupName: '节日', names: ['国庆'] });
    expect(more).toMatchObject({ id: group.id });
    expect(await theirPairs(t)).toEqual(expect.arrayContaining(['节日/春节', '节日/中秋', '节日/国庆']));

    const [spring, ...others] = more.tags;
    await api.tags.rename({ id: spring!.id, name: '元宵' });
    for (const tag of others) await api.tags.remove({ id: tag.id });
    expect((await theirPairs(t)).filter((pair) => pair.startsWith('节日/'))).toEqual(['节日/元宵']);
    expect(pairs((await api.tags.list()).items)).toEqual(await theirPairs(t));
    await api.tags.remove({ id: spring!.id });
    expect((await api.tags.list()).items.map((one) => one.name)).not.toContain('节日');
    await expect(api.tags.remove({ id: spring!.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('CU-08 a taken name and a tag of others are refused with words', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const [group] = (await api.tags.list()).items;
    const foreign = group!.tags[0]!;
    await expect(api.tags.create({ groupName: group!.name, names: ['新的', foreign.name] })).rejects.toMatchObject({ code: 'tag_name_taken', data: { name: [foreign.name] } });
    await expect(api.tags.rename({ id: foreign.id, name: '别的' })).rejects.toMatchObject({ code: 'tag_not_ours' });
    await expect(api.tags.remove({ id: foreign.id })).rejects.toMatchObject({ code: 'tag_not_ours' });
    const own = await api.tags.create({ groupName: '自有', names: ['甲', '乙'] });
    await expect(api.tags.rename({ id: own.tags[0]!.id, name: own.tags[1]!.name })).rejects.toMatchObject({ code: 'tag_name_taken' });
    await expect((await t.as('staff')).tags.create({ groupName: '自有', names: ['丙'] })).rejects.toMatchObject({ code: 'not_allowed' });
    expect(pairs((await api.tags.list()).items)).toEqual(await theirPairs(t));
  });

  test('CU-08 what is done by hand in WeCom follows here, a deleted group with all its tags', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const { id, groupId } = await inClient(t, { groupName: '兴趣', name: '篮球' });
    await inClient(t, { groupName: '兴趣', name: '足球' });
    await t.settle();
    expect(pairs((await api.tags.list()).items)).toEqual(await theirPairs(t));
    await inClient(t, { id, name: '排球' });
    await t.settle();
    expect(pairs((await api.tags.list()).items)).toContain('兴趣/排球');
    await inClient(t, { id: groupId, remove: true });
    await t.settle();
    expect(pairs((await api.tags.list()).items)).toEqual(await theirPairs(t));
    expect((await api.tags.list()).items.map((group) => group.name)).not.toContain('兴趣');
  });

  test('CU-08 a change of which no event told is made good by the next sync, and the tag keeps its row', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const own = await api.tags.create({ groupName: '自有', names: ['甲'] });
    const { wecomTagId } = (await t.app.database.corp(t.corps.selfBuilt.id).findOne(Tag, { id: own.tags[0]!.id }))!;
    // What an app changes makes no callback.
    await editCorpTag(await t.app.services.wecom(t.corps.selfBuilt.id), { id: wecomTagId, name: '乙' });
    await t.settle();
    expect(pairs((await api.tags.list()).items)).not.toEqual(await theirPairs(t));
    await api.tags.sync();
    await t.settle();
    const after = (await api.tags.list()).items;
    expect(pairs(after)).toEqual(await theirPairs(t));
    expect(after.find((group) => group.id === own.id)!.tags).toMatchObject([{ id: own.tags[0]!.id, name: '乙', ours: true }]);
  });
});
