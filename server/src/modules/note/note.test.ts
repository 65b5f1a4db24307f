import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { testApp, type TestApp } from '../../../test/app';
import type { AppMessage } from '../../../sandbox/control';
import { FollowUser } from '../customer';
import { Staff } from '../org';
import { replaceRoles } from '../session';
import { Note } from './entity';
import { briefOfNotes, handOverNotes } from './service';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64');
const refused = (call: Promise<unknown>) => call.then(() => null, (error: { code: string }) => error.code);
let writings = 0;
const key = () => `writing-${++writings}`;

/** Two sales reps with a customer each that the other does not have. */
async function twoReps(t: TestApp) {
  const follows = await t.app.database.corp(t.corps.selfBuilt.id).find(FollowUser);
  const only = follows.filter((one) => follows.filter((other) => other.customerId === one.customerId).length === 1);
  const first = only[0]!;
  const second = only.find((one) => one.staffId !== first.staffId)!;
  const rep = async ({ staffId, customerId }: FollowUser) => ({ staffId, customerId, api: await t.as('staff', 'selfBuilt', staffId) });
  return { a: await rep(first), b: await rep(second) };
}

const texts = async (api: Client<Api>, customerId: string) => (await api.notes.list({ customerId })).items.map((note) => note.text);

test('CU-21 a note stands on the customer and on the timeline, found by its words, pressed twice is one', async () => {
  const t = await testApp();
  const { a, b } = await twoReps(t);
  const once = key();
  const write = () => a.api.notes.create({ customerId: a.customerId, text: '  喜欢 100% 纯棉 🎉  ', key: once });
  const [note] = await Promise.all([write(), write(), write()]);
  expect(note).toMatchObject({ text: '喜欢 100% 纯棉 🎉', mine: true, isPrivate: false, edits: 0, author: { id: a.staffId } });
  expect(await texts(a.api, a.customerId)).toEqual(['喜欢 100% 纯棉 🎉']);
  const told = (await a.api.customers.timeline({ id: a.customerId, kinds: ['customer.noted'] })).items;
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told)).not.toContain('纯棉');
  expect((await a.api.notes.search({ keyword: '100%' })).total).toBe(1);
  expect((await a.api.notes.search({ keyword: '100_' })).total).toBe(0);
  expect((await (await t.as('admin')).notes.search({ keyword: '纯棉' })).items[0]).toMatchObject({ mine: false, removable: true });
  expect((await b.api.notes.search({ keyword: '纯棉' })).total).toBe(0);
});

test('CU-21 a private note exists for nobody else, not even in search or timeline', async () => {
  const t = await testApp();
  const { a } = await twoReps(t);
  const admin = await t.as('admin');
  const note = await a.api.notes.create({ customerId: a.customerId, text: '只给自己看', isPrivate: true, key: key() });
  expect(await texts(a.api, a.customerId)).toEqual(['只给自己看']);
  expect(await texts(admin, a.customerId)).toEqual([]);
  expect((await admin.notes.search({ keyword: '自己' })).total).toBe(0);
  expect((await admin.customers.timeline({ id: a.customerId, kinds: ['customer.noted'] })).total).toBe(0);
  expect(await refused(admin.notes.history({ id: note.id }))).toBe('not_found');
  expect(await refused(admin.notes.remove({ id: note.id }))).toBe('not_found');
  expect(await refused(a.api.notes.create({ customerId: a.customerId, text: 'x', isPrivate: true, mentionIds: [a.staffId], key: key() }))).toBe('note_private_mention');
});

test('CU-21 a change keeps what was written before, and of two who change at once the second is told', async () => {
  const t = await testApp();
  const { a } = await twoReps(t);
  const note = await a.api.notes.create({ customerId: a.customerId, text: '预算 5 万', key: key() });
  const edit = (text: string) => a.api.notes.edit({ id: note.id, text, updatedAt: note.updatedAt });
  expect(await edit('预算 8 万')).toMatchObject({ text: '预算 8 万', edits: 1 });
  expect(await refused(edit('预算 3 万'))).toBe('stale_edit');
  expect((await a.api.notes.history({ id: note.id })).items.map((one) => one.text)).toEqual(['预算 5 万']);
  expect(await refused((await t.as('admin')).notes.edit({ id: note.id, text: 'x', updatedAt: note.updatedAt }))).toBe('not_allowed');
});

test('CU-21 what is removed is gone, words, history and mentions, and the same writing does not bring it back', async () => {
  const t = await testApp();
  const { a, b } = await twoReps(t);
  const once = key();
  const write = () => a.api.notes.create({ customerId: a.customerId, text: '写错了', mentionIds: [b.staffId], key: once });
  const note = await write();
  await a.api.notes.edit({ id: note.id, text: '又写错了', mentionIds: [b.staffId], updatedAt: note.updatedAt });
  await a.api.notes.remove({ id: note.id });
  await write();
  expect(await texts(a.api, a.customerId)).toEqual([]);
  expect(await refused(a.api.notes.remove({ id: note.id }))).toBe('not_found');
  expect((await b.api.notes.mentions({})).total).toBe(0);
  const rows = await t.app.database.query<{ n: number }>('SELECT (SELECT COUNT(*) FROM note WHERE text <> \'\') + (SELECT COUNT(*) FROM note_version) AS n');
  expect(Number(rows[0]!.n)).toBe(0);
});

test('CU-21 a colleague who is named finds the note among their mentions, unread until they read it', async () => {
  const t = await testApp();
  const { a, b } = await twoReps(t);
  const note = await a.api.notes.create({ customerId: a.customerId, text: '帮忙看下合同', mentionIds: [b.staffId, b.staffId], key: key() });
  const before = await b.api.notes.mentions({});
  expect(before).toMatchObject({ total: 1, unread: 1, items: [{ note: { id: note.id, text: '帮忙看下合同' }, reachable: false }] });
  await b.api.notes.readMentions({ ids: before.items.map((one) => one.id) });
  expect(await b.api.notes.mentions({})).toMatchObject({ total: 1, unread: 0 });
  // Named in one note, they still see nothing else of the customer.
  expect(await refused(b.api.notes.list({ customerId: a.customerId }))).toBe('not_found');
  expect(await refused(b.api.notes.history({ id: note.id }))).toBe('not_found');
  expect((await a.api.notes.mentions({})).total).toBe(0);
  await a.api.notes.edit({ id: note.id, text: '不用看了', mentionIds: [], updatedAt: note.updatedAt });
  expect((await b.api.notes.mentions({})).total).toBe(0);
});

test('CU-21 who is named hears of it in WeCom, once, without what the note says, and only who may see the customer', async () => {
  const t = await testApp();
  const { a, b } = await twoReps(t);
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  const userId = async (id: string) => (await db.get(Staff, id, '员工')).userId;
  const cards = async (id: string) => (await t.control<AppMessage[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${await userId(id)}`)).filter((one) => JSON.stringify(one).includes('提到了你'));
  const manager = (await db.find(Staff, { state: 'active' })).find((one) => ![a.staffId, b.staffId].includes(one.id))!;
  await t.app.database.write(t.corps.selfBuilt.id, (tx) => replaceRoles(tx, manager.id, ['operator'], t.clock.now()));
  const note = await a.api.notes.create({ customerId: a.customerId, text: '合同底价三万', mentionIds: [a.staffId, b.staffId, manager.id], key: key() });
  await t.settle();
  const customer = await a.api.customers.get({ id: a.customerId });
  const told = await cards(manager.id);
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told)).toContain(customer.name);
  expect(JSON.stringify(told)).toContain(`/admin/customers/${a.customerId}`);
  expect(JSON.stringify(told)).not.toContain('底价');
  // Not themselves, and not who may not see the customer: they find the note among their mentions.
  expect([await cards(a.staffId), await cards(b.staffId)]).toEqual([[], []]);
  expect((await b.api.notes.mentions({})).unread).toBe(1);
  // Left out and named again, they are not told again; nor is anybody of what was made private before it was told.
  const without = await a.api.notes.edit({ id: note.id, text: '合同底价三万', mentionIds: [], updatedAt: note.updatedAt });
  await a.api.notes.edit({ id: note.id, text: '合同底价三万', mentionIds: [manager.id], updatedAt: without.updatedAt });
  const second = await a.api.notes.create({ customerId: a.customerId, text: '又一条', mentionIds: [manager.id], key: key() });
  await a.api.notes.edit({ id: second.id, text: '又一条', isPrivate: true, updatedAt: second.updatedAt });
  await t.settle();
  expect(await cards(manager.id)).toHaveLength(1);
});

test('CU-21 files hang on a note, and only the company’s own', async () => {
  const t = await testApp();
  const { a } = await twoReps(t);
  const file = await a.api.files.upload({ name: '名片.png', content: png });
  const note = await a.api.notes.create({ customerId: a.customerId, text: '名片', fileIds: [file.id], key: key() });
  expect(note.files).toMatchObject([{ id: file.id, name: '名片.png' }]);
  expect(await refused(a.api.notes.create({ customerId: a.customerId, text: 'x', fileIds: ['fil_nobody'], key: key() }))).toBe('not_found');
});

test('CU-21 another’s customer cannot be written about, and nothing empty or endless', async () => {
  const t = await testApp();
  const { a, b } = await twoReps(t);
  expect(await refused(b.api.notes.create({ customerId: a.customerId, text: 'x', key: key() }))).toBe('not_found');
  expect(await refused(a.api.notes.create({ customerId: a.customerId, text: '   ', key: key() }))).toBe('bad_input');
  expect(await refused(a.api.notes.create({ customerId: a.customerId, text: '长'.repeat(10_000), key: key() }))).toBe('bad_input');
  expect(await refused(a.api.notes.create({ customerId: a.customerId, text: 'x', mentionIds: ['stf_nobody'], key: key() }))).toBe('not_found');
  expect((await a.api.notes.create({ customerId: a.customerId, text: '长'.repeat(5000), key: key() })).text).toHaveLength(5000);
});

test('CU-21 CU-23 with the customer go the notes, the private ones too, and once', async () => {
  const t = await testApp();
  const { a, b } = await twoReps(t);
  await a.api.notes.create({ customerId: a.customerId, text: '私下说过的', isPrivate: true, key: key() });
  await b.api.notes.create({ customerId: a.customerId, text: '别人看不到的', isPrivate: true, key: key() }).catch(() => undefined);
  const brief = await briefOfNotes(t.app.database.corp(t.corps.selfBuilt.id), { customerId: a.customerId, staffId: a.staffId });
  expect(brief).toEqual([{ kind: 'note', text: '私下说过的', at: expect.any(Number) }]);
  const handOver = () => t.app.database.write(t.corps.selfBuilt.id, (tx) => handOverNotes(tx, { customerId: a.customerId, fromStaffId: a.staffId, toStaffId: b.staffId }));
  for (let time = 0; time < 2; time++) await handOver();
  expect(await t.app.database.corp(t.corps.selfBuilt.id).count(Note, { keeperId: b.staffId })).toBe(1);
  expect(await texts(a.api, a.customerId)).toEqual([]);
});

test('CU-21 many notes come by pages, newest first, none twice', async () => {
  const t = await testApp();
  const { a } = await twoReps(t);
  for (let n = 1; n <= 7; n++) await a.api.notes.create({ customerId: a.customerId, text: `第 ${n} 条`, key: key() });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await a.api.notes.list({ customerId: a.customerId, limit: 3, cursor });
    expect(page.total).toBe(7);
    seen.push(...page.items.map((note) => note.text));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `第 ${n} 条`));
});
