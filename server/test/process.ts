import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { argumentsOf } from '../bin/bundle.mjs';
import { httpControl, type Control } from '../src/demo';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Suite {
  url: string;
  sandboxUrl: string;
  dataDir: string;
  databasePath: string;
  control: Control;
  password: string;
  /** `kill -9`, and nothing else: the sandbox goes on, as WeCom would. */
  kill(): Promise<void>;
  /** Starts the server again on the same data. */
  start(): Promise<void>;
  /** Ends both and takes the data away. */
  end(): Promise<void>;
}

/** The suite as `npm start` runs it, as processes of their own, on SQLite in a folder of its own. */
export async function startSuite(env: Record<string, string> = {}): Promise<Suite> {
  const dataDir = mkdtempSync(join(tmpdir(), 'scrm-suite-'));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const password = 'only-for-this-test';
  const url = `http://localhost:${port}`;
  const sandboxUrl = `http://localhost:${sandboxPort}`;
  let child: ChildProcess | null = null;

  const start = async () => {
    const started = spawn(process.execPath, argumentsOf('main'), {
      cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PORT: String(port), SANDBOX_PORT: String(sandboxPort), DATA_DIR: dataDir, OWNER_PASSWORD: password, LOG_LEVEL: 'error', SANDBOX: '1', PUBLIC_URL: url, ...env },
    });
    child = started;
    let output = '';
    started.stdout!.on('data', (text: Buffer) => { output += text.toString(); });
    const until = Date.now() + 90_000;
    while (!output.includes('Sign in with')) {
      if (started.exitCode !== null || Date.now() > until) throw new Error(`The suite did not start:\n${output}`);
      await sleep(20);
    }
  };

  const kill = async () => {
    const victim = child!;
    const gone = new Promise((resolve) => victim.once('exit', resolve));
    victim.kill('SIGKILL');
    await gone;
  };

  const control = httpControl(sandboxUrl);
  await start();
  return {
    url, sandboxUrl, dataDir, databasePath: join(dataDir, 'scrm.db'), control, password, kill, start,
    end: async () => {
      const last = child!;
      const gone = new Promise((resolve) => last.once('exit', resolve));
      last.kill('SIGTERM');
      await Promise.race([gone, sleep(15_000)]);
      const pid = Number(readFileSync(join(dataDir, 'sandbox.pid'), 'utf8'));
      for (let tries = 0; isRunning(pid) && tries < 50; tries++) await sleep(100);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const [lowestPort, portsOfEach, shares] = [16_000, 4000, 4];
let lastPort = randomInt(portsOfEach);

/**
 * Below those that the system gives to outgoing connections: one of these could take the port before it is listened on. And
 * never twice the same, nor one of the test process beside: a server that was killed finds its port free when it comes back.
 */
export async function freePort(): Promise<number> {
  const share = Number(process.env.VITEST_POOL_ID ?? 0) % shares;
  for (;;) {
    lastPort = (lastPort + 1) % portsOfEach;
    const port = lowestPort + share * portsOfEach + lastPort;
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
    await new Promise((closed) => probe.close(closed));
    if (isFree) return port;
  }
}
