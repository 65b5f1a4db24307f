/** A timer on the virtual clock. What it returns is awaited by `advance`, so that a test sees all that a turn set off. */
interface Timer {
  at: number;
  run: () => void | Promise<void>;
}

/**
 * The sandbox's time. `real` runs with the machine's clock and can be moved ahead; `manual` stands still until it
 * is turned. Timers fire in the order of their times, also when the clock jumps over many of them.
 */
export class Clock {
  /** By time, the earliest last; thousands of tries may wait at once. */
  private readonly timers: Timer[] = [];
  private alarm: NodeJS.Timeout | null = null;
  private stopped = false;

  /** `base`: manual: the time now; real: how far the clock is ahead of the machine's. */
  constructor(readonly kind: 'real' | 'manual', private base: number, private readonly onMove: () => void = () => {}) {}

  now(): number {
    return this.kind === 'manual' ? this.base : Date.now() + this.base;
  }

  /** What must be kept to continue after a restart. */
  get position(): number {
    return this.base;
  }

  at(time: number, run: Timer['run']): void {
    let low = 0;
    let high = this.timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // Of two at the same time the older one stays nearer to the end.
      if (this.timers[middle]!.at > time) low = middle + 1;
      else high = middle;
    }
    this.timers.splice(low, 0, { at: time, run });
    this.arm();
  }

  after(ms: number, run: Timer['run']): void {
    this.at(this.now() + ms, run);
  }

  async advance(ms: number): Promise<void> {
    const target = this.now() + ms;
    for (let timer = this.take(target); timer; timer = this.take(target)) {
      this.base += Math.max(0, timer.at - this.now());
      await timer.run();
    }
    this.base += Math.max(0, target - this.now());
    this.onMove();
    this.arm();
  }

  stop(): void {
    this.stopped = true;
    this.timers.length = 0;
    if (this.alarm) clearTimeout(this.alarm);
  }

  /** The earliest timer that is due by then. */
  private take(until: number): Timer | null {
    const first = this.timers.at(-1);
    return first && first.at <= until ? this.timers.pop()! : null;
  }

  private arm(): void {
    if (this.kind === 'manual' || this.stopped) return;
    if (this.alarm) clearTimeout(this.alarm);
    const first = this.timers.at(-1);
    if (!first) return;
    // A timer may wait at most 2^31 ms; waking early only arms again.
    this.alarm = setTimeout(() => this.fire(), Math.min(Math.max(0, first.at - this.now()), 60_000));
  }

  private fire(): void {
    for (let timer = this.take(this.now()); timer; timer = this.take(this.now())) void timer.run();
    this.arm();
  }
}
