import { UnexpectedReply, WeComError, WecomUnreachable } from './errors';
import type { Reply, WecomRequest } from './http';
import { QuotaExceeded } from './quota';

export interface StoredToken {
  value: string;
  /** ms. */
  fetchedAt: number;
  /** ms. */
  expiresAt: number;
}

/** Where tokens live. They are secrets: keep them encrypted. Keys have the form `kind:owner`, at most 150 letters. */
export interface TokenStore {
  get(key: string): Promise<StoredToken | null>;
  put(key: string, token: StoredToken): Promise<void>;
  remove(key: string): Promise<void>;
  list(): Promise<{ key: string; token: StoredToken }[]>;
  /**
   * Runs `fn` while nobody else holds this key, in any process. `fn` calls WeCom, so this is no transaction, and it may
   * ask for the lock of another key (a ticket needs a token, a corp's token the suite's).
   */
  lock<T>(key: string, fn: () => Promise<T>): Promise<T>;
}

export interface SuiteConfig {
  id: string;
  secret: string;
}

export interface ProviderConfig {
  corpId: string;
  secret: string;
}

/** `secret`: a self-built app's own, or the permanent code of an agency-built one. */
export type AppCredentials =
  | { kind: 'suite'; wecomCorpId: string; agentId: number; permanentCode: string }
  | { kind: 'agency' | 'selfBuilt'; wecomCorpId: string; agentId: number; secret: string };

/** Whose token: it decides how it is got and under which name it travels. */
export type TokenOwner =
  | { kind: 'provider' }
  | { kind: 'suite' }
  | { kind: 'app'; app: AppCredentials }
  | { kind: 'corpTicket' | 'agentTicket'; app: AppCredentials };

export interface BrokerParts {
  store: TokenStore;
  suite: SuiteConfig | null;
  provider: ProviderConfig | null;
  clock: { now(): number };
  send: (request: WecomRequest) => Promise<Reply>;
}

const refreshEarlyMs = 5 * 60_000;
const ticketLifeMs = 30 * 60_000;
/** A wrong secret that is tried again and again gets the address banned for an hour. */
const rememberRefusalMs = 10 * 60_000;
/** Answers that mean: with this secret never. */
const refusals = new Set([40001, 40013, 40080, 40083, 40084, 40085, 40091, 41002, 41004, 41021, 41023, 41024, 41025, 48004]);

/**
 * The only one who asks WeCom for tokens and tickets: once for all callers, early, and once more when WeCom says that the
 * token is bad. https://developer.work.weixin.qq.com/document/path/91039
 */
export class TokenBroker {
  readonly #parts: BrokerParts;
  readonly #held = new Map<string, StoredToken>();
  readonly #flights = new Map<string, Promise<string>>();
  readonly #refused = new Map<string, { secret: string; error: WeComError; until: number }>();

  constructor(parts: BrokerParts) {
    this.#parts = parts;
  }

  /** A token that works for five minutes at least, as far as anyone can know. */
  async get(owner: TokenOwner): Promise<string> {
    return this.#obtain(owner, null);
  }

  /** Another token than the one that WeCom refused; asks WeCom only when nobody has got another meanwhile. */
  async renew(owner: TokenOwner, failed: string): Promise<string> {
    return this.#obtain(owner, failed);
  }

  /** Sends a request with the owner's token in its address, and once more with a new one where the token was refused. */
  async call<T>(owner: Exclude<TokenOwner, { kind: 'corpTicket' | 'agentTicket' }>, request: Omit<WecomRequest, 'corpId'>, send: (request: WecomRequest) => Promise<T>): Promise<T> {
    const corpId = this.#corpIdOf(owner);
    const name = owner.kind === 'app' ? 'access_token' : `${owner.kind}_access_token`;
    const withToken = (token: string): WecomRequest => ({ ...request, corpId, query: { ...request.query, [name]: token } });
    const token = await this.get(owner);
    try {
      return await send(withToken(token));
    } catch (error) {
      if (!(error instanceof WeComError) || error.reaction !== 'token') throw error;
      return send(withToken(await this.renew(owner, token)));
    }
  }

  /**
   * Keeps the newest ticket by WeCom's own time; pushes may overtake each other.
   * https://developer.work.weixin.qq.com/document/path/90628
   */
  async putSuiteTicket(ticket: string, atMs: number): Promise<void> {
    const key = this.#ticketKey();
    const { store } = this.#parts;
    await store.lock(key, async () => {
      const kept = await store.get(key);
      if (kept && kept.fetchedAt >= atMs) return;
      await store.put(key, { value: ticket, fetchedAt: atMs, expiresAt: atMs + ticketLifeMs });
    });
  }

  /** ms since the newest ticket was pushed; null when none ever was. One comes every 10 minutes and lives for 30. */
  async suiteTicketAge(): Promise<number | null> {
    const kept = await this.#parts.store.get(this.#ticketKey());
    return kept && this.#parts.clock.now() - kept.fetchedAt;
  }

  /** Drops what a corp's apps had, after it cancelled. */
  async forget(wecomCorpId: string): Promise<void> {
    const { store } = this.#parts;
    for (const { key } of await store.list()) {
      if (!key.includes(`:${wecomCorpId}/`)) continue;
      this.#held.delete(key);
      await store.remove(key);
    }
  }

  /** For the console: `kind` and `owner`, never the value. */
  async list(): Promise<{ kind: string; owner: string; fetchedAt: number; expiresAt: number }[]> {
    const stored = await this.#parts.store.list();
    return stored.map(({ key, token: { fetchedAt, expiresAt } }) => {
      const colon = key.indexOf(':');
      return { kind: key.slice(0, colon), owner: key.slice(colon + 1), fetchedAt, expiresAt };
    });
  }

  async #obtain(owner: TokenOwner, failed: string | null): Promise<string> {
    const key = this.#keyOf(owner);
    const held = this.#held.get(key);
    if (held && this.#isFresh(held, failed)) return held.value;
    const flight = `${key} ${failed ?? ''}`;
    const running = this.#flights.get(flight);
    if (running) return running;
    const started = this.#refresh(owner, key, failed).finally(() => this.#flights.delete(flight));
    this.#flights.set(flight, started);
    return started;
  }

  async #refresh(owner: TokenOwner, key: string, failed: string | null): Promise<string> {
    const { store, clock } = this.#parts;
    const known = await store.get(key);
    if (known && this.#isFresh(known, failed)) return this.#hold(key, known);
    return store.lock(key, async () => {
      const stored = await store.get(key);
      if (stored && this.#isFresh(stored, failed)) return this.#hold(key, stored);
      try {
        const fetched = await this.#fetch(owner, key);
        await store.put(key, fetched);
        return this.#hold(key, fetched);
      } catch (error) {
        // It was only to be renewed early: the old one still works.
        if (stored && stored.value !== failed && stored.expiresAt > clock.now() && isPassing(error)) return stored.value;
        throw error;
      }
    });
  }

  #hold(key: string, token: StoredToken): string {
    this.#held.set(key, token);
    return token.value;
  }

  #isFresh({ value, fetchedAt, expiresAt }: StoredToken, failed: string | null): boolean {
    const early = Math.min(refreshEarlyMs, (expiresAt - fetchedAt) / 2);
    return value !== failed && expiresAt - early > this.#parts.clock.now();
  }

  async #fetch(owner: TokenOwner, key: string): Promise<StoredToken> {
    switch (owner.kind) {
      case 'provider': return this.#fetchProvider(key);
      case 'suite': return this.#fetchSuite(key);
      case 'app': return this.#fetchApp(owner.app, key);
      case 'corpTicket': return this.#fetchTicket(owner.app, '/cgi-bin/get_jsapi_ticket', {});
      case 'agentTicket': return this.#fetchTicket(owner.app, '/cgi-bin/ticket/get', { type: 'agent_config' });
    }
  }

  /** https://developer.work.weixin.qq.com/document/path/91200 */
  async #fetchProvider(key: string): Promise<StoredToken> {
    const { corpId, secret } = this.#provider();
    const api = '/cgi-bin/service/get_provider_token';
    return this.#guarded(key, api, secret, async () => this.#read(api, 'provider_access_token', await this.#parts.send({
      method: 'POST', api, corpId, body: { corpid: corpId, provider_secret: secret },
    })));
  }

  /** https://developer.work.weixin.qq.com/document/path/90600 */
  async #fetchSuite(key: string): Promise<StoredToken> {
    const { id, secret } = this.#suite();
    const api = '/cgi-bin/service/get_suite_token';
    const ticket = await this.#parts.store.get(this.#ticketKey());
    if (!ticket) throw new WeComError({ errcode: 40085, api, errmsg: 'no suite ticket has come yet; WeCom pushes one every 10 minutes' });
    return this.#guarded(key, api, `${secret} ${ticket.value}`, async () => this.#read(api, 'suite_access_token', await this.#parts.send({
      method: 'POST', api, corpId: id, body: { suite_id: id, suite_secret: secret, suite_ticket: ticket.value },
    })));
  }

  /** https://developer.work.weixin.qq.com/document/path/90605 and https://developer.work.weixin.qq.com/document/path/91039 */
  async #fetchApp(app: AppCredentials, key: string): Promise<StoredToken> {
    if (app.kind !== 'suite') {
      const api = '/cgi-bin/gettoken';
      return this.#guarded(key, api, app.secret, async () => this.#read(api, 'access_token', await this.#parts.send({
        method: 'GET', api, corpId: app.wecomCorpId, query: { corpid: app.wecomCorpId, corpsecret: app.secret },
      })));
    }
    const api = '/cgi-bin/service/get_corp_token';
    const body = { auth_corpid: app.wecomCorpId, permanent_code: app.permanentCode };
    return this.#guarded(key, api, app.permanentCode, async () =>
      this.#read(api, 'access_token', await this.call({ kind: 'suite' }, { method: 'POST', api, body }, this.#parts.send)));
  }

  /** https://developer.work.weixin.qq.com/document/path/90506 */
  async #fetchTicket(app: AppCredentials, api: string, query: Record<string, string>): Promise<StoredToken> {
    return this.#read(api, 'ticket', await this.call({ kind: 'app', app }, { method: 'GET', api, query }, this.#parts.send));
  }

  #read(api: string, field: string, reply: Reply): StoredToken {
    const value = reply[field];
    const seconds = Number(reply.expires_in);
    if (typeof value !== 'string' || !value || !(seconds > 0)) throw new UnexpectedReply(api, `no ${field}`);
    const now = this.#parts.clock.now();
    return { value, fetchedAt: now, expiresAt: now + seconds * 1000 };
  }

  /** Does not try a refused secret again for a while; another secret may be tried at once. */
  async #guarded(key: string, api: string, secret: string, fetch: () => Promise<StoredToken>): Promise<StoredToken> {
    const now = this.#parts.clock.now();
    const refused = this.#refused.get(key);
    if (refused && refused.secret === secret && refused.until > now) throw refused.error;
    this.#refused.delete(key);
    try {
      return await fetch();
    } catch (error) {
      // A corp's token may fail for the suite's sake; that is remembered there.
      const isRefused = error instanceof WeComError && error.api === api && refusals.has(error.errcode);
      if (isRefused) this.#refused.set(key, { secret, error, until: now + rememberRefusalMs });
      throw error;
    }
  }

  #keyOf(owner: TokenOwner): string {
    if (owner.kind === 'provider') return `provider:${this.#provider().corpId}`;
    if (owner.kind === 'suite') return `suite:${this.#suite().id}`;
    return `${owner.kind}:${owner.app.wecomCorpId}/${owner.app.agentId}`;
  }

  #corpIdOf(owner: TokenOwner): string {
    if (owner.kind === 'provider') return this.#provider().corpId;
    return owner.kind === 'suite' ? this.#suite().id : owner.app.wecomCorpId;
  }

  #ticketKey(): string {
    return `suiteTicket:${this.#suite().id}`;
  }

  #suite(): SuiteConfig {
    if (!this.#parts.suite) throw new Error('No suite is configured');
    return this.#parts.suite;
  }

  #provider(): ProviderConfig {
    if (!this.#parts.provider) throw new Error('No provider is configured');
    return this.#parts.provider;
  }
}

/** A failure that says nothing about the token. */
function isPassing(error: unknown): boolean {
  return error instanceof WecomUnreachable || error instanceof QuotaExceeded || (error instanceof WeComError && error.reaction === 'retry');
}
