import { apiLimits, defaultLimits } from './limits';
import type { Limits } from './limits';
import { Line } from './quota-line';
import type { QuotaState } from './quota-line';

export type { QuotaState } from './quota-line';
export type { Limits } from './limits';

/** Nothing was sent: the budget is used up, or WeCom has said so. */
export class QuotaExceeded extends Error {
  constructor(readonly api: string, readonly retryAfterMs: number) {
    super(`The WeCom quota of ${api} is used up, back in ${Math.ceil(retryAfterMs / 1000)} s`);
    this.name = 'QuotaExceeded';
  }
}

export interface QuotaStore {
  load(): Promise<QuotaState[]>;
  /** All there is to keep; what was kept before is replaced. */
  save(states: QuotaState[]): Promise<void>;
}

export interface QuotaUse {
  corpId: string;
  api: string;
  usedMinute: number;
  limitMinute: number;
  usedHour: number;
  limitHour: number;
  /** Null when WeCom lets us call. */
  blockedUntil: number | null;
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
 * a bucket that refills would let twice the limit through within one window.
 * https://developer.work.weixin.qq.com/document/path/90312
 */
export class QuotaBudget {
  readonly #parts: QuotaParts;
  readonly #lines = new Map<string, Line>();
  readonly #patienceMs: number;
  readonly #sleep: (ms: number) => Promise<void>;
  #restored: Promise<void> | null = null;
  #changed = false;

  constructor(parts: QuotaParts) {
    this.#parts = parts;
    this.#patienceMs = parts.patienceMs ?? 2000;
    this.#sleep = parts.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
  }

  /** Takes one call from the budget, after a short wait where that is enough. Throws QuotaExceeded. */
  async take(corpId: string, api: string): Promise<void> {
    await this.restore();
    const line = this.#line(corpId, api);
    const { clock } = this.#parts;
    const giveUpAt = clock.now() + this.#patienceMs;
    for (;;) {
      const now = clock.now();
      const waitMs = line.waitMs(now);
      if (waitMs === 0) {
        this.#changed = true;
        return line.count(now);
      }
      if (now + waitMs > giveUpAt) throw new QuotaExceeded(api, waitMs);
      await this.#sleep(waitMs);
    }
  }

  /** Takes one call and makes it, a few at once. */
  async run<T>(corpId: string, api: string, call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.restore();
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
    this.#changed = true;
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

  /** Loads what the last process left; `take` does so by itself. */
  restore(): Promise<void> {
    this.#restored ??= this.#load().catch((error: unknown) => {
      this.#restored = null;
      throw error;
    });
    return this.#restored;
  }

  /** Saves what changed. The app calls it every few seconds and when it stops. */
  async flush(): Promise<void> {
    if (!this.#changed) return;
    this.#changed = false;
    const now = this.#parts.clock.now();
    for (const [key, line] of this.#lines) if (line.isIdle(now)) this.#lines.delete(key);
    try {
      await this.#parts.store.save([...this.#lines.values()].map((line) => line.state(now)));
    } catch (error) {
      this.#changed = true;
      throw error;
    }
  }

  async #load(): Promise<void> {
    for (const state of await this.#parts.store.load()) this.#line(state.corpId, state.api).restore(state);
  }

  #line(corpId: string, api: string): Line {
    const key = `${corpId} ${api}`;
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
