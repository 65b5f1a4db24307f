import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axios from 'axios';
import { demo } from '../sandbox/demo';
import type { CorpKey } from '../sandbox/control';
import type { App } from './app';
import type { Config } from './config';
import { connectApp } from './modules/corp';

/** Says something in the sandbox's control language. */
export type Control = <T = unknown>(method: 'GET' | 'POST', path: string, body?: Record<string, unknown>) => Promise<T>;

export function httpControl(url: string): Control {
  return async <T>(method: 'GET' | 'POST', path: string, body: Record<string, unknown> = {}) =>
    (await axios.request<T>({ method, url: url + path, data: method === 'POST' ? body : undefined, timeout: 10_000 })).data;
}

/**
 * Runs the sandbox as a process of its own, as WeCom is: it goes on when the server dies, and the next server finds
 * it again under the same port and ends it with itself.
 */
export async function startSandbox({ port, url }: { port: number; url: string }, config: Config): Promise<{ stop(): void }> {
  const control = httpControl(url);
  const isThere = () => control('GET', '/sandbox/state').then(() => true, () => false);
  mkdirSync(config.dataDir, { recursive: true });
  const pidFile = join(config.dataDir, 'sandbox.pid');
  if (await isThere()) return { stop: () => endProcess(existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0) };
  const log = openSync(join(config.dataDir, 'sandbox.log'), 'a');
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  // As this program runs, so does that one: from its source, or bundled.
  const isSource = process.argv[1]?.endsWith('.ts');
  const child = spawn(process.execPath, isSource ? ['--import', 'tsx', here('../sandbox/main.ts')] : ['--enable-source-maps', here('../dist/sandbox.mjs')], {
    env: { ...process.env, SANDBOX_PORT: String(port), SANDBOX_PUBLIC_URL: url, SANDBOX_HOST: config.host, DATA_DIR: config.dataDir, PUBLIC_URL: config.publicUrl },
    stdio: ['ignore', log, log],
    detached: true,
  });
  child.unref();
  writeFileSync(pidFile, String(child.pid));
  for (let tries = 0; !(await isThere()); tries++) {
    if (tries > 150 || child.exitCode !== null) throw new Error(`The sandbox did not start on port ${port}; see ${join(config.dataDir, 'sandbox.log')}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { stop: () => endProcess(child.pid ?? 0) };
}

function endProcess(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

/** The suite, the mini-program and the official account of the demo provider, unless others are configured. */
export function withDemoSuite(config: Config): Config {
  return { ...config, suite: config.suite ?? { ...demo.suite, provider: demo.provider }, mini: config.mini ?? demo.mini, official: config.official ?? demo.official };
}

export const demoCorps = ['suite', 'agency', 'selfBuilt'] as const;

/**
 * Connects the demo corps as a person would: by installing the suite, and by pasting keys and addresses. `ticketKept`
 * waits until the suite_ticket that was pushed is kept, without which nothing can be installed.
 */
export async function connectDemoCorps(app: App, control: Control, keys: readonly CorpKey[], ticketKept: () => Promise<void>): Promise<void> {
  for (const key of keys) {
    if (key === 'suite') await installSuite(app, control, ticketKept);
    else await connectOwnApp(app, control, key);
  }
}

/** For a server that works by itself: looks until the ticket is there. */
export async function waitForTicket({ services }: App): Promise<void> {
  for (let tries = 0; tries < 300 && (await services.platform.tokens.suiteTicketAge()) === null; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function installSuite({ services }: App, control: Control, ticketKept: () => Promise<void>): Promise<void> {
  await control('POST', '/sandbox/ticket');
  await ticketKept();
  const known = await services.corps.bySuite(demo.suite.suiteId, demo.corps.suite.corpId);
  if (known?.state !== 'active') await control('POST', '/sandbox/install', { corp: 'suite' });
}

async function connectOwnApp({ config, clock, database, services }: App, control: Control, key: 'agency' | 'selfBuilt'): Promise<void> {
  const { name, corpId, agentId, secret, token, aesKey } = demo.corps[key];
  const corp = await connectApp({ database, secrets: services.secrets, now: clock.now() }, { kind: key, name, wecomCorpId: corpId, agentId, secret, token, aesKey });
  services.corps.forget(corp);
  // As a person would who is told that there was no answer within a second: the machine may just be busy.
  for (let tries = 1; ; tries++) {
    const { verified, error } = await control<{ verified: boolean; error: string }>('POST', '/sandbox/callback-url', { corp: key, url: `${config.publicUrl}/wecom/app/${corp.appId}`, token, aesKey });
    if (verified) return;
    if (tries === 10) throw new Error(`The sandbox could not verify the callback address of ${name}: ${error}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
