import type { Limits } from './limits';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A window is counted in this many slots, and one more for the slot that it only partly covers. */
const slots = 60;
/** At most this part of a window's limit is set aside at an exchange: it must last until the next, a few seconds later. */
const setAside = 1 / 12;
/** How long somebody waits whose part is used up while others still have theirs; by then there was an exchange. */
const untilExchangeMs = 5000;

export interface QuotaState {
  corpId: string;
  api: string;
  /** Per window, `[slot number, calls]` of every slot that counts. */
  windows: { ms: number; slots: [slot: number, calls: number][]; reserved: number }[];
  /** ms, 0 when it never was. */
  blockedUntil: number;
  /** How many blocks followed one another. */
  blocks: number;
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

/** What one corp may call of one API. */
export class Line {
  readonly gate: Gate;
  readonly #windows: Window[];
  /** Somebody here calls it; the others are only looked at. */
  isWanted = false;
  /** A part of it was set aside for us. */
  isShared = false;
  #blockedUntil = 0;
  #blocks = 0;

  constructor(readonly corpId: string, readonly api: string, readonly limits: Limits, concurrency: { start: number; max: number }) {
    this.gate = new Gate(concurrency);
    this.#windows = [new Window(minute, limits.minute), new Window(hour, limits.hour)];
    if (limits.day !== undefined) this.#windows.push(new Window(day, limits.day));
  }

  /** 0 when a call may be made now. */
  waitMs(now: number): number {
    return Math.max(0, this.#blockedUntil - now, ...this.#windows.map((window) => window.waitMs(now)));
  }

  count(now: number): void {
    for (const window of this.#windows) window.add(now);
  }

  /** How long the block lasts, in ms. Calls that were on their way when it began do not make it longer. */
  block(now: number): number {
    if (now < this.#blockedUntil) return this.#blockedUntil - now;
    const followsAnother = this.#blockedUntil > 0 && now - this.#blockedUntil < minute;
    this.#blocks = followsAnother ? this.#blocks + 1 : 0;
    this.#blockedUntil = now + Math.min(hour, minute * 2 ** this.#blocks);
    return this.#blockedUntil - now;
  }

  use(now: number): QuotaUse {
    return {
      corpId: this.corpId, api: this.api,
      usedMinute: this.#windows[0]!.used(now), limitMinute: this.limits.minute,
      usedHour: this.#windows[1]!.used(now), limitHour: this.limits.hour,
      blockedUntil: this.#blockedUntil > now ? this.#blockedUntil : null,
    };
  }

  /** What was used here, without what others used. */
  state(now: number, leaving: boolean): QuotaState {
    return {
      corpId: this.corpId, api: this.api, windows: this.#windows.map((window) => window.state(now, leaving)),
      blockedUntil: this.#blockedUntil, blocks: this.#blocks,
    };
  }

  /** Learns what other processes used of it, and how many share what is left. */
  share(others: readonly QuotaState[], processes: number, now: number): void {
    this.isShared = this.isWanted;
    for (const { blockedUntil, blocks } of others) {
      if (blockedUntil > this.#blockedUntil) [this.#blockedUntil, this.#blocks] = [blockedUntil, blocks];
    }
    for (const window of this.#windows) window.share(others.flatMap(({ windows }) => windows.filter(({ ms }) => ms === window.ms)), processes, now);
  }

  isIdle(now: number): boolean {
    return this.gate.isEmpty && now - this.#blockedUntil > minute && this.#windows.every((window) => window.used(now) === 0);
  }
}

/** Calls within the last `ms`, never fewer than were really made: the oldest slot counts until all of it is out. */
class Window {
  readonly #slotMs: number;
  readonly #own = new Int32Array(slots + 1);
  readonly #others = new Int32Array(slots + 1);
  #newest = 0;
  #sum = 0;
  /** What others have set aside for themselves. */
  #reserved = 0;
  /** What may be taken until the next exchange. */
  #left = Infinity;

  constructor(readonly ms: number, readonly limit: number) {
    this.#slotMs = ms / slots;
  }

  waitMs(now: number): number {
    this.#advance(now);
    if (this.#sum < this.limit) return this.#left > 0 ? 0 : untilExchangeMs;
    let oldest = this.#newest - slots;
    while (oldest < this.#newest && this.#at(oldest) === 0) oldest++;
    return Math.max(1, (oldest + slots + 1) * this.#slotMs - now);
  }

  add(now: number): void {
    this.#advance(now);
    this.#own[this.#newest % (slots + 1)]!++;
    this.#sum++;
    this.#left--;
  }

  used(now: number): number {
    this.#advance(now);
    return this.#sum;
  }

  state(now: number, leaving: boolean): QuotaState['windows'][number] {
    this.#advance(now);
    const kept: [number, number][] = [];
    for (let slot = Math.max(0, this.#newest - slots); slot <= this.#newest; slot++) {
      const calls = this.#own[slot % (slots + 1)]!;
      if (calls > 0) kept.push([slot, calls]);
    }
    return { ms: this.ms, slots: kept, reserved: leaving ? 0 : Math.min(this.#left, this.#most()) };
  }

  share(others: readonly QuotaState['windows'][number][], processes: number, now: number): void {
    this.#advance(Math.max(now, ...others.flatMap(({ slots: kept }) => kept.map(([slot]) => slot * this.#slotMs))));
    this.#others.fill(0);
    for (const [slot, calls] of others.flatMap(({ slots: kept }) => kept)) {
      if (slot >= this.#newest - slots) this.#others[slot % (slots + 1)]! += calls;
    }
    this.#sum = 0;
    for (let slot = 0; slot <= slots; slot++) this.#sum += this.#own[slot]! + this.#others[slot]!;
    this.#reserved = others.reduce((sum, { reserved }) => sum + reserved, 0);
    const free = Math.max(0, this.limit - this.#sum - this.#reserved);
    this.#left = processes === 1 ? Infinity : Math.min(Math.ceil(free / processes), free, this.#most());
  }

  #most(): number {
    return Math.ceil(this.limit * setAside);
  }

  #at(slot: number): number {
    return slot < 0 ? 0 : this.#own[slot % (slots + 1)]! + this.#others[slot % (slots + 1)]!;
  }

  /** A clock that was set back counts into the newest slot there is. */
  #advance(now: number): void {
    const slot = Math.floor(now / this.#slotMs);
    if (slot <= this.#newest) return;
    if (slot - this.#newest > slots) {
      this.#own.fill(0);
      this.#others.fill(0);
      this.#sum = 0;
    } else {
      for (let passed = this.#newest + 1; passed <= slot; passed++) {
        this.#sum -= this.#at(passed);
        this.#own[passed % (slots + 1)] = 0;
        this.#others[passed % (slots + 1)] = 0;
      }
    }
    this.#newest = slot;
  }
}

/** Lets a few calls through at once: one more after every 20 that were not refused for being too many, half as many after one that was. */
class Gate {
  readonly #max: number;
  readonly #waiting: (() => void)[] = [];
  #limit: number;
  #inside = 0;
  #sinceRefusal = 0;

  constructor({ start, max }: { start: number; max: number }) {
    this.#limit = start;
    this.#max = max;
  }

  get isEmpty(): boolean {
    return this.#inside === 0 && this.#waiting.length === 0;
  }

  async enter(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#inside < this.#limit) {
      this.#inside++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leaveQueue = () => {
        this.#waiting.splice(this.#waiting.indexOf(admit), 1);
        reject(signal!.reason as Error);
      };
      const admit = () => {
        signal?.removeEventListener('abort', leaveQueue);
        resolve();
      };
      signal?.addEventListener('abort', leaveQueue, { once: true });
      this.#waiting.push(admit);
    });
  }

  leave(): void {
    this.#inside--;
    if (++this.#sinceRefusal % 20 === 0) this.#limit = Math.min(this.#max, this.#limit + 1);
    while (this.#inside < this.#limit && this.#waiting.length > 0) {
      this.#inside++;
      this.#waiting.shift()!();
    }
  }

  narrow(): void {
    this.#sinceRefusal = 0;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }
}
