import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import axios from 'axios';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { onTestFinished } from 'vitest';
import type { Api } from '@scrm/shared/api';
import { createClient, type Client, type Transport } from '@scrm/shared/client';
import type { Role } from '@scrm/shared/permission';
import type { Contact, ChatMessage, CorpKey, WechatUser } from '../sandbox/control';
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox';
import { countWaiting } from '../src/core/inbox/inbox';
import { createApp, type App } from '../src/app';
import { readConfig, type Config } from '../src/config';
import { createLog } from '../src/core/log';
import { Database } from '../src/core/db/database';
import { newId } from '../src/core/db/ids';
import { connectDemoCorps, withDemoSuite, type Control } from '../src/demo';
import { migrations } from '../src/migrations';
import { modules } from '../src/modules';
import type { Corp } from '../src/modules/corp';
import { replaceRoles } from '../src/modules/session';
import { freePort } from './process';

export interface TestOptions extends Partial<SandboxOptions> {
  /** Which demo corps are connected. */
  corps?: CorpKey[];
  /** Work is done in the background through this Redis; `settle` waits for it instead of doing it. */
  redisUrl?: string;
  /** What the environment would say otherwise. */
  settings?: Partial<Config>;
  /** Takes every line of the log, down to `debug`. */
  log?: (line: string) => void;
}

/** The platform's 5 s and 1 s are tested with the sandbox itself; here a busy machine must not decide. */
const patient = { cutMs: 60_000, hurryCutMs: 60_000 };

/** 10:00 on a Tuesday in Shanghai. */
const startOfTests = Date.UTC(2026, 8, 1, 2, 0, 0);

/**
 * The real app over real HTTP against the real sandbox, on a database of its own. The clock of both is turned by
 * hand and background work runs when `settle` says so; nothing sleeps.
 */
export async function testApp(options: TestOptions = {}) {
  const { corps: keys = ['selfBuilt'], redisUrl = null, log, settings, ...sandboxOptions } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'scrm-test-'));
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const sandbox = await createSandbox({ dataDir: null, serverUrl: publicUrl, clock: 'manual', now: startOfTests, customersPerCorp: 20, silent: true, delivery: patient, ...sandboxOptions });
  const clock = { now: () => sandbox.now() };
  const config = {
    ...withDemoSuite(readConfig({ PORT: String(port), PUBLIC_URL: publicUrl, DATA_DIR: dataDir, SANDBOX: '1', WECOM_API_URL: sandbox.url, DATABASE_URL: await freshDatabase(dataDir), LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent' })),
    host: '127.0.0.1',
    hosts: { api: sandbox.url, authorize: sandbox.url, login: sandbox.url, install: sandbox.url },
    sandbox: { port: sandbox.port, url: sandbox.url },
    redisUrl,
    ...settings,
  };
  const app = await createApp({ config, clock, log: createLog(log ? { level: 'debug', write: log } : { level: config.logLevel }), idle: redisUrl === null });
  await app.start();
  const control: Control = (method, path, body) => sandbox.control(method, path, body);

  const settle = async () => {
    for (let quiet = false; !quiet;) {
      await sandbox.settle();
      if (redisUrl) await sleep(100);
      else await app.drain();
      const [row] = await app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM job WHERE state = \'running\' OR (state = \'waiting\' AND runAt <= ?)', [clock.now()]);
      quiet = Number(row!.n) + (await countWaiting(app.database)) === 0;
    }
  };

  const close = async () => {
    await app.stop();
    await sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  onTestFinished(close);

  await connectDemoCorps(app, control, keys, settle);
  await settle();
  const all = await app.services.corps.all();
  const corps = Object.fromEntries(keys.map((key) => [key, all.find((corp) => corp.kind === key)!])) as Record<CorpKey, Corp>;
  const first = keys[0]!;

  /** A client of the API as someone of this role; no corp given means the first that was connected. */
  async function as(role: Role, corp: CorpKey = first, staffId: string | null = null): Promise<Client<Api>> {
    // A staff member's roles are rows; the session's own role counts for accounts only.
    if (staffId) await app.database.write(corps[corp].id, (tx) => replaceRoles(tx, staffId, role === 'staff' ? [] : [role], clock.now()));
    const token = await app.services.sessions.open({
      kind: 'bearer', subjectKind: staffId ? 'staff' : 'account', subjectId: staffId ?? newId('acc'), name: role, role, corpId: corps[corp].id, userAgent: 'test',
    });
    return clientWith(publicUrl, token);
  }

  return {
    app, config, clock, corps, publicUrl, control, settle, as, close,
    sandbox: speak(sandbox, first),
    /** Turns the clock of sandbox and server. */
    advance: async (ms: number) => {
      await sandbox.advance(ms);
      await settle();
    },
  };
}

export type TestApp = Awaited<ReturnType<typeof testApp>>;
export type { App };

export function clientWith(publicUrl: string, token: string, language = 'zh'): Client<Api> {
  const send: Transport = async (path, body) => {
    const reply = await axios.post<unknown>(publicUrl + path, body, { headers: { authorization: `Bearer ${token}`, 'accept-language': language }, validateStatus: () => true });
    return { status: reply.status, body: reply.data };
  };
  return createClient<Api>(send);
}

/** What people do on their phones, in short sentences. */
function speak(sandbox: Sandbox, corp: CorpKey) {
  const { control } = sandbox;
  return Object.assign(sandbox, {
    newPerson: (name: string) => control<WechatUser>('POST', '/sandbox/people', { name }),
    scan: (person: WechatUser, qr: string) => control<{ corp: CorpKey; userid: string; externalUserid: string; pending: boolean }>('POST', '/sandbox/scan', { person: person.id, qr }),
    unfriend: (person: WechatUser, userid: string, by: 'customer' | 'staff') => control('POST', '/sandbox/unfriend', { corp, userid, person: person.id, by }),
    repeatLastCallback: () => control('POST', '/sandbox/deliveries/repeat', {}),
    chat: async (person: WechatUser, userid: string) => control<ChatMessage[]>('GET', `/sandbox/chat?corp=${corp}&userid=${userid}&person=${person.id}`),
    contacts: (person: WechatUser) => control<Contact[]>('GET', `/sandbox/contacts?person=${person.id}`),
    fault: (target: string, effect: string, value = 0, times = 1) => control('POST', '/sandbox/faults', { target, effect, value, times }),
  });
}

/** Migrated and empty: making one takes longer than most stories. */
const spare: string[] = [];
/** The same as a file of SQLite's, for this process. */
let migrated: Promise<Buffer> | undefined;

/** SQLite in a folder of its own, or, with TEST_MYSQL_URL, a database on that server that no other story uses. */
async function freshDatabase(dataDir: string): Promise<string> {
  const server = process.env.TEST_MYSQL_URL;
  if (!server) {
    const path = join(dataDir, 'test.db');
    writeFileSync(path, await (migrated ??= migratedFile()));
    return `sqlite:${path}`;
  }
  const name = spare.pop() ?? (await createDatabase(server));
  onTestFinished(async ({ task }) => {
    // What a story that failed left behind is not known.
    if (task.result?.state !== 'pass') return;
    await emptyDatabase(server, name);
    spare.push(name);
  });
  return `${server.replace(/\/[^/]*$/, '')}/${name}`;
}

async function migratedFile(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'scrm-migrated-'));
  const path = join(folder, 'test.db');
  try {
    const database = await Database.open({ url: `sqlite:${path}`, entities: modules.flatMap((module) => module.entities ?? []), migrations });
    await database.migrate();
    await database.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function createDatabase(server: string): Promise<string> {
  const name = `scrm_${newId('t').toLowerCase()}`;
  await onServer(server, (connection) => connection.query(`CREATE DATABASE ${name}`));
  return name;
}

/** The tables stay, and which migrations made them. */
async function emptyDatabase(server: string, name: string): Promise<void> {
  await onServer(server, async (connection) => {
    const [tables] = await connection.query<RowDataPacket[]>('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name <> \'migration\'', [name]);
    await connection.query(tables.map((table) => `DELETE FROM \`${name}\`.\`${table.name as string}\``).join(';'));
  });
}

async function onServer(server: string, work: (connection: Connection) => Promise<unknown>): Promise<void> {
  const connection = await createConnection({ uri: server, multipleStatements: true });
  await work(connection);
  await connection.end();
}
