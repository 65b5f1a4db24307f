import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import axios from 'axios';
import type { AudienceFilter } from '@scrm/shared/audience';
import { startMariadb } from '../../test/mariadb';
import { createApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { systemClock } from '../../src/core/clock';
import { createLog } from '../../src/core/log';
import { countBySql, pageBySql, prepareFilter } from '../../src/modules/audience';
import { carryOut } from '../child';
import { isMet, median, printTable, type Result } from '../results';
import { corpId, fields, fillMariadb, fillSqlite, levelIds, now, staffIds, tagIds } from './data';
import { write } from '../../src/core/db/scope';
import { Field } from '../../src/modules/field/entity';
import type { StartOrder, StartReport } from './first-start';
import { CommaTags, PlainTypeorm, pageSize } from './peers';

const people = Number(process.env.BENCH_CUSTOMERS ?? 1_000_000);
const rounds = 3;
/** A third of the machine: the million takes 5.5 GB with all indexes, and a database server that has them keeps them in memory. */
const poolBytes = Math.floor(totalmem() / 3);
const year = 365 * 86_400_000;
const [t0, t3, t8, t20, t60, t200] = [0, 3, 8, 20, 60, 200].map((n) => tagIds[n]!) as [string, string, string, string, string, string];
const everyone = { reach: { staffIds: null }, roles: null };

/** `comma`, `plain`: the peers that can be asked the same. */
const filters: Record<string, { filter: AudienceFilter; comma?: true; plain?: true; sql?: true }> = {
  'no filter': { filter: {}, comma: true, plain: true },
  'one of the staff, 90 days': { filter: { staffIds: [staffIds[3]!], addedAt: { from: now - year / 4, to: now } } },
  'any of 3 tags': { filter: { tags: { any: [t3, t20, t60] } }, plain: true, sql: true },
  'all of 3 tags': { filter: { tags: { all: [tagIds[0]!, tagIds[1]!, tagIds[2]!] } }, comma: true, plain: true, sql: true },
  'all of 3 tags, one of them rarer': { filter: { tags: { all: [t0, t3, t8] } }, comma: true, plain: true },
  'all of 3 tags, one of them rare': { filter: { tags: { all: [t0, t3, t200] } }, comma: true, plain: true, sql: true },
  'any of 3, none of 3': { filter: { tags: { any: [t3, t20, t60], none: [t0, t8, t200] } }, plain: true, sql: true },
  'any, none, staff, 1 year, keyword': { filter: { tags: { any: [t0, t3, t20], none: [t8, t60] }, staffIds: [staffIds[7]!], addedAt: { from: now - year, to: now }, keyword: '伟' } },
  'keyword and a common tag': { filter: { tags: { all: [t0] }, keyword: '晨曦' }, comma: true },
  'keyword, staff, 1 year, 1 tag': { filter: { tags: { all: [t0] }, staffIds: [staffIds[7]!], addedAt: { from: now - year, to: now }, keyword: '伟' }, comma: true },
  'a common keyword of one character': { filter: { keyword: '李' } },
  'a rare keyword': { filter: { keyword: '欧雨桐' } },
  'company': { filter: { keyword: '海棠' } },
  'lost, active in the last 30 days': { filter: { state: 'lost', activeAt: { from: now - year / 12 } } },
  'one choice of a field': { filter: { fields: [{ fieldId: 'fld_level', op: 'is', value: levelIds[1]! }] } },
  'two fields: a choice and a range': { filter: { fields: [{ fieldId: 'fld_level', op: 'anyOf', values: levelIds.slice(1, 3) }, { fieldId: 'fld_budget', op: 'range', from: 20_000, to: 40_000 }] } },
  'three fields and a tag': { filter: { tags: { all: [t3] }, fields: [{ fieldId: 'fld_level', op: 'has' }, { fieldId: 'fld_budget', op: 'range', from: 50_000 }, { fieldId: 'fld_street', op: 'contains', text: '伟大' }] } },
  'way of adding, friends': { filter: { addWays: [1, 16], state: 'friend' } },
};

interface Timed {
  p50: number;
  p95: number;
}

/** A list of a million customers: from memory, by our SQL, by the peers, on the same rows. */
export async function customers(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scrm-bench-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clear);
  const mariadb = await startMariadb({ variables: ['--innodb-flush-log-at-trx-commit=1', `--innodb-buffer-pool-size=${poolBytes}`, '--innodb-log-file-size=1G', '--secure-file-priv='] });
  const env = {
    PORT: '0', HOST: '127.0.0.1', PUBLIC_URL: 'http://127.0.0.1', SANDBOX: '0', ROLE: 'web', LOG_LEVEL: 'error',
    SECRET_KEY: randomBytes(32).toString('hex'), DATABASE_URL: mariadb.url, DATA_DIR: folder,
  };
  const config = readConfig(env);
  const app = await createApp({ config, clock: systemClock, log: createLog({ level: config.logLevel }), idle: true });
  try {
    say(`${people.toLocaleString('en-US')} customers, 5 of 500 tags and 3 field values each, 200 staff, in MariaDB; the load of this machine before: ${loadavg()[0]!.toFixed(1)}`);
    await fillMariadb(mariadb.url, folder, people);
    say(`the rows are there and flushed; load ${loadavg()[0]!.toFixed(1)}`);
    const results = await measure(app, env, await app.start(), new CommaTags(mariadb.url), await PlainTypeorm.open(mariadb.url));
    return [...results, await startFromSqlite(folder, env)];
  } finally {
    await app.stop();
    await mariadb.stop();
    clear();
  }
}

/** The same rows in the database that `npm start` has. */
async function startFromSqlite(folder: string, env: Record<string, string>): Promise<Result> {
  const onSqlite = { ...env, DATABASE_URL: `sqlite:${join(folder, 'scrm.db')}`, DATA_DIR: join(folder, 'sqlite') };
  const empty = await createApp({ config: readConfig(onSqlite), clock: systemClock, log: createLog({ level: 'error' }), idle: true });
  await empty.stop();
  await fillSqlite(join(folder, 'scrm.db'), folder);
  const { seconds, cpuSeconds } = await carryOut<StartOrder, StartReport>('customers/first-start', { env: onSqlite });
  say(`index from all rows on SQLite: ${seconds.toFixed(1)} s, of which the server had the CPU for ${cpuSeconds.toFixed(1)} s`);
  return firstStart('SQLite', seconds);
}

const firstStart = (database: string, seconds: number): Result =>
  ({ ...figure(`first start, from all rows on ${database} : 10 s per million`, seconds, seconds / (people / 1e6) / 10, '<= 1'), unit: 's' });

type App = Awaited<ReturnType<typeof createApp>>;

async function measure(app: App, env: Record<string, string>, port: number, comma: CommaTags, plain: PlainTypeorm): Promise<Result[]> {
  const { audiences, sessions } = app.services;
  const db = app.database.corp(corpId);
  await write(db, (tx) => tx.insert(Field, fields.map(({ id, kind }, order) => ({
    id, kind, key: null, name: id, hint: '', required: false, order, options: kind === 'choice' ? levelIds.map((option) => ({ id: option, name: option, retired: false })) : [],
    sensitive: false, seeRoles: [], editRoles: [], revealRoles: [], archivedAt: null, createdAt: 1, updatedAt: 1,
  }))));
  const { seconds: buildSeconds, cpuSeconds, copySeconds } = await carryOut<StartOrder, StartReport>('customers/first-start', { env });
  say(`index from all rows: ${buildSeconds.toFixed(1)} s, of which the server had the CPU for ${cpuSeconds.toFixed(1)} s; copied in ${copySeconds.toFixed(1)} s more`);
  const before = live();
  const startedAt = performance.now();
  const index = await audiences.ready(corpId);
  const startSeconds = (performance.now() - startedAt) / 1000;
  const { bytes } = index;
  const megabytes = (live() - before) / 1e6;
  const tagBytes = tagIds.reduce((sum, id) => sum + (index.set('tag', id)?.bytes ?? 0), 0);
  const memberships = tagIds.reduce((sum, id) => sum + (index.set('tag', id)?.size ?? 0), 0);
  say(`index: ${startSeconds.toFixed(1)} s from its copy, ${megabytes.toFixed(0)} MB live; texts ${mb(bytes.texts)}, ids ${mb(bytes.ids)}, columns ${mb(bytes.columns)}, fields ${mb(bytes.fields)}, all sets ${mb(bytes.sets)} of which tags ${mb(tagBytes)}`);

  const token = await sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_bench', name: 'bench', role: 'owner', corpId, userAgent: 'bench' });
  const overApi = async (filter: AudienceFilter, cursor?: string) => {
    const reply = await axios.post<{ total: number }>(`http://127.0.0.1:${port}/api/customers.list`, { ...filter, limit: pageSize, cursor }, { headers: { authorization: `Bearer ${token}` } });
    return reply.data.total;
  };
  const fromIndex = async (filter: AudienceFilter, cursor?: string) => {
    const audience = await audiences.find({ db, ...everyone }, filter);
    await audience.page(cursor, pageSize);
    return audience.count;
  };
  const results: Result[] = [];
  const rows: string[][] = [];
  const all = { index: [] as Timed[], api: [] as Timed[] };
  for (const [name, { filter, ...peers }] of Object.entries(filters)) {
    const total = await fromIndex(filter);
    const own = await timed(() => fromIndex(filter), 60);
    const api = await timed(() => overApi(filter), 40);
    all.index.push(own);
    all.api.push(api);
    const asked = await prepareFilter(db, filter, everyone, app.services.secrets);
    const sql = peers.sql || peers.plain ? await timed(() => pageBySql(db, asked, { place: null, limit: pageSize }), rounds) : null;
    const peerComma = peers.comma ? await timed(() => comma.page(filter), rounds) : null;
    const peerPlain = peers.plain ? await timed(() => plain.page(filter), rounds) : null;
    rows.push([name, total.toLocaleString('en-US'), pair(own), pair(api), sql ? pair(sql) : '', peerComma ? pair(peerComma) : '', peerPlain ? pair(peerPlain) : '']);
    say(`measured: ${rows.at(-1)!.join('  ')}`);
    if (peerComma) results.push(figure(`page 1 + count, ${name} : commas and OFFSET`, own.p50, peerComma.p50 / own.p50, '>= 100'));
    if (peers.sql) results.push(figure(`SQL fall-back, page 1, ${name} : plain TypeORM`, sql!.p50, peerPlain!.p50 / sql!.p50, '>= 5'));
  }
  printTable(['p50 / p95, ms', 'customers', 'memory: page 1 + count', 'over the API', 'our SQL: page 1', 'commas and OFFSET: page 1 + counts', 'plain TypeORM: page 1'], rows);

  for (const name of ['any of 3 tags', 'all of 3 tags']) {
    const { filter } = filters[name]!;
    const own = await timed(async () => (await audiences.find({ db, ...everyone }, filter)).count, 60);
    const sql = await timed(() => comma.count(filter), rounds);
    const [mine, theirs] = [(await audiences.find({ db, ...everyone }, filter)).count, await comma.count(filter)];
    if (mine !== theirs) throw new Error(`${name}: ${mine} customers in memory, ${theirs} in SQL`);
    results.push(figure(`count, ${name} : SQL`, own.p50, sql.p50 / own.p50, '>= 100'));
  }
  const asked = await prepareFilter(db, filters['all of 3 tags']!.filter, everyone, app.services.secrets);
  say(`count, all of 3 tags, by our fall-back: ${(await timed(() => countBySql(db, asked), rounds)).p50.toFixed(0)} ms`);
  results.push(...await deep(fromIndex, overApi, comma, plain, app));
  const [slowest, slowestApi] = [all.index, all.api].map((list) => Math.max(...list.map(({ p95 }) => p95))) as [number, number];
  results.push(
    figure('p95 of the slowest filter, in the server : 15 ms', slowest, slowest / 15, '<= 1'),
    figure('p95 of the slowest filter, over the API : 40 ms', slowestApi, slowestApi / 40, '<= 1'),
    { ...figure('start, from the copy of the index : 10 s per million', startSeconds, startSeconds / (people / 1e6) / 10, '<= 1'), unit: 's' },
    firstStart('MariaDB', buildSeconds),
    { ...figure('live memory : 100 MB per million', megabytes, megabytes / (people / 1e6) / 100, '<= 1'), unit: 'MB' },
    { ...figure('bytes per (customer, tag) : 2', tagBytes / memberships, tagBytes / memberships / 2, '<= 1'), unit: 'bytes' },
  );
  say(`the load of this machine after: ${loadavg()[0]!.toFixed(1)}`);
  await comma.close();
  await plain.close();
  return results;
}

type Ask = (filter: AudienceFilter, cursor?: string) => Promise<number>;

/** The page that begins behind half a million customers. */
async function deep(fromIndex: Ask, overApi: Ask, comma: CommaTags, plain: PlainTypeorm, app: App): Promise<Result[]> {
  const db = app.database.corp(corpId);
  const offset = Math.floor(people / 2);
  const [row] = await db.database.query<{ at: string | number; id: string }>('SELECT lastAddedAt AS at, id FROM customer WHERE corpId = ? ORDER BY lastAddedAt DESC, id DESC LIMIT 1 OFFSET ?', [corpId, offset - 1]);
  const cursor = `${row!.at}.${row!.id}`;
  const [first, far, apiFirst, apiFar] = [
    await timed(() => fromIndex({}), 200), await timed(() => fromIndex({}, cursor), 200), await timed(() => overApi({}), 60), await timed(() => overApi({}, cursor), 60),
  ];
  const asked = await prepareFilter(db, {}, everyone, app.services.secrets);
  const place = { at: Number(row!.at), id: row!.id };
  const sql = await timed(() => pageBySql(db, asked, { place, limit: pageSize }), rounds);
  const peer = await timed(() => comma.page({}, offset), 1);
  const orm = await timed(() => plain.page({}, offset), 1);
  printTable([`page ${(offset / pageSize + 1).toLocaleString('en-US')}: p50 / p95, ms`, ''], [
    ['memory: page + count', pair(far)], ['over the API', pair(apiFar)], ['our SQL', pair(sql)], ['commas and OFFSET: page + counts', pair(peer)], ['plain TypeORM: page', pair(orm)],
  ]);
  return [
    figure('page 25,001 : page 1, in the server', far.p50, far.p50 / first.p50, '<= 2'),
    figure('page 25,001 : page 1, over the API', apiFar.p50, apiFar.p50 / apiFirst.p50, '<= 2'),
  ];
}

async function timed(work: () => Promise<unknown>, times: number): Promise<Timed> {
  await work();
  const ms: number[] = [];
  for (let i = 0; i < times; i++) {
    const startedAt = performance.now();
    await work();
    ms.push(performance.now() - startedAt);
  }
  ms.sort((a, b) => a - b);
  return { p50: median(ms), p95: ms[Math.min(ms.length - 1, Math.floor(ms.length * 0.95))]! };
}

const figure = (name: string, value: number, ratio: number, goal: string): Result => ({ name, value, unit: 'ms', ratio, range: null, goal, met: isMet(ratio, goal) });
const pair = ({ p50, p95 }: Timed) => `${p50.toFixed(2)} / ${p95.toFixed(2)}`;
const mb = (count: number) => `${(count / 1e6).toFixed(1)} MB`;

function live(): number {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
