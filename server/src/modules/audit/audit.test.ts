import axios from 'axios';
import { describe, expect, test } from 'vitest';
import { newId } from '../../core/db/ids';
import { testApp, type TestApp } from '../../../test/app';

const refused = (call: Promise<unknown>) => call.then(() => 'done', (error: { code: string }) => error.code);
const rowsOf = async (t: TestApp) => (await (await t.as('owner')).audit.list({ limit: 200 })).items;

describe('what people did', () => {
  test('PM-01 every change leaves a row with who, what, when and from where; reading leaves none', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    const [member] = (await admin.org.staff({ onlyReceiving: true, limit: 1 })).items;
    await admin.customers.list({});
    expect(await rowsOf(t)).toEqual([]);
    const code = await admin.liveCodes.create({ name: '秘密的名字', staffIds: [member!.id] });
    await admin.liveCodes.remove({ id: code.id });
    const [removed, created] = await rowsOf(t);
    expect(created).toMatchObject({ seq: 1, call: 'liveCodes.create', action: 'create', outcome: 'done', actorName: 'admin', at: t.clock.now(), ip: expect.stringContaining('127.0.0.1') });
    expect(created!.objects).toEqual([member!.id, code.id]);
    expect(created!.fields).toEqual(expect.arrayContaining(['name', 'staffIds']));
    expect(JSON.stringify(created)).not.toContain('秘密的名字');
    expect(removed).toMatchObject({ seq: 2, call: 'liveCodes.remove', action: 'delete', objects: [code.id], previousHash: created!.hash });
  });

  test('PM-03 no password, token or file content is kept', async () => {
    const t = await testApp();
    const owner = await t.as('owner');
    await owner.accounts.create({ name: 'second', password: 'never to be kept', role: 'admin' });
    await owner.files.upload({ name: 'a.txt', content: Buffer.from('the file itself').toString('base64') }).catch(() => undefined);
    const everything = JSON.stringify([await rowsOf(t), await t.app.database.query('SELECT * FROM audit'), await t.app.database.query('SELECT * FROM audit_open')]);
    expect(everything).toContain('accounts.create');
    expect(everything).not.toContain('never to be kept');
    expect(everything).not.toContain(Buffer.from('the file itself').toString('base64'));
  });

  test('PM-01 a refused call leaves nothing, one that broke is kept as failed, one whose server ended as unknown', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    expect(await refused(admin.tags.rename({ id: newId('tag'), name: 'x' }))).toBe('not_found');
    await t.sandbox.fault('/cgi-bin/externalcontact/add_corp_tag', 'errcode', 48002, 1);
    expect(await refused(admin.tags.create({ groupName: '组', names: ['名'] }))).toBe('wecom_failed');
    expect(await rowsOf(t)).toMatchObject([{ call: 'tags.create', outcome: 'failed' }]);
    // As a server leaves it that was killed in the middle.
    const facts = { actorId: 'acc_x', actorName: 'x', actorKind: 'account', call: 'tags.remove', action: 'delete', objects: [], fields: [], ip: '', requestId: '' };
    await t.app.database.execute('INSERT INTO audit_open (id, corpId, at, facts) VALUES (?, ?, ?, ?)', [newId('aud'), t.corps.selfBuilt.id, t.clock.now(), JSON.stringify(facts)]);
    const { closeOpen } = await import('./jobs');
    const context = { db: t.app.database.corp('-'), clock: { now: () => t.clock.now() + 3_600_000 } } as unknown as Parameters<typeof closeOpen.handler>[1];
    await closeOpen.handler({ slot: 0 }, context);
    await closeOpen.handler({ slot: 0 }, context);
    expect(await rowsOf(t)).toMatchObject([{ call: 'tags.remove', outcome: 'unknown', seq: 2 }, { outcome: 'failed' }]);
    expect(await (await t.as('owner')).audit.verify()).toEqual({ checked: 2, broken: null });
  });

  test('PM-01 many changes at the same moment stand in one chain', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    await Promise.all(Array.from({ length: 25 }, (_, nth) => admin.access.createRole({ name: `角色 ${nth}`, allow: ['tag.read'], scope: 'own' })));
    expect((await rowsOf(t)).map(({ seq }) => seq).reverse()).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(await admin.audit.verify()).toEqual({ checked: 25, broken: null });
  });
});

describe('the chain', () => {
  async function written(t: TestApp) {
    const admin = await t.as('admin');
    for (let nth = 0; nth < 6; nth++) await admin.access.createRole({ name: `角色 ${nth}`, allow: ['tag.read'], scope: 'own' });
    return { admin, rows: (await rowsOf(t)).reverse() };
  }
  const spoil = (t: TestApp, sql: string, ...values: unknown[]) => t.app.database.execute(sql, values);

  test('PM-01 a changed row is named', async () => {
    const t = await testApp();
    const { admin, rows } = await written(t);
    await spoil(t, 'UPDATE audit SET actorName = ? WHERE id = ?', 'somebody else', rows[2]!.id);
    expect(await admin.audit.verify()).toEqual({ checked: 2, broken: { seq: 3, id: rows[2]!.id, reason: 'changed' } });
  });

  test('PM-01 a row that was taken out is named, at the end too', async () => {
    const t = await testApp();
    const { admin, rows } = await written(t);
    await spoil(t, 'DELETE FROM audit WHERE id = ?', rows[5]!.id);
    expect(await admin.audit.verify()).toEqual({ checked: 5, broken: { seq: 6, id: null, reason: 'cutOff' } });
    await spoil(t, 'DELETE FROM audit WHERE id = ?', rows[3]!.id);
    expect(await admin.audit.verify()).toEqual({ checked: 3, broken: { seq: 4, id: null, reason: 'missing' } });
  });

  test('PM-01 rows are found by person, call, object and time, in their own company only, and go out as CSV', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const { admin, rows } = await written(t);
    const [someone] = (await admin.org.staff({ limit: 1 })).items;
    await t.advance(60_000);
    await admin.access.assign({ staffId: someone!.id, roleIds: ['operator'] });
    const found = async (filter: object) => (await admin.audit.list(filter)).total;
    expect(await found({ objectId: someone!.id })).toBe(1);
    expect(await found({ call: 'access.createRole' })).toBe(6);
    expect(await found({ actorId: rows[0]!.actorId, action: 'assign' })).toBe(1);
    expect(await found({ from: t.clock.now() })).toBe(1);
    expect(await found({ until: t.clock.now() })).toBe(6);
    expect(await found({ objectId: "x' OR 1=1" })).toBe(0);
    const first = await admin.audit.list({ limit: 4 });
    const rest = await admin.audit.list({ limit: 4, cursor: first.nextCursor! });
    expect([...first.items, ...rest.items].map(({ seq }) => seq)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    const stranger = await t.as('admin', 'agency');
    expect((await stranger.audit.list({})).total).toBe(0);
    expect(await refused(stranger.audit.get({ id: rows[0]!.id }))).toBe('not_found');
    expect((await admin.audit.choices()).calls).toEqual(['access.assign', 'access.createRole']);

    const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: newId('acc'), name: '=cmd()', role: 'owner', corpId: t.corps.selfBuilt.id, userAgent: 'test' });
    const csv = (await axios.get<string>(`${t.publicUrl}/api/audit.export`, { headers: { authorization: `Bearer ${token}` } })).data;
    expect(csv.trim().split('\r\n')).toHaveLength(8);
    expect((await rowsOf(t))[0]).toMatchObject({ call: 'audit.export', action: 'export', actorName: '=cmd()' });
    const again = (await axios.get<string>(`${t.publicUrl}/api/audit.export`, { headers: { authorization: `Bearer ${token}` } })).data;
    expect(again).toContain('"\'=cmd()"');
  });
});
