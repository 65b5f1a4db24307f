import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { IsNull } from 'typeorm';
import { expect, test } from 'vitest';
import { demo } from '../../../sandbox/demo';
import type { CorpKey } from '../../../sandbox/control';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import { appEvent, push } from '../../../test/callbacks';
import { newId } from '../../core/db/ids';
import { InboxRow } from '../../core/inbox/entity';
import { JobRow } from '../../core/jobs/entity';
import type { Batch } from '../../core/personal/declare';
import { resealPage } from '../../core/sealed';
import { Secrets } from '../../core/secrets';
import { findTombstones } from '../../core/personal/tombstone';
import { ProgressRow } from '../corp/entity';
import { WecomFailure } from '../corp';
import { Customer, FollowUser, startReconciliation } from '../customer';
import { Activity, Reconciliation } from '../customer/entity';
import { LiveCodeCustomer } from '../live-code/entity';
import { AuditEntry } from '../audit/entity';
import { CustomerField, Field, FieldChange, FieldQuarantine } from '../field/entity';
import { openRaw, openTexts, saidBy } from '../field/stored';
import { offerValue } from '../field';
import { StoredFile, useFiles } from '../file';
import { FileUse } from '../file/entity';
import { storeFile } from '../file/service';
import { Staff } from '../org';
import { Visitor } from '../visitor';
import { Welcome } from '../welcome/entity';
import { Erasure } from './entity';
import { begin } from './erase';
import { readPerson, sealPerson } from './person';

const hour = 3_600_000;
const dbOf = (t: TestApp, corp: CorpKey = 'selfBuilt') => t.app.database.corp(t.corps[corp].id);
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** A person who came by a live code, opened the mini-program and is known to the console. */
async function meet(t: TestApp, name: string, corp: CorpKey = 'selfBuilt') {
  const api = await t.as('admin', corp);
  const { items } = await api.org.staff({ onlyReceiving: true, limit: 1 });
  const code = await api.liveCodes.create({ name: '展会', staffIds: [items[0]!.id], welcome: { text: '你好 {customer}', attachments: [] } });
  const person = await t.sandbox.newPerson(name);
  const { externalUserid, userid } = await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  const { code: login } = await t.control<{ code: string }>('POST', '/sandbox/wx-login', { person: person.id, appid: demo.mini.appid });
  const { token } = await clientWith(t.publicUrl, 'none').visitor.signIn({ code: login, corp: t.corps[corp].id });
  const customer = (await dbOf(t, corp).findOne(Customer, { externalUserid }))!;
  return { api, code, person, externalUserid, userid, staffId: items[0]!.id, customer, visitor: clientWith(t.publicUrl, token) };
}

/** Every row of every table, as the database gives it. */
async function dump(t: TestApp): Promise<Record<string, Record<string, unknown>[]>> {
  const tables = t.app.database.everything.connection.entityMetadatas.map((one) => one.tableName);
  return Object.fromEntries(await Promise.all(tables.map(async (name) => [name, await t.app.database.query<Record<string, unknown>>(`SELECT * FROM \`${name}\``)] as const)));
}

/** All bytes that the installation keeps: database, write-ahead log and files. */
function bytesOf(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name))));
}

/** What is sealed or encrypted, opened: jobs and callbacks. */
async function opened(t: TestApp): Promise<string> {
  const everything = t.app.database.everything;
  const jobs = (await everything.find(JobRow)).map((row) => JSON.stringify([row.jobKey, row.error, t.app.queue.dataOf(row)]));
  const { secrets } = t.app.services;
  const values = (await everything.find(CustomerField)).map((row) => JSON.stringify(saidBy(row, secrets)));
  const changes = (await everything.find(FieldChange)).map((row) => JSON.stringify(openTexts(row, secrets)));
  const quarantine = (await everything.find(FieldQuarantine)).map((row) => JSON.stringify(openRaw(row, secrets)));
  const inbox = await Promise.all((await everything.find(InboxRow)).map((row) => t.app.services.dispatcher.open(row).catch(() => '')));
  return [...jobs, ...values, ...changes, ...quarantine, ...inbox].join('\n');
}

async function erase(t: TestApp, customer: Customer) {
  const api = await t.as('owner');
  const { id } = await api.privacy.erase({ customerId: customer.id, name: customer.name });
  await t.settle();
  return api.privacy.erasure({ id });
}

test('BX-15 forty canaries of one person are planted in every path; after the erasure none is found in file, tables, jobs, callbacks or log, and nobody else has lost anything', async () => {
  const lines: string[] = [];
  const t = await testApp({ corps: ['selfBuilt', 'agency'], log: (line) => lines.push(line) });
  const canaries: string[] = [];
  const canary = (most = 64) => {
    const word = `canary${canaries.length}x${newId('c').slice(-12)}`.slice(0, most);
    canaries.push(word);
    return word;
  };
  const other = await meet(t, '另一位客户');
  const elsewhere = await meet(t, '别家的客户', 'agency');
  const { api, code, person, externalUserid, userid, staffId, customer, visitor } = await meet(t, canary());
  const later = await meet(t, '后来的客户');
  const db = dbOf(t);

  // What staff and WeCom say of them.
  for (let n = 0; n < 4; n++) await api.customers.remark({ id: customer.id, remark: canary(20), description: canary() });
  for (let n = 0; n < 3; n++) {
    // One reading fails, so that the log has something to say.
    if (n === 2) await t.sandbox.fault('/cgi-bin/externalcontact/get', 'errcode', 60020);
    await t.control('POST', '/sandbox/remark', { corp: 'selfBuilt', userid, person: person.id, remark: canary(20) });
    await t.advance(2500);
  }
  await t.advance(60_000);
  const { items: [group] } = await api.tags.list();
  await api.customers.tag({ id: customer.id, add: [group!.tags[0]!.id] });
  // Callbacks, one of them with words of its own; one that no feature knows.
  const toApp = (fields: Record<string, string>) => push({
    url: `${t.publicUrl}/wecom/app/${t.corps.selfBuilt.appId}`, keys: demo.corps.selfBuilt, receiveId: demo.corps.selfBuilt.corpId, message: appEvent({ ...fields, CreateTime: String(Math.floor(t.clock.now() / 1000)) }),
  });
  await toApp({ Event: 'change_external_contact', ChangeType: 'transfer_fail', UserID: userid, ExternalUserID: externalUserid, FailReason: canary() });
  await toApp({ Event: 'something_new', ExternalUserID: externalUserid, Words: canary() });
  await t.settle();
  // Jobs that wait, are dead or are done.
  await t.app.database.write(db.corpId, async (tx) => {
    for (let n = 0; n < 3; n++) await tx.enqueue(t.app.queue.get('customer.fill')!, { externalUserid, userId: userid, at: 1, note: canary() }, { key: `k:${externalUserid}:${n}`, runAt: t.clock.now() + 90 * 24 * hour });
    const named = async <T>(work: (word: string) => Promise<T>) => work(`${externalUserid} ${canary()}`);
    await named((message) => tx.insert(WecomFailure, { id: newId('fai'), at: 1, api: '/x', errcode: 1, message }));
    await named((error) => tx.update(ProgressRow, { name: 'customerSync' }, { value: { state: 'failed', done: 1, total: 2, startedAt: 1, finishedAt: 2, error } }));
    await named((error) => tx.insert(Reconciliation, { id: newId('rec'), startedAt: 1, finishedAt: 2, state: 'failed', checked: 1, missedAdds: 0, missedLosses: 0, orphanContactWays: 0, missingContactWays: 0, error }));
    await tx.update(Customer, { id: customer.id }, { avatarUrl: `https://wx.qlogo.cn/${canary()}`, corpName: canary(), position: canary() });
    await tx.update(FollowUser, { customerId: customer.id }, { state: canary(), operUserid: canary() });
    for (let n = 0; n < 6; n++) await tx.insert(Activity, { id: newId('act'), customerId: customer.id, staffId, kind: 'customer.edited', at: n, data: { words: canary(), deep: { more: [canary()] } }, naturalKey: canary() });
    await tx.update(Welcome, { customerId: customer.id }, { reason: canary() });
    await tx.update(Visitor, { customerId: customer.id }, { pendingId: canary() });
    await tx.insert(Visitor, { id: newId('vis'), appid: 'wxother', openid: canary(), unionid: person.unionid, customerId: null, externalUserid: null, pendingId: canary(), askedAt: null, createdAt: 1, lastSeenAt: 1 });
  });
  await t.app.database.execute('UPDATE job SET error = ? WHERE name = ? AND corpId = ?', [`no ${externalUserid}: ${canary()}`, 'customer.onAdd', db.corpId]);
  await t.app.database.execute('UPDATE session SET userAgent = ? WHERE subjectKind = ? AND corpId = ? AND subjectId IN (SELECT id FROM visitor WHERE customerId = ?)', [canary(), 'visitor', db.corpId, customer.id]);
  const file = await storeFile(db, t.app.services.files, { name: `${canary()}.png`, bytes: Buffer.concat([picture, Buffer.from(canary())]), uploadedBy: '', now: t.clock.now() });
  await t.app.database.write(db.corpId, (tx) => useFiles(tx, customer.id, [{ fileId: file.id, kind: 'image' }]));
  // What they asked for and agreed to.
  const { id: purposeId } = await api.consents.createPurpose({ key: 'marketing', name: '活动通知', text: '我同意接收活动通知' });
  await api.consents.record({ customerId: customer.id, purposeId, given: true, evidence: canary() });
  await visitor.myPrivacy.ask({ type: 'correction', note: canary() });
  await api.privacy.makeAccessLink({ customerId: customer.id });
  await t.settle();
  const inFeatures = await plantEverywhere(t, { customer, staffId, canary });
  // The access file has what is sealed, too, in plain words; no staff member's mask lies over it.
  const { jsonUrl } = await api.privacy.makeAccessLink({ customerId: customer.id });
  const accessFile = (await axios.get<string>(jsonUrl, { responseType: 'text', transformResponse: (text: string) => text })).data;
  for (const [label, word] of inFeatures) expect([label, accessFile.includes(word)]).toEqual([label, true]);
  expect((await api.customers.list({ keyword: customer.name })).items.map((one) => one.id)).toEqual([customer.id]);
  const openids = (await db.find(Visitor, { customerId: customer.id })).map((row) => row.openid);
  const planted = [...canaries, externalUserid, person.unionid, ...openids];
  expect(planted.length).toBeGreaterThanOrEqual(40);

  // Each is really there, so that each could be found.
  const before = await dump(t);
  const there = JSON.stringify(before) + await opened(t) + bytesOf(join(t.config.dataDir, 'files')).toString('latin1');
  expect(planted.filter((word) => !there.includes(word))).toEqual([]);

  const preview = await (await t.as('owner')).privacy.preview({ customerId: customer.id });
  expect(preview).toMatchObject({ name: customer.name, friends: [{ id: staffId }] });
  expect(preview.items.find((item) => item.table === 'FollowUser')).toMatchObject({ action: 'delete', rows: 1 });
  expect(preview.items.find((item) => item.table === 'LiveCodeCustomer')).toMatchObject({ action: 'keep', rows: 1, kept: expect.stringContaining('活码') as string });
  const erasure = await erase(t, customer);
  expect(erasure).toMatchObject({ state: 'done', error: '', certificateHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });

  const after = await dump(t);
  const left = JSON.stringify(after) + await opened(t);
  expect(planted.filter((word) => left.includes(word))).toEqual([]);
  const disk = bytesOf(t.config.dataDir).toString('latin1');
  expect(planted.filter((word) => disk.includes(word))).toEqual([]);
  const log = lines.join('\n');
  expect(lines.length).toBeGreaterThan(20);
  expect(planted.filter((word) => log.includes(word))).toEqual([]);

  // The lists have dropped them at once, the views that looked for them alone are gone, and the log stands whole.
  expect((await api.customers.list({ keyword: customer.name })).items).toEqual([]);
  expect((await api.customers.list({ keyword: externalUserid })).items).toEqual([]);
  expect((await api.views.list({})).items.map((view) => view.name)).toEqual(['大家的']);
  const owner = await t.as('owner');
  expect(await owner.audit.verify()).toMatchObject({ broken: null });
  expect((await owner.audit.list({ objectId: customer.id })).items.map((row) => row.call)).toEqual(expect.arrayContaining(['privacy.erase', 'privacy.makeAccessLink', 'fields.setValues', 'notes.create']));
  expect(await db.count(AuditEntry, { call: 'privacy.erase', action: 'delete' })).toBe(1);
  for (const flow of (await api.stages.get()).flows) expect(await api.stages.overview({ flowId: flow.id, from: 0, to: t.clock.now() + 1 })).toBeDefined();
  const { items: [order] } = await api.transfers.list({});
  expect((await api.transfers.items({ id: order!.id })).items).toMatchObject([{ state: 'givenUp' }]);

  // Nobody else has lost anything.
  const corpId = t.corps.agency.id;
  const steady = ['customer', 'follow_user', 'follow_tag', 'customer_identity', 'activity', 'live_code_customer', 'tag', 'tag_group', 'live_code', 'consent', 'consent_purpose', 'department'];
  const isOther = ({ id, customerId }: Record<string, unknown>) => (customerId === undefined ? id : customerId) !== customer.id;
  const ofOthers = (rows: typeof before, table: string) => rows[table]!.filter((row) => row.corpId === corpId || (steady.includes(table) && isOther(row)));
  expect(ofOthers(before, 'customer').length).toBeGreaterThan(30);
  for (const table of [...steady, 'inbox', 'file', 'file_use', 'staff', 'welcome', 'visitor']) expect([table, ofOthers(after, table)]).toEqual([table, ofOthers(before, table)]);
  expect(await api.customers.get({ id: other.customer.id })).toMatchObject({ name: other.customer.name, externalUserid: other.externalUserid });
  for (const one of [other, later]) expect((await one.visitor.myPrivacy.get()).summary.length).toBeGreaterThan(3);
  const { counts } = (await db.findOne(Erasure, { id: erasure.id }))!;
  expect(counts).toMatchObject({ Customer: { deleted: 1 }, FollowUser: { deleted: 1 }, Visitor: { deleted: 2 }, SessionRow: { deleted: 1 }, FileUse: { deleted: 6 }, CustomerIdentity: { deleted: 3 } });
  expect(await elsewhere.api.customers.get({ id: elsewhere.customer.id })).toMatchObject({ externalUserid: elsewhere.externalUserid });
  // Counts stay right: the code still brought one, the welcome was still sent, the friend is one fewer.
  expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1 });
  expect(after.activity!.length).toBe(before.activity!.length);
  expect(after.welcome!.length).toBe(before.welcome!.length);
  const countOf = (rows: typeof before) => Number(rows.staff!.find((row) => row.id === staffId)!.customerCount);
  expect(countOf(after)).toBe(countOf(before) - 1);
  expect(countOf(after)).toBe(await db.count(FollowUser, { staffId, lostAt: IsNull() }));
  await expect(api.customers.get({ id: customer.id })).rejects.toMatchObject({ code: 'not_found' });
  expect([await db.count(StoredFile, { id: file.id }), await db.count(FileUse, { usedBy: customer.id })]).toEqual([0, 0]);
  // WeCom brings to its end a hand-over that it was asked for before: they do not come back by it.
  await t.advance(2 * 24 * hour);
  expect(await db.count(Customer, { externalUserid })).toBe(0);
  const rows = JSON.stringify(await dump(t));
  expect([...inFeatures.map(([, word]) => word), externalUserid].filter((word) => rows.includes(word))).toEqual([]);
});

/** In what the features keep of a customer: fields, notes, stages, hand-overs, tasks, views. */
async function plantEverywhere(t: TestApp, { customer, staffId, canary }: { customer: Customer; staffId: string; canary: (most?: number) => string }) {
  const uploadedBy = newId('acc');
  const api = clientWith(t.publicUrl, await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: uploadedBy, name: 'owner', role: 'owner', corpId: dbOf(t).corpId, userAgent: 'test' }));
  const { id: customerId } = customer;
  const upload = async (name: string) => (await storeFile(dbOf(t), t.app.services.files, { name: `${name}.png`, bytes: Buffer.concat([picture, Buffer.from(canary())]), uploadedBy, now: t.clock.now() })).id;

  const words = { plain: canary(), sensitive: canary(), note: canary(), secretNote: canary(), move: canary(), quarantined: canary() };
  const plain = await api.fields.create({ name: '爱好', kind: 'text' });
  const sensitive = await api.fields.create({ name: '证件', kind: 'text', sensitive: true });
  const paper = await api.fields.create({ name: '合同', kind: 'file' });
  for (let n = 0; n < 2; n++) {
    const { version } = await api.fields.values({ customerId });
    await api.fields.setValues({ customerId, seenVersion: version, values: [
      { fieldId: plain.id, value: n === 0 ? canary() : words.plain }, { fieldId: sensitive.id, value: n === 0 ? canary() : words.sensitive }, { fieldId: paper.id, value: { fileId: await upload(canary()), name: '' } },
    ] });
  }
  await api.fields.reveal({ customerId, fieldId: sensitive.id, reason: canary() });
  const age = await api.fields.create({ name: '年龄', kind: 'number' });
  await t.app.database.write(dbOf(t).corpId, async (tx) => {
    const field = await tx.get(Field, age.id, '字段');
    await offerValue(tx, field, { customerId, raw: words.quarantined, teller: { source: 'import', staffId: null, name: '导入' }, secrets: t.app.services.secrets, now: t.clock.now() });
  });

  const note = await api.notes.create({ customerId, text: canary(), fileIds: [await upload(canary())], mentionIds: [staffId], key: 'canary-note' });
  await api.notes.edit({ id: note.id, text: words.note, fileIds: [await upload(canary())], mentionIds: [staffId], updatedAt: note.updatedAt });
  const gone = await api.notes.create({ customerId, text: '写错了', fileIds: [await upload(canary())], key: 'canary-gone' });
  await api.notes.remove({ id: gone.id });
  await (await t.as('staff', 'selfBuilt', staffId)).notes.create({ customerId, text: words.secretNote, isPrivate: true, key: 'canary-private' });

  const standing = (await api.stages.standings({ customerIds: [customerId] })).items[0]!.standings[0]!;
  const { stages } = await api.stages.get();
  const lost = stages.find((one) => one.kind === 'lost')!;
  await api.stages.move({ customerId, flowId: standing.flowId, toStageId: lost.id, seenStageId: standing.stage.id, reason: lost.reasons[0], note: words.move });

  const [taker] = (await api.org.staff({ onlyReceiving: true, limit: 5 })).items.filter((one) => one.id !== staffId);
  await api.transfers.create({ kind: 'onJob', fromStaffId: staffId, customerIds: [customerId], to: { way: 'even', staffIds: [taker!.id] }, message: canary(), nextStep: canary() });
  const [tag] = (await api.tags.list()).items[1]!.tags;
  await api.tasks.start({ kind: 'customer.tag', key: 'canary-task', input: { add: [tag!.id] }, filter: { keyword: customer.name } });
  for (const keyword of [customer.name, customer.externalUserid]) await api.views.create({ name: `找 ${keyword.slice(0, 3)}`, filter: { keyword }, columns: [], shared: 'everyone' });
  await api.views.create({ name: '大家的', filter: { keyword: '客户' }, columns: [], shared: 'everyone' });
  await t.settle();
  return Object.entries(words);
}

test('BX-15 who was erased is not brought back by callbacks, syncs or comparisons, until they add a staff member anew', async () => {
  const t = await testApp();
  const { api, code, person, externalUserid, userid, customer } = await meet(t, '李梅');
  await t.advance(hour);
  await erase(t, customer);
  const isKnown = async () => (await dbOf(t).count(Customer, { externalUserid })) > 0;
  const rawOf = async () => (await t.app.database.everything.find(InboxRow, { order: { id: 'ASC' } })).at(-1)!;

  // An edit in WeCom, a replay, a full sync and the nightly comparison: they are still friends there.
  await t.control('POST', '/sandbox/remark', { corp: 'selfBuilt', userid, person: person.id, remark: '又写了备注' });
  await t.advance(5000);
  expect(await rawOf()).toMatchObject({ event: 'change_external_contact.edit_external_contact', state: 'ignored', raw: '', reason: 'the person was erased' });
  const owner = await t.as('owner');
  const { items: callbacks } = await owner.callbacks.list({ limit: 100 });
  await owner.callbacks.replay({ ids: callbacks.filter((row) => row.event.startsWith('change_external')).map((row) => row.id) });
  await api.customers.sync();
  await t.app.database.write(dbOf(t).corpId, (tx) => startReconciliation(tx, t.clock.now()));
  await t.advance(hour);
  expect(await isKnown()).toBe(false);
  expect(await api.org.progress()).toBeDefined();

  // The staff member ends the friendship, and the person adds again: a new relation, a new record.
  await t.sandbox.unfriend(person, userid, 'staff');
  await t.advance(hour);
  expect(await isKnown()).toBe(false);
  await t.sandbox.scan(person, code.qrUrl);
  await t.advance(5000);
  const back = (await dbOf(t).findOne(Customer, { externalUserid }))!;
  expect(back.id).not.toBe(customer.id);
  expect((await findTombstones(dbOf(t), [externalUserid])).get(externalUserid)!.returnedAt).not.toBeNull();
  await t.control('POST', '/sandbox/remark', { corp: 'selfBuilt', userid, person: person.id, remark: '回来了' });
  await t.advance(5000);
  expect((await dbOf(t).findOne(FollowUser, { customerId: back.id }))!.remark).toBe('回来了');
  // Two different persons to our counts: nothing of the first points to the second.
  expect(await dbOf(t).count(LiveCodeCustomer, { customerId: back.id })).toBe(1);
});

test('BX-15 CU-04 of two who were merged by mistake the one who is erased takes nothing of the other along, and leaves no name there', async () => {
  const t = await testApp();
  const [kept, gone] = [await meet(t, '留下的人'), await meet(t, '离开的人')];
  const { api } = kept;
  for (const [survivor, other] of [[gone, kept], [kept, gone]]) {
    const { mergeId } = await api.merges.merge({ survivorId: survivor!.customer.id, otherId: other!.customer.id });
    await t.settle();
    await t.advance(5000);
    await api.merges.undo({ mergeId });
    await t.settle();
  }
  const before = await dump(t);
  const { jsonUrl } = await api.privacy.makeAccessLink({ customerId: gone.customer.id });
  expect(JSON.stringify((await axios.get<unknown>(jsonUrl)).data)).not.toContain(kept.externalUserid);
  expect(await erase(t, gone.customer)).toMatchObject({ state: 'done' });

  const after = await dump(t);
  expect(JSON.stringify(after)).not.toContain(gone.externalUserid);
  expect(JSON.stringify(after)).not.toContain('离开的人');
  const ofKept = (rows: typeof before, table: string) => rows[table]!.filter((row) => row.customerId === kept.customer.id || row.externalUserid === kept.externalUserid);
  for (const table of ['customer', 'customer_identity', 'follow_user', 'follow_tag', 'visitor', 'welcome', 'live_code_customer']) expect([table, ofKept(after, table)]).toEqual([table, ofKept(before, table)]);
  expect((await api.customers.timeline({ id: kept.customer.id, kinds: ['customer.merged', 'customer.unmerged'] })).items.length).toBe(3);
  // What WeCom tells of them is heard as before.
  await t.control('POST', '/sandbox/remark', { corp: 'selfBuilt', userid: kept.userid, person: kept.person.id, remark: '还在' });
  await t.advance(5000);
  expect((await dbOf(t).findOne(FollowUser, { customerId: kept.customer.id }))!.remark).toBe('还在');
});

test('BX-15 CU-04 whoever was merged more than once is erased with all that the earlier merges laid aside', async () => {
  const t = await testApp();
  const people = [await meet(t, '第一个微信'), await meet(t, '第二个微信'), await meet(t, '第三个微信')] as const;
  const [one, two, three] = people;
  await two.api.customers.remark({ id: two.customer.id, remark: '最早的备注' });
  await two.api.merges.merge({ survivorId: one.customer.id, otherId: two.customer.id });
  await two.api.merges.merge({ survivorId: three.customer.id, otherId: one.customer.id });
  await t.settle();
  expect(await erase(t, three.customer)).toMatchObject({ state: 'done' });
  const left = JSON.stringify(await dump(t));
  const names = [...people.flatMap(({ customer, externalUserid, person }) => [customer.name, externalUserid, person.unionid]), '最早的备注'];
  expect(names.filter((name) => left.includes(name))).toEqual([]);
});

test('BX-15 CU-23 a hand-over that WeCom ends after the erasure brings nobody back, and who then adds a colleague by themselves is a new customer', async () => {
  const t = await testApp();
  const { api, code, person, externalUserid, staffId, customer } = await meet(t, '李梅');
  const taker = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items.find(({ id }) => id !== staffId)!;
  await t.advance(hour);
  await api.transfers.create({ kind: 'onJob', fromStaffId: staffId, to: { way: 'even', staffIds: [taker.id] }, customerIds: [customer.id] });
  await t.advance(hour);
  await erase(t, customer);
  const isKnown = async () => (await dbOf(t).count(Customer, { externalUserid })) > 0;

  // WeCom tells of it by a callback; the lists and the comparison tell of it every night.
  await t.advance(2 * 24 * hour);
  expect(await t.control<{ state: string }[]>('GET', '/sandbox/transfers?corp=selfBuilt')).toMatchObject([{ state: 'done' }]);
  const told = (await t.app.database.everything.find(InboxRow, { order: { id: 'ASC' } })).filter(({ event }) => event === 'change_external_contact.add_external_contact').at(-1)!;
  expect(told).toMatchObject({ state: 'ignored', raw: '', reason: 'the person was erased' });
  const later = await t.as('admin', 'selfBuilt');
  await later.customers.sync();
  await t.app.database.write(dbOf(t).corpId, (tx) => startReconciliation(tx, t.clock.now()));
  await t.control('POST', '/sandbox/remark', { corp: 'selfBuilt', userid: taker.userId, person: person.id, remark: '接手了' });
  await t.advance(hour);
  expect(await isKnown()).toBe(false);
  // Nor does the record of background work or a callback say who it was.
  expect((await opened(t)).split('\n').filter((line) => line.includes(externalUserid))).toEqual([]);

  await t.sandbox.scan(person, code.qrUrl);
  await t.advance(5000);
  const back = (await dbOf(t).findOne(Customer, { externalUserid }))!;
  expect(back.id).not.toBe(customer.id);
  await later.customers.sync();
  await t.advance(hour);
  expect((await dbOf(t).find(FollowUser, { customerId: back.id })).map((follow) => follow.staffId)).toEqual([staffId]);
});

test('BX-15 an erasure that is cut at any point goes on where it stopped and counts nothing twice', async () => {
  const t = await testApp();
  const whole = await meet(t, '甲');
  const expected = (await erase(t, whole.customer)).deleted;
  const cutOne = await meet(t, '乙');
  const later = await meet(t, '丙');
  const real = t.app.services.personalData;
  let runs = 0;
  // Every batch is cut once after its commit and once before it, as kill -9 would.
  const cuts = new Map<string, number>();
  t.app.services.personalData = real.map((data) => ({
    ...data,
    batch: async (...args: Parameters<typeof data.batch>): Promise<Batch | null> => {
      const batch = await data.batch(...args);
      if (!batch || batch.deleted + batch.blanked === 0) return batch;
      const key = data.entity.name;
      const cut = cuts.get(key) ?? 0;
      cuts.set(key, cut + 1);
      if (cut === 0) throw new Error('killed before');
      return batch;
    },
  }));
  const owner = await t.as('owner');
  const { id } = await owner.privacy.erase({ customerId: cutOne.customer.id, name: '乙' });
  for (; runs < 40 && (await owner.privacy.erasure({ id })).state === 'running'; runs++) {
    await t.settle();
    await t.advance(700_000);
  }
  expect(cuts.size).toBeGreaterThan(6);
  const ended = await owner.privacy.erasure({ id });
  expect(ended.state).toBe('done');
  const { person, counts } = (await dbOf(t).findOne(Erasure, { id }))!;
  expect(person).toBe('');
  expect(counts).toMatchObject({ Customer: { deleted: 1 }, FollowUser: { deleted: 1 }, Visitor: { deleted: 1 } });
  expect(ended.deleted).toBeGreaterThanOrEqual(expected - 3);
  expect(await dbOf(t).count(Customer, { id: later.customer.id })).toBe(1);
  // Asked for twice, also at the same time, it is one.
  const twice = await Promise.all([1, 2, 3].map(() => owner.privacy.erase({ customerId: cutOne.customer.id, name: 'anything' })));
  expect(new Set(twice.map((one) => one.id))).toEqual(new Set([id]));
});

test('BX-15 a change of keys reaches an erasure that is under way', async () => {
  const t = await testApp();
  const { corpId } = dbOf(t);
  const column = t.app.services.sealedColumns.find((one) => one.table === 'erasure')!;
  const newKey = 'n'.repeat(40);
  const person = { customerId: 'cus_x', names: ['wmx'], called: ['李梅'] };
  await t.app.database.write(corpId, (tx) => tx.insert(Erasure, {
    id: newId('era'), customerId: 'cus_x', state: 'running', person: sealPerson(t.app.services.secrets, person), position: begin, counts: {}, startedAt: 1, finishedAt: null, startedBy: 'x', error: '', certificate: '', certificateHash: '',
  }));
  const both = new Secrets([newKey, t.config.secretKeys[0]!]);
  expect(await resealPage(t.app.database, both, column, { corpId, after: '', limit: 10 })).toMatchObject({ resealed: 1 });
  expect(readPerson(new Secrets([newKey]), (await dbOf(t).findOne(Erasure, {}))!.person)).toEqual(person);
});

test('BX-15 the certificate can be checked by anybody, and a changed one is found out', async () => {
  const t = await testApp();
  const { customer } = await meet(t, '王"<b>芳');
  const { id } = await erase(t, customer);
  const owner = await t.as('owner');
  await owner.calendar.save({ items: [], timeZone: 'America/New_York', updatedAt: 0 });
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_x', name: 'o', role: 'owner', corpId: t.corps.selfBuilt.id, userAgent: '' });
  const { data: html, headers } = await axios.get<string>(`${t.publicUrl}/api/privacy.certificate?id=${id}`, { headers: { authorization: `Bearer ${token}` }, responseType: 'text' });
  expect(headers['content-disposition']).toContain(`erasure-${id}.html`);
  expect(html).not.toContain('王');
  const anybody = clientWith(t.publicUrl, 'none');
  expect(await anybody.privacy.verify({ certificate: html })).toMatchObject({ valid: true, reason: 'ok', id, corpName: t.corps.selfBuilt.name });
  const { certificate } = (await dbOf(t).findOne(Erasure, { id }))!;
  expect(await anybody.privacy.verify({ certificate: certificate.replace(/"deleted":1/, '"deleted":9') })).toMatchObject({ valid: false, reason: 'changed' });
  expect(await anybody.privacy.verify({ certificate: certificate.replace(/"signature":"../, '"signature":"AA') })).toMatchObject({ valid: false, reason: 'changed' });
  expect(await anybody.privacy.verify({ certificate: 'no certificate 😀'.repeat(100) })).toMatchObject({ valid: false, reason: 'unreadable' });
  const other = await testApp();
  expect(await clientWith(other.publicUrl, 'none').privacy.verify({ certificate })).toMatchObject({ valid: false, reason: 'foreign' });
  const form = await axios.post<string>(`${t.publicUrl}/privacy/verify`, new URLSearchParams({ certificate: html }), { responseType: 'text' });
  expect(form.data).toContain('由本系统签发');
  // Times are the company's own.
  expect(html).toContain('<td>2026-08-31 22:');
  expect(html).toContain('时间按企业所在时区 America/New_York。');
  expect(form.data).toMatch(/2026-08-31 22:\d\d:\d\d · 企业所在时区 America\/New_York/);
  expect((await owner.privacy.erasures({})).items).toMatchObject([{ id, state: 'done' }]);
});

test('BX-15 erasing needs the name, the permission and the reach over all who look after the person', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const { customer, staffId } = await meet(t, '赵敏');
  const owner = await t.as('owner');
  await expect(owner.privacy.erase({ customerId: customer.id, name: '赵' })).rejects.toMatchObject({ code: 'erasure_name_differs' });
  await expect(owner.privacy.erase({ customerId: customer.id, name: 'x'.repeat(10_000) })).rejects.toMatchObject({ code: 'bad_input' });
  await expect(owner.privacy.erase({ customerId: 'cus_none', name: '赵敏' })).rejects.toMatchObject({ code: 'not_found' });
  for (const role of ['operator', 'staff'] as const) {
    const api = await t.as(role, 'selfBuilt', staffId);
    await expect(api.privacy.erase({ customerId: customer.id, name: '赵敏' })).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(api.privacy.preview({ customerId: customer.id })).rejects.toMatchObject({ code: 'not_allowed' });
  }
  await expect((await t.as('owner', 'agency')).privacy.erase({ customerId: customer.id, name: '赵敏' })).rejects.toMatchObject({ code: 'not_found' });

  // A role that reaches only its own customers: the second follower is somebody else's.
  const second = (await dbOf(t).find(Staff)).find((one) => one.id !== staffId)!;
  await t.app.database.write(dbOf(t).corpId, async (tx) => {
    const [follow] = await tx.find(FollowUser, { customerId: customer.id });
    await tx.insert(FollowUser, { ...follow!, id: newId('fol'), staffId: second.id });
  });
  const { access } = t.app.services;
  access.reachOf = async () => ({ staffIds: [staffId] });
  await expect(owner.privacy.erase({ customerId: customer.id, name: '赵敏' })).rejects.toMatchObject({ code: 'erasure_beyond_reach' });
  await expect(owner.privacy.makeAccessLink({ customerId: customer.id })).rejects.toMatchObject({ code: 'erasure_beyond_reach' });
  access.reachOf = async () => ({ staffIds: [] });
  await expect(owner.privacy.erase({ customerId: customer.id, name: '赵敏' })).rejects.toMatchObject({ code: 'not_found' });
  expect(await dbOf(t).count(Erasure)).toBe(0);
});

test('BX-15 what a colleague wrote about somebody else names the erased person in large letters or small: it goes', async () => {
  const t = await testApp();
  const { api, customer, externalUserid } = await meet(t, 'Anna Marker');
  const other = (await api.customers.list({ state: 'friend', limit: 50 })).items.find((one) => one.id !== customer.id)!;
  await api.notes.create({ customerId: other.id, text: `介绍人 ${externalUserid.toUpperCase()}，也叫 ANNA MARKER`, key: 'in-large-letters' });
  const { elsewhere } = await api.privacy.preview({ customerId: customer.id });
  expect(elsewhere).toMatchObject([{ table: 'Note', canCover: true }]);
  await api.privacy.erase({ customerId: customer.id, name: 'Anna Marker', meant: elsewhere.map(({ table, id }) => ({ table, id })) });
  await t.settle();
  expect((await api.notes.list({ customerId: other.id })).items.map(({ text }) => text)).toEqual(['介绍人 ***，也叫 ***']);
});
