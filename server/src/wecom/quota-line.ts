import type { Limits } from './limits';
import type { QuotaUse } from './quota';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A window is counted in this many slots, and one more for the slot that it only partly covers. */
const slots = 60;

export interface QuotaState {
  corpId: string;
  api: string;
  /** Per window, `[slot number, calls]` of every slot that counts. */
  windows: { ms: number; slots: [slot: number, calls: number][] }[];
  /** ms, 0 when it never was. */
  blockedUntil: number;
  /** How many blocks followed one another. */
  blocks: number;
}

/** What one corp may call of one API. */
export class Line {
  readonly gate: Gate;
  readonly #windows: Window[];
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

  state(now: number): QuotaState {
    return {
      corpId: this.corpId, api: this.api, windows: this.#windows.map((window) => window.state(now)),
      blockedUntil: this.#blockedUntil, blocks: this.#blocks,
    };
  }

  restore(state: QuotaState): void {
    this.#blockedUntil = state.blockedUntil;
    this.#blocks = state.blocks;
    for (const window of this.#windows) window.restore(state.windows.find(({ ms }) => ms === window.ms)?.slots ?? []);
  }

  isIdle(now: number): boolean {
    return this.gate.isEmpty && now - this.#blockedUntil > minute && this.#windows.every((window) => window.used(now) === 0);
  }
}

/** Calls within the last `ms`, never fewer than were really made: the oldest slot counts until all of it is out. */
class Window {
  readonly #slotMs: number;
  readonly #calls = new Int32Array(slots + 1);
  #newest = 0;
  #sum = 0;

  constructor(readonly ms: number, readonly limit: number) {
    this.#slotMs = ms / slots;
  }

  waitMs(now: number): number {
    this.#advance(now);
    if (this.#sum < this.limit) return 0;
    let oldest = this.#newest - slots;
    while (oldest < this.#newest && this.#at(oldest) === 0) oldest++;
    return Math.max(1, (oldest + slots + 1) * this.#slotMs - now);
  }

  add(now: number): void {
    this.#advance(now);
    this.#calls[this.#newest % (slots + 1)]!++;
    this.#sum++;
  }

  used(now: number): number {
    this.#advance(now);
    return this.#sum;
  }

  state(now: number): QuotaState['windows'][number] {
    this.#advance(now);
    const kept: [number, number][] = [];
    for (let slot = this.#newest - slots; slot <= this.#newest; slot++) if (this.#at(slot) > 0) kept.push([slot, this.#at(slot)]);
    return { ms: this.ms, slots: kept };
  }

  restore(kept: [slot: number, calls: number][]): void {
    this.#newest = Math.max(0, ...kept.map(([slot]) => slot));
    for (const [slot, calls] of kept) {
      if (slot < this.#newest - slots) continue;
      this.#calls[slot % (slots + 1)] = calls;
      this.#sum += calls;
    }
  }

  #at(slot: number): number {
    return slot < 0 ? 0 : this.#calls[slot % (slots + 1)]!;
  }

  /** A clock that was set back counts into the newest slot there is. */
  #advance(now: number): void {
    const slot = Math.floor(now / this.#slotMs);
    if (slot <= this.#newest) return;
    if (slot - this.#newest > slots) {
      this.#calls.fill(0);
      this.#sum = 0;
    } else {
      for (let passed = this.#newest + 1; passed <= slot; passed++) {
        this.#sum -= this.#calls[passed % (slots + 1)]!;
        this.#calls[passed % (slots + 1)] = 0;
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
