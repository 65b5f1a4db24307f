import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WecomLog } from './http';
import type { QuotaState, QuotaStore } from './quota';
import type { StoredToken, TokenStore } from './token';

/** What a test's own little platform was asked. */
export interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  body: string;
  contentType: string;
}
type Answer = object | string | Buffer | { raw: { status?: number; headers?: Record<string, string>; body: string | Buffer } } | 'hang' | 'cut';
export type Routes = Record<string, (asked: Asked, nth: number) => Answer | Promise<Answer>>;

/** A real HTTP server on loopback that answers each path as its route says, and keeps what it was asked. */
export async function startPlatform(routes: Routes) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://platform');
    const one: Asked = {
      method: request.method!, path: url.pathname, query: Object.fromEntries(url.searchParams), body: await bodyOf(request), contentType: request.headers['content-type'] ?? '',
    };
    asked.push(one);
    const answer = await (routes[url.pathname] ?? (() => ({ errcode: 40066, errmsg: 'invalid url' })))(one, asked.filter(({ path }) => path === url.pathname).length);
    if (answer === 'hang') return;
    if (answer === 'cut') return request.socket.destroy();
    const { status = 200, headers = {}, body } = typeof answer === 'object' && 'raw' in answer
      ? answer.raw
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    count: (path: string) => asked.filter((one) => one.path === path).length,
    stop: () => stop(server),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(() => closed()));
}

/** A clock that is turned by hand; `sleep` turns it. */
export function handClock(start = 1_700_000_000_000) {
  const clock = { at: start, now: () => clock.at, slept: [] as number[], sleep: async (ms: number) => { clock.slept.push(ms); clock.at += ms; } };
  return clock;
}

/** Shared by several brokers, it is what the database is to several processes. */
export function memoryTokens(): TokenStore & { rows: Map<string, StoredToken>; locked: string[] } {
  const rows = new Map<string, StoredToken>();
  const tails = new Map<string, Promise<unknown>>();
  const locked: string[] = [];
  return {
    rows, locked,
    get: async (key) => rows.get(key) ?? null,
    put: async (key, token) => void rows.set(key, token),
    remove: async (key) => void rows.delete(key),
    list: async () => [...rows].map(([key, token]) => ({ key, token })),
    lock: (key, fn) => {
      locked.push(key);
      const run = (tails.get(key) ?? Promise.resolve()).then(fn);
      tails.set(key, run.catch(() => undefined));
      return run;
    },
  };
}

/** Shared by several budgets, it is what the database is to several processes. */
export function memoryQuotas(): QuotaStore & { rows: Map<string, { states: QuotaState[]; isLiving: boolean }> } {
  const rows = new Map<string, { states: QuotaState[]; isLiving: boolean }>();
  return {
    rows,
    exchange: async (process, settle, leaving) => {
      const others = [...rows].filter(([id]) => id !== process).map(([, row]) => row);
      const own = settle({ states: structuredClone(others.flatMap(({ states }) => states)), processes: others.filter(({ isLiving }) => isLiving).length + 1 });
      rows.set(process, { states: structuredClone(own), isLiving: !leaving });
    },
  };
}

export function keptLog(): WecomLog & { lines: string[] } {
  const lines: string[] = [];
  const keep = (data: object, message: string) => void lines.push(`${message} ${JSON.stringify(data)}`);
  return { lines, debug: keep, warn: keep };
}
