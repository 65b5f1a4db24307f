import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { startMariadb, type Mariadb } from '../../test/mariadb';
import { startServer } from '../child';
import { isMet, median, printTable, type Result } from '../results';
import { codes } from './data';
import { enter, writeScript, type Address, type Contestant, type Round } from './contestants';

const rounds = 5;
const seconds = 3;
const connections = 64;
/** So many that the server has always the next to do: with few it idles between commits, and each wake costs. */
const manyConnections = 500;
const p99Ms = 20;

/** Scans of codes whose page chooses, beside the least that a server does and beside a database read for each scan. */
export async function routing(): Promise<Result[]> {
  needWrk();
  const folder = mkdtempSync(join(tmpdir(), 'scrm-bench-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clear);
  const mariadb = await startMariadb({ variables: ['--innodb-flush-log-at-trx-commit=1', '--innodb-buffer-pool-size=512M'] });
  let all: Record<string, Contestant> = {};
  try {
    say(`${codes} codes of 20 staff; ${connections} connections, ${rounds} interleaved rounds of ${seconds} s; the load of this machine before: ${loadavg()[0]!.toFixed(1)}`);
    all = await enterAll(folder, mariadb);
    const names = Object.keys(all);
    for (const name of names) await all[name]!.round(seconds, connections);
    const measured = await interleaved(all, names, connections);
    const full = await interleaved(all, ['memory', 'sqlite', 'mariadb'], manyConnections);
    const many: Record<string, Round[]> = {};
    for (let i = 0; i < 3; i++) for (const name of ['sqlite', 'mariadb']) (many[name] ??= []).push(await all[name]!.round(seconds, manyConnections, { thinks: true }));
    print(`as fast as they answer, ${connections} connections`, measured, all);
    print(`as fast as they answer, ${manyConnections} connections`, full, all);
    print(`${manyConnections} connections, each about 10 scans a second`, many, all);
    await checkKept(mariadb, all.mariadb!.answered + all.two!.answered);
    return [
      figure('picks : bare Koa, per server CPU-s', measured, 'memory', 'koa', 'perServerCpuSecond', '>= 0.80'),
      figure('picks kept on SQLite : not kept, per server CPU-s', measured, 'sqlite', 'memory', 'perServerCpuSecond', '>= 0.75'),
      figure('picks kept on MariaDB : not kept, per server CPU-s', measured, 'mariadb', 'memory', 'perServerCpuSecond', '>= 0.75'),
      figure(`the same on SQLite, ${manyConnections} connections`, full, 'sqlite', 'memory', 'perServerCpuSecond', '>= 0.75'),
      figure(`the same on MariaDB, ${manyConnections} connections`, full, 'mariadb', 'memory', 'perServerCpuSecond', '>= 0.75'),
      figure('picks : a read per request, per all-CPU-s', measured, 'memory', 'read', 'perCpuSecond', '>= 6'),
      figure('two processes, kept on MariaDB : one, per second', measured, 'two', 'mariadb', 'perSecond', null),
      ...Object.entries(many).map(([name, list]): Result => {
        const values = list.map(({ p99 }) => p99 / p99Ms);
        const ratio = median(values);
        return { name: `p99 at ${manyConnections} connections, ${name} : ${p99Ms} ms`, value: median(list.map(({ p99 }) => p99)), unit: 'ms', ratio, range: [Math.min(...values), Math.max(...values)], goal: '<= 1', met: isMet(ratio, '<= 1') };
      }),
    ];
  } finally {
    for (const contestant of Object.values(all)) await contestant.stop();
    await mariadb.stop();
    clear();
  }
}

async function interleaved(all: Record<string, Contestant>, names: string[], count: number): Promise<Record<string, Round[]>> {
  const measured: Record<string, Round[]> = {};
  for (let i = 0; i < rounds; i++) {
    // Another one begins each round, so that none always runs in the wake of the same.
    for (let j = 0; j < names.length; j++) {
      const name = names[(i + j) % names.length]!;
      (measured[name] ??= []).push(await all[name]!.round(seconds, count));
    }
  }
  return measured;
}

async function enterAll(folder: string, mariadb: Mariadb): Promise<Record<string, Contestant>> {
  const connection = await createConnection(mariadb.url);
  await connection.query('CREATE DATABASE routing CHARACTER SET utf8mb4');
  await connection.end();
  const url = mariadb.url.replace(/[^/]*$/, 'routing');
  const [memory, sqlite] = [`sqlite:${join(folder, 'memory.db')}`, `sqlite:${join(folder, 'bench.db')}`];
  const scripts: Record<string, string> = {};
  for (const [name, database] of Object.entries({ memory, sqlite, url })) {
    // One that fills and stops, so that all that are measured started alike.
    const filler = await startServer<Address>('routing/product', [database, join(folder, name), 'database', 'fill']);
    mkdirSync(join(folder, `scripts-${name}`), { recursive: true });
    scripts[name] = writeScript(join(folder, `scripts-${name}`), filler.address.ids);
    await filler.stop();
  }
  const product = (database: string, name: string, store = 'database') => [database, join(folder, name), store, '-'];
  return {
    koa: await enter('bare Koa', 'koa', [[]], scripts.memory!),
    memory: await enter('picks, not kept', 'product', [product(memory, 'memory', 'memory')], scripts.memory!),
    sqlite: await enter('picks, kept on SQLite, flushed', 'product', [product(sqlite, 'sqlite')], scripts.sqlite!),
    mariadb: await enter('picks, kept on MariaDB, flushed', 'product', [product(url, 'mariadb')], scripts.url!, mariadb.pid),
    two: await enter('the same by two processes', 'product', [product(url, 'two-a'), product(url, 'two-b')], scripts.url!, mariadb.pid),
    read: await enter('a MariaDB read per request', 'read', [[url]], scripts.url!, mariadb.pid),
  };
}

/** What was answered must be in the database. */
async function checkKept(mariadb: Mariadb, answered: number): Promise<void> {
  const connection = await createConnection(mariadb.url.replace(/[^/]*$/, 'routing'));
  const [rows] = await connection.query('SELECT COALESCE(SUM(JSON_LENGTH(scans)), 0) AS n FROM live_code_batch');
  await connection.end();
  const kept = Number((rows as { n: number | string }[])[0]!.n);
  if (kept < answered) throw new Error(`${answered} scans answered, only ${kept} kept`);
}

function figure(name: string, all: Record<string, Round[]>, own: string, peer: string, field: keyof Round, goal: string | null): Result {
  const values = all[own]!.map((round) => round[field]);
  const ratios = values.map((value, i) => value / all[peer]![i]![field]);
  const ratio = median(ratios);
  return { name, value: median(values), unit: field === 'perSecond' ? 'scans/s' : 'scans/CPU-s', ratio, range: [Math.min(...ratios), Math.max(...ratios)], goal, met: goal === null ? null : isMet(ratio, goal) };
}

function print(title: string, all: Record<string, Round[]>, contestants: Record<string, Contestant>): void {
  const cell = (list: Round[], field: keyof Round, digits = 0) => median(list.map((round) => round[field])).toFixed(digits);
  printTable([title, 'per second', 'per server CPU-s', 'per all-CPU-s', 'p50 ms', 'p99 ms'], Object.entries(all).map(([name, list]) => [
    contestants[name]!.title, cell(list, 'perSecond'), cell(list, 'perServerCpuSecond'), cell(list, 'perCpuSecond'), cell(list, 'p50', 1), cell(list, 'p99', 1),
  ]));
}

function needWrk(): void {
  try {
    execFileSync('wrk', ['-v'], { stdio: 'ignore' });
  } catch (error) {
    // It says its version and ends with 1.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error('This benchmark needs wrk; on Debian: apt-get install -y wrk');
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
