import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { FieldFilter, StaleFields } from '@scrm/shared/field';
import { testApp, type TestApp } from '../../../test/app';
import { Secrets } from '../../core/secrets';
import { countSealed, resealPage } from '../../core/sealed';
import { Customer, FollowUser } from '../customer';
import { write } from '../../core/db/scope';
import { readProgress, saveProgress } from '../corp';
import { askField, customerIdsByPhone, useFields, type Viewer } from '.';

const seesAll: Viewer = { roles: null, mayReveal: true, mayDefine: true };
const dbOf = (t: TestApp) => t.app.database.corp(t.corps.selfBuilt.id);

async function stage() {
  const t = await testApp();
  const admin = await t.as('admin');
  const fields = (await admin.fields.list({})).items;
  const byKey = (key: string) => fields.find((field) => field.key === key)!;
  const [first, second] = (await admin.customers.list({ limit: 2 })).items;
  return { t, admin, byKey, customerId: first!.id, otherId: second!.id };
}

const set = async (api: Client<Api>, customerId: string, fieldId: string, value: unknown, seenVersion?: number) =>
  api.fields.setValues({ customerId, seenVersion: seenVersion ?? (await api.fields.values({ customerId })).version, values: [{ fieldId, value: value as string }] });
const valueOf = async (api: Client<Api>, customerId: string, fieldId: string) => (await api.fields.values({ customerId })).items.find((one) => one.field.id === fieldId)!;

/** All that the database keeps: the file with its log on SQLite, every row of every table elsewhere. */
async function storedBytes({ app: { database } }: TestApp): Promise<Buffer> {
  if (database.dialect === 'sqlite') return Buffer.concat([database.path, `${database.path}-wal`].map((path) => readFileSync(path)));
  const tables = (await database.query<Record<string, string>>('SHOW TABLES')).map((row) => Object.values(row)[0]!);
  const rows = await Promise.all(tables.map((table) => database.query(`SELECT * FROM \`${table}\``)));
  return Buffer.from(JSON.stringify(rows));
}

describe('CU-06 fields', () => {
  test('CU-06 a new corp has a few fields, and every kind keeps, shows and takes back a value', async () => {
    const { t, admin, byKey, customerId } = await stage();
    expect(byKey('phone')).toMatchObject({ name: '手机号', kind: 'phone', sensitive: true });
    const make = (name: string, kind: 'number' | 'choice' | 'multiChoice' | 'file', options: { name: string }[] = []) => admin.fields.create({ name, kind, options });
    const budget = await make('预算', 'number');
    const level = await make('意向', 'choice', [{ name: '高' }, { name: '低' }]);
    const likes = await make('兴趣', 'multiChoice', [{ name: '茶' }, { name: '酒' }, { name: '花' }]);
    const contract = await make('合同', 'file');
    const file = await admin.files.upload({ name: '合同.pdf', content: Buffer.from('%PDF-1.4 x').toString('base64') });
    const cases: [string, unknown, string][] = [
      [byKey('email').id, 'Li.Mei@Example.COM', 'li.mei@example.com'], [byKey('birthday').id, '1990/2/3', '1990-02-03'], [byKey('company').id, '  مرحبا 🎂 株式会社  ', 'مرحبا 🎂 株式会社'],
      [byKey('address').id, { province: '浙江省', city: '杭州市', district: '', detail: '一路 1 号' }, '浙江省杭州市一路 1 号'], [budget.id, '12,000.50', '12000.5'],
      [level.id, level.options[0]!.id, '高'], [likes.id, [likes.options[2]!.id, likes.options[0]!.id], '茶、花'], [contract.id, { fileId: file.id, name: 'forged' }, '合同.pdf'],
      [byKey('needs').id, '好'.repeat(10_000), '好'.repeat(10_000)],
    ];
    for (const [fieldId, value, text] of cases) {
      await set(admin, customerId, fieldId, value);
      expect(await valueOf(admin, customerId, fieldId)).toMatchObject({ state: 'value', text, by: { source: 'api' } });
    }
    const wrong: [string, unknown, string][] = [
      [byKey('email').id, 'nobody', 'email'], [byKey('birthday').id, '2023-02-29', 'date'], [budget.id, '一万', 'number'], [level.id, 'opt_other', 'option'], [byKey('phone').id, '12345', 'phone'],
      [byKey('needs').id, '好'.repeat(10_001), 'tooLong'], [byKey('company').id, '   ', 'empty'],
    ];
    for (const [fieldId, value, problem] of wrong) await expect(set(admin, customerId, fieldId, value)).rejects.toMatchObject({ code: 'field_invalid', data: { problem } });
    await expect(set(admin, customerId, contract.id, { fileId: 'fil_nothing' })).rejects.toMatchObject({ code: 'not_found' });

    // Nothing known, known to be nothing, and a value are three things.
    await admin.fields.setValues({ customerId, seenVersion: 99, values: [{ fieldId: budget.id, value: null, none: true }] });
    expect(await valueOf(admin, customerId, budget.id)).toMatchObject({ state: 'none', value: null });
    await set(admin, customerId, budget.id, null);
    expect(await valueOf(admin, customerId, budget.id)).toMatchObject({ state: 'unknown' });
    const history = await admin.fields.history({ customerId, fieldId: budget.id });
    expect(history.items.map(({ from, to }) => [from, to])).toEqual([['无', ''], ['12000.5', '无'], ['', '12000.5']]);
    const told = (await admin.customers.timeline({ id: customerId, limit: 50 })).items.filter((one) => one.kind === 'customer.edited');
    expect(told.map((one) => one.data.fields)).toContainEqual(['预算']);
    expect(JSON.stringify(told)).not.toContain('12000');
    await t.settle();
  });

  test('CU-06 the second of two editors sees both values and chooses', async () => {
    const { t, admin, byKey, customerId } = await stage();
    const [mine, theirs] = [await t.as('operator'), admin];
    const seen = (await mine.fields.values({ customerId })).version;
    await set(theirs, customerId, byKey('company').id, '甲公司', seen);
    // Another field is nobody's conflict.
    const { version } = await set(mine, customerId, byKey('email').id, 'a@b.cn', seen);
    expect(version).toBeGreaterThan(seen);
    const clash = await set(mine, customerId, byKey('company').id, '乙公司', seen).catch((error: { code: string; data: StaleFields }) => error);
    expect(clash).toMatchObject({ code: 'stale_edit', data: { fields: [{ fieldId: byKey('company').id, name: '公司', theirs: '甲公司', yours: '乙公司', by: 'admin' }] } });
    expect(await valueOf(mine, customerId, byKey('company').id)).toMatchObject({ text: '甲公司' });
    // The same value twice, as by a double click, is no conflict and no news.
    await set(mine, customerId, byKey('company').id, '甲公司', seen);
    expect((await mine.fields.history({ customerId, fieldId: byKey('company').id })).total).toBe(1);
    await set(mine, customerId, byKey('company').id, '乙公司', (clash as { data: StaleFields }).data.version);
    expect(await valueOf(mine, customerId, byKey('company').id)).toMatchObject({ text: '乙公司' });
    const together = await Promise.allSettled(['丙', '丁'].map((value) => set(mine, customerId, byKey('company').id, value, version + 1)));
    expect(together.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('CU-06 an archived field tells whom it touches, keeps its values and comes back with them', async () => {
    const { t, admin, byKey, customerId, otherId } = await stage();
    const { id } = byKey('company');
    for (const one of [customerId, otherId]) await set(admin, one, id, '甲');
    expect(await admin.fields.impact({ id })).toEqual({ customers: 2, uses: [] });
    const user = { kind: 'segment', id: 'seg_1', name: '大公司' };
    await write(dbOf(t), (tx) => useFields(tx, user, [id, 'fld_of_nobody']));
    expect(await admin.fields.impact({ id })).toEqual({ customers: 2, uses: [user] });
    await write(dbOf(t), (tx) => useFields(tx, user, []));
    expect((await admin.fields.impact({ id })).uses).toEqual([]);
    await admin.fields.archive({ id });
    expect((await admin.fields.values({ customerId })).items.map((one) => one.field.id)).not.toContain(id);
    await expect(set(admin, customerId, id, '乙')).rejects.toMatchObject({ code: 'not_found' });
    expect((await admin.fields.list({ archived: true })).items.map((one) => one.id)).toEqual([id]);
    const same = await admin.fields.create({ name: '公司', kind: 'text' });
    await expect(admin.fields.restore({ id })).rejects.toMatchObject({ code: 'field_name_taken' });
    await admin.fields.archive({ id: same.id });
    await admin.fields.restore({ id });
    expect(await valueOf(admin, otherId, id)).toMatchObject({ text: '甲' });
    await expect((await t.as('operator')).fields.archive({ id })).rejects.toMatchObject({ code: 'not_allowed' });
  });

  test('CU-06 an option that is renamed keeps its customers, one left out is retired and stays with those who have it', async () => {
    const { admin, customerId, otherId } = await stage();
    const level = await admin.fields.create({ name: '意向', kind: 'choice', options: [{ name: '高' }, { name: '低' }, { name: '无人选' }] });
    const [high, low] = level.options;
    await set(admin, customerId, level.id, high!.id);
    const { options, ...draft } = { name: '意向度', options: [{ id: low!.id, name: '较低' }] };
    const changed = await admin.fields.update({ id: level.id, ...draft, options, updatedAt: level.updatedAt });
    expect(changed.options).toEqual([{ id: low!.id, name: '较低', retired: false }, { id: high!.id, name: '高', retired: true }]);
    expect(await valueOf(admin, customerId, level.id)).toMatchObject({ text: '高' });
    await expect(set(admin, otherId, level.id, high!.id)).rejects.toMatchObject({ code: 'field_invalid' });
    await set(admin, otherId, level.id, low!.id);
    expect(await valueOf(admin, otherId, level.id)).toMatchObject({ text: '较低' });
    await expect(admin.fields.update({ id: level.id, ...draft, options, updatedAt: level.updatedAt })).rejects.toMatchObject({ code: 'stale_edit' });
    await expect(admin.fields.create({ name: '空', kind: 'choice', options: [] })).rejects.toMatchObject({ code: 'field_needs_options' });
    await expect(admin.fields.create({ name: '意向度', kind: 'text' })).rejects.toMatchObject({ code: 'field_name_taken' });
  });

  test('CU-06 a change of type shows what would be lost, refuses, and with leave keeps the lost in history', async () => {
    const { t, admin, byKey, customerId, otherId } = await stage();
    const { id } = byKey('needs');
    await set(admin, customerId, id, '1,200');
    await set(admin, otherId, id, '一千二');
    const preview = await admin.fields.previewKind({ id, kind: 'number' });
    expect(preview).toMatchObject({ total: 2, converts: 1, fails: 1, failures: [{ customerId: otherId, text: '一千二', problem: 'number' }], samples: [{ from: '1,200', to: '1200' }] });
    // Whoever does not see these customers is told how many, not whose and what.
    const followers = (await admin.customers.get({ id: otherId })).follows.map(({ staff }) => staff.id);
    const stranger = (await admin.org.staff({ limit: 50 })).items.find((one) => !followers.includes(one.id))!;
    const role = await admin.access.createRole({ name: '管字段', allow: ['customer.read', 'field.write'], scope: 'own' });
    const theirs = await t.as('staff', 'selfBuilt', stranger.id);
    await admin.access.assign({ staffId: stranger.id, roleIds: [role.id] });
    expect(await theirs.fields.previewKind({ id, kind: 'number' })).toEqual({ total: 2, converts: 1, fails: 1, samples: [], failures: [] });
    const { updatedAt } = (await admin.fields.list({})).items.find((one) => one.id === id)!;
    await expect(admin.fields.changeKind({ id, kind: 'number', updatedAt })).rejects.toMatchObject({ code: 'field_would_lose', data: { fails: 1 } });
    expect(await valueOf(admin, otherId, id)).toMatchObject({ text: '一千二' });
    await admin.fields.changeKind({ id, kind: 'number', updatedAt, acceptLosing: 1 });
    expect(await valueOf(admin, customerId, id)).toMatchObject({ value: 1200 });
    expect(await valueOf(admin, otherId, id)).toMatchObject({ state: 'unknown' });
    expect((await admin.fields.history({ customerId: otherId, fieldId: id })).items[0]).toMatchObject({ from: '一千二', to: '', why: 'conversion', by: { name: 'admin' } });
  });

  test('CU-06 a required field is not emptied, and a role that is not on the list neither sees nor changes it', async () => {
    const { t, admin, byKey, customerId } = await stage();
    const company = byKey('company');
    const roles = { seeRoles: ['admin', 'operator'], editRoles: ['admin'], revealRoles: [] };
    await admin.fields.update({ ...company, required: true, ...roles });
    await set(admin, customerId, company.id, '甲');
    await expect(set(admin, customerId, company.id, null)).rejects.toMatchObject({ code: 'field_invalid', data: { problem: 'required' } });
    const operator = await t.as('operator');
    expect(await valueOf(operator, customerId, company.id)).toMatchObject({ text: '甲', canEdit: false });
    await expect(set(operator, customerId, company.id, '乙')).rejects.toMatchObject({ code: 'field_not_editable' });

    const follow = (await dbOf(t).find(FollowUser, { customerId }))[0]!;
    const rep = await t.as('staff', 'selfBuilt', follow.staffId);
    expect((await rep.fields.values({ customerId })).items.map((one) => one.field.id)).not.toContain(company.id);
    expect((await rep.fields.list({})).items.map((one) => one.id)).not.toContain(company.id);
    expect((await rep.fields.history({ customerId })).total).toBe(0);
    await expect(set(rep, customerId, company.id, '丙')).rejects.toMatchObject({ code: 'not_found' });
    // What a role shows goes with the role, not with the session that began while one had it.
    const boss = await t.as('operator', 'selfBuilt', follow.staffId);
    expect(await valueOf(boss, customerId, company.id)).toMatchObject({ text: '甲' });
    await admin.access.assign({ staffId: follow.staffId, roleIds: [] });
    expect((await boss.fields.values({ customerId })).items.map((one) => one.field.id)).not.toContain(company.id);
    await expect(askField(dbOf(t), t.app.services.secrets, { fieldId: company.id, op: 'has' }, { roles: ['staff'] })).rejects.toMatchObject({ code: 'not_found' });
    // Another's customer does not exist.
    const stranger = await t.as('staff', 'selfBuilt', 'stf_nobody');
    for (const call of [() => stranger.fields.values({ customerId }), () => stranger.fields.history({ customerId }), () => set(stranger, customerId, byKey('email').id, 'a@b.cn', 0),
      () => stranger.fields.reveal({ customerId, fieldId: byKey('phone').id, reason: '联系' }), () => stranger.sources.of({ customerId }), () => stranger.sources.assign({ customerId, sourceId: null })]) {
      await expect(call()).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('CU-06 PM-01 roles of the company', () => {
  test('CU-06 PM-01 a role of the company is named by a field like a built-in one, and who has only such roles is not taken for staff', async () => {
    const { t, admin, byKey, customerId } = await stage();
    const [company, email, phone] = [byKey('company'), byKey('email'), byKey('phone')];
    const follow = (await dbOf(t).find(FollowUser, { customerId }))[0]!;
    const allow = ['org.read', 'customer.read', 'customer.write', 'field.reveal'];
    const role = await admin.access.createRole({ name: '客服', allow, scope: 'all' });
    const other = await admin.access.createRole({ name: '财务', allow, scope: 'all' });
    expect((await admin.access.roleNames({})).items).toEqual(expect.arrayContaining([{ id: role.id, name: '客服' }, { id: 'owner', name: null }, { id: 'staff', name: null }]));
    await admin.fields.update({ ...company, seeRoles: [role.id], editRoles: [role.id] });
    await admin.fields.update({ ...email, seeRoles: ['staff'] });
    await admin.fields.update({ ...phone, seeRoles: [role.id, 'operator'], revealRoles: [role.id] });
    await set(await t.as('owner'), customerId, phone.id, '13800138000', 0);

    const rep = await t.as('staff', 'selfBuilt', follow.staffId);
    const seen = async () => (await rep.fields.values({ customerId })).items.map((one) => one.field.key).filter((key) => ['company', 'email', 'phone'].includes(key!));
    expect(await seen()).toEqual(['email']);
    await admin.access.assign({ staffId: follow.staffId, roleIds: [role.id] });
    expect(await seen()).toEqual(expect.arrayContaining(['company', 'phone']));
    expect(await seen()).not.toContain('email');
    expect((await rep.customers.list({ keyword: '13800138000' })).total).toBe(1);
    expect(await rep.fields.reveal({ customerId, fieldId: phone.id, reason: '回访' })).toMatchObject({ value: '+8613800138000' });
    await set(rep, customerId, company.id, '甲', 1);
    // Another role of the company is none of those, and several roles show what any of them shows.
    await admin.access.assign({ staffId: follow.staffId, roleIds: [other.id] });
    expect(await seen()).toEqual([]);
    expect((await rep.customers.list({ keyword: '13800138000' })).total).toBe(0);
    await admin.access.assign({ staffId: follow.staffId, roleIds: [other.id, 'staff', role.id] });
    expect((await seen()).sort()).toEqual(['company', 'email', 'phone']);

    // One that does not exist cannot be named; one that was removed stays, for without it the field would be everybody's.
    const at = async () => (await admin.fields.list({})).items.find(({ id }) => id === company.id)!;
    for (const wrong of ['rol_nobody', '随便写的']) await expect(admin.fields.update({ ...(await at()), seeRoles: [wrong] })).rejects.toMatchObject({ code: 'not_found' });
    await admin.access.assign({ staffId: follow.staffId, roleIds: [] });
    await admin.access.removeRole({ id: role.id });
    await admin.fields.update({ ...(await at()), hint: '抬头' });
    expect(await at()).toMatchObject({ hint: '抬头', seeRoles: [role.id] });
    expect(await seen()).toEqual(['email']);
  });
});

describe('CU-06 sensitive values', () => {
  test('CU-06 are masked, shown in full for a reason to those who may, and who looked is kept', async () => {
    const { t, admin, byKey, customerId } = await stage();
    const phone = byKey('phone');
    await set(admin, customerId, phone.id, ' 138-0013-8000 ');
    expect(await valueOf(admin, customerId, phone.id)).toMatchObject({ value: null, masked: true, text: '138****8000', canReveal: true });
    const { updatedAt } = await admin.fields.update({ ...phone, revealRoles: ['operator'] });
    const operator = await t.as('operator');
    await expect(admin.fields.reveal({ customerId, fieldId: phone.id, reason: '回访' })).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(operator.fields.reveal({ customerId, fieldId: phone.id, reason: ' ' })).rejects.toMatchObject({ code: 'bad_input' });
    expect(await operator.fields.reveal({ customerId, fieldId: phone.id, reason: '电话回访' })).toEqual({ value: '+8613800138000', text: '13800138000' });
    expect((await admin.fields.reveals({})).items).toMatchObject([{ customerId, fieldName: '手机号', by: 'operator', reason: '电话回访' }]);
    await expect(operator.fields.reveals({})).rejects.toMatchObject({ code: 'not_allowed' });
    expect(JSON.stringify(await admin.fields.history({ customerId }))).not.toContain('13800138000');

    const { secrets } = t.app.services;
    for (const way of ['13800138000', '+86 138 0013 8000', '0086-13800138000', '１３８００１３８０００']) expect(await customerIdsByPhone(dbOf(t), secrets, way, seesAll)).toEqual([customerId]);
    expect(await customerIdsByPhone(dbOf(t), secrets, '13800138001', seesAll)).toEqual([]);
    // Not sensitive any more: readable and found, then sealed again.
    const open = await admin.fields.update({ ...phone, revealRoles: [], sensitive: false, updatedAt });
    expect(await valueOf(admin, customerId, phone.id)).toMatchObject({ text: '13800138000', masked: false });
    expect(await customerIdsByPhone(dbOf(t), secrets, '13800138000', seesAll)).toEqual([customerId]);
    await admin.fields.update({ ...open, sensitive: true });
    expect(await valueOf(admin, customerId, phone.id)).toMatchObject({ text: '138****8000' });
    expect((await admin.fields.history({ customerId })).items).toMatchObject([{ from: '', to: '138****8000' }]);
  });

  test('CU-06 cannot be read in the database, whatever became of them', async () => {
    const { t, admin, byKey, customerId, otherId } = await stage();
    const canaries = ['13912345678', '13987654321', '13911112222', '139000'];
    await set(admin, customerId, byKey('phone').id, canaries[0]);
    await set(admin, customerId, byKey('phone').id, canaries[1]);
    await set(admin, otherId, byKey('phone').id, canaries[2]);
    await set(admin, customerId, byKey('phone').id, canaries[3]).catch(() => undefined);
    const idCard = await admin.fields.create({ name: '证件', kind: 'text', sensitive: true });
    await set(admin, customerId, idCard.id, '金丝雀-310101199001011234');
    await noteMobiles(t, customerId, ['13933334444', '不是号码-金丝雀二']);
    await admin.customers.sync();
    await t.settle();
    await admin.fields.reveal({ customerId, fieldId: byKey('phone').id, reason: '看一看' });
    const bytes = await storedBytes(t);
    for (const canary of [...canaries.slice(0, 3), '310101199001011234', '金丝雀', '13933334444']) expect(bytes.includes(canary), canary).toBe(false);
    // The search itself finds what is not sealed.
    await set(admin, customerId, byKey('company').id, '看得见的公司');
    expect((await storedBytes(t)).includes('看得见的公司')).toBe(true);
  });

  test('CU-06 follow a change of keys, and are found and read before, meanwhile and after', async () => {
    const { t, admin, byKey, customerId } = await stage();
    const { id } = byKey('phone');
    const first = await admin.quality.keys();
    await set(admin, customerId, id, '13800138000');
    await noteMobiles(t, customerId, ['没有号码']);
    await admin.customers.sync();
    await t.settle();
    const old = t.app.services.secrets;
    const [oldKey, newKey] = [t.config.secretKeys[0]!, 'n'.repeat(40)];
    const columns = t.app.services.sealedColumns;
    const both = new Secrets([newKey, oldKey]);
    const before = await countSealed(t.app.database, both, columns, t.corps.selfBuilt.id);
    expect(before.old).toBe(before.sealed);
    // Value, history both ways, and quarantine.
    const { sealed } = before;
    expect(sealed).toBe(first.sealed + 4);
    expect(await customerIdsByPhone(dbOf(t), both, '13800138000', seesAll)).toEqual([customerId]);

    // The whole app is given both keys, the new one first, as after a restart.
    Object.assign(old, both);
    // It was cut off after the first value: what was done is not done again.
    const { last } = await resealPage(t.app.database, both, columns[0]!, { corpId: t.corps.selfBuilt.id, after: '', limit: 1 });
    const idle = await readProgress(dbOf(t), 'keyRotation');
    await write(dbOf(t), (tx) => saveProgress(tx, 'keyRotation', { ...idle, state: 'running', done: 1, total: sealed, startedAt: t.clock.now() }, `0 ${last}`));
    expect(await admin.quality.keys()).toMatchObject({ sealed, old: sealed - 1, progress: { state: 'running', done: 1 } });
    await admin.quality.rotate();
    await t.settle();
    expect(await admin.quality.keys()).toMatchObject({ sealed, old: 0, progress: { state: 'done', done: sealed, total: sealed } });
    const fresh = new Secrets([newKey]);
    Object.assign(old, fresh);
    expect(await customerIdsByPhone(dbOf(t), fresh, '13800138000', seesAll)).toEqual([customerId]);
    expect(await admin.fields.reveal({ customerId, fieldId: id, reason: '回访' })).toMatchObject({ text: '13800138000' });
    expect((await admin.fields.history({ customerId, fieldId: id })).items).toMatchObject([{ to: '138****8000' }]);
    expect((await admin.quality.quarantine({})).total).toBe(1);
    await t.advance(1000);
    await admin.quality.rotate();
    await t.settle();
    expect(await admin.quality.keys()).toMatchObject({ old: 0, progress: { state: 'done', done: 0 } });
    await expect((await t.as('operator')).quality.rotate()).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

/** What a staff member notes on the customer's card in WeCom. */
async function noteMobiles(t: TestApp, customerId: string, remarkMobiles: string[]): Promise<void> {
  const { remarkExternalContact } = await import('../../wecom/api/external-contact');
  const { Staff } = await import('../org');
  const { externalUserid } = (await dbOf(t).findOne(Customer, { id: customerId }))!;
  const follow = (await dbOf(t).find(FollowUser, { customerId }))[0]!;
  const { userId } = (await dbOf(t).findOne(Staff, { id: follow.staffId }))!;
  await remarkExternalContact(await t.app.services.wecom(t.corps.selfBuilt.id), { userid: userId, externalUserid, remarkMobiles });
}

describe('CU-05 what comes from outside', () => {
  test('CU-05 numbers noted in WeCom flow in, never over a person\'s, and what is no number waits to be corrected or dismissed', async () => {
    const { t, admin, byKey, customerId, otherId } = await stage();
    const { id } = byKey('phone');
    const start = (await admin.quality.get()).sources.find((one) => one.source === 'wecom')?.accepted ?? 0;
    const bring = async (one: string, mobiles: string[]) => {
      await noteMobiles(t, one, mobiles);
      await admin.customers.sync();
      await t.settle();
    };
    await bring(customerId, ['13800138000', '1380013']);
    expect(await valueOf(admin, customerId, id)).toMatchObject({ text: '138****8000', by: { source: 'wecom' } });
    expect((await admin.quality.quarantine({})).items).toMatchObject([{ customerId, problem: 'phone', masked: true, source: 'wecom' }]);
    // Another reading adds nothing; another number replaces WeCom's own.
    await bring(customerId, ['13800138000', '1380013']);
    await bring(customerId, ['13800138009']);
    expect(await valueOf(admin, customerId, id)).toMatchObject({ text: '138****8009' });
    expect((await admin.quality.quarantine({})).total).toBe(1);

    await set(admin, otherId, id, '13900139000');
    await bring(otherId, ['13700137000']);
    expect(await valueOf(admin, otherId, id)).toMatchObject({ text: '139****9000', by: { source: 'api' } });
    const waiting = await admin.quality.quarantine({});
    expect(waiting.items).toMatchObject([{ customerId: otherId, problem: 'other' }, { customerId, problem: 'phone' }]);
    const [other, wrong] = waiting.items;
    expect(await admin.quality.reveal({ id: wrong!.id, reason: '更正' })).toEqual({ text: '1380013' });
    await expect(admin.quality.correct({ id: wrong!.id, value: '1380' })).rejects.toMatchObject({ code: 'field_invalid' });
    await admin.quality.correct({ id: wrong!.id, value: '13800130000' });
    await admin.quality.dismiss({ id: other!.id });
    expect((await admin.quality.quarantine({})).total).toBe(0);
    expect(await valueOf(admin, customerId, id)).toMatchObject({ text: '138****0000', by: { source: 'console' } });
    await expect(admin.quality.dismiss({ id: other!.id })).rejects.toMatchObject({ code: 'not_found' });
    await bring(otherId, ['13700137000', '13700137001']);
    expect((await admin.quality.quarantine({})).items).toMatchObject([{ customerId: otherId, problem: 'other' }]);

    const { customers, sources, fields } = await admin.quality.get();
    expect(customers).toBe((await admin.customers.list({})).total);
    expect(sources.find((one) => one.source === 'wecom')).toEqual({ source: 'wecom', accepted: start + 2, refused: 1 });
    const states = await Promise.all((await admin.customers.list({ limit: 200 })).items.map((one) => valueOf(admin, one.id, id)));
    expect(fields.find((one) => one.id === id)).toMatchObject({ customers: states.filter((one) => one.state === 'value').length });
    await expect((await t.as('operator')).quality.get()).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

describe('CU-06 filters', () => {
  test('CU-06 each kind is filtered by what suits it', async () => {
    const { admin, byKey, customerId, otherId } = await stage();
    const level = await admin.fields.create({ name: '意向', kind: 'multiChoice', options: [{ name: '高' }, { name: '低' }] });
    const budget = await admin.fields.create({ name: '预算', kind: 'number' });
    const values: [string, unknown, unknown][] = [
      [byKey('company').id, 'Acme 100% 茶业', 'Beta'], [byKey('birthday').id, '1990-05-01', '2001-01-31'], [budget.id, -12.5, 3000], [level.id, level.options.map((one) => one.id), [level.options[1]!.id]], [byKey('phone').id, '13800138000', '13900139000'],
    ];
    for (const [fieldId, one, other] of values) {
      await set(admin, customerId, fieldId, one);
      await set(admin, otherId, fieldId, other);
    }
    const find = async (filter: FieldFilter) => {
      const { items } = await admin.customers.list({ fields: [filter], limit: 200 });
      return items.map((row) => (row.id === customerId ? 'one' : row.id === otherId ? 'other' : '?')).sort();
    };
    const [company, birthday, , , phone] = values.map(([id]) => id) as [string, string, string, string, string];
    const total = (await admin.customers.list({})).total;
    expect(await find({ fieldId: company, op: 'contains', text: '100% 茶' })).toEqual(['one']);
    expect(await find({ fieldId: company, op: 'contains', text: '_' })).toEqual([]);
    expect(await find({ fieldId: company, op: 'is', value: 'BETA' })).toEqual(['other']);
    expect(await find({ fieldId: birthday, op: 'range', from: '1990-05-01', to: '1999-12-31' })).toEqual(['one']);
    expect(await find({ fieldId: budget.id, op: 'range', to: 0 })).toEqual(['one']);
    expect(await find({ fieldId: budget.id, op: 'anyOf', values: ['3,000', 7] })).toEqual(['other']);
    expect(await find({ fieldId: level.id, op: 'anyOf', values: ['高'] })).toEqual(['one']);
    expect(await find({ fieldId: level.id, op: 'is', value: '低' })).toEqual(['one', 'other']);
    expect(await find({ fieldId: phone, op: 'is', value: '139 0013 9000' })).toEqual(['other']);
    expect(await find({ fieldId: budget.id, op: 'has' })).toEqual(['one', 'other']);
    expect((await find({ fieldId: budget.id, op: 'hasNone' })).length).toBe(total - 2);
    const withPhone = await find({ fieldId: phone, op: 'has' });
    expect(withPhone).toEqual(expect.arrayContaining(['one', 'other']));
    expect((await find({ fieldId: phone, op: 'hasNone' })).length).toBe(total - withPhone.length);
    await expect(find({ fieldId: phone, op: 'contains', text: '139' })).rejects.toMatchObject({ code: 'field_filter' });
    await expect(find({ fieldId: company, op: 'range', from: 'a' })).rejects.toMatchObject({ code: 'field_filter' });
    await expect(find({ fieldId: 'fld_nothing', op: 'has' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('CU-07 sources of leads', () => {
  test('CU-07 are picked from a list of two levels; an unknown name is refused, a synonym is mapped, nothing is added', async () => {
    const { t, admin, customerId } = await stage();
    const online = await admin.sources.create({ name: '线上', synonyms: ['Online'] });
    const ads = await admin.sources.create({ name: '信息流广告', parentId: online.id, synonyms: ['ad', 'AD ', '抖音广告'] });
    expect(ads.synonyms).toEqual(['ad', '抖音广告']);
    await expect(admin.sources.create({ name: '三级', parentId: ads.id })).rejects.toMatchObject({ code: 'source_depth' });
    await expect(admin.sources.create({ name: 'ＯＮＬＩＮＥ' })).rejects.toMatchObject({ code: 'source_taken' });
    const before = await admin.customers.get({ id: customerId });
    const operator = await t.as('operator');
    await operator.sources.assign({ customerId, name: ' Ad', via: 'api' });
    expect((await admin.sources.of({ customerId })).source).toMatchObject({ id: ads.id, name: '信息流广告', parentName: '线上', by: { name: 'operator', source: 'api' } });
    await expect(operator.sources.assign({ customerId, name: '朋友圈' })).rejects.toMatchObject({ code: 'source_unknown', data: { name: '朋友圈' } });
    await expect(operator.sources.create({ name: '朋友圈' })).rejects.toMatchObject({ code: 'not_allowed' });
    expect((await admin.sources.list()).items).toHaveLength(2);
    // How WeCom says that they came stays as it is.
    expect((await admin.customers.get({ id: customerId })).source).toEqual(before.source);
    expect((await admin.customers.timeline({ id: customerId })).items[0]).toMatchObject({ kind: 'customer.edited', data: { fields: ['leadSource'], to: '信息流广告' } });
    // The list finds them by it, and by the source above it.
    for (const id of [ads.id, online.id]) expect((await admin.customers.list({ leadSourceIds: [id] })).items.map((row) => row.id)).toEqual([customerId]);
    expect((await admin.sources.ofMany({ customerIds: (await admin.customers.list({})).items.map((row) => row.id) })).items).toEqual([{ customerId, name: '线上 / 信息流广告' }]);
  });

  test('CU-07 who chooses a source after somebody else did is told what stands there and by whom, and nothing is written', async () => {
    const { t, admin, customerId } = await stage();
    const [a, b] = [await admin.sources.create({ name: '展会' }), await admin.sources.create({ name: '转介绍' })];
    const operator = await t.as('operator');
    await operator.sources.assign({ customerId, sourceId: a.id, seenAt: null });
    const { source } = await admin.sources.of({ customerId });
    await expect(admin.sources.assign({ customerId, sourceId: b.id, seenAt: null })).rejects.toMatchObject({ code: 'stale_edit', data: { name: '展会', by: 'operator', at: source!.by.at } });
    expect((await admin.sources.of({ customerId })).source!.id).toBe(a.id);
    // The same choice of two is no quarrel.
    await admin.sources.assign({ customerId, sourceId: a.id, seenAt: null });
    await admin.sources.assign({ customerId, sourceId: b.id, seenAt: source!.by.at });
    await expect(operator.sources.assign({ customerId, sourceId: null, seenAt: source!.by.at })).rejects.toMatchObject({ code: 'stale_edit', data: { name: '转介绍' } });
    const now = (await admin.sources.of({ customerId })).source!.by.at;
    await admin.sources.assign({ customerId, sourceId: null, seenAt: now });
    await expect(operator.sources.assign({ customerId, sourceId: a.id, seenAt: now })).rejects.toMatchObject({ code: 'stale_edit', data: { name: '', at: 0 } });
  });

  test('CU-07 a retired source stays with those who have it, and a merged one becomes a synonym', async () => {
    const { admin, customerId, otherId } = await stage();
    const [a, b] = [await admin.sources.create({ name: '展会' }), await admin.sources.create({ name: '会展', synonyms: ['expo'] })];
    await admin.sources.assign({ customerId, sourceId: a.id });
    await admin.sources.assign({ customerId: otherId, sourceId: b.id });
    await admin.sources.merge({ id: b.id, intoId: a.id });
    for (const id of [a.id, b.id]) expect((await admin.customers.list({ leadSourceIds: [id] })).total).toBe(2);
    expect((await admin.sources.list()).items).toMatchObject([{ id: a.id, synonyms: ['会展', 'expo'], customerCount: 2 }]);
    await admin.sources.assign({ customerId, sourceId: null });
    await admin.sources.assign({ customerId, name: 'EXPO' });
    await admin.sources.retire({ id: a.id });
    expect((await admin.sources.of({ customerId })).source).toMatchObject({ id: a.id, retired: true });
    await admin.sources.assign({ customerId, sourceId: null });
    await expect(admin.sources.assign({ customerId, name: 'expo' })).rejects.toMatchObject({ code: 'source_retired' });
    await expect(admin.sources.assign({ customerId, sourceId: b.id })).rejects.toMatchObject({ code: 'not_found' });
    await admin.sources.restore({ id: a.id });
    await admin.sources.assign({ customerId, sourceId: a.id });
    expect((await admin.sources.list()).items).toMatchObject([{ customerCount: 2 }]);
  });
});
