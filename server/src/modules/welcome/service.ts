import { welcomeOutcomes, type Welcome as WelcomeReply } from '@scrm/shared/welcome';
import type { ReadDb } from '../../core/db/scope';
import { customerNames } from '../customer';
import { liveCodesByIds } from '../live-code';
import { staffByUserIds, staffRefs } from '../org';
import { ruleNames } from './rules';
import { Welcome, type WelcomeOutcome } from './entity';

interface Filter {
  /** Null is everybody. */
  staffUserIds: readonly string[] | null;
  outcome?: WelcomeOutcome;
  since?: number;
}

function filtered(db: ReadDb, { staffUserIds, outcome, since }: Filter) {
  let query = db.query(Welcome, 'welcome');
  if (staffUserIds) query = query.andWhere(staffUserIds.length > 0 ? 'welcome.staffUserId IN (:...staffUserIds)' : '1 = 0', { staffUserIds });
  if (outcome) query = query.andWhere('welcome.outcome = :outcome', { outcome });
  if (since !== undefined) query = query.andWhere('welcome.at >= :since', { since });
  return query;
}

/** Newest first. */
export async function listWelcomes(db: ReadDb, { cursor, limit, ...filter }: Filter & { cursor?: string; limit: number }): Promise<{ rows: Welcome[]; total: number; nextCursor: string | null }> {
  const query = cursor ? filtered(db, filter).andWhere('welcome.id < :cursor', { cursor }) : filtered(db, filter);
  const rows = await query.orderBy('welcome.id', 'DESC').take(limit + 1).getMany();
  const shown = rows.slice(0, limit);
  return { rows: shown, total: await filtered(db, filter).getCount(), nextCursor: rows.length > limit ? shown.at(-1)!.id : null };
}

export async function presentWelcomes(db: ReadDb, rows: Welcome[]): Promise<WelcomeReply[]> {
  const staff = await staffByUserIds(db, [...new Set(rows.map((row) => row.staffUserId))]);
  const [refs, codes, names, rules] = await Promise.all([
    staffRefs(db, [...staff.values()].map((one) => one.id)),
    liveCodesByIds(db, rows.flatMap((row) => row.liveCodeId ?? [])),
    customerNames(db, [...new Set(rows.flatMap((row) => row.customerId ?? []))]),
    ruleNames(db, rows.flatMap((row) => row.ruleId ?? [])),
  ]);
  return rows.map((row) => ({
    id: row.id, customerId: row.customerId, customerName: (row.customerId && names.get(row.customerId)) || '',
    staff: refs.get(staff.get(row.staffUserId)?.id ?? '') ?? null,
    liveCodeName: (row.liveCodeId && codes.get(row.liveCodeId)?.name) || '',
    ruleName: (row.ruleId && rules.get(row.ruleId)) || '', noCodeWhy: row.noCodeWhy || null, outcome: row.outcome, ms: row.ms, reason: row.reason, at: row.at,
  }));
}

/** Counts by outcome, and how long the sent ones took. */
export async function summarise(db: ReadDb, filter: { since: number; staffUserIds: readonly string[] | null }) {
  const grouped = await filtered(db, filter).select('welcome.outcome', 'outcome').addSelect('COUNT(*)', 'count').groupBy('welcome.outcome')
    .getRawMany<{ outcome: WelcomeOutcome; count: string | number }>();
  const counts = Object.fromEntries(welcomeOutcomes.map((outcome) => [outcome, Number(grouped.find((one) => one.outcome === outcome)?.count ?? 0)])) as Record<WelcomeOutcome, number>;
  const [p50, p99] = await Promise.all([0.5, 0.99].map((share) => percentile(db, filter, counts.sent, share)));
  return { counts, p50: p50 ?? null, p99: p99 ?? null };
}

/** The smallest time that this share of the sent ones did not exceed. */
async function percentile(db: ReadDb, filter: Filter, sent: number, share: number): Promise<number | null> {
  if (sent === 0) return null;
  const [row] = await filtered(db, { ...filter, outcome: 'sent' }).andWhere('welcome.ms IS NOT NULL').orderBy('welcome.ms', 'ASC').skip(Math.ceil(sent * share) - 1).take(1).getMany();
  return row?.ms ?? null;
}
