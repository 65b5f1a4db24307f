import type { Clock } from '../../core/clock';
import { holdMs } from './rooms';

interface Hold {
  visitor: string;
  at: number;
  until: number;
}

const hourMs = 3_600_000;

/**
 * The brake on a script that opens a code without end. Each browser has a place of its own, wherever it asks from, so a whole hall behind one address
 * is counted by heads; but within an hour an address is given each place of a group once. After that it keeps at most half of what it could have, and
 * the others who come from there see the group without a place of their own. Known to this process only, and to no table.
 */
export class HoldShares {
  private readonly holds = new Map<string, Hold[]>();
  private sweptAt = 0;

  constructor(private readonly clock: Clock) {}

  /** True: the place may be kept until then. `free`: places that nobody has or keeps; null: without end. */
  take(groupId: string, free: number | null, { visitor, address }: { visitor: string; address: string }, until: number): boolean {
    if (free === null || groupId === '') return true;
    const now = this.clock.now();
    this.sweep(now);
    const key = `${groupId} ${networkOf(address)}`;
    const given = (this.holds.get(key) ?? []).filter(({ at }) => at > now - hourMs);
    // Who looks again has the same place a little longer, and not for ever.
    const own = given.find((hold) => hold.visitor === visitor && hold.at > now - holdMs);
    if (own) own.until = until;
    const held = given.filter((hold) => hold.until > now && hold.visitor !== visitor).length;
    const mayKeep = own !== undefined || given.length < held + free || held < Math.ceil((held + free) / 2);
    if (!own && mayKeep) given.push({ visitor, at: now, until });
    this.holds.set(key, given);
    return mayKeep;
  }

  private sweep(now: number): void {
    if (now - this.sweptAt < 60_000) return;
    this.sweptAt = now;
    for (const [key, holds] of this.holds) if (holds.every(({ at }) => at <= now - hourMs)) this.holds.delete(key);
  }
}

/** Whoever has one IPv6 address has all of its /64. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const missing = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...missing, ...right].slice(0, 4).join(':');
}
