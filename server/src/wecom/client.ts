import type { z } from 'zod';
import { UnexpectedReply } from './errors';
import { realHosts } from './hosts';
import type { Hosts } from './hosts';
import { WecomHttp } from './http';
import type { CallInfo, CallOptions, Query, Reply, WecomLog } from './http';
import { QuotaBudget } from './quota';
import type { QuotaParts, QuotaStore } from './quota';
import { TokenBroker } from './token';
import type { AppCredentials, ProviderConfig, SuiteConfig, TokenStore } from './token';

export type { CallInfo, CallOptions, WecomLog } from './http';
export type { AppCredentials } from './token';

export interface UploadFile {
  name: string;
  /** MIME type. */
  type: string;
  bytes: Buffer;
}

/** Calls with one kind of token. `path` is WeCom's own: `/cgi-bin/user/get`. The reply is what `schema` makes of it. */
export interface Caller {
  get<S extends z.ZodType>(path: string, query: Query, schema: S, options?: CallOptions): Promise<z.output<S>>;
  post<S extends z.ZodType>(path: string, body: object, schema: S, options?: CallOptions): Promise<z.output<S>>;
  /** Sends the file as the form field `media`. */
  upload<S extends z.ZodType>(path: string, query: Query, file: UploadFile, schema: S, options?: CallOptions): Promise<z.output<S>>;
}

/** One app in one corp, whatever its kind. */
export interface WecomApp extends Caller {
  readonly credentials: AppCredentials;
  download(path: string, query: Query, options?: CallOptions): Promise<{ bytes: Buffer; contentType: string; fileName: string }>;
  /** The jsapi ticket: `corp` for config, `agent` for agentConfig. */
  ticket(kind: 'corp' | 'agent'): Promise<string>;
}

/** With the suite's token. Throws when no suite is configured. */
export type SuiteCalls = Caller;
/** With the provider's token. Throws when no provider is configured. */
export type ProviderCalls = Caller;

export interface WecomParts {
  /** Origin of the API; the real one is https://qyapi.weixin.qq.com. */
  baseUrl: string;
  /** Origins of the pages that people see; the real ones unless said otherwise. */
  hosts?: Partial<Omit<Hosts, 'api'>>;
  suite: SuiteConfig | null;
  provider: ProviderConfig | null;
  tokens: TokenStore;
  quotas: QuotaStore;
  /** Other numbers than the documented ones. */
  limits?: QuotaParts['limits'];
  concurrency?: QuotaParts['concurrency'];
  clock: { now(): number };
  log: WecomLog;
  /** After every answer, and every missing one. */
  onCall?: (info: CallInfo) => void;
  /** 10 s unless said otherwise. */
  timeoutMs?: number;
  /** How waiting is done; tests turn a clock instead. */
  sleep?: (ms: number) => Promise<void>;
}

export interface Wecom {
  readonly hosts: Hosts;
  /** '' when no suite is configured. */
  readonly suiteId: string;
  forApp(credentials: AppCredentials): WecomApp;
  readonly suite: SuiteCalls;
  readonly provider: ProviderCalls;
  readonly tokens: TokenBroker;
  readonly quota: QuotaBudget;
  /** Closes kept-open sockets. */
  close(): void;
}

export function createWecom(parts: WecomParts): Wecom {
  const { clock, log, onCall, baseUrl, timeoutMs = 10_000 } = parts;
  const sleep = parts.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  const quota = new QuotaBudget({ clock, store: parts.quotas, limits: parts.limits, concurrency: parts.concurrency, sleep });
  const http = new WecomHttp({ baseUrl, quota, clock, log, onCall, timeoutMs, sleep });
  const tokens = new TokenBroker({ store: parts.tokens, suite: parts.suite, provider: parts.provider, clock, send: (request) => http.send(request) });
  return {
    hosts: { ...realHosts, ...parts.hosts, api: baseUrl },
    suiteId: parts.suite?.id ?? '',
    forApp: (credentials) => callerForApp(http, tokens, credentials),
    suite: callerFor(http, tokens, { kind: 'suite' }),
    provider: callerFor(http, tokens, { kind: 'provider' }),
    tokens, quota,
    close: () => http.close(),
  };
}

function callerFor(http: WecomHttp, tokens: TokenBroker, owner: Parameters<TokenBroker['call']>[0]): Caller {
  return {
    get: async (api, query, schema, options) =>
      read(api, schema, await tokens.call(owner, { ...options, method: 'GET', api, query }, (request) => http.send(request))),
    post: async (api, body, schema, options) =>
      read(api, schema, await tokens.call(owner, { ...options, method: 'POST', api, body }, (request) => http.send(request))),
    upload: async (api, query, file, schema, options) => {
      const body = new FormData();
      body.append('media', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
      return read(api, schema, await tokens.call(owner, { ...options, method: 'POST', api, query, body }, (request) => http.send(request)));
    },
  };
}

function callerForApp(http: WecomHttp, tokens: TokenBroker, app: AppCredentials): WecomApp {
  const owner = { kind: 'app', app } as const;
  return {
    ...callerFor(http, tokens, owner),
    credentials: app,
    download: (api, query, options) => tokens.call(owner, { ...options, method: 'GET', api, query }, (request) => http.download(request)),
    ticket: (kind) => tokens.get({ kind: kind === 'corp' ? 'corpTicket' : 'agentTicket', app }),
  };
}

function read<S extends z.ZodType>(api: string, schema: S, reply: Reply): z.output<S> {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  // Where and what kind, never the value.
  throw new UnexpectedReply(api, parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}
