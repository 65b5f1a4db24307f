import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cpuOf, startServer, type ServerChild } from '../child';

export interface Address {
  port: number;
  ids: string[];
}

export interface Round {
  perSecond: number;
  perServerCpuSecond: number;
  /** Of the servers and their database together. */
  perCpuSecond: number;
  p50: number;
  p99: number;
}

/** One way to answer scans: one server, or several on one database. */
export class Contestant {
  answered = 0;

  constructor(readonly title: string, private readonly servers: ServerChild<Address>[], private readonly script: string, private readonly databasePid: number | null) {}

  /** `thinks`: each connection waits about 100 ms between its scans, as people do; else it scans again at once. */
  async round(seconds: number, connections: number, { thinks = false } = {}): Promise<Round> {
    const before = await this.cpu();
    const each = Math.floor(connections / this.servers.length);
    const reports = await Promise.all(this.servers.map(({ address }) => wrk(address.port, this.script, { seconds, connections: each, thinks })));
    const after = await this.cpu();
    const requests = reports.reduce((sum, one) => sum + one.requests, 0);
    this.answered += requests;
    const server = after.server - before.server;
    return {
      perSecond: reports.reduce((sum, one) => sum + one.requests / one.seconds, 0), perServerCpuSecond: requests / server, perCpuSecond: requests / (server + after.database - before.database),
      p50: Math.max(...reports.map(({ p50 }) => p50)), p99: Math.max(...reports.map(({ p99 }) => p99)),
    };
  }

  async stop(): Promise<void> {
    for (const server of this.servers) await server.stop();
  }

  private async cpu(): Promise<{ server: number; database: number }> {
    const each = await Promise.all(this.servers.map((server) => server.cpuSeconds()));
    return { server: each.reduce((sum, one) => sum + one, 0), database: this.databasePid === null ? 0 : cpuOf(this.databasePid) };
  }
}

export async function enter(title: string, program: string, argsOf: string[][], script: string, databasePid: number | null = null): Promise<Contestant> {
  const servers = [];
  for (const args of argsOf) servers.push(await startServer<Address>(`routing/${program}`, args));
  return new Contestant(title, servers, script, databasePid);
}

/** What wrk asks for: another code each time. */
export function writeScript(folder: string, ids: string[]): string {
  const path = join(folder, 'scans.lua');
  writeFileSync(path, [
    `local ids = { ${ids.map((id) => `"${id}"`).join(', ')} }`,
    'local requests = {}', 'local thinks = os.getenv("THINKS") == "1"',
    'function init() math.randomseed(os.time()) for i, id in ipairs(ids) do requests[i] = wrk.format("GET", "/c/" .. id) end end',
    'function request() return requests[math.random(#requests)] end',
    'if thinks then function delay() return math.random(50, 150) end end',
    'function done(summary, latency) io.write(string.format("{\\"requests\\":%d,\\"seconds\\":%f,\\"bad\\":%d,\\"p50\\":%f,\\"p99\\":%f}\\n", summary.requests, summary.duration / 1e6, summary.errors.status + summary.errors.read + summary.errors.connect + summary.errors.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000)) end',
  ].join('\n'));
  return path;
}

interface Report {
  requests: number;
  seconds: number;
  bad: number;
  p50: number;
  p99: number;
}

async function wrk(port: number, script: string, { seconds, connections, thinks }: { seconds: number; connections: number; thinks: boolean }): Promise<Report> {
  const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, `http://127.0.0.1:${port}`], { env: { ...process.env, THINKS: thinks ? '1' : '0' } });
  const report = JSON.parse(stdout.trim().split('\n').at(-1)!) as Report;
  if (report.bad > 0) throw new Error(`${report.bad} scans were not answered:\n${stdout}`);
  return report;
}
