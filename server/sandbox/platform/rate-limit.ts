/** Per corp and call: https://developer.work.weixin.qq.com/document/path/90312 */
export interface RateLimit { perMinute: number; perHour: number }
export const documentedLimit: RateLimit = { perMinute: 10_000, perHour: 150_000 };

const minute = 60_000;
const hour = 3_600_000;

interface Window { start: number; count: number }

export class RateLimits {
  private readonly minutes = new Map<string, Window>();
  private readonly hours = new Map<string, Window>();
  private readonly blocked = new Map<string, number>();

  constructor(readonly limit: RateLimit) {}

  /** Counts a call. False: over the limit, and blocked for a minute or an hour from then on. */
  take(owner: string, path: string, now: number): boolean {
    const key = `${owner} ${path}`;
    if ((this.blocked.get(key) ?? 0) > now) return false;
    if (count(this.minutes, key, now, minute) > this.limit.perMinute) return this.block(key, now + minute);
    if (count(this.hours, key, now, hour) > this.limit.perHour) return this.block(key, now + hour);
    return true;
  }

  private block(key: string, until: number): false {
    this.blocked.set(key, until);
    this.minutes.delete(key);
    return false;
  }
}

function count(windows: Map<string, Window>, key: string, now: number, length: number): number {
  const window = windows.get(key);
  if (!window || now >= window.start + length) {
    windows.set(key, { start: now, count: 1 });
    return 1;
  }
  return ++window.count;
}
