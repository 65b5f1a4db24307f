import axios from 'axios';
import { describe, expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { Task } from '@scrm/shared/task';
import type { Contact } from '../../../sandbox/control';
import { clientWith, testApp, type TestApp } from '../../../test/app';

const markTag = '/cgi-bin/externalcontact/mark_tag';
const minute = 60_000;
let n = 0;
const key = () => `test-key-${++n}`;

/** What WeCom and we say of who has which tag, follower by follower. */
async function bothSides(t: TestApp): Promise<{ ours: string[]; theirs: string[] }> {
  const corpId = t.corps.selfBuilt.id;
  const ours = await t.app.database.query<{ pair: string; userId: string; tag: string }>(`SELECT c.externalUserid AS pair, s.userId AS userId, g.wecomTagId AS tag FROM follow_tag ft
    JOIN customer c ON c.id = ft.customerId JOIN staff s ON s.id = ft.staffId JOIN tag g ON g.id = ft.tagId WHERE ft.corpId = ?`, [corpId]);
  const staff = await t.app.database.query<{ userId: string }>('SELECT userId FROM staff WHERE corpId = ?', [corpId]);
  const theirs: string[] = [];
  for (const { userId } of staff) {
    for (const one of await t.control<Contact[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${userId}`)) theirs.push(...one.tags.map((tag) => `${one.externalUserid} ${userId} ${tag.id}`));
  }
  return { ours: ours.map((row) => `${row.pair} ${row.userId} ${row.tag}`).sort(), theirs: theirs.sort() };
}

async function expectSame(t: TestApp): Promise<void> {
  const { ours, theirs } = await bothSides(t);
  expect(ours).toEqual(theirs);
}

/** Turns the clock until nothing goes on any more. */
async function untilEnded(t: TestApp, api: Client<Api>, id: string): Promise<Task> {
  for (let turns = 0; turns < 40; turns++) {
    await t.settle();
    const task = await api.tasks.get({ id });
    if (task.state !== 'running' && task.state !== 'waiting') return task;
    await t.advance(minute);
  }
  throw new Error('The task does not end');
}

async function newTag(api: Client<Api>, name: string, groupName = '批量'): Promise<string> {
  return (await api.tags.create({ groupName, names: [name] })).tags.find((tag) => tag.name === name)!.id;
}

describe('CU-10 tagging many customers', () => {
  test('CU-10 several hundred are tagged through a rate limit, with progress and the time it goes on, and the task can be undone exactly', { timeout: 240_000 }, async () => {
    const t = await testApp({ customersPerCorp: 300 });
    const api = await t.as('operator');
    const before = (await bothSides(t)).ours;
    const tagId = await newTag(api, '双十一');
    const total = (await api.customers.list({ state: 'friend' })).total;
    // Some have it already: undoing must leave it on them.
    const [had] = (await api.customers.list({ state: 'friend', limit: 1 })).items;
    await api.customers.tag({ id: had!.id, add: [tagId] });
    await t.sandbox.fault(markTag, 'errcode', 45033, 1);
    const { id } = await api.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [tagId] }, filter: { state: 'friend' } });
    await t.settle();
    await t.sandbox.fault(markTag, 'errcode', 45009, 1);
    await t.advance(3000);
    const waiting = await api.tasks.get({ id });
    expect(waiting).toMatchObject({ state: 'running', total, collected: true, facts: { add: ['双十一'] } });
    expect(waiting.resumesAt).toBeGreaterThan(t.clock.now());
    const ended = await untilEnded(t, api, id);
    expect(ended).toMatchObject({ state: 'done', total, done: total, failed: 0, canUndo: true });
    expect((await api.customers.list({ tagIds: [tagId] })).total).toBe(total);
    await expectSame(t);
    expect((await api.customers.timeline({ id: had!.id, kinds: ['customer.tagged'] })).items).toHaveLength(1);

    const undone = await api.tasks.undo({ id });
    expect((await api.tasks.undo({ id })).id).toBe(undone.id);
    expect(await untilEnded(t, api, undone.id)).toMatchObject({ state: 'done', undoOf: id, failed: 0, canUndo: false });
    expect((await api.customers.list({ tagIds: [tagId] })).items.map((one) => one.id)).toEqual([had!.id]);
    await api.customers.tag({ id: had!.id, remove: [tagId] });
    await expectSame(t);
    expect((await bothSides(t)).ours).toEqual(before);
  });

  test('CU-10 a double click starts one task; paused it stands still, resumed it goes on, cancelled it leaves the rest alone', async () => {
    const t = await testApp({ customersPerCorp: 150 });
    const api = await t.as('operator');
    const tagId = await newTag(api, '暂停');
    const same = key();
    const start = () => api.tasks.start({ kind: 'customer.tag', key: same, input: { add: [tagId] }, filter: {} });
    const [one, two] = await Promise.all([start(), start()]);
    expect(two.id).toBe(one.id);
    expect((await api.tasks.pause({ id: one.id })).state).toBe('paused');
    await t.settle();
    expect((await api.customers.list({ tagIds: [tagId] })).total).toBe(0);
    await t.sandbox.fault(markTag, 'errcode', 45009, 1);
    await api.tasks.resume({ id: one.id });
    await t.settle();
    const cancelled = await api.tasks.cancel({ id: one.id });
    expect(cancelled.state).toBe('cancelled');
    const tagged = (await api.customers.list({ tagIds: [tagId] })).total;
    await t.advance(10 * minute);
    expect((await api.customers.list({ tagIds: [tagId] })).total).toBe(tagged);
    expect(tagged).toBeLessThan(150);
    await expect(api.tasks.resume({ id: one.id })).rejects.toMatchObject({ code: 'task_state' });
    await expect(api.tasks.cancel({ id: one.id })).rejects.toMatchObject({ code: 'task_state' });
    await expectSame(t);
  });

  test('CU-10 who was lost meanwhile, has no licence or is not connected fails alone, with a sentence to download, and can be tried again', async () => {
    const t = await testApp({ customersPerCorp: 40 });
    const api = await t.as('operator');
    const tagId = await newTag(api, '失败');
    const { items } = await api.customers.list({ state: 'friend', limit: 30 });
    await t.sandbox.fault(markTag, 'errcode', 701008, 1);
    await t.sandbox.fault(markTag, 'errcode', 84061, 1);
    const { id } = await api.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [tagId] }, ids: [...items.map((row) => row.id), 'cus_unknown'] });
    const ended = await untilEnded(t, api, id);
    expect(ended).toMatchObject({ state: 'done', total: 31 });
    expect(ended.failed).toBeGreaterThanOrEqual(2);
    const failures = await api.tasks.items({ id, state: 'failed', limit: 50 });
    expect(failures.total).toBe(ended.failed);
    expect(failures.items.map((one) => one.reason).join()).toContain('成员没有互通账号许可');
    expect(failures.items.find((one) => one.itemId === 'cus_unknown')).toMatchObject({ name: '', reason: '客户不存在或已被删除' });
    const retried = await untilEnded(t, api, (await api.tasks.retry({ id })).id);
    expect(retried).toMatchObject({ failed: 1, done: 30 });
    await expectSame(t);
  });

  test('CU-10 the list of failures opens in a spreadsheet: Chinese stays Chinese, and a name is no formula', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_csv', name: '运营', role: 'operator', corpId: t.corps.selfBuilt.id, userAgent: 'test' });
    const api = clientWith(t.publicUrl, token);
    const tagId = await newTag(api, '表格');
    const [row] = (await api.customers.list({ state: 'friend', limit: 1 })).items;
    await t.app.database.execute('UPDATE customer SET name = ? WHERE id = ?', ['=HYPERLINK("http://x","点我"),🙂', row!.id]);
    await t.sandbox.fault(markTag, 'errcode', 701008, 5);
    const { id } = await api.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [tagId] }, ids: [row!.id] });
    expect((await untilEnded(t, api, id)).state).toBe('failed');
    const file = await axios.get<string>(`${t.publicUrl}/api/tasks.failures?id=${id}`, { headers: { authorization: `Bearer ${token}` }, responseType: 'text', transformResponse: (data: string) => data });
    expect(file.headers['content-disposition']).toContain('.csv');
    expect(file.data.replace('\uFEFF', '').split('\r\n')).toEqual(['客户,编号,原因', `"'=HYPERLINK(""http://x"",""点我""),🙂",${row!.id},企业微信拒绝：成员没有互通账号许可（701008）`, '']);
  });

  test('CU-10 a sales rep tags only the own customers, whatever is asked, and sees no other’s task', async () => {
    const t = await testApp({ customersPerCorp: 60 });
    const admin = await t.as('admin');
    const tagId = await newTag(admin, '范围');
    const staff = (await admin.org.staff({ onlyReceiving: true, limit: 50 })).items.find((one) => one.customerCount! > 0);
    const rep = await t.as('staff', 'selfBuilt', staff!.id);
    const own = await rep.customers.list({ limit: 200 });
    const all = await admin.customers.list({ limit: 200 });
    const foreign = all.items.find((row) => !own.items.some((one) => one.id === row.id))!;
    const byFilter = await rep.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [tagId] }, filter: {} });
    const byIds = await rep.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [tagId] }, ids: [foreign.id] });
    await untilEnded(t, rep, byFilter.id);
    expect(await untilEnded(t, rep, byIds.id)).toMatchObject({ state: 'failed', failed: 1 });
    expect((await rep.tasks.items({ id: byIds.id })).items).toMatchObject([{ name: '', reason: '客户不存在或已被删除' }]);
    const tagged = (await admin.customers.list({ tagIds: [tagId], limit: 200 })).items.map((row) => row.id);
    expect(tagged.length).toBeGreaterThan(0);
    expect(tagged.filter((id) => !own.items.some((row) => row.id === id))).toEqual([]);
    const colleague = await t.as('operator');
    await expect(colleague.tasks.get({ id: byFilter.id })).rejects.toMatchObject({ code: 'not_found' });
    expect((await colleague.tasks.list({})).total).toBe(0);
    expect((await admin.tasks.get({ id: byFilter.id })).mine).toBe(false);
    await expectSame(t);
  });

  test('CU-10 what cannot be meant is refused before anything begins', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const api = await t.as('operator');
    const tagId = await newTag(api, '无效');
    const start = (input: Record<string, unknown>, more: object = { filter: {} }) => api.tasks.start({ kind: 'customer.tag', key: key(), input, ...more });
    await expect(start({})).rejects.toMatchObject({ code: 'bad_input' });
    await expect(start({ add: [tagId], remove: [tagId] })).rejects.toMatchObject({ code: 'bad_input' });
    await expect(start({ add: ['tag_none'] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(start({ add: [tagId] }, {})).rejects.toMatchObject({ code: 'bad_input' });
    await expect(start({ add: [tagId] }, { filter: { state: 'everybody' } })).rejects.toMatchObject({ code: 'bad_input' });
    await expect(start({ add: [tagId] }, { ids: [] })).rejects.toMatchObject({ code: 'bad_input' });
    await expect((await t.as('staff')).tasks.start({ kind: 'tag.merge', key: key(), input: { from: tagId, into: tagId } })).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(api.tasks.start({ kind: 'tag.merge', key: key(), input: { from: tagId, into: tagId } })).rejects.toMatchObject({ code: 'tag_same' });
    await expect(api.tasks.undo({ id: 'tsk_none' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await api.tasks.list({})).total).toBe(0);
  });

  test('CU-10 without an answer of WeCom the task tries again, then stops by itself and says why', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const api = await t.as('operator');
    const tagId = await newTag(api, '断网');
    await t.sandbox.fault(markTag, 'http500', 0, 500);
    const { id } = await api.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [tagId] }, filter: { state: 'friend' } });
    const stopped = await untilEnded(t, api, id);
    expect(stopped).toMatchObject({ state: 'paused', problem: expect.stringContaining('企业微信') });
    for (const fault of (await t.control<{ faults: { id: string }[] }>('GET', '/sandbox/state')).faults) await axios.delete(`${t.sandbox.url}/sandbox/faults/${fault.id}`);
    await api.tasks.resume({ id });
    expect(await untilEnded(t, api, id)).toMatchObject({ state: 'done', problem: '', failed: 0 });
    await expectSame(t);
  });

  test('CU-10 by whom and what a tag came first and last is kept, also when it is taken off', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const api = await t.as('operator');
    const tagId = await newTag(api, '痕迹');
    const [row] = (await api.customers.list({ state: 'friend', limit: 1 })).items;
    await api.customers.tag({ id: row!.id, add: [tagId] });
    const first = t.clock.now();
    await t.advance(minute);
    await api.customers.tag({ id: row!.id, remove: [tagId] });
    const { id } = await api.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [tagId] }, ids: [row!.id] });
    await untilEnded(t, api, id);
    const mark = (await api.customers.get({ id: row!.id })).tagMarks.find((one) => one.tagId === tagId)!;
    expect(mark.first).toEqual({ at: first, how: 'hand', by: 'operator' });
    expect(mark.last).toMatchObject({ how: 'task', by: 'operator' });
    expect(mark.last.at).toBeGreaterThan(first);
  });
});

describe('CU-08 merging tags', () => {
  test('CU-08 merging gives everybody the other tag, in live codes too, and deletes the first in WeCom', async () => {
    const t = await testApp({ customersPerCorp: 60 });
    const api = await t.as('operator');
    const from = await newTag(api, '意向高');
    const into = await newTag(api, '高意向');
    const [member] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
    const code = await api.liveCodes.create({ name: '门店', staffIds: [member!.id], tagIds: [from] });
    const tagging = await api.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [from] }, filter: { state: 'friend' } });
    const { total } = await untilEnded(t, api, tagging.id);
    expect(await api.tags.uses({ id: from })).toEqual({ customers: total, items: [{ kind: 'liveCode', id: code.id, name: '门店' }], hidden: 0 });
    // Who does not see the code learns that there is one.
    const [stranger] = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items.filter(({ id }) => code.staff.every((one) => one.id !== id));
    expect(await (await t.as('manager', 'selfBuilt', stranger!.id)).tags.uses({ id: from })).toMatchObject({ items: [], hidden: 1 });
    const { id } = await api.tasks.start({ kind: 'tag.merge', key: key(), input: { from, into } });
    expect(await untilEnded(t, api, id)).toMatchObject({ state: 'done', total, failed: 0, facts: { from: '意向高', into: '高意向' } });
    expect((await api.customers.list({ tagIds: [into] })).total).toBe(total);
    expect((await api.liveCodes.get({ id: code.id })).tags.map((tag) => tag.id)).toEqual([into]);
    expect((await t.control<{ name: string }[]>('GET', '/sandbox/tags?corp=selfBuilt')).map((tag) => tag.name)).not.toContain('意向高');
    await expect(api.tasks.start({ kind: 'tag.merge', key: key(), input: { from, into } })).rejects.toMatchObject({ code: 'not_found' });
    await expectSame(t);
  });
});

test('CU-10 CU-04 whoever was merged into somebody while the task waits is worked on as whom they became', async () => {
  const t = await testApp({ customersPerCorp: 12 });
  const api = await t.as('operator');
  const tagId = await newTag(api, '合并中');
  const [kept, other] = (await api.customers.list({ state: 'friend', limit: 2 })).items;
  const { id } = await api.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [tagId] }, ids: [other!.id] });
  await api.merges.merge({ survivorId: kept!.id, otherId: other!.id });
  await t.settle();
  expect(await api.tasks.get({ id })).toMatchObject({ state: 'done', done: 1, failed: 0 });
  expect((await api.tasks.items({ id })).items).toMatchObject([{ itemId: other!.id, name: kept!.name, state: 'done' }]);
  expect((await api.customers.get({ id: kept!.id })).tags.map((tag) => tag.id)).toContain(tagId);
  // And taken back from whom they became.
  const undo = await api.tasks.undo({ id });
  await t.settle();
  expect(await api.tasks.get({ id: undo.id })).toMatchObject({ done: 1, failed: 0 });
  expect((await api.customers.get({ id: kept!.id })).tags.map((tag) => tag.id)).not.toContain(tagId);
});

test('CU-10 CU-04 CU-08 whom a member has by two accounts is tagged by both, by hand, in bulk and by merged tags, and a remark goes to the one that is meant', async () => {
  const t = await testApp({ customersPerCorp: 12 });
  const api = await t.as('operator');
  const [byHand, inBulk, other] = [await newTag(api, '手动'), await newTag(api, '批量'), await newTag(api, '并入')];
  const friends = (await api.customers.list({ state: 'friend', limit: 12 })).items.filter((one) => one.owners.length === 1);
  const one = friends.find((each) => friends.some((two) => two !== each && two.owners[0]!.id === each.owners[0]!.id))!;
  const two = friends.find((each) => each !== one && each.owners[0]!.id === one.owners[0]!.id)!;
  const staffId = one.owners[0]!.id;
  await api.merges.merge({ survivorId: one.id, otherId: two.id });
  await t.settle();
  const relations = async () => (await api.customers.get({ id: one.id })).follows.map(({ account, remark, tags }) => ({ account, remark, tagIds: tags.map(({ id }) => id) }));
  const carry = async (tagId: string) => (await relations()).filter(({ tagIds }) => tagIds.includes(tagId)).length;
  const theirs = async () => {
    const contacts = await t.control<Contact[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${one.owners[0]!.userId}`);
    return [one, two].map(({ externalUserid }) => contacts.find((each) => each.externalUserid === externalUserid)!);
  };
  await api.customers.tag({ id: one.id, staffId, add: [byHand] });
  expect(await carry(byHand)).toBe(2);
  expect((await theirs()).map(({ tags }) => tags.some(({ name }) => name === '手动'))).toEqual([true, true]);
  await api.customers.tag({ id: one.id, staffId, account: two.externalUserid, remove: [byHand] });
  expect((await relations()).filter(({ tagIds }) => tagIds.includes(byHand))).toMatchObject([{ account: '' }]);
  await api.customers.remark({ id: one.id, staffId, account: two.externalUserid, remark: '小号' });
  expect(Object.fromEntries((await relations()).map(({ account, remark }) => [account, remark]))).toMatchObject({ [two.externalUserid]: '小号' });
  expect((await relations()).find(({ account }) => account === '')!.remark).not.toBe('小号');
  const task = await api.tasks.start({ kind: 'customer.tag', key: key(), input: { add: [inBulk] }, ids: [one.id] });
  await t.settle();
  expect(await carry(inBulk)).toBe(2);
  await api.tasks.undo({ id: task.id });
  await t.settle();
  expect(await carry(inBulk)).toBe(0);
  await api.customers.tag({ id: one.id, staffId, add: [other] });
  await api.tasks.start({ kind: 'tag.merge', key: key(), input: { from: other, into: inBulk } });
  await t.settle();
  expect(await carry(inBulk)).toBe(2);
  await expectFollowTags(t, one.owners[0]!.userId);
});

/** Each relation's tags are WeCom's, account by account. */
async function expectFollowTags(t: TestApp, userId: string): Promise<void> {
  const rows = await t.app.database.query<{ account: string; tag: string }>(`SELECT CASE WHEN f.account = '' THEN c.externalUserid ELSE f.account END AS account, g.wecomTagId AS tag
    FROM follow_tag ft JOIN follow_user f ON f.id = ft.followId JOIN customer c ON c.id = f.customerId JOIN staff s ON s.id = f.staffId JOIN tag g ON g.id = ft.tagId WHERE s.userId = ?`, [userId]);
  const theirs = (await t.control<Contact[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${userId}`)).flatMap((one) => one.tags.map((tag) => `${one.externalUserid} ${tag.id}`));
  expect(rows.map(({ account, tag }) => `${account} ${tag}`).sort()).toEqual(theirs.sort());
}
