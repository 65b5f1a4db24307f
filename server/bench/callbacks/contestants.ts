import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';
import type { Mariadb } from '../../test/mariadb';
import { carryOut, cpuOf, startServer, type ServerChild } from '../child';
import type { LoadOrder, LoadReport } from './load';
import type { Address } from './messages';

export type Kind = 'memory' | 'sqlite' | 'mariadb' | 'usual';

export const titles: Record<Kind, string> = {
  memory: 'this intake, kept in memory only', sqlite: 'this intake, SQLite, flushed', mariadb: 'this intake, MariaDB, flushed', usual: 'the usual way, MariaDB, flushed',
};

export interface Round extends LoadReport {
  perSecond: number;
  perServerCpuSecond: number;
  /** Of the server and its database together. */
  perCpuSecond: number;
}

/** One way to take callbacks in, running and ready to be measured. */
export class Contestant {
  private acknowledged = 0;
  private fastest = 0;

  private constructor(readonly kind: Kind, private readonly server: ServerChild<Address>, private readonly databasePid: number | null, private readonly count: () => Promise<number>) {}

  static async enter(kind: Kind, folder: string, mariadb: Mariadb, env: NodeJS.ProcessEnv): Promise<Contestant> {
    if (kind === 'usual' || kind === 'mariadb') {
      const url = await createDatabase(mariadb, kind);
      const server = kind === 'usual' ? await startServer<Address>('callbacks/usual', [url], env) : await startServer<Address>('callbacks/product', [url, folder, 'database'], env);
      return new Contestant(kind, server, mariadb.pid, () => countMysql(url, kind === 'usual' ? 'SELECT COUNT(*) AS n FROM callback_event' : countArrived));
    }
    const path = join(folder, 'bench.db');
    const server = await startServer<Address>('callbacks/product', [`sqlite:${path}`, folder, kind === 'memory' ? 'memory' : 'database'], env);
    return new Contestant(kind, server, null, async () => (kind === 'memory' ? Infinity : countSqlite(path)));
  }

  /** Until the compiler has done its work: a number of events, not a time, because machines differ. */
  async warmUp(): Promise<void> {
    await this.send(8, this.kind === 'usual' ? 5000 : 40_000);
  }

  /** Twice as many messages are made as were taken before: making them takes time too. */
  round(seconds: number): Promise<Round> {
    return this.send(seconds, Math.ceil(this.fastest * seconds * 2));
  }

  private async send(seconds: number, messages: number): Promise<Round> {
    const before = await this.cpu();
    const report = await carryOut<LoadOrder, LoadReport>('callbacks/load', { address: this.server.address, connections: 64, seconds, messages });
    const after = await this.cpu();
    this.acknowledged += report.acknowledged;
    if (report.refused > 0) throw new Error(`${titles[this.kind]}: ${report.refused} callbacks were refused`);
    const serverCpu = after.server - before.server;
    const perSecond = report.acknowledged / report.seconds;
    this.fastest = Math.max(this.fastest, perSecond);
    return {
      ...report, perSecond, perServerCpuSecond: report.acknowledged / serverCpu,
      perCpuSecond: report.acknowledged / (serverCpu + after.database - before.database),
    };
  }

  /** What was acknowledged must be in the database, seen from outside of the server. */
  async checkStored(): Promise<void> {
    const stored = await this.count();
    if (stored < this.acknowledged) throw new Error(`${titles[this.kind]}: ${this.acknowledged} callbacks acknowledged, only ${stored} stored`);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private async cpu(): Promise<{ server: number; database: number }> {
    return { server: await this.server.cpuSeconds(), database: this.databasePid === null ? 0 : cpuOf(this.databasePid) };
  }
}

async function createDatabase(mariadb: Mariadb, name: string): Promise<string> {
  const connection = await createConnection(mariadb.url);
  await connection.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
  await connection.end();
  return mariadb.url.replace(/[^/]*$/, name);
}

/** The server of this benchmark does not dispatch, so that all are still there as they arrived. */
const countArrived = 'SELECT SUM(many) AS n FROM inbox_arrival';

async function countMysql(url: string, sql: string): Promise<number> {
  const connection = await createConnection(url);
  const [rows] = await connection.query(sql);
  await connection.end();
  return Number((rows as { n: number | string }[])[0]!.n);
}

function countSqlite(path: string): number {
  const db = new Sqlite(path, { readonly: true });
  try {
    return (db.prepare(countArrived).get() as { n: number }).n;
  } finally {
    db.close();
  }
}
