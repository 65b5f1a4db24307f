import { expect, test } from 'vitest';
import { groupWelcomesPerCorp } from '@scrm/shared/group-welcome';
import { testApp } from '../../../test/app';
import { newId } from '../../core/db/ids';
import { GroupWelcome } from './group-entity';

const path = (verb: string) => `/cgi-bin/externalcontact/group_welcome_template/${verb}`;
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(50, 1)]).toString('base64');
const codeOf = (call: Promise<unknown>) => call.then(() => 'done', (error: { code: string }) => error.code);

test('WL-05 a group welcome is made, changed and deleted at WeCom, and what was deleted there is shown and made again', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const there = async () => t.control<{ templateId: string; content: { text?: { content: string }; image?: { pic_url: string }; link?: { title: string } } }[]>('GET', '/sandbox/group-welcomes?corp=selfBuilt');
  const picture = await api.files.upload({ name: 'a.png', content: png });
  const made = await api.groupWelcomes.create({ name: '新客群', message: { text: '欢迎 %NICKNAME%', attachment: { kind: 'image', fileId: picture.id } } });
  expect(made).toMatchObject({ state: 'ready', error: '' });
  expect(await there()).toMatchObject([{ templateId: made.templateId, content: { text: { content: '欢迎 %NICKNAME%' }, image: { pic_url: expect.stringContaining('/sandbox/media/') as string } } }]);

  const link = { kind: 'link' as const, title: '群规', url: 'https://example.com/rules' };
  const edited = await api.groupWelcomes.update({ id: made.id, updatedAt: made.updatedAt, name: '新客群', message: { text: '', attachment: link } });
  expect(edited).toMatchObject({ state: 'ready', templateId: made.templateId });
  expect((await there())[0]!.content).toEqual({ link: expect.objectContaining({ title: '群规' }) as object });
  expect(await codeOf(api.groupWelcomes.update({ id: made.id, updatedAt: made.updatedAt, name: 'x', message: { text: 'x' } }))).toBe('stale_edit');
  expect(await codeOf(api.groupWelcomes.create({ name: '空', message: { text: ' ' } }))).toBe('welcome_empty');
  expect(await codeOf(api.groupWelcomes.create({ name: '长', message: { text: '好'.repeat(1001) } }))).toBe('bad_input');

  // Words that WeCom does not take: it is there as before, and no second one is made.
  await t.sandbox.fault(path('edit'), 'errcode', 40058);
  const refused = await api.groupWelcomes.update({ id: made.id, updatedAt: edited.updatedAt, name: '新客群', message: { text: '', attachment: { ...link, title: '新群规' } } });
  expect([refused.state, refused.templateId, refused.error.includes('40058')]).toEqual(['failed', made.templateId, true]);
  await api.groupWelcomes.update({ id: made.id, updatedAt: refused.updatedAt, name: '新客群', message: { text: '', attachment: link } });
  expect((await there()).map(({ templateId }) => templateId)).toEqual([made.templateId]);

  // Somebody changes it in WeCom's console: shown as it is there, and put right.
  await t.control('POST', '/sandbox/group-welcomes/change', { templateId: made.templateId, text: '别人改的' });
  expect(await api.groupWelcomes.check()).toEqual({ checked: 1, gone: 0, changed: 1 });
  const changed = await api.groupWelcomes.get({ id: made.id });
  expect([changed.state, changed.error]).toEqual(['changed', '在企业微信里被改成：别人改的 · 群规']);
  expect(await api.groupWelcomes.retry({ id: made.id })).toMatchObject({ state: 'ready', error: '', templateId: made.templateId });
  expect((await there())[0]!.content.text).toBeUndefined();
  expect(await api.groupWelcomes.check()).toEqual({ checked: 1, gone: 0, changed: 0 });

  // Somebody deletes it in WeCom: seen when looked for, at an edit, and every night.
  await t.control('POST', '/sandbox/group-welcomes/remove', { templateId: made.templateId });
  expect(await api.groupWelcomes.check()).toEqual({ checked: 1, gone: 1, changed: 0 });
  expect(await api.groupWelcomes.get({ id: made.id })).toMatchObject({ state: 'gone' });
  const again = await api.groupWelcomes.retry({ id: made.id });
  expect(again.state).toBe('ready');
  expect((await there()).map(({ templateId }) => templateId)).toEqual([again.templateId]);
  await t.control('POST', '/sandbox/group-welcomes/remove', { templateId: again.templateId });
  expect(await api.groupWelcomes.update({ id: made.id, updatedAt: again.updatedAt, name: '新客群', message: { text: '你好' } })).toMatchObject({ state: 'gone' });
  expect(await api.groupWelcomes.retry({ id: made.id })).toMatchObject({ state: 'ready' });
  // Deleted here, it goes at WeCom too, though WeCom is not to be reached at first, or for so long that the tries are over.
  const outage = await t.control<{ id: string }>('POST', '/sandbox/faults', { target: path('del'), effect: 'http500', times: 100_000 });
  const dropped = await api.groupWelcomes.create({ name: '老群', message: { text: '欢迎' } });
  await api.groupWelcomes.remove({ id: dropped.id });
  for (let tries = 0; tries < 15; tries++) await t.advance(60_000);
  await t.sandbox.control('DELETE', `/sandbox/faults/${outage.id}`);
  await t.app.queue.enqueueAlone(t.app.queue.get('welcome.checkGroupWelcomes')!, { slot: t.clock.now() });
  await t.settle();
  expect((await there()).length).toBe(1);
  await t.sandbox.fault(path('del'), 'http500', 0, 3);
  await api.groupWelcomes.remove({ id: made.id });
  for (let tries = 0; tries < 6; tries++) await t.advance(60_000);
  expect(await there()).toEqual([]);
  expect((await api.groupWelcomes.list()).items).toEqual([]);
});

test('WL-05 at most 100, an answer that is lost makes no second one unasked, and a crash is noticed', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const count = async () => (await t.control<object[]>('GET', '/sandbox/group-welcomes?corp=selfBuilt')).length;
  await t.sandbox.fault(path('add'), 'drop', 1);
  const lost = await api.groupWelcomes.create({ name: '答复丢失', message: { text: '欢迎' } });
  expect(lost).toMatchObject({ state: 'unclear' });
  expect(lost.error).toContain('管理后台');
  for (let tries = 0; tries < 4; tries++) await t.advance(60_000);
  expect(await count()).toBe(1);
  expect(await api.groupWelcomes.retry({ id: lost.id })).toMatchObject({ state: 'ready' });
  expect(await count()).toBe(2);

  // The server died between asking and writing the answer down.
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  const now = t.clock.now();
  const row = (id: string, more: Partial<GroupWelcome> = {}) => ({
    id, name: id, message: { text: '欢迎', attachment: null }, notify: false, state: 'ready' as const, problem: null, templateId: `tpl_${id}`, askedAt: null, toldAt: now, alignUntil: 0, checkedAt: null, createdBy: '', createdAt: now, updatedAt: now, deletedAt: null, ...more,
  });
  const { groupAlign } = await import('./group-order');
  await t.app.database.write(db.corpId, async (tx) => {
    await tx.insert(GroupWelcome, row('gw_dead', { state: 'preparing', templateId: '', askedAt: now, toldAt: null }));
    await tx.enqueue(groupAlign, { id: 'gw_dead' });
  });
  await t.settle();
  expect(await api.groupWelcomes.get({ id: 'gw_dead' })).toMatchObject({ state: 'unclear' });
  expect(await count()).toBe(2);

  // WeCom's own hundred, of other apps too, and ours, of which WeCom is not even asked.
  await t.sandbox.fault(path('add'), 'errcode', 41055);
  const full = await api.groupWelcomes.create({ name: '满了', message: { text: '欢迎' } });
  expect(full).toMatchObject({ state: 'failed' });
  expect(full.error).toContain('100');
  await t.app.database.write(db.corpId, (tx) => tx.insert(GroupWelcome, Array.from({ length: groupWelcomesPerCorp - 3 }, () => row(newId('gw')))));
  expect(await codeOf(api.groupWelcomes.create({ name: '一百零一', message: { text: '欢迎' } }))).toBe('group_welcome_limit');
});
