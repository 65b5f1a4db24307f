import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { Import, Mapping, Target } from '@scrm/shared/import';
import { demo } from '../../../sandbox/demo';
import type { SandboxGroup, SandboxPacket, WechatUser } from '../../../sandbox/control';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import { wgsOf } from '@scrm/shared/geo';
import { newId } from '../../core/db/ids';
import { InboxRow } from '../../core/inbox/entity';
import { JobRow } from '../../core/jobs/entity';

const minute = 60_000;
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const square = { lat: 31.230525, lng: 121.473667 };

/** Someone at the console, with what a browser sends and fetches as bytes. */
async function someone(t: TestApp, corpId: string) {
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: newId('acc'), name: '运营', role: 'owner', corpId, userAgent: 'test' });
  const headers = { authorization: `Bearer ${token}` };
  const post = async <T>(call: string, name: string, bytes: Buffer) => (await axios.post<T>(`${t.publicUrl}/api/${call}?name=${encodeURIComponent(name)}`, bytes, { headers: { ...headers, 'content-type': 'application/octet-stream' } })).data;
  const api = clientWith(t.publicUrl, token);
  return {
    api,
    sheet: (name: string, bytes: Buffer) => post<Import>('imports.upload', name, bytes),
    file: async (name: string) => (await api.files.upload({ name, content: picture.toString('base64') })).id,
    fetch: async (call: string) => Buffer.from((await axios.get<ArrayBuffer>(`${t.publicUrl}/api/${call}`, { headers, responseType: 'arraybuffer' })).data),
  };
}

/** A browser with its cookie. */
function browser(t: TestApp) {
  let cookie = '';
  const ask = async (method: 'GET' | 'POST', path: string, data?: unknown) => {
    const reply = await axios.request<string>({ method, url: t.publicUrl + path, data, maxRedirects: 0, validateStatus: () => true, responseType: 'text', headers: { cookie, 'user-agent': 'a phone' } });
    cookie = reply.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
    return { page: reply.data.replaceAll('&amp;', '&'), status: reply.status, location: String(reply.headers.location ?? '') };
  };
  return { get: (path: string) => ask('GET', path), post: (path: string, data: unknown) => ask('POST', path, data) };
}

async function sheetOf(rows: string[][]): Promise<Buffer> {
  const book = new exceljs.Workbook();
  book.addWorksheet('客户').addRows(rows);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** All that the tables hold, what is sealed or encrypted opened, and all bytes that lie on the disk. */
async function everything(t: TestApp): Promise<{ where: string; text: string }[]> {
  const { database, services: { secrets, sealedColumns, dispatcher }, queue } = t.app;
  const found: { where: string; text: string }[] = [];
  for (const { tableName } of database.everything.connection.entityMetadatas) {
    for (const row of await database.query<Record<string, unknown>>(`SELECT * FROM \`${tableName}\``)) {
      for (const [column, value] of Object.entries(row)) if (value !== null) found.push({ where: `${tableName}.${column}`, text: Buffer.isBuffer(value) ? value.toString('latin1') : typeof value === 'string' ? value : JSON.stringify(value) });
      for (const one of sealedColumns.filter((each) => each.table === tableName && !('inside' in each))) {
        const sealed = row[one.column];
        if (typeof sealed !== 'string' || sealed === '' || (one.flag && !row[one.flag])) continue;
        found.push({ where: `${tableName}.${one.column}, opened`, text: secrets.open(sealed, one.context(row as Record<string, string>)) });
      }
    }
  }
  for (const row of await database.everything.find(JobRow)) found.push({ where: `job ${row.name}, opened`, text: JSON.stringify(queue.dataOf(row)) });
  for (const row of await database.everything.find(InboxRow)) found.push({ where: `inbox ${row.event}, opened`, text: await dispatcher.open(row).catch(() => '') });
  for (const entry of readdirSync(t.config.dataDir, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) found.push({ where: `file ${entry.name}`, text: readFileSync(join(entry.parentPath, entry.name)).toString('latin1') });
  }
  return found;
}

/** As it is, as hex, and as base64 wherever it may begin within three bytes. */
function spellings(word: string): string[] {
  const bytes = Buffer.from(word);
  const inner = (shift: number) => Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').slice(shift === 0 ? 0 : 4, -4);
  return [word, bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('hex').toUpperCase(), encodeURIComponent(word), ...[0, 1, 2].flatMap((shift) => [inner(shift), inner(shift).replaceAll('+', '-').replaceAll('/', '_')])];
}

async function findAll(t: TestApp, words: readonly string[]): Promise<string[]> {
  const all = words.flatMap(spellings);
  return [...new Set((await everything(t)).filter(({ text }) => all.some((word) => text.includes(word))).map(({ where }) => where))].sort();
}

const qrOf = (page: string) => /class="qr" src="([^"]+)"/.exec(page)?.[1] ?? /class="code"><img src="([^"]+)"/.exec(page)?.[1] ?? '';

async function webSignIn(t: TestApp, person: WechatUser): Promise<Client<Api>> {
  const go = (url: string, cookie = '') => axios.get<string>(url, { maxRedirects: 0, validateStatus: () => true, headers: { cookie } });
  const asked = await go(`${t.publicUrl}/oauth/visitor?corp=${t.corps.selfBuilt.id}&page=contact`);
  const cookie = (asked.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
  const wechat = new URL(asked.headers.location as string);
  wechat.searchParams.set('as', person.id);
  const landed = await go((await go(wechat.href)).headers.location as string, cookie);
  const ticket = new URL((landed.headers.location as string).replace('/#/', '/'), t.publicUrl).searchParams.get('ticket')!;
  return clientWith(t.publicUrl, (await clientWith(t.publicUrl, 'none').visitor.redeem({ ticket })).token);
}

async function miniSignIn(t: TestApp, person: WechatUser): Promise<Client<Api>> {
  const { code } = await t.control<{ code: string }>('POST', '/sandbox/wx-login', { person: person.id, appid: demo.mini.appid });
  return clientWith(t.publicUrl, (await clientWith(t.publicUrl, 'none').visitor.signIn({ code, corp: t.corps.selfBuilt.id })).token);
}

test('BX-15 whoever came in by every way there is and is then erased stands nowhere any more: no table, sealed or not, no file, no job, no callback', async () => {
  const t = await testApp({ customersPerCorp: 40 });
  const corpId = t.corps.selfBuilt.id;
  /** What everybody calls them, in every sentence. */
  const mark = 'Zq7xKw3v';
  const number = '13912348765';
  const me = await someone(t, corpId);
  const { api } = me;
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 9 })).items;
  const [a, b, c, d, e] = staff as [typeof staff[0], typeof staff[0], typeof staff[0], typeof staff[0], typeof staff[0]];
  const person = await t.sandbox.newPerson(mark);
  const scan = async (qr: string, who = person) => {
    const met = await t.sandbox.scan(who, qr);
    await t.settle();
    await t.advance(3000);
    return met;
  };

  // The mini-program and the company's web page come first: a stranger yet.
  const visitor = await miniSignIn(t, person);
  await visitor.visitor.contact();
  await (await webSignIn(t, person)).visitor.contact();

  // A code's page that is full leads to its form; what they write there is about them.
  const phone = browser(t);
  const full = await api.liveCodes.create({ name: '大促', serve: 'page', rule: { slots: [{ staff: [{ staffId: e.id, dailyCap: 1 }], choose: 'sequence' }], backup: { staff: [], form: { asksName: true, text: '', keepDays: 30 } } } });
  await t.settle();
  await browser(t).get(`/c/${full.id}`);
  expect((await phone.get(`/c/${full.id}`)).location).toBe(`/c/${full.id}/wait`);
  expect((await phone.post(`/c/${full.id}/wait`, new URLSearchParams({ name: mark, phone: number, note: `请打给${mark}` }))).status).toBe(303);
  await t.settle();
  const [waiting] = (await api.waiting.list({ codeId: full.id, state: 'open' })).items;
  await api.waiting.assign({ id: waiting!.id, staffId: b.id });
  const waitingFile = await api.waiting.export({ codeId: full.id, state: 'open', format: 'xlsx', key: 'waiting-file', revealReason: `${mark} 要回电话` });

  // They scan a page, a direct code that pays a red packet, a store's code and an acquisition link: five colleagues.
  const page = await api.liveCodes.create({ name: '页面', serve: 'page', staffIds: [a.id], welcome: { text: '你好 {customer}' }, remarkTemplate: '{customer}-{date}' });
  await t.settle();
  await t.sandbox.fault('/cgi-bin/externalcontact/send_welcome_msg', 'errcode', 41053);
  const { externalUserid } = await scan(qrOf((await phone.get(`/c/${page.id}`)).page));
  const customer = (await api.customers.byExternalUserid({ externalUserid }))!;
  const direct = await api.liveCodes.create({ name: '直连', staffIds: [b.id], welcome: { text: '你好 {customer}' } });
  await api.redPackets.saveAccount({ mchId: '1900000109', appId: 'ww5f0c6e21d9a84b73', senderName: '青禾教育', personFen: 20_000, dayFen: 100_000, updatedAt: null, apiKey: 'sandboxMerchantApiKey00000000001', workSecret: 'sandbox-work-pay-secret-0001' });
  await api.redPackets.saveRule({ liveCodeId: direct.id, isOn: true, minFen: 150, maxFen: 150, dayFen: 400, totalFen: 1000, title: '见面礼', wish: '很高兴认识你', updatedAt: null });
  await scan(direct.qrUrl);
  await t.control('POST', '/sandbox/red-packets/claim', { id: (await t.control<SandboxPacket[]>('GET', `/sandbox/red-packets?person=${person.id}`))[0]!.id });
  await api.stores.create({ name: '人民广场店', place: square, radiusM: 3000, owners: [{ staffId: c.id }] });
  const storeCode = await api.storeCodes.create({ name: '门店码', form: 'owner', remarkTemplate: '{store}-{customer}' });
  const visit = /sv_\w{26}/.exec((await phone.get(`/s/${storeCode.id}`)).page)![0];
  const near = JSON.parse((await phone.post(`/s/${storeCode.id}/near`, { visit, ...wgsOf(square) })).page) as { store: string };
  await scan(qrOf((await phone.get(`/s/${storeCode.id}?visit=${visit}&store=${near.store}`)).page));
  const link = await api.acquisition.create({ name: '投放', staffIds: [d.id], channelId: (await api.channels.create({ name: '小红书' })).id });
  await t.settle();
  await scan(link.url);
  await t.control('POST', '/sandbox/say', { corp: 'selfBuilt', userid: d.userId, person: person.id, from: 'customer', text: `我是${mark}` });
  await api.acquisition.sync({ id: link.id });
  await t.settle();

  // A group by its code, with the name that they bear there.
  const [theirs] = await t.control<SandboxGroup[]>('GET', '/sandbox/groups?corp=selfBuilt');
  const group = (await api.groupChats.list({ limit: 100 })).items.find((one) => one.chatId === theirs!.appChatId)!;
  const groupCode = await api.groupCodes.create({ name: '群', entries: [{ kind: 'way', groupIds: [group.id] }] });
  await t.settle();
  await phone.get(`/c/${groupCode.id}`);
  await t.control('POST', '/sandbox/group-join', { corp: 'selfBuilt', chatId: theirs!.chatId, person: person.id, scene: 3, state: groupCode.entries[0]!.id });
  await t.settle();

  // What colleagues write: remark, tags, fields of each kind, a reason for looking, notes, stage, consent.
  const customerId = customer.id;
  await api.customers.remark({ id: customerId, staffId: a.id, remark: `梅姐${mark}`, description: `${number} ${mark}` });
  await t.control('POST', '/sandbox/remark', { corp: 'selfBuilt', userid: b.userId, person: person.id, remark: `小${mark}` });
  await api.customers.tag({ id: customerId, add: [(await api.tags.list()).items[0]!.tags[0]!.id] });
  await t.settle();
  const phoneField = (await api.fields.list({})).items.find((one) => one.kind === 'phone')!;
  const text = await api.fields.create({ name: '爱好', kind: 'text' });
  const secret = await api.fields.create({ name: '证件', kind: 'text', sensitive: true });
  const paper = await api.fields.create({ name: '合同', kind: 'file' });
  const { version } = await api.fields.values({ customerId });
  await api.fields.setValues({ customerId, seenVersion: version, values: [
    { fieldId: phoneField.id, value: number }, { fieldId: text.id, value: `喜欢${mark}` }, { fieldId: secret.id, value: `ID${mark}` }, { fieldId: paper.id, value: { fileId: await me.file(`合同${mark}.png`), name: '' } },
  ] });
  await t.settle();
  await api.fields.reveal({ customerId, fieldId: secret.id, reason: `${mark} 来电核对` });
  const note = await api.notes.create({ customerId, text: `说了${mark}`, fileIds: [await me.file(`录音${mark}.png`)], mentionIds: [b.id], key: 'note-of-them' });
  await api.notes.edit({ id: note.id, text: `又说了${mark}`, fileIds: [], mentionIds: [b.id], updatedAt: note.updatedAt });
  const standing = (await api.stages.standings({ customerIds: [customerId] })).items[0]!.standings[0]!;
  const lost = (await api.stages.get()).stages.find((one) => one.kind === 'lost')!;
  await api.stages.move({ customerId, flowId: standing.flowId, toStageId: lost.id, seenStageId: standing.stage.id, reason: lost.reasons[0], note: `${mark}不买` });
  const { id: purposeId } = await api.consents.createPurpose({ key: 'marketing', name: '活动通知', text: '我同意' });
  await api.consents.record({ customerId, purposeId, given: true, evidence: `电话里${mark}同意` });
  await visitor.myPrivacy.ask({ type: 'correction', note: `我叫${mark}` });

  // Their second account, merged; their row in a file, by id, by number and by a number that nobody has yet.
  const second = await t.sandbox.newPerson(`梅小号${mark}`);
  await scan(direct.qrUrl, second);
  const [twin] = (await api.customers.list({ keyword: `梅小号${mark}` })).items;
  await api.customers.remark({ id: twin!.id, staffId: twin!.owners[0]!.id, remark: `小号${mark}`, description: '' });
  await api.merges.merge({ survivorId: customerId, otherId: twin!.id });
  await t.settle();
  const imported = async (name: string, rows: string[][], columns: (Target | null)[], more: Partial<Mapping> = {}) => {
    const { id } = await me.sheet(name, await sheetOf(rows));
    await api.imports.check({ id, mapping: { columns, policy: 'overwrite', ...more } });
    await t.settle();
    await api.imports.start({ id });
    await t.settle();
    return api.imports.get({ id });
  };
  const fieldOf = (id: string): Target => `field:${id}`;
  const done = await imported(`名单${mark}.xlsx`, [['外部联系人ID', '爱好', '跟进人'], [externalUserid, `书${mark}`, a.userId], ['wm-nobody', `错${mark}`, '']], ['externalUserid', fieldOf(text.id), 'staff']);
  expect(done.counts).toMatchObject({ done: 1 });
  const waits = await imported('等人.xlsx', [['手机号', '爱好', '备注'], ['13700001111', '别人的', '老王'], ['13700002222', '换号了', mark], ['13700003333', number, '同住']], ['phone', fieldOf(text.id), 'remark']);
  expect(waits.counts).toMatchObject({ waiting: 3 });
  await me.fetch(`imports.result?id=${done.id}`);
  await me.sheet('还没导入.xlsx', await sheetOf([['手机号', '备注'], [number, '']]));

  // What colleagues wrote about others in which this one is named: a number means nobody else, a name may.
  const [other, third] = (await api.customers.list({ state: 'friend', limit: 50 })).items.filter((one) => one.id !== customerId);
  const aside = await api.notes.create({ customerId: other!.id, text: '介绍人电话 +86 139-1234 8765，别打 13912348760', key: 'note-of-other-1' });
  await api.notes.edit({ id: aside.id, text: '介绍人 1391234 8765', fileIds: [], updatedAt: aside.updatedAt });
  const named = await api.notes.create({ customerId: third!.id, text: `${'前文'.repeat(40)}是${mark}的同事`, key: 'note-of-other-2' });
  const hidden = await (await t.as('staff', 'selfBuilt', third!.owners[0]!.id)).notes.create({ customerId: third!.id, text: `像${mark}`, isPrivate: true, key: 'note-of-other-3' });
  await api.customers.remark({ id: other!.id, staffId: other!.owners[0]!.id, remark: '', description: `${mark}介绍` });

  // Files, views, batches, hand-over and its dossier.
  const exported = await api.exports.customers({ key: 'customers-file', format: 'xlsx', columns: ['state', 'staff', 'remark'], fieldIds: [phoneField.id], filter: { keyword: mark }, revealReason: `${mark} 回访` });
  const packets = await api.redPackets.export({ from: '2026-09-01', to: '2026-09-30', format: 'csv', key: 'packets-file' });
  await t.settle();
  for (const { id } of [exported, waitingFile, packets]) expect([(await api.exports.get({ id })).state, (await me.fetch(`exports.download?id=${id}`)).length > 100]).toEqual(['ready', true]);
  await api.views.create({ name: `找${mark}`, filter: { keyword: mark }, columns: [], shared: 'everyone' });
  await api.tasks.start({ kind: 'customer.tag', key: 'batch-of-them', input: { add: [(await api.tags.list()).items[1]!.tags[0]!.id] }, filter: { keyword: mark } });
  await t.settle();
  await api.transfers.create({ kind: 'onJob', fromStaffId: b.id, customerIds: [customerId], to: { way: 'even', staffIds: [e.id] }, message: `${mark}您好，换人了`, nextStep: `给${mark}回电` });
  await t.settle();
  await t.sandbox.unfriend(person, c.userId, 'customer');
  await t.settle();
  await api.privacy.makeAccessLink({ customerId });

  const words = [mark, number, externalUserid, person.unionid, second.unionid];
  const before = await findAll(t, words);
  for (const where of ['customer.name', 'live_code_waiting.name', 'live_code_waiting.phoneSealed, opened', 'customer_import.name', 'customer_import_row.cells, opened', 'note.text', 'note_version.text', 'follow_user.remark', 'customer_field.value', 'field_reveal.reason', 'group_member.name', 'customer_merge.other', 'saved_view.name', 'transfer.message', 'stage_move.note', 'consent.evidence', 'privacy_request.note', 'data_export.wanted', 'red_packet.externalUserid', 'file.name', 'visitor.unionid']) expect([where, before.includes(where)]).toEqual([where, true]);

  const { elsewhere } = await api.privacy.preview({ customerId });
  expect(elsewhere.map(({ table, id, customer: about, text: words, canCover }) => ({ table, id, about: about.id, words, canCover })).sort((one, two) => (one.words ?? '').localeCompare(two.words ?? ''))).toEqual([
    { table: 'Note', id: hidden.id, about: third!.id, words: null, canCover: true },
    { table: 'Note', id: named.id, about: third!.id, words: `…${'前文'.repeat(20).slice(1)}是${mark}的同事`, canCover: true },
    { table: 'FollowUser', id: expect.any(String) as string, about: other!.id, words: `${mark}介绍`, canCover: false },
  ].sort((one, two) => (one.words ?? '').localeCompare(two.words ?? '')));
  // Whoever looks after the other customer changes what WeCom has, and nothing is written over that was not shown.
  await api.customers.remark({ id: other!.id, staffId: other!.owners[0]!.id, remark: '', description: '朋友介绍' });
  await t.settle();
  const { id } = await api.privacy.erase({ customerId, name: person.name, meant: [...elsewhere.filter(({ canCover }) => canCover).map(({ table, id }) => ({ table, id })), { table: 'Note', id: aside.id }, { table: 'Staff', id: a.id }] });
  expect((await api.notes.list({ customerId: third!.id })).items.map((one) => one.text)).toEqual([`${'前文'.repeat(40)}是***的同事`]);
  await t.settle();
  await t.advance(minute);
  expect(await api.privacy.erasure({ id })).toMatchObject({ state: 'done', error: '' });
  expect(await findAll(t, words)).toEqual([]);

  // Others' records stand, with the person left out; a note that somebody had open is not saved over it.
  const [kept] = (await api.notes.list({ customerId: other!.id })).items;
  expect([kept!.text, ...(await api.notes.history({ id: aside.id })).items.map((one) => one.text)]).toEqual(['介绍人 ***', '介绍人电话 ***，别打 13912348760']);
  await expect(api.notes.edit({ id: named.id, text: `还是${mark}`, fileIds: [], updatedAt: named.updatedAt })).rejects.toMatchObject({ code: 'stale_edit' });
  expect((await api.imports.rows({ id: waits.id })).items.map((one) => one.row)).toEqual([2]);
  const page2 = (await me.fetch(`privacy.certificate?id=${id}`)).toString();
  expect(page2).toContain('&quot;table&quot;:&quot;Note&quot;');
  expect(/Note&quot;,&quot;zh&quot;:&quot;笔记&quot;,&quot;en&quot;:&quot;Notes&quot;,&quot;deleted&quot;:1,&quot;blanked&quot;:(\d+)/.exec(page2)?.[1]).toBe('3');
});
