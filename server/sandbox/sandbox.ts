import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiCall } from './control';
import type { World } from './model';
import type { Context } from './context';
import type { DeliveryRules } from './deliver';
import type { RateLimit } from './platform/rate-limit';
import { Clock } from './clock';
import { Deliverer, deliveryRules } from './deliver';
import { documentedLimit, RateLimits } from './platform/rate-limit';
import { Faults } from './faults';
import { Identities } from './identity';
import { OpenData } from './open-data';
import { Store } from './store';
import { Stream } from './stream';
import { pushTicket } from './announce';
import { runControl, serve } from './serve';
import { seedWorld } from './seed';
import { resumeTransfers } from './transfer';
import { resumeTranslations } from './translated';

export interface SandboxOptions {
  /** 0 or nothing: any free one. */
  port?: number;
  host?: string;
  /** Where the world is kept; null: in memory only. */
  dataDir: string | null;
  /** The suite's public address, where callbacks go. */
  serverUrl: string;
  clock?: 'real' | 'manual';
  /** Manual clock: the time at the start. */
  now?: number;
  seed?: number;
  customersPerCorp?: number;
  staffPerCorp?: number;
  /** Pushes no suite_ticket by itself. */
  silent?: boolean;
  delivery?: Partial<DeliveryRules>;
  rateLimit?: Partial<RateLimit>;
  /** How the sandbox is reached from outside when it stands behind another address. */
  publicUrl?: string;
}

export interface Sandbox {
  url: string;
  port: number;
  now(): number;
  /** Turns the clock; resolves when everything that was due has been done and answered. */
  advance(ms: number): Promise<void>;
  /** A call of the control language without HTTP. */
  control<T = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: Record<string, unknown>): Promise<T>;
  /** When no callback is on its way any more (tries that wait for the clock are not). */
  settle(): Promise<void>;
  /** The suite's address, when it was not known at the start. */
  setServerUrl(url: string): void;
  close(): Promise<void>;
}

const ticketEvery = 10 * 60_000;
const keptCalls = 2000;

export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const kind = options.clock ?? 'real';
  const plant = (now: number): World => seedWorld({
    seed: options.seed ?? 1, customersPerCorp: options.customersPerCorp ?? 500, staffPerCorp: options.staffPerCorp ?? 30, now, clock: kind === 'manual' ? now : 0,
  });
  const world = Store.read(options.dataDir) ?? plant(options.now ?? Date.now());
  // A world that was kept before these were known has none.
  world.transfers ??= {};
  world.inbox ??= {};
  world.joinWays ??= {};
  world.massSends ??= {};
  const calls: ApiCall[] = [];
  const ctx = { world, url: '', serverUrl: options.serverUrl.replace(/\/$/, '') } as Context;
  const snapshot = () => ({ ...ctx.world, clock: ctx.clock.position });
  const startAt = kind === 'manual' && options.now !== undefined ? Math.max(options.now, world.clock) : world.clock;
  const openData = new OpenData(ctx);
  Object.assign(ctx, {
    stream: new Stream(),
    store: new Store(options.dataDir, snapshot),
    clock: new Clock(kind, startAt, () => {
      ctx.store.touch();
      ctx.stream.send('clock', { now: ctx.clock.now() });
    }),
    faults: new Faults(() => ctx.world.faults, () => ctx.store.touch()),
    identities: new Identities(world),
    limits: new RateLimits({ ...documentedLimit, ...options.rateLimit }),
    deliverer: new Deliverer(ctx, { ...deliveryRules, ...options.delivery }),
    nextId: (prefix: string) => `${prefix}${(++ctx.world.sequence).toString(36).padStart(7, '0')}`,
    reset: () => {
      const { sequence, apps, tokens, tickets, suiteUrl } = ctx.world;
      // Who is connected stays connected; people, chats, codes and tags start anew.
      ctx.world = { ...plant(ctx.clock.now()), sequence, apps, tokens, tickets, suiteUrl };
      ctx.identities.reload(ctx.world);
      calls.length = 0;
      ctx.store.touch();
    },
  } satisfies Partial<Context>);

  const record = (call: ApiCall) => {
    calls.push(call);
    if (calls.length > keptCalls * 1.2) calls.splice(0, calls.length - keptCalls);
    ctx.stream.send('call', call);
  };
  const parts = { calls, record, openData };
  const server = createServer((request, reply) => void serve(ctx, parts, request, reply));
  const port = await listen(server, options.port ?? 0, host);
  ctx.url = (options.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`).replace(/\/$/, '');

  ctx.deliverer.resume();
  resumeTransfers(ctx);
  resumeTranslations(ctx);
  const everyTicket = () => {
    if (!options.silent) pushTicket(ctx);
    forgetWelcomes(ctx);
    ctx.clock.after(ticketEvery, everyTicket);
  };
  everyTicket();

  return {
    url: ctx.url, port,
    now: () => ctx.clock.now(),
    advance: async (ms) => {
      await ctx.clock.advance(ms);
      await ctx.deliverer.settle();
    },
    control: <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body: Record<string, unknown> = {}) => {
      const url = new URL(path, 'http://control');
      return runControl(ctx, parts, method, url.pathname.replace(/^\/sandbox/, ''), { ...Object.fromEntries(url.searchParams), ...body }) as Promise<T>;
    },
    settle: () => ctx.deliverer.settle(),
    setServerUrl: (url) => {
      ctx.serverUrl = url.replace(/\/$/, '');
    },
    close: async () => {
      if (!server.listening) return;
      ctx.clock.stop();
      ctx.stream.close();
      await ctx.deliverer.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      ctx.store.close();
    },
  };
}

/** Codes of an hour ago are long dead; what is asked about them afterwards is answered the same way. */
function forgetWelcomes({ world, clock }: Context): void {
  for (const { code, at } of Object.values(world.welcomes)) if (at < clock.now() - 3_600_000) delete world.welcomes[code];
}

function listen(server: Server<typeof IncomingMessage>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
