import 'reflect-metadata';
import { expect, test } from 'vitest';
import { simpleRule, type ReceptionRule } from '@scrm/shared/live-code-rule';
import { isDuplicate } from '../src/core/db/database';
import { testApp, type TestApp } from './app';

test('migrations and entities agree', async () => {
  const t = await testApp({ corps: [] });
  expect(await t.app.database.drift()).toEqual([]);
});

test('every migration goes back and forward again', async () => {
  const t = await testApp({ corps: [] });
  const { migrations } = await import('../src/migrations');
  for (let step = 0; step < migrations.length; step++) await t.app.database.revertLastMigration();
  await expect(t.app.database.query('SELECT 1 FROM corp')).rejects.toThrow();
  await t.app.database.migrate();
  expect(await t.app.database.drift()).toEqual([]);
});

/** A row of a table as it was then. */
async function put(t: TestApp, table: string, row: Record<string, string | number | null>) {
  await t.app.database.execute(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map(() => '?').join(', ')})`, Object.values(row));
}

test('LC-04 LC-20 two calendars become one with the rows that were there, codes that look at workdays are told, and looks in the mini-program are no scans any more', async () => {
  const t = await testApp({ corps: [] });
  const { migrations } = await import('../src/migrations');
  const { database } = t.app;
  for (const migration of [...migrations].reverse()) {
    await database.revertLastMigration();
    if (migration.name.startsWith('OneCalendar')) break;
  }
  const day = (corpId: string, date: string, kind: string, name: string) => put(t, 'work_day', { id: `wd_${corpId}_${date}`, corpId, date, kind, name });
  await day('one', '2026-10-01', 'workday', '店庆');
  await day('one', '2026-10-02', 'workday', '加班');
  await day('two', '2026-10-03', 'holiday', '年会');
  // Where both lists name a day, the one that people saw counts.
  await put(t, 'own_calendar', { id: 'cal_one', corpId: 'one', days: JSON.stringify([{ day: '2026-10-02', kind: 'weekend', name: '休息' }]), updatedAt: 5 });
  await put(t, 'reception_online', { id: 'on_one', corpId: 'one', staffId: 'stf_1', isOnline: 0, changedAt: 7 });
  const { stayMinutes: _, ...allDay } = simpleRule(['stf_1']);
  const rules = { all: allDay, workdays: { ...allDay, slots: [{ ...allDay.slots[0]!, dayKinds: ['workday'] }] }, verify: { ...allDay, skipVerify: { mode: 'windows', windows: [{ weekdays: [1], dayKinds: ['holiday'], from: '09:00', to: '18:00' }] } } };
  const code = async (id: string, rule: keyof typeof rules | null, more: object = {}) => {
    await put(t, 'live_code', { id, corpId: 'one', kind: 'channel', name: id, staffIds: '[]', skipVerify: 1, tagIds: '[]', remarkTemplate: '', welcome: '{}', state: 'ready', configId: '', qrUrl: '', alignUntil: 0, createdAt: 1, updatedAt: 1, rule: rule && JSON.stringify(rules[rule]), ruleNo: 3, ...more });
    await put(t, 'live_code_rule', { id: `lcr_${id}`, corpId: 'one', liveCodeId: id, no: 3, rule: JSON.stringify(rules[rule ?? 'all']), days: '{"2026-10-01":"workday"}', byId: 'acc', at: 1 });
  };
  await code('lc_workdays', 'workdays');
  await code('lc_verify', 'verify');
  await code('lc_all', 'all');
  await code('lc_simple', null);
  await code('lc_deleted', 'workdays', { deletedAt: 2 });
  const visit = (id: string, codeId: string, visitor: string, scanId: string) => put(t, 'store_visit', { id, corpId: 'one', codeId, visitor, scanId, at: 1, day: '2026-09-01', place: 'none', wayId: '', outcome: 'opened', why: '[]' });
  await visit('sv_web', 'sc_1', 'vis_1', 'scn_1');
  await visit('sv_mini', 'sc_1', '', 'scn_2');
  await visit('sv_near', '', '', '');
  await visit('sv_erased', 'sc_1', '', '');

  await database.migrate();
  expect(await database.drift()).toEqual([]);
  const calendars = await database.query<{ corpId: string; days: string; timeZone: string }>('SELECT corpId, days, timeZone FROM own_calendar ORDER BY corpId');
  expect(calendars.map(({ corpId, days, timeZone }) => [corpId, timeZone, (JSON.parse(days) as { day: string; kind: string }[]).map((one) => `${one.day} ${one.kind}`)])).toEqual([
    ['one', 'Asia/Shanghai', ['2026-10-01 workday', '2026-10-02 weekend']], ['two', 'Asia/Shanghai', ['2026-10-03 holiday']],
  ]);
  expect((await database.query<{ staffId: string; isOnline: number; at: number | string }>('SELECT staffId, isOnline, at FROM reception_toggle')).map(({ staffId, isOnline, at }) => [staffId, isOnline, Number(at)])).toEqual([['stf_1', 0, 7]]);
  const codes = await database.query<{ id: string; ruleNo: number; nextAlignAt: number | string | null; rule: string | null }>('SELECT id, ruleNo, nextAlignAt, rule FROM live_code ORDER BY id');
  expect(codes.map(({ id, ruleNo, nextAlignAt, rule }) => [id, ruleNo, nextAlignAt === null ? null : Number(nextAlignAt), rule && (JSON.parse(rule) as ReceptionRule).stayMinutes])).toEqual([
    ['lc_all', 3, null, 10], ['lc_deleted', 3, null, 10], ['lc_simple', 3, null, null], ['lc_verify', 4, 0, 10], ['lc_workdays', 4, 0, 10],
  ]);
  const kept = await database.query<{ liveCodeId: string; days: string; rule: string }>('SELECT liveCodeId, days, rule FROM live_code_rule WHERE no = 4 ORDER BY liveCodeId');
  expect(kept.map(({ liveCodeId, days }) => [liveCodeId, JSON.parse(days)])).toEqual(['lc_verify', 'lc_workdays'].map((id) => [id, { '2026-10-01': 'workday', '2026-10-02': 'holiday' }]));
  expect((await database.query<{ id: string; scanId: string }>('SELECT id, scanId FROM store_visit ORDER BY id')).map(({ id, scanId }) => [id, scanId !== ''])).toEqual([['sv_erased', true], ['sv_mini', false], ['sv_near', false], ['sv_web', true]]);

  // Back, and the days are those of the one calendar; what the codes read stays readable.
  for (const migration of [...migrations].reverse()) {
    await database.revertLastMigration();
    if (migration.name.startsWith('OneCalendar')) break;
  }
  expect((await database.query<{ date: string; kind: string }>('SELECT date, kind FROM work_day ORDER BY date')).map(({ date, kind }) => `${date} ${kind}`)).toEqual(['2026-10-01 workday', '2026-10-02 holiday', '2026-10-03 holiday']);
  await database.migrate();
  expect(await database.query('SELECT id FROM live_code_rule WHERE no > 4')).toEqual([]);
});

test('CU-06 values of fields stay as they are while their table is put into another order, also after a stop midway', async () => {
  const t = await testApp({ corps: [] });
  const { migrations } = await import('../src/migrations');
  const { database } = t.app;
  const back = async () => {
    for (const migration of [...migrations].reverse()) {
      await database.revertLastMigration();
      if (migration.name.startsWith('FieldOrder')) return;
    }
  };
  await back();
  const count = 20_005;
  const digits = Array.from({ length: 10 }, (_, d) => `SELECT ${d} AS d`).join(' UNION ALL ');
  const id = (prefix: string) => (database.dialect === 'mysql' ? `CONCAT('${prefix}_', LPAD(n, 6, '0'))` : `'${prefix}_' || printf('%06d', n)`);
  await database.execute(`INSERT INTO customer_field (id, corpId, customerId, fieldId, state, value, sealed, sortText, source, byName, at, version)
    SELECT ${id('val')}, 'one', ${id('cus')}, 'fld_1', 'value', '"路"', 0, '路', 'import', '', n, 1 FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM ${[...'abcef'].map((name) => `(${digits}) ${name}`).join(', ')}) many WHERE n < ${count}`);
  // What a migration leaves that was killed while it copied.
  await database.execute('CREATE TABLE customer_field_copy (id VARCHAR(40))');
  const told = () => database.query<{ n: number | string; sum: number | string; text: string }>('SELECT COUNT(*) AS n, SUM(at) AS sum, MIN(sortText) AS text FROM customer_field').then(([row]) => [Number(row!.n), Number(row!.sum), row!.text]);
  const before = await told();
  expect(before[0]).toBe(count);

  await database.migrate();
  expect(await told()).toEqual(before);
  expect(await database.drift()).toEqual([]);
  const again = database.execute('INSERT INTO customer_field (id, corpId, customerId, fieldId, state, sealed, source, byName, at, version) VALUES (\'val_new\', \'one\', \'cus_000007\', \'fld_1\', \'none\', 0, \'edit\', \'\', 1, 1)');
  await expect(again).rejects.toSatisfy(isDuplicate);
  await back();
  expect(await told()).toEqual(before);
  await database.migrate();
  expect(await told()).toEqual(before);
});
