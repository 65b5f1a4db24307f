import type { CostPeriod } from './channel';

const dayMs = 86_400_000;
const periodMs: Record<Exclude<CostPeriod, 'once'>, number> = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs, quarter: 91 * dayMs, year: 365 * dayMs };

/** What a channel has cost until `now` (ms), in fen: each period counts as it begins, a month as 30 days. */
export function spentFen({ costFen, costPeriod, createdAt }: { costFen: number; costPeriod: CostPeriod; createdAt: number }, now: number): number {
  return costPeriod === 'once' ? costFen : costFen * (1 + Math.floor(Math.max(0, now - createdAt) / periodMs[costPeriod]));
}
