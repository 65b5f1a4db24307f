import axios from 'axios';
import { expect, test } from 'vitest';
import type { CodeBatch } from '@scrm/shared/code-batch';
import { testApp, type TestApp } from '../../../test/app';
import { write } from '../../core/db/scope';
import { runJob } from '../task/run';
import { Task, TaskItem } from '../task/entity';
import { LiveCode } from '../live-code/entity';
import { CodeBatchRow } from './entity';

const errorOf = (call: Promise<unknown>) => call.then(() => 'accepted', (error: unknown) => (error as { code: string }).code);

async function upload(t: TestApp, text: string | Buffer, name = '门店.csv') {
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_batch', name: '运营', role: 'operator', corpId: t.corps.selfBuilt.id, userAgent: 'test' });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
  const reply = await axios.post<CodeBatch & { code: string }>(`${t.publicUrl}/api/codeBatches.upload?name=${encodeURIComponent(name)}`, text, { headers, validateStatus: () => true });
  const post = async <T>(call: string, input: object) => (await axios.post<T & { code: string }>(`${t.publicUrl}/api/codeBatches.${call}`, input, { headers: { authorization: headers.authorization }, validateStatus: () => true })).data;
  const result = async (id: string) => (await axios.get<string>(`${t.publicUrl}/api/codeBatches.result?id=${id}`, { headers: { authorization: headers.authorization } })).data;
  const retry = (id: string) => axios.post(`${t.publicUrl}/api/tasks.retry`, { id }, { headers: { authorization: headers.authorization } });
  return { batch: reply.data, post, result, retry };
}

test('LC-02 a sheet of codes is tried first, made as a task that survives a crash and a quota, and every row says what became of it', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const [one, two] = (await admin.org.staff({ onlyReceiving: true, limit: 2 })).items;
  const [group] = (await admin.tags.list()).items;
  await admin.liveCodes.create({ name: '早就有了', staffIds: [one!.id] });
  await t.settle();
  const rows = Array.from({ length: 60 }, (_, n) => `门店 ${n + 1},线下/门店/区 ${n % 3},${one!.userId}、${two!.name!},${group!.tags[0]!.name},{channel}-{customer}`);
  const wrong = ['早就有了,,zhangsan-nobody,,', `门店 1,,${one!.userId},,`, '没有人,,谁也不是,,', `没有标签,,${one!.userId},天上的标签,`, `,,${one!.userId},,`, `太深,a/b/c/d/e/f/g,${one!.userId},,`];
  const { batch, post, result, retry } = await upload(t, `\uFEFF名称,渠道,员工,标签,备注\r\n${[...rows, ...wrong].join('\r\n')}\r\n`);
  expect(batch).toMatchObject({ state: 'checked', counts: { planned: 60, wrong: 6, done: 0 }, newChannels: ['线下/门店/区 0', '线下/门店/区 1', '线下/门店/区 2'], task: null });
  expect((await admin.channels.list()).items).toEqual([]);
  // A file may be called after somebody: the log keeps only its fingerprint.
  expect((await admin.audit.list({ call: 'codeBatches.upload' })).items[0]!.fields).toEqual(['name', expect.stringMatching(/^sha256 \w{64}$/)]);
  const faults = (await post<{ items: { row: number; column: string; sentence: string }[] }>('rows', { id: batch.id, states: ['wrong'] })).items;
  expect(faults.map(({ row, column, sentence }) => `${row} ${column}: ${sentence}`)).toEqual([
    '62 活码名称: 已有名为「早就有了」的活码', '63 活码名称: 与第 2 行重名', '64 接待员工: 没有名为「谁也不是」的员工', '65 标签: 没有标签「天上的标签」', '66 活码名称: 没有填写', '67 渠道路径: 渠道最多 6 级',
  ]);

  await t.sandbox.fault('/cgi-bin/externalcontact/add_contact_way', 'errcode', 41045, 1);
  await post('start', { id: batch.id });
  await post('start', { id: batch.id });
  await t.settle();
  const over = await post<CodeBatch>('get', { id: batch.id });
  expect(over.counts).toEqual({ planned: 0, wrong: 6, done: 59, failed: 1 });
  expect(over.task).toMatchObject({ kind: 'liveCode.batch', state: 'done', done: 59, failed: 1 });
  expect((await post<{ items: { sentence: string }[] }>('rows', { id: batch.id, states: ['failed'] })).items[0]!.sentence).toContain('41045');
  // Tried once more, at a moment when WeCom takes no more calls: the task waits, says until when, and goes on by itself.
  await t.sandbox.fault('/cgi-bin/externalcontact/add_contact_way', 'errcode', 45009, 1);
  await retry(over.task!.id);
  await t.settle();
  expect((await post<CodeBatch>('get', { id: batch.id })).task).toMatchObject({ state: 'running', resumesAt: t.clock.now() + 60_000 });
  for (let minute = 0; minute < 2; minute++) await t.advance(61_000);
  expect((await post<CodeBatch>('get', { id: batch.id })).counts).toMatchObject({ done: 60, failed: 0 });
  const { items: channels } = await admin.channels.list();
  expect(channels.map(({ path }) => path)).toEqual(['线下', '线下/门店', '线下/门店/区 0', '线下/门店/区 1', '线下/门店/区 2']);
  expect(await admin.liveCodes.list({ channelId: channels[0]!.id })).toMatchObject({ total: 60 });
  const [made] = (await admin.liveCodes.list({ keyword: '门店 60' })).items;
  expect(made).toMatchObject({ state: 'ready', staff: [{ id: one!.id }, { id: two!.id }], tags: [{ id: group!.tags[0]!.id }], remarkTemplate: '{channel}-{customer}', channel: { path: '线下/门店/区 2' } });

  // A crash after the last codes were made and before anybody wrote that down: nothing is made twice.
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  const ways = (await t.control<unknown[]>('GET', '/sandbox/codes')).length;
  await write(db, async (tx) => {
    await tx.update(TaskItem, { taskId: over.task!.id }, { state: 'waiting' });
    await tx.update(CodeBatchRow, { batchId: batch.id, state: 'done' }, { state: 'planned' });
    await tx.update(Task, { id: over.task!.id }, { state: 'running', run: 9, done: 0, failed: 0 });
    await tx.enqueue(runJob, { taskId: over.task!.id, run: 9 });
  });
  await t.settle();
  expect((await post<CodeBatch>('get', { id: batch.id })).counts).toMatchObject({ planned: 0, done: 60, failed: 0 });
  expect(await db.count(LiveCode)).toBe(61);
  expect((await t.control<unknown[]>('GET', '/sandbox/codes')).length).toBe(ways);

  const lines = (await result(batch.id)).trim().split('\r\n');
  expect(lines).toHaveLength(67);
  const { short } = await admin.prints.read({ codeId: made!.id });
  expect(lines.find((line) => line.includes('门店 60'))).toContain(`${made!.id},${made!.qrUrl},${t.publicUrl}/c/${made!.id},${short}`);
  expect(short).toMatch(/\/q\/[a-z0-9]{7}$/);
  expect(lines.at(-1)).toContain('有误,渠道路径,渠道最多 6 级');
});

test('LC-02 PM-02 a sheet that is none is refused in words, and another’s batch does not exist', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const api = await t.as('operator');
  const [one] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
  expect((await upload(t, '名称,标签\r\na,b\r\n')).batch.code).toBe('batch_columns');
  expect((await upload(t, '%PDF-1.4 nothing of the kind')).batch.code).toBe('file_kind');
  expect((await upload(t, Buffer.alloc(2_000_001, 97))).batch.code).toBe('body_too_large');
  const { batch, post } = await upload(t, `name,staff\r\n=cmd|' /C calc'!A0,${one!.userId}\r\n`);
  for (const stranger of [api, await t.as('admin', 'agency')]) {
    for (const call of ['get', 'start', 'remove', 'rows'] as const) expect(await errorOf(stranger.codeBatches[call]({ id: batch.id }))).toBe('not_found');
  }
  expect((await api.codeBatches.list({})).total).toBe(0);
  expect((await post('remove', { id: batch.id }))).toEqual({ done: true });
});
