import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { freePort } from './process';

const run = promisify(execFile);

export interface Mariadb {
  /** Of an empty database, with a user who may make more of them. */
  url: string;
  pid: number;
  /** Ends the server and takes its files away. */
  stop(): Promise<void>;
}

export interface MariadbOptions {
  /** Server variables: `['--innodb-flush-log-at-trx-commit=1']`. */
  variables?: string[];
  env?: NodeJS.ProcessEnv;
}

/** What to say when there is none. */
export const mariadbCommand = 'apt-get install -y mariadb-server';

export class MariadbMissing extends Error {
  constructor() {
    super(`MariaDB is not installed; on Debian: ${mariadbCommand}`);
  }
}

/** A MariaDB server of our own on a free port, in a folder of its own: whatever else runs on this machine is left alone. */
export async function startMariadb(options: MariadbOptions = {}): Promise<Mariadb> {
  const server = findProgram('mariadbd');
  const installer = findProgram('mariadb-install-db');
  if (!server || !installer) throw new MariadbMissing();
  const folder = await mkdtemp(join(tmpdir(), 'scrm-mariadb-'));
  const data = join(folder, 'data');
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  await run(installer, ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot]);
  const port = await freePort();
  const child = spawn(server, [
    '--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(folder, 'sock')}`,
    // A server that starts clears the folder for temporary tables, so two must not share one.
    `--tmpdir=${folder}`,
    '--skip-log-bin', '--max-connections=300', '--character-set-server=utf8mb4', ...(options.variables ?? []), ...asRoot,
  ], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...options.env } });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const killNow = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killNow);
  const stop = async () => {
    process.off('exit', killNow);
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  const root = `mysql://root@127.0.0.1:${port}/`;
  try {
    await answering(`${root}mysql`, child);
    const connection = await createConnection(`${root}mysql`);
    await connection.query('CREATE DATABASE scrm CHARACTER SET utf8mb4');
    await connection.end();
  } catch (error) {
    await stop();
    throw new Error(`MariaDB does not start:\n${said.join('').split('\n').slice(-12).join('\n')}`, { cause: error });
  }
  return { url: `${root}scrm`, pid: child.pid!, stop };
}

/** Debian puts servers into /usr/sbin, which is not on everyone's path. */
function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await (await createConnection(url)).end();
      return;
    } catch (error) {
      if (child.exitCode !== null || tries >= 600) throw error;
      await sleep(100);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(cut);
}
