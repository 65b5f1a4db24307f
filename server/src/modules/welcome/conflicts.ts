import type { WelcomeConflict } from '@scrm/shared/welcome';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import { staffByUserIds, staffRef } from '../org';
import { Welcome } from './entity';

const lookBackMs = 30 * 86_400_000;
const most = 200;

const taken = 'welcome.outcome = \'takenByOther\'';
const noCode = '(welcome.outcome = \'noCode\' AND welcome.noCodeWhy = \'other\')';

/**
 * Staff for whom something else greets: additions without a code and without another explanation, or answered before us,
 * since the last welcome of ours that went out. `staffUserIds` null is everybody; `now` in ms.
 */
export async function openConflicts(db: ReadDb, { staffUserIds, now }: { staffUserIds: readonly string[] | null; now: number }): Promise<WelcomeConflict[]> {
  const recent = () => db.query(Welcome, 'welcome').andWhere('welcome.at >= :since', { since: now - lookBackMs });
  const signs = recent().andWhere(`(${taken} OR ${noCode})`);
  if (staffUserIds) signs.andWhere(staffUserIds.length > 0 ? 'welcome.staffUserId IN (:...staffUserIds)' : '1 = 0', { staffUserIds });
  const touched = (await signs.select('welcome.staffUserId', 'userId').addSelect('MAX(welcome.at)', 'lastAt').groupBy('welcome.staffUserId').orderBy('lastAt', 'DESC').limit(most).getRawMany<{ userId: string }>()).map((row) => row.userId);
  const staff = await staffByUserIds(db, touched);
  const found: WelcomeConflict[] = [];
  for (const userId of touched) {
    const own = (query: ScopedQuery<Welcome>) => query.andWhere('welcome.staffUserId = :userId', { userId });
    const sent = await own(recent()).andWhere('welcome.outcome = :sent', { sent: 'sent' }).select('MAX(welcome.at)', 'at').getRawOne<{ at: number | string | null }>();
    const row = await own(recent()).andWhere(`(${taken} OR ${noCode}) AND welcome.at > :sentAt`, { sentAt: Number(sent?.at ?? 0) })
      .select('COUNT(*)', 'count').addSelect(`SUM(CASE WHEN ${taken} THEN 1 ELSE 0 END)`, 'taken').addSelect('MIN(welcome.at)', 'since').addSelect('MAX(welcome.at)', 'lastAt')
      .getRawOne<Record<'count' | 'taken' | 'since' | 'lastAt', number | string | null>>();
    const count = Number(row?.count ?? 0);
    if (count === 0) continue;
    const one = staff.get(userId);
    found.push({ id: one?.id ?? userId, staff: one ? staffRef(one) : null, noCode: count - Number(row!.taken), taken: Number(row!.taken), since: Number(row!.since), lastAt: Number(row!.lastAt) });
  }
  return found;
}
