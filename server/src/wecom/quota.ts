import { randomUUID } from 'node:crypto';
import { apiLimits, defaultLimits } from './limits';
import type { Limits } from './limits';
import { Line } from './quota-line';
import type { QuotaState, QuotaUse } from './quota-line';

export type { QuotaState, QuotaUse } from './quota-line';
export type { Limits } from './limits';

/** Nothing was sent: the budget is used up, or WeCom has said so. */
export class QuotaExceeded extends Error {
  constructor(readonly api: string, readonly retryAfterMs: number) {
    super(`The WeCom quota of ${api} is used up, back in ${Math.ceil(retryAfterMs / 1000)} s`);
    this.name = 'QuotaExceeded';
  }
}

/** What processes that run, or ran, have used; `processes` counts the living ones, the one that asks too. */
export interface OthersUse {
  states: QuotaState[];
  processes: number;
}

export interface QuotaStore {
  /**
   * One process at a time learns what the others used and leaves what it used itself, in place of what it left before.
   * With `leaving` it is no living process any more.
   */
  exchange(process: string, settle: (others: OthersUse) => QuotaState[], leaving: boolean): Promise<void>;
}

export interface QuotaParts {
  clock: { now(): number };
  store: QuotaStore;
  /** Replaces the documented numbers, by path; `default` is for all the others. */
  limits?: { default?: Partial<Limits>; apis?: Record<string, Partial<Limits>> };
  /** Calls of one API and corp that run at once; WeCom does not publish its own number. */
  concurrency?: { start: number; max: number };
  /** How long a call may wait for its turn before it is refused. */
  patienceMs?: number;
  sleep?: (ms: number) => Promise<void>;
}

/**
 * Counts calls per corp and API before they are sent, so that WeCom never has to block us. It counts in sliding windows:
 * a bucket that refills would let twice the limit through within one window. Several processes share one budget: at each
 * exchange every one of them sets a part of what is left aside for itself, and takes no more until the next.
 * https://developer.work.weixin.qq.com/document/path/90312
 */
export class QuotaBudget {
  readonly #parts: QuotaParts;
  readonly #lines = new Map<string, Line>();
  readonly #patienceMs: number;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #process = randomUUID();
  #exchanging: Promise<void> | null = null;
  #exchangedAt = 0;

  constructor(parts: QuotaParts) {
    this.#parts = parts;
    this.#patienceMs = parts.patienceMs ?? 2000;
    this.#sleep = parts.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
  }

  /** Takes one call from the budget, after a short wait where that is enough. Throws QuotaExceeded. */
  async take(corpId: string, api: string): Promise<void> {
    const line = await this.#sharedLine(corpId, api);
    const { clock } = this.#parts;
    const giveUpAt = clock.now() + this.#patienceMs;
    for (;;) {
      const now = clock.now();
      const waitMs = line.waitMs(now);
      if (waitMs === 0) return line.count(now);
      if (now + waitMs > giveUpAt) throw new QuotaExceeded(api, waitMs);
      await this.#sleep(waitMs);
    }
  }

  /** Takes one call and makes it, a few at once. */
  async run<T>(corpId: string, api: string, call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { gate } = this.#line(corpId, api);
    // The gate comes first: a call that was counted and then waited would be sent in a window that did not count it.
    await gate.enter(signal);
    try {
      await this.take(corpId, api);
      return await call();
    } finally {
      gate.leave();
    }
  }

  /**
   * WeCom answered 45009. It blocks for a minute when the minute's limit was met and for longer when the hour's or the
   * day's was, without saying which: so the pause doubles, up to an hour, while the first call after it is refused again.
   */
  block(corpId: string, api: string): number {
    return this.#line(corpId, api).block(this.#parts.clock.now());
  }

  /** WeCom answered 45033: fewer at once from now on. */
  narrow(corpId: string, api: string): void {
    this.#line(corpId, api).gate.narrow();
  }

  /** For the console, the busiest first. */
  snapshot(): QuotaUse[] {
    const now = this.#parts.clock.now();
    return [...this.#lines.values()].map((line) => line.use(now)).sort((a, b) => b.usedHour - a.usedHour);
  }

  /** Tells the other processes what was used here and learns what they used. The app calls it every few seconds. */
  exchange(): Promise<void> {
    this.#exchanging ??= this.#exchange(false).finally(() => { this.#exchanging = null; });
    return this.#exchanging;
  }

  /** Leaves what was used to whoever runs next. */
  async leave(): Promise<void> {
    await this.#exchanging?.catch(() => undefined);
    await this.#exchange(true);
  }

  async #exchange(leaving: boolean): Promise<void> {
    this.#exchangedAt = this.#parts.clock.now();
    await this.#parts.store.exchange(this.#process, (others) => this.#settle(others, leaving), leaving);
  }

  /** What was set aside is good for a while only: by then the others take us for dead. */
  async #sharedLine(corpId: string, api: string): Promise<Line> {
    for (;;) {
      const line = this.#line(corpId, api);
      line.isWanted = true;
      if (line.isShared && this.#parts.clock.now() - this.#exchangedAt <= staleMs) return line;
      await this.exchange();
    }
  }

  #settle({ states, processes }: OthersUse, leaving: boolean): QuotaState[] {
    const now = this.#parts.clock.now();
    const byLine = new Map<string, QuotaState[]>();
    for (const state of states) byLine.set(keyOf(state), [...(byLine.get(keyOf(state)) ?? []), state]);
    for (const [own] of byLine.values()) this.#line(own!.corpId, own!.api);
    for (const [key, line] of this.#lines) {
      const isForgotten = line.isShared === line.isWanted && line.isIdle(now);
      line.share(byLine.get(key) ?? [], processes, now);
      if (isForgotten && line.isIdle(now)) this.#lines.delete(key);
    }
    return [...this.#lines.values()].filter((line) => line.isWanted).map((line) => line.state(now, leaving));
  }

  #line(corpId: string, api: string): Line {
    const key = keyOf({ corpId, api });
    const known = this.#lines.get(key);
    if (known) return known;
    const line = new Line(corpId, api, this.#limitsOf(api), this.#parts.concurrency ?? { start: 5, max: 20 });
    this.#lines.set(key, line);
    return line;
  }

  #limitsOf(api: string): Limits {
    const { limits } = this.#parts;
    return { ...defaultLimits, ...limits?.default, ...apiLimits[api], ...limits?.apis?.[api] };
  }
}

/** Without an exchange for this long nothing is sent; see `aliveMs` of the store, which must be longer. */
const staleMs = 10_000;

const keyOf = ({ corpId, api }: { corpId: string; api: string }): string => `${corpId} ${api}`;
