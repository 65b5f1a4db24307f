import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axios from 'axios';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { InputOf } from '@scrm/shared/contract';
import type { Export, exports } from '@scrm/shared/export';
import { columnNames, sourceText } from '@scrm/shared/customer-text';
import type { Role } from '@scrm/shared/permission';
import type { CorpKey, SandboxState } from '../../../sandbox/control';
import { clientWith, testApp, type TestApp } from '../../../test/app';

const day = 86_400_000;
let n = 0;
const key = () => `export-key-${++n}`;
type Order = Partial<InputOf<(typeof exports)['customers']>>;

const order = (more: Order = {}) => ({ key: key(), format: 'csv' as const, columns: ['state', 'staff', 'added'] as const, ...more, ...(more.ids ? {} : { filter: more.filter ?? {} }) }) as InputOf<(typeof exports)['customers']>;

async function made(t: TestApp, api: Client<Api>, more: Order = {}): Promise<Export> {
  const { id } = await api.exports.customers(order(more));
  await t.settle();
  return api.exports.get({ id });
}

/** Downloads as the browser does, with the session of this role. */
async function fetchFile(t: TestApp, id: string, role: Role, staffId: string | null = null, corp: CorpKey = 'selfBuilt'): Promise<{ status: number; bytes: Buffer; code?: string }> {
  const corpId = t.corps[corp].id;
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: staffId ? 'staff' : 'account', subjectId: staffId ?? `acc_${role}`, name: role, role, corpId, userAgent: 'test' });
  const reply = await axios.get<ArrayBuffer>(`${t.publicUrl}/api/exports.download`, { params: { id }, headers: { authorization: `Bearer ${token}` }, responseType: 'arraybuffer', validateStatus: () => true });
  const bytes = Buffer.from(reply.data);
  return { status: reply.status, bytes, ...(reply.status !== 200 && { code: (JSON.parse(bytes.toString()) as { code: string }).code }) };
}

/** The same person each time: accounts of tests are new ones otherwise. */
async function as(t: TestApp, role: Role, corp: CorpKey = 'selfBuilt'): Promise<Client<Api>> {
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: `acc_${role}`, name: role, role, corpId: t.corps[corp].id, userAgent: 'test' });
  return clientWith(t.publicUrl, token);
}

const rowsOf = (bytes: Buffer) => parse(bytes.subarray(3), { relax_column_count: false }) as string[][];
const filesOnDisk = async (t: TestApp) => (await readdir(join(t.config.dataDir, 'files', t.corps.selfBuilt.id)).catch(() => [])).length;

describe('CU-22 exporting customers', () => {
  test('CU-22 PM-01 the file shows what the list shows: the same people, columns and order, with who took it out on every line', async () => {
    const t = await testApp({ customersPerCorp: 60 });
    const api = await as(t, 'operator');
    const columns = ['source', 'staff', 'state', 'added', 'stage', 'tags'] as const;
    const screen = await api.customers.list({ state: 'friend', limit: 200 });
    const one = await made(t, api, { filter: { state: 'friend' }, columns: [...columns] });
    expect(one).toMatchObject({ state: 'ready', total: screen.total, done: screen.total, skipped: 0, mine: true, downloads: 0, revealed: false });
    const { bytes } = await fetchFile(t, one.id, 'operator');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(one.sha256);
    const [head, ...rows] = rowsOf(bytes);
    expect(head).toEqual([columnNames.zh.name, ...columns.map((column) => columnNames.zh[column]), '导出人']);
    expect(rows.map((row) => row.slice(0, 3))).toEqual(screen.items.map((row) => [row.name, sourceText(row.source, 'zh'), row.owners.map(({ name }) => name).join('、')]));
    const standings = (await api.stages.standings({ customerIds: screen.items.map(({ id }) => id) })).items;
    expect(rows.map((row) => row[5])).toEqual(screen.items.map(({ id }) => standings.find((one) => one.customerId === id)!.standings.map(({ stage }) => stage.name).join('、')));
    expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set([`operator 于 2026-09-01 10:00:00 从「${t.corps.selfBuilt.name}」导出，仅供内部使用 · ${one.id}`]));

    const xlsx = await made(t, api, { filter: { state: 'friend' }, columns: [...columns], format: 'xlsx' });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await fetchFile(t, xlsx.id, 'operator')).bytes as never);
    const sheet = book.worksheets[0]!;
    expect([sheet.getCell('A1').text, book.creator]).toEqual([expect.stringContaining('operator 于'), 'operator']);
    expect(sheet.getRow(2).values).toEqual([undefined, ...head!.slice(0, -1)]);
    expect(sheet.rowCount).toBe(screen.total + 2);
    expect(sheet.getRow(3).getCell(1).text).toBe(screen.items[0]!.name);
    expect((sheet.getRow(3).getCell(5).value as Date).getTime()).toBe(Math.floor(screen.items[0]!.addedAt / 1000) * 1000 + 8 * 3_600_000);

    // Chosen by hand, in whatever order: that of the screen.
    const ids = [screen.items[7]!, screen.items[2]!, screen.items[4]!];
    const chosen = await made(t, api, { ids: ids.map(({ id }) => id) });
    expect(rowsOf((await fetchFile(t, chosen.id, 'operator')).bytes).slice(1).map(([name]) => name)).toEqual([2, 4, 7].map((at) => screen.items[at]!.name));
    // The same once more, of those whom the list shows now.
    const again = await api.exports.again({ id: one.id, key: key() });
    await t.settle();
    expect(await api.exports.get({ id: again.id })).toMatchObject({ state: 'ready', columns: one.columns, done: screen.total });

    const audit = await (await t.as('admin')).audit.list({ objectId: one.id });
    expect(audit.items.map(({ call }) => call).sort()).toEqual(['exports.again', 'exports.customers', 'exports.download']);
    expect(audit.items.find(({ call }) => call === 'exports.download')!.fields).toEqual(expect.arrayContaining([`rows ${screen.total}`, `sha256 ${one.sha256}`, 'filter state', `columns ${one.columns.join(' ')}`]));
  });

  test('CU-22 PM-02 two staff members export the same filter and each gets their own customers; what one may not see any more cannot be fetched', async () => {
    const t = await testApp({ customersPerCorp: 60 });
    const admin = await t.as('admin');
    const staff = (await admin.org.staff({ onlyReceiving: true, limit: 50 })).items.filter((one) => one.customerCount! > 2);
    const [a, b] = staff;
    const names = new Map<string, string[]>();
    const made1 = new Map<string, Export>();
    for (const { id } of [a!, b!]) {
      const own = await t.as('staff', 'selfBuilt', id);
      const role = await admin.access.createRole({ name: `导出 ${id.slice(-5)}`, allow: ['customer.read', 'customer.export', 'export.manage', 'org.read', 'customer.write'], scope: 'own' });
      await admin.access.assign({ staffId: id, roleIds: [role.id] });
      const one = await made(t, own, { filter: {} });
      const screen = await own.customers.list({ limit: 200 });
      expect(one).toMatchObject({ state: 'ready', done: screen.total });
      const rows = rowsOf((await fetchFile(t, one.id, 'staff', id)).bytes).slice(1);
      expect(rows.map(([name]) => name)).toEqual(screen.items.map(({ name }) => name));
      names.set(id, screen.items.map((row) => row.id));
      made1.set(id, one);
    }
    expect(names.get(a!.id)).not.toEqual(names.get(b!.id));
    // Another's export does not exist for a colleague, who may look after exports but only of their own, and neither does it for another company.
    expect(await fetchFile(t, made1.get(a!.id)!.id, 'staff', b!.id)).toMatchObject({ status: 404, code: 'not_found' });
    // One customer is handed away: the old file is shut, a new one leaves them out.
    await t.app.database.execute('UPDATE follow_user SET lostAt = ?, lostBy = ? WHERE staffId = ? AND customerId = ?', [t.clock.now(), 'staff', a!.id, names.get(a!.id)![0]!]);
    expect(await fetchFile(t, made1.get(a!.id)!.id, 'staff', a!.id)).toMatchObject({ status: 403, code: 'export_reach_changed' });
    // The permission is taken away: nothing can be fetched any more.
    await admin.access.assign({ staffId: b!.id, roleIds: [] });
    expect(await fetchFile(t, made1.get(b!.id)!.id, 'staff', b!.id)).toMatchObject({ status: 403, code: 'not_allowed' });
  });

  test('CU-22 another company’s export is not found; the link dies after a week and the file goes; staff without the permission get nothing', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'], customersPerCorp: 10 });
    const api = await as(t, 'operator');
    const one = await made(t, api);
    expect(await filesOnDisk(t)).toBe(1);
    const foreign = await t.as('owner', 'agency');
    for (const call of [() => foreign.exports.get({ id: one.id }), () => foreign.exports.cancel({ id: one.id }), () => foreign.exports.again({ id: one.id, key: key() }), () => foreign.exports.remove({ id: one.id })]) {
      await expect(call()).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await foreign.exports.list({})).total).toBe(0);
    await expect((await t.as('staff')).exports.customers(order())).rejects.toMatchObject({ code: 'not_allowed' });
    // Whoever looks after all exports sees it and may fetch it; another operator does not.
    expect((await (await t.as('admin')).exports.list({})).items[0]).toMatchObject({ id: one.id, mine: false });
    await expect((await t.as('operator')).exports.get({ id: one.id })).rejects.toMatchObject({ code: 'not_found' });
    expect((await fetchFile(t, one.id, 'admin')).status).toBe(200);

    await t.advance(7 * day - 60_000);
    expect((await fetchFile(t, one.id, 'operator')).status).toBe(200);
    await t.advance(60_000);
    expect(await fetchFile(t, one.id, 'operator')).toMatchObject({ status: 410, code: 'export_gone' });
    await t.app.queue.enqueueAlone(t.app.queue.schedules.find(({ name }) => name === 'export.expire')!, { slot: t.clock.now() }, { key: `expire:${t.clock.now()}` });
    await t.settle();
    expect(await filesOnDisk(t)).toBe(0);
    expect(await (await as(t, 'operator')).exports.get({ id: one.id })).toMatchObject({ state: 'expired', downloads: 2 });
    expect(await t.app.database.query('SELECT id FROM data_export_part')).toEqual([]);
  });

  test('CU-22 PM-01 masked values stay masked; shown they are only to those who may, each of them logged; formulas are harmless', async () => {
    const t = await testApp({ customersPerCorp: 10 });
    const api = await as(t, 'operator');
    const [first, second] = (await api.customers.list({ limit: 2 })).items;
    const admin = await as(t, 'admin');
    const phone = (await admin.fields.list({})).items.find((field) => field.name === '手机号')!;
    const needs = (await admin.fields.list({})).items.find((field) => field.name === '需求备注')!;
    await api.fields.setValues({ customerId: first!.id, seenVersion: 0, values: [{ fieldId: phone.id, value: '13812345678' }, { fieldId: needs.id, value: '=HYPERLINK("http://x")' }] });
    await api.fields.setValues({ customerId: second!.id, seenVersion: 0, values: [{ fieldId: phone.id, value: '13998765432' }] });
    const ids = [first!.id, second!.id];
    const fieldIds = [phone.id, needs.id];
    const masked = rowsOf((await fetchFile(t, (await made(t, api, { ids, fieldIds, columns: [] })).id, 'operator')).bytes);
    expect(masked[0]!.slice(1, 3)).toEqual(['手机号', '需求备注']);
    expect(masked[1]!.slice(1, 3)).toEqual([expect.stringMatching(/\*|•/), '\'=HYPERLINK("http://x")']);
    expect((await admin.fields.reveals({})).total).toBe(0);

    const open = await made(t, api, { ids, fieldIds, columns: [], revealReason: '打电话回访' });
    expect(open.revealed).toBe(true);
    expect(rowsOf((await fetchFile(t, open.id, 'operator')).bytes).slice(1).map((row) => row[1])).toEqual([expect.stringContaining('13812345678'), expect.stringContaining('13998765432')]);
    expect((await admin.fields.reveals({})).items).toEqual(expect.arrayContaining(ids.map((customerId) => expect.objectContaining({ customerId, reason: '打电话回访' }) as unknown)));
    expect((await admin.fields.reveals({})).total).toBe(2);

    await admin.fields.update({ ...phone, revealRoles: ['admin'], id: phone.id, updatedAt: phone.updatedAt } as never);
    await expect(api.exports.customers(order({ ids, fieldIds, revealReason: '打电话回访' }))).rejects.toMatchObject({ code: 'not_allowed' });
    // And what was made before cannot be fetched any more by who may not see it now.
    expect(await fetchFile(t, open.id, 'operator')).toMatchObject({ status: 403, code: 'not_allowed' });
  });

  test('CU-22 PM-02 a role that was taken away between the start and the work shows: nothing of what it alone could see gets into a file', async () => {
    const t = await testApp({ customersPerCorp: 10 });
    const admin = await t.as('admin');
    const member = (await admin.org.staff({ onlyReceiving: true, limit: 50 })).items.find((one) => one.customerCount! > 0)!;
    const company = (await admin.fields.list({})).items.find(({ key }) => key === 'company')!;
    await admin.fields.update({ ...company, seeRoles: ['operator'] });
    const role = await admin.access.createRole({ name: '导出员', allow: ['customer.read', 'customer.export', 'org.read'], scope: 'all' });
    const boss = await t.as('operator', 'selfBuilt', member.id);
    const wish = { fieldIds: [company.id], columns: [] };
    const held = await made(t, boss, wish);
    expect(held.state).toBe('ready');
    const begun = await boss.exports.customers(order(wish));
    const asked = await boss.exports.customers(order({ filter: { fields: [{ fieldId: company.id, op: 'hasNone' }] } as never, columns: [] }));
    await admin.access.assign({ staffId: member.id, roleIds: [role.id] });
    await t.settle();
    expect(await boss.exports.get({ id: begun.id })).toMatchObject({ state: 'failed', done: 0, problem: expect.stringContaining('字段') });
    expect(await fetchFile(t, held.id, 'staff', member.id)).toMatchObject({ status: 404, code: 'not_found' });
    // Whom it was about was written down when it began; no field is in it.
    expect(await boss.exports.get({ id: asked.id })).toMatchObject({ state: 'ready' });
  });

  test('CU-22 a double click exports once; it can be cancelled, and nothing is left of it', async () => {
    const t = await testApp({ customersPerCorp: 10 });
    const api = await as(t, 'operator');
    const same = order();
    const [one, two] = await Promise.all([api.exports.customers(same), api.exports.customers(same)]);
    expect(one.id).toBe(two.id);
    expect(await api.exports.cancel({ id: one.id })).toMatchObject({ state: 'cancelled' });
    await t.settle();
    expect(await api.exports.get({ id: one.id })).toMatchObject({ state: 'cancelled', done: 0 });
    expect(await filesOnDisk(t)).toBe(0);
    expect(await fetchFile(t, one.id, 'operator')).toMatchObject({ status: 409, code: 'export_state' });
    // What was changed on the disk breaks off.
    const whole = await made(t, api);
    const path = join(t.config.dataDir, 'files', t.corps.selfBuilt.id, (await readdir(join(t.config.dataDir, 'files', t.corps.selfBuilt.id)))[0]!);
    const bytes = await readFile(path);
    expect(bytes.includes('客户')).toBe(false);
    bytes[20]! ^= 1;
    await writeFile(path, bytes);
    // Whether its first bytes are on the way by then or not: it is never whole.
    expect(await fetchFile(t, whole.id, 'operator').then(({ status }) => status, () => 'broken off')).not.toBe(200);
    await expect(api.exports.cancel({ id: one.id })).rejects.toMatchObject({ code: 'export_state' });
    await expect(api.exports.customers(order({ filter: { keyword: '没有这个人' } }))).rejects.toMatchObject({ code: 'export_nobody' });
  });

  test('CU-22 BX-15 whoever is erased takes every file with them that holds them, under an id of before a merge too, and the certificate says so', async () => {
    const t = await testApp({ customersPerCorp: 12 });
    const api = await as(t, 'admin');
    const [kept, other, third] = (await api.customers.list({ limit: 3 })).items;
    const holding = await made(t, api, { ids: [other!.id, third!.id] });
    const without = await made(t, api, { ids: [third!.id] });
    await api.merges.merge({ survivorId: kept!.id, otherId: other!.id });
    await t.settle();
    // The file can still be fetched: whom it names is somebody of ours.
    expect((await fetchFile(t, holding.id, 'admin')).status).toBe(200);
    await api.privacy.erase({ customerId: kept!.id, name: kept!.name || kept!.externalUserid });
    await t.settle();
    expect(await api.exports.get({ id: holding.id })).toMatchObject({ state: 'removed', problem: expect.stringContaining('删除了个人信息') as unknown });
    expect(await fetchFile(t, holding.id, 'admin')).toMatchObject({ status: 410, code: 'export_person_erased' });
    expect((await fetchFile(t, without.id, 'admin')).status).toBe(200);
    expect(await filesOnDisk(t)).toBe(1);
    const [row] = await t.app.database.query<{ certificate: string }>('SELECT certificate FROM erasure');
    const { tables } = (JSON.parse(row!.certificate) as { certificate: { tables: { table: string; blanked: number }[] } }).certificate;
    expect(tables.find(({ table }) => table === 'DataExportPart')).toMatchObject({ blanked: 1 });
  });

  test('CU-22 whoever became somebody else while it waits stands in the file once, as whom they became', async () => {
    const t = await testApp({ customersPerCorp: 12 });
    const api = await as(t, 'admin');
    const [kept, other, third] = (await api.customers.list({ limit: 3 })).items;
    const { id } = await api.exports.customers(order({ ids: [other!.id, third!.id] }));
    const both = await api.exports.customers(order({ ids: [kept!.id, other!.id] }));
    await api.merges.merge({ survivorId: kept!.id, otherId: other!.id });
    await t.settle();
    expect(rowsOf((await fetchFile(t, id, 'admin')).bytes).slice(1).map(([name]) => name).sort()).toEqual([kept!.name, third!.name].sort());
    expect(await api.exports.get({ id: both.id })).toMatchObject({ done: 1, skipped: 1 });
  });
});

describe('CU-22 names of staff that WeCom keeps', () => {
  const translate = '/cgi-bin/service/contact/id_translate';
  const linesOf = async (bytes: Buffer, format: string): Promise<string[][]> => {
    if (format === 'csv') return rowsOf(bytes).slice(1);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes as never);
    const sheet = book.worksheets[0]!;
    return Array.from({ length: sheet.rowCount - 2 }, (_, at) => [1, 2, 3, 4].map((column) => sheet.getRow(at + 3).getCell(column).text));
  };
  /** A table of one erasure in its certificate. */
  const inCertificate = async (t: TestApp, name: string) => {
    const [row] = await t.app.database.query<{ certificate: string }>('SELECT certificate FROM erasure ORDER BY id DESC LIMIT 1');
    return (JSON.parse(row!.certificate) as { certificate: { tables: { table: string; blanked: number }[] } }).certificate.tables.find(({ table }) => table === name)!;
  };

  test('CU-22 PM-01 BX-15 in a third-party app WeCom makes a second file with names in place of staff ids and of nothing else; its link ends with the export, and an erasure says that it was made', async () => {
    const t = await testApp({ corps: ['suite', 'selfBuilt'], customersPerCorp: 12 });
    const api = await as(t, 'admin', 'suite');
    const [first, second, third, fourth] = (await api.customers.list({ state: 'friend', limit: 200 })).items.filter(({ owners }) => owners.length === 1);
    const someone = first!.owners[0]!;
    for (const [{ id, owners }, remark] of [[first!, `$userName=${someone.userId.slice(0, 8)}$`], [second!, someone.userId.slice(0, 20)], [third!, '=1+1']] as const) await api.customers.remark({ id, staffId: owners[0]!.id, remark, description: '' });
    const nameOf = new Map<string, string>();
    for (const { name } of (await t.control<SandboxState>('GET', '/sandbox/state')).corps.find(({ key: corp }) => corp === 'suite')!.staff) for (const { userId } of (await api.org.staff({ keyword: name, limit: 50 })).items) nameOf.set(userId, name);
    const member = (await t.control<SandboxState>('GET', '/sandbox/state')).corps.find(({ key: corp }) => corp === 'suite')!.staff[0]!.userid;
    const asMember = { headers: { cookie: `sandbox_login=${encodeURIComponent(`suite/${member}/`)}` }, responseType: 'arraybuffer' as const };
    const state = async (id: string) => (await api.exports.get({ id })).named?.state;
    const ids = [first!, second!, third!].map(({ id }) => id);

    const made2: Export[] = [];
    for (const format of ['csv', 'xlsx'] as const) {
      const one = await made(t, api, { ids, format, columns: ['staff', 'remark', 'added'] });
      made2.push(one);
      expect(one).toMatchObject({ canName: true, named: null });
      await expect(api.exports.openNamed({ id: one.id })).rejects.toMatchObject({ code: 'export_state' });
      // A double press asks once; an answer that is lost on the way is asked for once more, and the file is not sent again.
      await t.sandbox.fault(translate, 'drop', 1, 1);
      await Promise.all([api.exports.nameStaff({ id: one.id }), api.exports.nameStaff({ id: one.id })]);
      await t.settle();
      expect(await state(one.id)).toBe('waiting');
      await t.advance(60_000);
      await t.advance(10_000);
      expect(await state(one.id)).toBe('ready');
      const { url } = await api.exports.openNamed({ id: one.id });
      expect((await axios.get<string>(url)).data).toContain('企业微信登录');
      const plain = await linesOf((await fetchFile(t, one.id, 'admin', null, 'suite')).bytes, format);
      const named = await linesOf(Buffer.from((await axios.get<ArrayBuffer>(url, asMember)).data), format);
      expect(plain.map(([, staff]) => nameOf.has(staff!))).toEqual([true, true, true]);
      expect(named).toEqual(plain.map(([name, staff, remark, ...rest]) => [name, nameOf.get(staff!), remark!.replace('$', '＄'), ...rest]));
      expect(named.map(([, , remark]) => remark).sort()).toEqual(['\'=1+1', `＄userName=${someone.userId.slice(0, 8)}$`, someone.userId.slice(0, 20)].sort());
    }
    const calls = await t.control<{ path: string }[]>('GET', '/sandbox/calls');
    expect([calls.filter(({ path }) => path === '/cgi-bin/service/media/upload').length, calls.filter(({ path }) => path === translate).length]).toEqual([2, 4]);
    expect(JSON.stringify(await t.app.database.query('SELECT url FROM data_export_named'))).not.toContain('http');
    const audit = (await api.audit.list({ objectId: made2[0]!.id })).items.map(({ call }) => call);
    expect(audit).toEqual(expect.arrayContaining(['exports.nameStaff', 'exports.openNamed']));

    // What WeCom refuses is said, and can be asked for again; what was kept too long there is sent once more.
    const last = await made(t, api, { filter: { state: 'friend' }, columns: ['staff'] });
    await t.sandbox.fault(translate, 'errcode', 48004, 1);
    await api.exports.nameStaff({ id: last.id });
    await t.settle();
    expect((await api.exports.get({ id: last.id })).named).toMatchObject({ state: 'failed', by: 'admin', problem: expect.stringContaining('48004') as unknown });
    await t.sandbox.fault(translate, 'errcode', 40007, 1);
    await api.exports.nameStaff({ id: last.id });
    await t.settle();
    await t.advance(60_000);
    await t.advance(10_000);
    expect(await state(last.id)).toBe('ready');
    // Who may not fetch the export gets neither; where names are known none are asked for, nor for what is too large.
    await expect((await t.as('operator', 'suite')).exports.nameStaff({ id: last.id })).rejects.toMatchObject({ code: 'not_found' });
    const own = await as(t, 'admin');
    const known = await made(t, own, { filter: {}, columns: ['staff'] });
    expect(known.canName).toBe(false);
    await expect(own.exports.nameStaff({ id: known.id })).rejects.toMatchObject({ code: 'export_names_needless' });
    const large = await made(t, api, { ids, columns: ['staff'] });
    await t.app.database.execute('UPDATE data_export SET size = 21000000 WHERE id = ?', [large.id]);
    await expect(api.exports.nameStaff({ id: large.id })).rejects.toMatchObject({ code: 'export_names_large' });

    await api.privacy.erase({ customerId: first!.id, name: first!.name || first!.externalUserid });
    await t.settle();
    expect(await inCertificate(t, 'NamedFile')).toMatchObject({ blanked: 3 });
    expect(await api.exports.get({ id: made2[1]!.id })).toMatchObject({ state: 'removed', canName: false, named: { state: 'gone' } });
    await expect(api.exports.openNamed({ id: made2[1]!.id })).rejects.toMatchObject({ code: 'export_person_erased' });
    // One that ended by itself: nobody finds it here any more, and an erasure still says that WeCom had it.
    const ended = await made(t, api, { filter: { state: 'friend' }, columns: ['staff'] });
    await api.exports.nameStaff({ id: ended.id });
    await t.settle();
    await t.advance(10_000);
    await t.advance(7 * day);
    await t.app.queue.enqueueAlone(t.app.queue.schedules.find(({ name }) => name === 'export.expire')!, { slot: t.clock.now() }, { key: `expire:${t.clock.now()}` });
    await t.settle();
    const later = await as(t, 'admin', 'suite');
    expect((await later.exports.get({ id: ended.id })).named).toMatchObject({ state: 'gone' });
    expect((await t.app.database.query<{ url: string | null }>('SELECT url FROM data_export_named')).every(({ url }) => url === null)).toBe(true);
    await later.privacy.erase({ customerId: fourth!.id, name: fourth!.name || fourth!.externalUserid });
    await t.settle();
    expect(await inCertificate(t, 'NamedFile')).toMatchObject({ blanked: 1 });
  });
});
