import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';
import { newId } from '../core/db/ids';

interface OwnDay { day: string; kind: string; name: string }
interface Rule { slots: { dayKinds: string[] }[]; dates: { slots: { dayKinds: string[] }[] }[]; skipVerify: { windows: { dayKinds: string[] }[] } }

const toggles = new Table({
  name: 'reception_toggle',
  columns: [table.id(), table.corpId(), table.text('staffId', 40), table.bool('isOnline'), table.time('at')],
  indices: [new TableIndex({ name: 'ix_reception_toggle', columnNames: ['corpId', 'staffId', 'at'] })],
});
const workDays = new Table({
  name: 'work_day',
  columns: [table.id(), table.corpId(), table.text('date', 10), table.text('kind', 10), table.text('name', 32)],
  indices: [new TableIndex({ name: 'uq_work_day', columnNames: ['corpId', 'date'], isUnique: true })],
});

/** The workdays of live codes move into the company's calendar, and who was on duty when is kept from now on. */
export class OneCalendar1763700044000 implements MigrationInterface {
  name = 'OneCalendar1763700044000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(toggles);
    await addStay(runner);
    await runner.addColumn('live_code_way', new TableColumn(table.json('problem', { nullable: true })));
    const online = (await runner.query('SELECT corpId, staffId, isOnline, changedAt FROM reception_online')) as { corpId: string; staffId: string; isOnline: number; changedAt: number | string }[];
    for (const { corpId, staffId, isOnline, changedAt } of online) await runner.query('INSERT INTO reception_toggle (id, corpId, staffId, isOnline, at) VALUES (?, ?, ?, ?, ?)', [newId('tog'), corpId, staffId, isOnline, changedAt]);
    const before = (await runner.query('SELECT corpId, date, kind, name FROM work_day')) as { corpId: string; date: string; kind: string; name: string }[];
    for (const corpId of new Set(before.map((one) => one.corpId))) await mergeDays(runner, corpId, before.filter((one) => one.corpId === corpId));
    await runner.dropTable('work_day');
    for (const { corpId, days } of await calendars(runner)) await renewRules(runner, corpId, days);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.createTable(workDays);
    for (const { corpId, days } of await calendars(runner)) {
      for (const { day, kind, name } of days) await runner.query('INSERT INTO work_day (id, corpId, date, kind, name) VALUES (?, ?, ?, ?, ?)', [newId('wd'), corpId, day, kind === 'workday' ? kind : 'holiday', name.slice(0, 32)]);
    }
    await runner.dropColumn('live_code_way', 'problem');
    await runner.dropTable('reception_toggle');
  }
}

/** Rules say how long a browser is shown the same person. */
async function addStay(runner: QueryRunner): Promise<void> {
  for (const name of ['live_code', 'live_code_rule']) {
    const rows = (await runner.query(`SELECT id, rule FROM ${name} WHERE rule IS NOT NULL`)) as { id: string; rule: string }[];
    for (const { id, rule } of rows) await runner.query(`UPDATE ${name} SET rule = ? WHERE id = ?`, [JSON.stringify({ ...JSON.parse(rule) as object, stayMinutes: 10 }), id]);
  }
}

async function calendars(runner: QueryRunner): Promise<{ corpId: string; days: OwnDay[] }[]> {
  const rows = (await runner.query('SELECT corpId, days FROM own_calendar')) as { corpId: string; days: string }[];
  return rows.map(({ corpId, days }) => ({ corpId, days: JSON.parse(days) as OwnDay[] }));
}

/** Where both lists name a day, the one that people saw counts. */
async function mergeDays(runner: QueryRunner, corpId: string, rows: { date: string; kind: string; name: string }[]): Promise<void> {
  const [row] = (await runner.query('SELECT days FROM own_calendar WHERE corpId = ?', [corpId])) as { days: string }[];
  const days = new Map([...rows.map(({ date: day, kind, name }) => ({ day, kind, name })), ...(row ? JSON.parse(row.days) as OwnDay[] : [])].map((one) => [one.day, one]));
  const merged = JSON.stringify([...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1)));
  const now = Date.now();
  if (row) await runner.query('UPDATE own_calendar SET days = ?, updatedAt = ? WHERE corpId = ?', [merged, now, corpId]);
  else await runner.query('INSERT INTO own_calendar (id, corpId, days, updatedAt) VALUES (?, ?, ?, ?)', [newId('cal'), corpId, merged, now]);
}

/** Codes that look at workdays have these from now on: a new revision of their rule says so, and their lists are looked at again. */
async function renewRules(runner: QueryRunner, corpId: string, days: OwnDay[]): Promise<void> {
  const kinds = JSON.stringify(Object.fromEntries(days.map(({ day, kind }) => [day, kind === 'workday' ? kind : 'holiday'])));
  const codes = (await runner.query('SELECT id, rule, ruleNo FROM live_code WHERE corpId = ? AND deletedAt IS NULL AND rule IS NOT NULL', [corpId])) as { id: string; rule: string; ruleNo: number }[];
  for (const { id, rule, ruleNo } of codes) {
    const { slots, dates, skipVerify } = JSON.parse(rule) as Rule;
    if (![...slots, ...dates.flatMap((date) => date.slots), ...skipVerify.windows].some(({ dayKinds }) => dayKinds.length < 2)) continue;
    const [kept] = (await runner.query('SELECT days FROM live_code_rule WHERE corpId = ? AND liveCodeId = ? AND no = ?', [corpId, id, ruleNo])) as { days: string }[];
    if (kept?.days === kinds) continue;
    await runner.query('INSERT INTO live_code_rule (id, corpId, liveCodeId, no, rule, days, byId, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [newId('lcr'), corpId, id, ruleNo + 1, rule, kinds, '', Date.now()]);
    await runner.query('UPDATE live_code SET ruleNo = ?, nextAlignAt = 0 WHERE id = ?', [ruleNo + 1, id]);
  }
}
