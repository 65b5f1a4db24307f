import type { Clock } from '../../core/clock';

interface Hold {
  visitor: string;
  until: number;
}

/**
 * How many places one address keeps in a group. Whoever opens a code has a place for a few minutes, and a script can open it without end; so one
 * address keeps at most half of what it could have, and the others who come from there see the group without a place of their own. Known to this
 * process only, and to no table.
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
    const key = `${groupId} ${address}`;
    const others = (this.holds.get(key) ?? []).filter((hold) => hold.until > now && hold.visitor !== visitor);
    if (others.length + 1 > Math.ceil((others.length + free) / 2)) return false;
    this.holds.set(key, [...others, { visitor, until }]);
    return true;
  }

  private sweep(now: number): void {
    if (now - this.sweptAt < 60_000) return;
    this.sweptAt = now;
    for (const [key, holds] of this.holds) if (holds.every(({ until }) => until <= now)) this.holds.delete(key);
  }
}
