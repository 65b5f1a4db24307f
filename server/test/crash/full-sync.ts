import Sqlite from 'better-sqlite3';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiCall, SandboxState } from '../../sandbox/control';
import { httpControl, type Control } from '../../src/demo';
import { argumentsOf } from '../../bin/bundle.mjs';
import { freePort } from '../process';
import { Victim } from './victim';

const corpKey = 'selfBuilt';
const perCall = 100;
const growAtOnce = 10_000;
const lookMs = 250;
/** From this many customers on the server's memory should not grow any more. */
const warmAt = 10_000;

export interface SyncReport {
  seconds: number;
  kills: number;
  customers: number;
  /** How many the sandbox has. */
  theirs: number;
  relations: number;
  duplicates: number;
  /** Calls of `batch/get_by_user`, and the fewest that could have read it all. */
  calls: number;
  leastCalls: number;
  /** Calls that were refused for being too many. */
  refused: number;
  deadJobs: number;
  peakMb: number;
  /** From the first tenth of the time after 10,000 customers to the last: the highest of each. */
  grownMb: number;
}

/** Reads a whole company with sandbox and server as processes of their own, the server killed when these shares of the customers are there. */
export async function fullSync(people: number, killAt: readonly number[], say: (text: string) => void = () => undefined): Promise<SyncReport> {
  const sandbox = await startSandboxAlone();
  let victim: Victim | null = null;
  let db: Sqlite.Database | null = null;
  try {
    for (let grown = 0; grown < people;) {
      grown = Math.min(grown + growAtOnce, people);
      await sandbox.control('POST', '/sandbox/grow', { corp: corpKey, customers: grown });
    }
    const theirs = (await sandbox.control<SandboxState>('GET', '/sandbox/state')).corps.find(({ key }) => key === corpKey)!.customerCount;
    const startedAt = performance.now();
    victim = await Victim.start(sandbox.url);
    db = new Sqlite(victim.databasePath, { readonly: true, timeout: 10_000 });
    const one = <T>(sql: string) => db!.prepare(sql).get() as T;
    const count = (sql: string) => one<{ n: number }>(sql).n;
    const memory: { customers: number; mb: number }[] = [];
    const left = [...killAt];
    let [calls, refused, lastCall] = [0, 0, ''];
    for (;;) {
      await sleep(lookMs);
      const customers = count('SELECT COUNT(*) AS n FROM customer');
      memory.push({ customers, mb: residentMb(victim.pid) });
      for (const call of await sandbox.control<ApiCall[]>('GET', `/sandbox/calls?after=${lastCall}`)) {
        lastCall = call.id;
        if (call.errcode === 45009) refused++;
        if (call.path === '/cgi-bin/externalcontact/batch/get_by_user') calls++;
      }
      if (left.length > 0 && customers >= left[0]! * people) {
        left.shift();
        await victim.kill();
        say(`killed at ${customers.toLocaleString('en-US')} customers after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
        await victim.start();
        continue;
      }
      if (left.length === 0 && isDone(one<{ value: string } | undefined>("SELECT value FROM progress WHERE name = 'customerSync'"))) break;
      if (performance.now() - startedAt > people * 20 + 120_000) throw new Error(`The sync did not end; ${customers} customers are there`);
    }
    const relations = count('SELECT COUNT(*) AS n FROM follow_user');
    const warm = memory.filter(({ customers }) => customers >= warmAt).map(({ mb }) => mb);
    const tenth = Math.max(1, Math.floor(warm.length / 10));
    return {
      seconds: (performance.now() - startedAt) / 1000, kills: victim.kills, customers: count('SELECT COUNT(*) AS n FROM customer'), theirs, relations,
      duplicates: count('SELECT COUNT(*) - COUNT(DISTINCT externalUserid) AS n FROM customer')
        + count('SELECT COUNT(*) AS n FROM (SELECT 1 FROM follow_user GROUP BY customerId, staffId, account HAVING COUNT(*) > 1)')
        + count("SELECT COUNT(*) AS n FROM (SELECT 1 FROM activity WHERE kind = 'customer.synced' GROUP BY customerId, staffId HAVING COUNT(*) > 1)"),
      calls, leastCalls: Math.ceil(relations / perCall), refused, deadJobs: count("SELECT COUNT(*) AS n FROM job WHERE state = 'dead'"),
      peakMb: Math.max(...memory.map(({ mb }) => mb)), grownMb: highest(warm.slice(-tenth)) - highest(warm.slice(0, tenth)),
    };
  } finally {
    db?.close();
    await victim?.end();
    await sandbox.end();
  }
}

const isDone = (row?: { value: string }) => row !== undefined && (JSON.parse(row.value) as { state: string }).state === 'done';
const highest = (values: readonly number[]) => Math.max(0, ...values);

function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

async function startSandboxAlone(): Promise<{ url: string; control: Control; end(): Promise<void> }> {
  const [dataDir, port] = [mkdtempSync(join(tmpdir(), 'scrm-sandbox-')), await freePort()];
  const child: ChildProcess = spawn(process.execPath, argumentsOf('sandbox'), {
    env: { ...process.env, SANDBOX_PORT: String(port), DATA_DIR: dataDir }, stdio: ['ignore', 'ignore', 'inherit'],
  });
  const endNow = () => void child.kill('SIGKILL');
  process.once('exit', endNow);
  const url = `http://127.0.0.1:${port}`;
  const control = httpControl(url);
  for (let tries = 0; !(await control('GET', '/sandbox/state').then(() => true, () => false)); tries++) {
    if (tries > 150 || child.exitCode !== null) throw new Error('The sandbox did not start');
    await sleep(200);
  }
  return {
    url, control,
    end: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      process.off('exit', endNow);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
