import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import axios from 'axios';
import exceljs from 'exceljs';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { Import, Mapping, Target } from '@scrm/shared/import';
import type { Role } from '@scrm/shared/permission';
import { newId } from '../../core/db/ids';
import { matchAll } from './match';
import { FollowUser } from '../customer';
import { CustomerImport } from './entity';
import { tidy } from './jobs';
import { clientWith, testApp, type TestApp } from '../../../test/app';

const day = 86_400_000;

interface Person { api: Client<Api>; upload(name: string, bytes: Buffer | string): Promise<Import>; download(call: string): Promise<string>; token: string }

async function someone(t: TestApp, role: Role = 'operator', corp: 'selfBuilt' | 'agency' = 'selfBuilt', staffId: string | null = null): Promise<Person> {
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: staffId ? 'staff' : 'account', subjectId: staffId ?? newId('acc'), name: '运营', role, corpId: t.corps[corp].id, userAgent: 'test' });
  const headers = { authorization: `Bearer ${token}` };
  return {
    api: clientWith(t.publicUrl, token), token,
    upload: async (name, bytes) => {
      const reply = await axios.post<Import>(`${t.publicUrl}/api/imports.upload?name=${encodeURIComponent(name)}`, bytes, { headers: { ...headers, 'content-type': 'application/octet-stream' }, validateStatus: () => true, maxBodyLength: Infinity });
      if (reply.status >= 400) throw reply.data as unknown as Error;
      return reply.data;
    },
    download: async (call) => (await axios.get<string>(`${t.publicUrl}/api/${call}`, { headers, responseType: 'text', transformResponse: (text: string) => text })).data.replace('\uFEFF', ''),
  };
}

const csvOf = (rows: readonly (readonly string[])[]) => rows.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\n');

/** Uploads and tries: the dry run's answer. */
async function tried(t: TestApp, person: Person, rows: readonly (readonly string[])[], columns: (Target | null)[], more: Partial<Mapping> = {}): Promise<Import> {
  const { id } = await person.upload('客户.csv', csvOf(rows));
  await person.api.imports.check({ id, mapping: { columns, policy: 'fill', ...more } });
  await t.settle();
  return person.api.imports.get({ id });
}

async function run(t: TestApp, { api }: Person, id: string): Promise<Import> {
  await api.imports.start({ id });
  await t.settle();
  return api.imports.get({ id });
}

async function rollBack(t: TestApp, { api }: Person, id: string): Promise<Import> {
  await api.imports.undo({ id });
  await t.settle();
  return api.imports.get({ id });
}

async function world(t: TestApp, person: Person) {
  const { api } = person;
  const customers = (await api.customers.list({ state: 'friend', limit: 200 })).items.filter((one) => one.owners.length === 1);
  const fields = (await api.fields.list({})).items;
  const fieldOf = (name: string): Target => `field:${fields.find((one) => one.name === name)!.id}`;
  const valueOf = async (customerId: string, name: string) => (await api.fields.values({ customerId })).items.find((one) => one.field.name === name)!;
  return { customers, fieldOf, valueOf };
}

/** What the clock does every quarter of an hour. */
async function lookForThem(t: TestApp): Promise<void> {
  await t.app.database.write(t.corps.selfBuilt.id, (tx) => tx.enqueue(matchAll, {}));
  await t.settle();
}

const sentencesOf = async ({ api }: Person, id: string) => (await api.imports.rows({ id, limit: 200 })).items.map(({ row, state, column, sentence }) => [row, state, column, sentence]);

describe('CU-22 reading a file', () => {
  test('CU-22 a GBK file is read as such, can be read otherwise, and its headers suggest what the columns are', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const person = await someone(t);
    const made = await person.upload('老客户.csv', iconv.encode('外部联系人ID,备注名,标签,公司,别的\nwm1,张三,重要,甲公司,x\n', 'gbk'));
    expect(made).toMatchObject({ name: '老客户.csv', kind: 'text', encoding: 'gb18030', delimiter: ',', state: 'uploaded', hasFile: true, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const company = (await person.api.fields.list({})).items.find((one) => one.name === '公司')!;
    const detail = await person.api.imports.get({ id: made.id });
    expect(detail).toMatchObject({ headers: ['外部联系人ID', '备注名', '标签', '公司', '别的'], sample: [['wm1', '张三', '重要', '甲公司', 'x']], mappingFrom: 'suggested' });
    expect(detail.mapping.columns).toEqual(['externalUserid', 'remark', 'tags', `field:${company.id}`, null]);
    expect((await person.api.imports.reread({ id: made.id, encoding: 'utf-8', delimiter: ';' })).headers).toHaveLength(1);
    expect((await person.api.imports.reread({ id: made.id, encoding: 'gb18030', delimiter: ',' })).headers[1]).toBe('备注名');
  });

  test('CU-22 what lies on the disk is sealed, and is read from there for the dry run; files from before are read as they are, changed ones refused', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const person = await someone(t);
    const { customers } = await world(t, person);
    const table = [['id', '备注', '手机号'], ...customers.slice(0, 2).map(({ id }, n) => [id, `备注${n}`, '13812345678'])];
    const book = new exceljs.Workbook();
    book.addWorksheet('客户').addRows(table);
    const workbook = Buffer.from(await book.xlsx.writeBuffer());
    const pathOf = (id: string) => join(t.config.dataDir, 'imports', t.corps.selfBuilt.id, id);
    const check = async (id: string) => {
      await person.api.imports.check({ id, mapping: { columns: ['customerId', 'remark', null], policy: 'overwrite' } });
      await t.settle();
      return person.api.imports.get({ id });
    };
    for (const [name, bytes] of [['客户.csv', Buffer.from(csvOf(table))], ['客户.xlsx', workbook]] as const) {
      const { id } = await person.upload(name, bytes);
      const lies = readFileSync(pathOf(id));
      expect([lies.length, lies.includes('13812345678'), lies.subarray(0, 2).toString() === 'PK']).toEqual([bytes.length, false, false]);
      expect(await check(id)).toMatchObject({ state: 'checked', counts: { planned: 2 }, sample: table.slice(1) });
      // Whatever lies there was not put there by us.
      lies[lies.length >> 1]! ^= 1;
      writeFileSync(pathOf(id), lies);
      expect(await check(id)).toMatchObject({ state: 'failed', problem: expect.stringContaining('文件') });
      // As files lay there before they were sealed.
      writeFileSync(pathOf(id), bytes);
      await t.app.database.query('UPDATE customer_import SET fileKey = NULL WHERE id = ?', [id]);
      expect(await check(id)).toMatchObject({ state: 'checked', counts: { planned: 2 } });
      await person.api.imports.remove({ id });
    }
    expect(readdirSync(join(t.config.dataDir, 'imports', t.corps.selfBuilt.id))).toEqual([]);
    const { id } = await person.upload('客户.xlsx', workbook);
    await check(id);
    expect((await run(t, person, id)).counts).toMatchObject({ done: 2 });
    expect(await t.app.database.query('SELECT id FROM customer_import WHERE fileKey IS NOT NULL')).toEqual([]);
  });

  test('CU-22 a file of the wrong kind, an empty one and one that is too large are refused and leave nothing behind', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    t.app.services.imports.limit = 100_000;
    const person = await someone(t);
    await expect(person.upload('图.xlsx', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).rejects.toMatchObject({ code: 'file_kind' });
    await expect(person.upload('x.csv', '')).rejects.toMatchObject({ code: 'sheet_empty' });
    await expect(person.upload('只有表头.csv', '手机号,备注\n')).rejects.toMatchObject({ code: 'sheet_empty' });
    expect(await person.api.imports.limits()).toEqual({ bytes: 100_000 });
    await expect(person.upload('大.csv', 'a,b\n'.repeat(50_000))).rejects.toMatchObject({ code: 'body_too_large' });
    // 2 GB are announced: the answer comes before they do. And a stream that does not say how long it is.
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(t.publicUrl).port), '127.0.0.1', () => socket.write(`POST /api/imports.upload?name=x.csv HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${person.token}\r\ncontent-length: 2147483648\r\n\r\na,b\n`));
      socket.once('data', (data) => { resolve(data.toString()); socket.destroy(); }).once('error', reject);
    });
    expect(answer).toContain('413');
    const endless = await new Promise<string>((resolve, reject) => {
      const part = `${(10_000).toString(16)}\r\n${'x'.repeat(10_000)}\r\n`;
      const socket = connect(Number(new URL(t.publicUrl).port), '127.0.0.1', () => {
        socket.write(`POST /api/imports.upload?name=x.csv HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${person.token}\r\ntransfer-encoding: chunked\r\n\r\n${part.repeat(20)}`);
      });
      socket.once('data', (data) => { resolve(data.toString()); socket.destroy(); }).once('error', reject);
    });
    expect(endless).toContain('body_too_large');
    // And one whose sender is cut off in the middle.
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(new URL(t.publicUrl).port), '127.0.0.1', () => {
        socket.write(`POST /api/imports.upload?name=x.csv HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${person.token}\r\ncontent-length: 5000\r\n\r\na,b\n`, () => socket.destroy());
      });
      socket.once('close', () => resolve()).once('error', reject);
    });
    expect((await person.api.imports.list({})).total).toBe(0);
    const folder = join(t.config.dataDir, 'imports', t.corps.selfBuilt.id);
    await expect.poll(() => (existsSync(folder) ? readdirSync(folder) : []), { timeout: 30_000 }).toEqual([]);
  });

  test('CU-22 who may not import is refused before a byte is taken, and nobody sees the imports of another', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const operator = await someone(t);
    const { id } = await operator.upload('我的.csv', '手机号,备注\n13800000000,x\n');
    for (const role of ['staff', 'manager', 'auditor'] as const) await expect((await someone(t, role)).upload('x.csv', 'a,b\n1,2\n')).rejects.toMatchObject({ code: 'not_allowed' });
    const other = await someone(t);
    await expect(other.api.imports.get({ id })).rejects.toMatchObject({ code: 'not_found' });
    expect((await other.api.imports.list({})).total).toBe(0);
    const admin = await someone(t, 'admin');
    // Whoever looks after the system sees that there is one, not what stands in it.
    expect(await admin.api.imports.get({ id })).toMatchObject({ mine: false, sample: [] });
    await expect(admin.api.imports.remove({ id })).rejects.toMatchObject({ code: 'not_allowed' });
    await operator.api.imports.remove({ id });
    expect(readdirSync(join(t.config.dataDir, 'imports', t.corps.selfBuilt.id))).toEqual([]);
  });
});

describe('CU-22 the dry run and the import', () => {
  test('CU-22 CU-05 a dry run says what would become of each row and changes nothing; the import does it; rolling back undoes it', async () => {
    const t = await testApp({ customersPerCorp: 12 });
    const person = await someone(t);
    const { customers, fieldOf, valueOf } = await world(t, person);
    const a = customers.find((one) => one.remark === '' || one.remark === one.name)!;
    const [b, c] = customers.filter((one) => one !== a) as [typeof a, typeof a];
    const tag = (await person.api.tags.list()).items[0]!.tags[0]!;
    await (await t.as('admin')).sources.create({ name: '展会', synonyms: ['会展'] });
    const owner = (await person.api.org.staff({ limit: 200 })).items.find((one) => one.id === a.owners[0]!.id)!;
    const rows = [
      ['external_userid', '跟进人', '备注', '标签', '公司', '来源', '阶段', '笔记', '生日'],
      [a.externalUserid, owner.userId, '张三🙂', tag.name, '甲公司', '会展', '有意向', '从旧表导入', '2000-01-02'],
      [b.externalUserid, '', '', '', '甲公司', '', '', '', '昨天'],
      ['wm-nobody', '', '', '', '甲公司', '', '', '', ''],
      ['', '', '', '', '甲公司', '', '', '', ''],
      [c.externalUserid, '', '', '没有的标签', '', '', '', '', ''],
      [a.externalUserid, owner.userId, '又一次', '', '', '', '', '', ''],
      [c.externalUserid, '', '', '', '', '路边', '', '', ''],
      [c.externalUserid, '', '名'.repeat(10_000), '', '', '', '', '', ''],
      [c.externalUserid, '没有此人', 'x', '', '', '', '', '', ''],
      [c.externalUserid, '', '', '', '', '', '飞天', '', ''],
      [c.externalUserid, '', '', '', ' ', '', '', '', ''],
    ];
    const columns: Target[] = ['externalUserid', 'staff', 'remark', 'tags', fieldOf('公司'), 'source', 'stage', 'note', fieldOf('生日')];
    const before = JSON.stringify([await person.api.customers.get({ id: a.id }), await person.api.fields.values({ customerId: a.id })]);
    const checked = await tried(t, person, rows, columns);
    expect(checked).toMatchObject({ state: 'checked', checked: 11, counts: { planned: 1, same: 1, wrong: 9, waiting: 0 } });
    expect(await sentencesOf(person, checked.id)).toEqual([
      [2, 'planned', '', ''], [3, 'wrong', '生日', '「生日」不是有效的日期，例如 2026-09-01'], [4, 'wrong', 'external_userid', '找不到这位客户'], [5, 'wrong', '', '没有填写用来找到客户的内容'],
      [6, 'wrong', '标签', '没有标签「没有的标签」'], [7, 'wrong', '', '与第 2 行是同一位客户，以第 2 行为准'], [8, 'wrong', '来源', '没有名为「路边」的客户来源，请从已有来源中选择'],
      [9, 'wrong', '备注', '太长，最多 20 个字'], [10, 'wrong', '跟进人', '没有名为「没有此人」的员工'], [11, 'wrong', '阶段', '客户的流程里没有阶段「飞天」'], [12, 'same', '', ''],
    ]);
    expect(JSON.stringify([await person.api.customers.get({ id: a.id }), await person.api.fields.values({ customerId: a.id })])).toBe(before);

    const ended = await run(t, person, checked.id);
    expect(ended).toMatchObject({ state: 'started', hasFile: false, task: { state: 'done', total: 1, done: 1, failed: 0 }, counts: { planned: 0, done: 1, same: 1, wrong: 9 }, canUndo: true });
    expect(await person.api.customers.get({ id: a.id })).toMatchObject({ remark: '张三🙂', tags: expect.arrayContaining([expect.objectContaining({ id: tag.id })]) });
    expect(await valueOf(a.id, '公司')).toMatchObject({ value: '甲公司', by: { source: 'import', name: '运营' } });
    expect(await person.api.sources.of({ customerId: a.id })).toMatchObject({ source: { name: '展会' } });
    expect((await person.api.stages.standings({ customerIds: [a.id] })).items[0]).toMatchObject({ customerId: a.id });
    expect((await person.api.notes.list({ customerId: a.id })).items.map((note) => note.text)).toEqual(['从旧表导入']);
    expect((await t.control<{ externalUserid: string; remark: string }[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${owner.userId}`)).find((one) => one.externalUserid === a.externalUserid)!.remark).toBe('张三🙂');
    const lines = (await person.download(`imports.result?id=${checked.id}`)).split('\r\n');
    expect(lines.slice(0, 3)).toEqual(['行号,结果,列,说明', '2,已导入,,', '3,有误,生日,「生日」不是有效的日期，例如 2026-09-01']);

    // Somebody changes one thing of it: that stays, everything else goes back.
    await person.api.fields.setValues({ customerId: a.id, seenVersion: 99, values: [{ fieldId: fieldOf('公司').slice(6), value: '乙公司' }] });
    const back = await rollBack(t, person, checked.id);
    expect(back).toMatchObject({ undo: { state: 'done' }, counts: { left: 1, done: 0 }, canUndo: false });
    expect((await sentencesOf(person, checked.id))[0]).toEqual([2, 'left', '', '导入后被改过，没有撤销：公司']);
    const after = JSON.parse(before) as [{ remark: string; tags: object[] }];
    // WeCom takes no empty remark.
    expect(await person.api.customers.get({ id: a.id })).toMatchObject({ remark: after[0].remark || a.name, tags: after[0].tags });
    expect((await valueOf(a.id, '公司')).value).toBe('乙公司');
    expect((await valueOf(a.id, '生日')).value).toBeNull();
    expect(await person.api.sources.of({ customerId: a.id })).toEqual({ source: null });
    expect((await person.api.notes.list({ customerId: a.id })).items).toEqual([]);
  });

  test('CU-22 CU-15 the dry run asks for the fields that a stage asks for, be they there already or in the row', async () => {
    const t = await testApp({ customersPerCorp: 12 });
    const person = await someone(t);
    const { customers: [a, b], fieldOf } = await world(t, person);
    const admin = await t.as('admin');
    const { stages, flows } = await admin.stages.get();
    const { id, name, stageIds, updatedAt } = flows[0]!;
    const to = stages.find((stage) => stage.name === '有意向')!;
    await admin.stages.updateFlow({ id, name, stageIds, updatedAt, requiredFieldIds: { [to.id]: [fieldOf('公司').slice(6)] } });
    const rows = [['external_userid', '阶段', '公司'], [a!.externalUserid, '有意向', '甲公司'], [b!.externalUserid, '有意向', '']];
    const checked = await tried(t, person, rows, ['externalUserid', 'stage', fieldOf('公司')]);
    expect((await sentencesOf(person, checked.id))[1]).toEqual([3, 'wrong', '阶段', '进入「有意向」前请先填写：公司']);
    expect((await run(t, person, checked.id)).counts).toMatchObject({ done: 1, wrong: 1 });
    expect((await person.api.stages.standings({ customerIds: [a!.id] })).items[0]).toMatchObject({ standings: [{ stage: { name: '有意向' } }] });
  });

  test('CU-22 a workbook with phone numbers as numbers finds people by their sensitive field and by their names', async () => {
    const t = await testApp({ customersPerCorp: 12 });
    const person = await someone(t);
    const { customers, fieldOf, valueOf } = await world(t, person);
    const [a, b] = customers;
    await person.api.fields.setValues({ customerId: a!.id, seenVersion: 0, values: [{ fieldId: fieldOf('手机号').slice(6), value: '13811112222' }] });
    await person.api.identities.add({ customerId: b!.id, kind: 'phone', value: '13911112222' });
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet('x');
    sheet.addRows([['手机', '公司', '生日'], [13811112222, '甲', new Date(Date.UTC(1990, 4, 6))], [13911112222, '乙', new Date(Date.UTC(1991, 4, 6))]]);
    const { id } = await person.upload('客户.xlsx', Buffer.from(await book.xlsx.writeBuffer()));
    const { mapping } = await person.api.imports.get({ id });
    expect(mapping.columns).toEqual(['phone', fieldOf('公司'), fieldOf('生日')]);
    await person.api.imports.check({ id, mapping });
    await t.settle();
    expect((await run(t, person, id)).counts).toMatchObject({ done: 2, wrong: 0 });
    expect((await valueOf(a!.id, '公司')).value).toBe('甲');
    expect((await valueOf(b!.id, '生日')).value).toBe('1991-05-06');
    // The same headers again: matched as they were, although they now come in a CSV.
    const again = await person.upload('再来.csv', '手机,公司,生日\n13811112222,丙,\n');
    expect(await person.api.imports.get({ id: again.id })).toMatchObject({ mappingFrom: 'remembered', mapping: { columns: mapping.columns } });
  });

  test('CU-22 the policy decides what happens to what is there already', async () => {
    const t = await testApp({ customersPerCorp: 6 });
    const person = await someone(t);
    const { customers, fieldOf, valueOf } = await world(t, person);
    const [a, b] = customers;
    await person.api.fields.setValues({ customerId: a!.id, seenVersion: 0, values: [{ fieldId: fieldOf('公司').slice(6), value: '原来的' }] });
    const rows = [['id', '公司', '邮箱'], [a!.id, '新的', 'a@example.com'], [b!.id, '新的', 'b@example.com']];
    const columns: Target[] = ['customerId', fieldOf('公司'), fieldOf('邮箱')];
    const skip = await tried(t, person, rows, columns, { policy: 'skip' });
    expect(await sentencesOf(person, skip.id)).toEqual([[2, 'same', '公司', '客户已有内容，按设置保持不变'], [3, 'planned', '', '']]);
    const fill = await tried(t, person, rows, columns, { policy: 'fill' });
    await run(t, person, fill.id);
    expect([(await valueOf(a!.id, '公司')).value, (await valueOf(a!.id, '邮箱')).value]).toEqual(['原来的', 'a@example.com']);
    const over = await tried(t, person, rows, columns, { policy: 'overwrite' });
    expect(over.counts).toMatchObject({ planned: 1, same: 1 });
    await run(t, person, over.id);
    expect((await valueOf(a!.id, '公司')).value).toBe('新的');
    await rollBack(t, person, over.id);
    expect((await valueOf(a!.id, '公司')).value).toBe('原来的');
  });

  test('CU-22 unknown tags are made when that is wished and allowed, and the group can be named', async () => {
    const t = await testApp({ customersPerCorp: 6 });
    const person = await someone(t);
    const { customers } = await world(t, person);
    const rows = [['id', '标签'], [customers[0]!.id, '新标签；来源/老表、新标签'], [customers[1]!.id, '新标签']];
    const checked = await tried(t, person, rows, ['customerId', 'tags'], { createTags: true });
    expect(checked).toMatchObject({ counts: { planned: 2 }, newTags: ['导入/新标签', '来源/老表'] });
    expect((await run(t, person, checked.id)).counts).toMatchObject({ done: 2 });
    expect((await person.api.customers.get({ id: customers[0]!.id })).tags.map((tag) => `${tag.groupName}/${tag.name}`)).toEqual(expect.arrayContaining(['导入/新标签', '来源/老表']));
  });

  test('CU-22 a double start is one import, a started one cannot be changed, and what cannot be meant is refused', async () => {
    const t = await testApp({ customersPerCorp: 6 });
    const person = await someone(t);
    const { api } = person;
    const { customers, fieldOf } = await world(t, person);
    const rows = [['id', '公司'], [customers[0]!.id, '甲']];
    const { id } = await person.upload('x.csv', csvOf(rows));
    const check = (columns: (Target | null)[]) => api.imports.check({ id, mapping: { columns, policy: 'fill' } });
    await expect(api.imports.start({ id })).rejects.toMatchObject({ code: 'import_state' });
    await expect(check([null, fieldOf('公司')])).rejects.toMatchObject({ code: 'import_key_missing' });
    await expect(check(['customerId', null])).rejects.toMatchObject({ code: 'import_nothing_to_do' });
    await expect(check(['customerId'])).rejects.toMatchObject({ code: 'import_mapping' });
    await expect(check(['customerId', 'customerId'])).rejects.toMatchObject({ code: 'import_mapping' });
    await expect(check(['customerId', 'field:fld_none'])).rejects.toMatchObject({ code: 'not_found' });
    await check(['customerId', fieldOf('公司')]);
    await t.settle();
    const [one, two] = await Promise.all([api.imports.start({ id }), api.imports.start({ id })]);
    expect(one.task!.id).toBe(two.task!.id);
    await expect(check(['customerId', fieldOf('公司')])).rejects.toMatchObject({ code: expect.stringMatching(/import_/) });
    await t.settle();
    await expect(api.imports.remove({ id })).rejects.toMatchObject({ code: 'import_state' });
    expect((await api.tasks.list({})).total).toBe(1);
    const [first, second] = await Promise.all([api.imports.undo({ id }), api.imports.undo({ id })]);
    expect(first.undo?.id ?? second.undo?.id).toBeDefined();
    await t.settle();
    expect((await api.imports.get({ id })).counts).toMatchObject({ undone: 1 });
    // The trail names the import, the hash of its file and its figures.
    const entries = (await (await t.as('admin')).audit.list({ objectId: id, limit: 50 })).items;
    const trail = entries.map(({ call, action }) => `${call} ${action}`);
    expect(JSON.stringify(entries.filter(({ call }) => call === 'imports.start'))).toMatch(/sha256 [0-9a-f]{64}.*planned 1/);
    // Not by the file's name, which may be a person's and would stay for good.
    expect(JSON.stringify(entries)).not.toContain('.csv');
    expect(trail).toEqual(expect.arrayContaining(['imports.upload import', 'imports.check import', 'imports.start import', 'imports.undo import']));
  });

  test('CU-22 what WeCom refuses is told for that row, can be tried again, and is rolled back as far as it came', async () => {
    const t = await testApp({ customersPerCorp: 6 });
    const person = await someone(t);
    const { customers, fieldOf, valueOf } = await world(t, person);
    const group = await (await t.as('admin')).tags.create({ groupName: '来路', names: ['老表'] });
    const tagId = group.tags[0]!.id;
    const checked = await tried(t, person, [['id', '公司', '标签'], [customers[0]!.id, '甲', '来路/老表']], ['customerId', fieldOf('公司'), 'tags']);
    await t.sandbox.fault('/cgi-bin/externalcontact/mark_tag', 'errcode', 701008, 1);
    expect(await run(t, person, checked.id)).toMatchObject({ counts: { wrong: 1 }, task: { state: 'failed', failed: 1 }, canUndo: true });
    expect(await sentencesOf(person, checked.id)).toEqual([[2, 'wrong', '', '企业微信拒绝：成员没有互通账号许可（701008）']]);
    await person.api.tasks.retry({ id: (await person.api.imports.get({ id: checked.id })).task!.id });
    await t.settle();
    expect((await person.api.imports.get({ id: checked.id })).counts).toMatchObject({ done: 1, wrong: 0 });
    expect((await person.api.customers.get({ id: customers[0]!.id })).tags.map((tag) => tag.id)).toContain(tagId);
    await rollBack(t, person, checked.id);
    expect((await person.api.customers.get({ id: customers[0]!.id })).tags.map((tag) => tag.id)).not.toContain(tagId);
    expect((await valueOf(customers[0]!.id, '公司')).value).toBeNull();
  });

  test('CU-22 after its days an import cannot be rolled back, and what it would need is forgotten', async () => {
    const t = await testApp({ customersPerCorp: 6 });
    const person = await someone(t);
    const { customers, fieldOf } = await world(t, person);
    const { id } = await tried(t, person, [['id', '公司'], [customers[0]!.id, '甲']], ['customerId', fieldOf('公司')]);
    await run(t, person, id);
    const folder = join(t.config.dataDir, 'imports', t.corps.selfBuilt.id);
    for (const stray of ['imp_stray', 'imp_half.part', 'imp_young.part']) writeFileSync(join(folder, stray), 'x');
    for (const old of ['imp_stray', 'imp_half.part']) utimesSync(join(folder, old), 0, 0);
    const unused = await person.upload('没有用.csv', '手机号,备注\n13800000000,x\n');
    await t.app.database.write(t.corps.selfBuilt.id, async (tx) => {
      await tx.update(CustomerImport, { id }, { startedAt: t.clock.now() - 31 * day });
      await tx.update(CustomerImport, { id: unused.id }, { createdAt: t.clock.now() - 8 * day });
      await tx.enqueue(tidy, {});
    });
    await expect(person.api.imports.undo({ id })).rejects.toMatchObject({ code: 'import_too_old' });
    await t.settle();
    expect(await t.app.database.query('SELECT id FROM customer_import_row WHERE steps IS NOT NULL OR cells IS NOT NULL')).toEqual([]);
    await expect(person.api.imports.get({ id: unused.id })).rejects.toMatchObject({ code: 'not_found' });
    // A young half may still be growing.
    expect(readdirSync(folder)).toEqual(['imp_young.part']);
  });
});

describe('CU-22 whom a row may mean', () => {
  test('CU-22 ids of another company, and of customers out of reach, are nobody', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'], customersPerCorp: 20 });
    const admin = await someone(t, 'admin');
    const theirs = (await (await t.as('admin', 'agency')).customers.list({ limit: 1 })).items[0]!;
    const role = await admin.api.access.createRole({ name: '导入员', allow: ['customer.read', 'customer.write', 'customer.import', 'tag.read'], scope: 'own' });
    const staff = (await admin.api.org.staff({ onlyReceiving: true, limit: 50 })).items.find((one) => one.customerCount! > 0)!;
    await admin.api.access.assign({ staffId: staff.id, roleIds: [role.id] });
    const rep = await someone(t, 'staff', 'selfBuilt', staff.id);
    const own = (await rep.api.customers.list({ limit: 200 })).items;
    const foreign = (await admin.api.customers.list({ limit: 200 })).items.find((one) => !own.some(({ id }) => id === one.id))!;
    const { fieldOf } = await world(t, admin);
    const checked = await tried(t, rep, [['id', '公司'], [theirs.id, 'x'], [foreign.id, 'x'], [own[0]!.id, 'x']], ['customerId', fieldOf('公司')]);
    expect(await sentencesOf(rep, checked.id)).toEqual([[2, 'wrong', 'id', '找不到这位客户'], [3, 'wrong', 'id', '找不到这位客户'], [4, 'planned', '', '']]);
    const other = await tried(t, rep, [['wm', '公司'], [theirs.externalUserid, 'x'], [foreign.externalUserid, 'x']], ['externalUserid', fieldOf('公司')]);
    expect(other.counts).toMatchObject({ wrong: 2, planned: 0 });
    // Between the dry run and the start the right is taken away.
    await admin.api.access.assign({ staffId: staff.id, roleIds: [] });
    await expect(rep.api.imports.start({ id: checked.id })).rejects.toMatchObject({ code: 'not_allowed' });
    // Nobody starts or rolls back behind the back of this module.
    await expect(admin.api.tasks.start({ kind: 'customer.import', key: 'behind-the-back', input: { importId: checked.id } })).rejects.toMatchObject({ code: 'import_state' });
    await expect(admin.api.tasks.start({ kind: 'customer.importUndo', key: 'behind-the-back', input: { importId: checked.id } })).rejects.toMatchObject({ code: 'import_state' });
  });

  test('CU-22 a field that one may not change is not offered and cannot be mapped', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const admin = await someone(t, 'admin');
    const operator = await someone(t);
    const field = await admin.api.fields.create({ name: '信用额度', kind: 'number', editRoles: ['admin'] });
    const { id } = await operator.upload('x.csv', '手机号,信用额度\n13800000000,5\n');
    const detail = await operator.api.imports.get({ id });
    expect(detail.targets.map(({ target }) => target)).not.toContain(`field:${field.id}`);
    await expect(operator.api.imports.check({ id, mapping: { columns: ['phone', `field:${field.id}`], policy: 'fill' } })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('CU-22 PM-02 a role that was taken away since the dry run shows: fields that it alone could change are not written', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const admin = await someone(t, 'admin');
    const { customers, fieldOf, valueOf } = await world(t, admin);
    const field = (await admin.api.fields.list({})).items.find(({ key }) => key === 'company')!;
    await admin.api.fields.update({ ...field, seeRoles: ['admin', 'operator'] });
    const role = await admin.api.access.createRole({ name: '导入员', allow: ['customer.read', 'customer.write', 'customer.import', 'org.read', 'tag.read'], scope: 'all' });
    const member = (await admin.api.org.staff({ onlyReceiving: true, limit: 1 })).items[0]!.id;
    await admin.api.access.assign({ staffId: member, roleIds: ['operator'] });
    const person = await someone(t, 'operator', 'selfBuilt', member);
    const { id, counts } = await tried(t, person, [['id', '公司', '地址'], [customers[0]!.id, '甲公司', ''], [customers[1]!.id, '乙公司', '']], ['customerId', fieldOf('公司'), fieldOf('地址')]);
    expect(counts).toMatchObject({ planned: 2 });
    await admin.api.access.assign({ staffId: member, roleIds: [role.id] });
    await run(t, person, id);
    for (const one of customers.slice(0, 2)) expect((await valueOf(one.id, '公司')).state).toBe('unknown');
    expect(await person.download(`imports.result?id=${id}`)).not.toMatch(/甲公司|乙公司/);
    await expect(person.api.imports.check({ id: (await person.upload('再来.csv', 'id,公司\nx,y\n')).id, mapping: { columns: ['customerId', fieldOf('公司')], policy: 'fill' } })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('CU-22 who is no customer yet is waited for, encrypted, and gets it when they come', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const person = await someone(t);
    const { customers, fieldOf, valueOf } = await world(t, person);
    const checked = await tried(t, person, [['手机号', '公司'], ['138 2222 3333', '等待公司'], ['12', 'x'], ['13822223333', '再一行'], ['13733334444', '撤销的']], ['phone', fieldOf('公司')]);
    expect(checked.counts).toMatchObject({ waiting: 2, wrong: 2 });
    expect(await sentencesOf(person, checked.id)).toEqual([
      [2, 'waiting', '', '还不是客户，等待匹配'], [3, 'wrong', '手机号', '手机号或邮箱格式不正确'], [4, 'wrong', '', '与第 2 行是同一位客户，以第 2 行为准'], [5, 'waiting', '', '还不是客户，等待匹配'],
    ]);
    const rows = await t.app.database.query<{ cells: string }>('SELECT cells, waitKey FROM customer_import_row WHERE cells IS NOT NULL');
    expect(JSON.stringify(rows)).not.toMatch(/等待公司|13822223333/);
    expect((await run(t, person, checked.id)).task).toMatchObject({ state: 'done', total: 0 });
    await person.api.identities.add({ customerId: customers[0]!.id, kind: 'phone', value: '13822223333' });
    await lookForThem(t);
    expect((await valueOf(customers[0]!.id, '公司')).value).toBe('等待公司');
    expect((await person.api.imports.get({ id: checked.id })).counts).toMatchObject({ waiting: 1, done: 1 });
    // Rolling back reaches them too, and nobody is waited for any more.
    await rollBack(t, person, checked.id);
    expect((await valueOf(customers[0]!.id, '公司')).value).toBeNull();
    await person.api.identities.add({ customerId: customers[1]!.id, kind: 'phone', value: '13733334444' });
    await lookForThem(t);
    expect((await valueOf(customers[1]!.id, '公司')).value).toBeNull();
    expect(await t.app.database.query('SELECT id FROM customer_import_row WHERE cells IS NOT NULL')).toEqual([]);
  });

  test('CU-22 somebody who is waited for by their unionid has it as soon as they scan', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const person = await someone(t);
    const { fieldOf, valueOf } = await world(t, person);
    const newcomer = await t.sandbox.newPerson('新客');
    const { id } = await tried(t, person, [['UnionID', '公司', '备注'], [newcomer.unionid, '等到了', '老朋友']], ['unionid', fieldOf('公司'), 'remark']);
    await run(t, person, id);
    const [member] = (await person.api.org.staff({ onlyReceiving: true, limit: 1 })).items;
    const code = await person.api.liveCodes.create({ name: '码', staffIds: [member!.id] });
    await t.settle();
    const { externalUserid } = await t.sandbox.scan(newcomer, (await person.api.liveCodes.get({ id: code.id })).qrUrl);
    await t.settle();
    const customer = (await person.api.customers.byExternalUserid({ externalUserid }))!;
    expect((await person.api.imports.get({ id })).counts).toMatchObject({ done: 1, waiting: 0 });
    expect((await valueOf(customer.id, '公司')).value).toBe('等到了');
    expect((await person.api.customers.get({ id: customer.id })).remark).toBe('老朋友');
  });

  test('CU-22 BX-15 erasing a person takes their rows and the waiting files that tell of them; colleagues keep the others', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const admin = await someone(t, 'owner');
    const colleague = await someone(t);
    const { customers, fieldOf } = await world(t, admin);
    const [{ id: customerId, name }] = customers as [(typeof customers)[number]];
    await admin.api.fields.setValues({ customerId, seenVersion: 0, values: [{ fieldId: fieldOf('手机号').slice(6), value: '13800000001' }] });
    const done = await admin.upload(`${name}和别人.csv`, csvOf([['id', '公司'], [customerId, '甲'], [customers[1]!.id, '甲']]));
    await admin.api.imports.check({ id: done.id, mapping: { columns: ['customerId', fieldOf('公司')], policy: 'fill' } });
    await t.settle();
    await run(t, admin, done.id);
    const upload = (rows: string[]) => colleague.upload('还没导入.csv', ['手机号,备注', ...rows, ''].join('\n'));
    const gone = [await upload(['+86 138-0000-0001,x']), await upload([`13900000000,老${name}介绍`])];
    const kept = await upload(['13800000000,x']);
    await admin.api.privacy.erase({ customerId, name });
    await t.settle();
    expect((await admin.api.imports.rows({ id: done.id })).items.map((row) => row.row)).toEqual([3]);
    expect([(await admin.api.imports.get({ id: done.id })).name, (await admin.api.tasks.list({})).items.map(({ facts }) => facts.name)]).toEqual(['***', ['***']]);
    for (const { id } of gone) expect(await colleague.api.imports.get({ id })).toMatchObject({ hasFile: false, sample: [] });
    await expect(colleague.api.imports.check({ id: gone[0]!.id, mapping: { columns: ['phone', 'remark'], policy: 'fill' } })).rejects.toMatchObject({ code: 'import_file_gone' });
    expect(await colleague.api.imports.get({ id: kept.id })).toMatchObject({ hasFile: true, name: '还没导入.csv', sample: [['13800000000', 'x']] });
    expect(readdirSync(join(t.config.dataDir, 'imports', t.corps.selfBuilt.id))).toEqual([kept.id]);
  });

  test('CU-22 CU-04 remark and tags go to the staff member whom the row names, on every account of a merged person, and come off again', async () => {
    const t = await testApp({ customersPerCorp: 12 });
    const person = await someone(t, 'owner');
    const { customers } = await world(t, person);
    const [a, b] = customers.flatMap((one) => { const two = customers.find(({ id, owners }) => id > one.id && owners[0]!.id === one.owners[0]!.id); return two ? [[one, two]] : []; })[0]!;
    const other = customers.find(({ owners }) => owners[0]!.id !== a!.owners[0]!.id)!;
    await person.api.merges.merge({ survivorId: a!.id, otherId: b!.id });
    await person.api.merges.merge({ survivorId: a!.id, otherId: other.id });
    await t.settle();
    const remarks = async () => (await t.app.database.corp(t.corps.selfBuilt.id).find(FollowUser, { customerId: a!.id })).map((follow) => [follow.staffId, follow.remark] as const);
    const before = await remarks();
    const { userId, id: named } = a!.owners[0]!;
    const record = await tried(t, person, [['id', '跟进人', '备注'], [a!.id, userId, '两个微信']], ['customerId', 'staff', 'remark'], { policy: 'overwrite' });
    expect(record.counts).toMatchObject({ planned: 1, wrong: 0 });
    expect((await run(t, person, record.id)).counts).toMatchObject({ done: 1 });
    expect(await remarks()).toEqual(before.map(([staffId, remark]) => [staffId, staffId === named ? '两个微信' : remark]));
    expect(before.filter(([staffId]) => staffId === named)).toHaveLength(2);
    expect((await rollBack(t, person, record.id)).counts).toMatchObject({ undone: 1 });
    expect((await remarks()).some(([, remark]) => remark === '两个微信')).toBe(false);
  });

  test('CU-22 the result is no place for formulas', async () => {
    const t = await testApp({ customersPerCorp: 5 });
    const person = await someone(t);
    const checked = await tried(t, person, [['=cmd|1', '标签'], ['wm-none', '重要']], ['externalUserid', 'tags']);
    expect(await person.download(`imports.result?id=${checked.id}`)).toBe('行号,结果,列,说明\r\n2,有误,\'=cmd|1,找不到这位客户\r\n');
  });
});
