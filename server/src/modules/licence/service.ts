import type { Licence, LicenceState } from '@scrm/shared/licence';
import type { ReadDb } from '../../core/db/scope';
import { Staff, staffRef } from '../org';
import { LicenceRow, LicenceTrial } from './entity';

const warnMs = 30 * 86_400_000;
const external = 2;

/** Everyone who works here with the licence that counts for them: 互通账号 before 基础账号, the later end first. */
export async function licencesOf(db: ReadDb, now: number): Promise<Licence[]> {
  const best = new Map<string, LicenceRow>();
  for (const row of await db.find(LicenceRow)) {
    const known = best.get(row.userId);
    if (!known || row.type > known.type || (row.type === known.type && row.expiresAt > known.expiresAt)) best.set(row.userId, row);
  }
  const staff = (await db.find(Staff, {}, { order: { id: 'ASC' } })).filter(({ state }) => state !== 'left');
  return staff.map((one) => {
    const held = best.get(one.userId);
    return {
      id: one.id, staff: staffRef(one), canReceive: one.canReceive, state: held ? stateAt(held.expiresAt, now) : 'none',
      type: held ? held.type === external ? 'external' : 'basic' : null, activeAt: held?.activeAt ?? null, expiresAt: held?.expiresAt ?? null,
    };
  });
}

function stateAt(expiresAt: number, now: number): LicenceState {
  if (expiresAt <= now) return 'expired';
  return expiresAt - now <= warnMs ? 'expiring' : 'valid';
}

const urgency: Record<LicenceState, number> = { expired: 0, expiring: 1, none: 2, valid: 3 };

/** What needs somebody first; those who look after customers before the others. */
export function byUrgency(a: Licence, b: Licence): number {
  return urgency[a.state] - urgency[b.state] || Number(b.canReceive) - Number(a.canReceive) || (a.expiresAt ?? 0) - (b.expiresAt ?? 0) || (a.id < b.id ? -1 : 1);
}

export async function summarise(db: ReadDb, now: number) {
  const all = await licencesOf(db, now);
  const counts: Record<LicenceState, number> = { valid: 0, expiring: 0, expired: 0, none: 0 };
  for (const { state } of all) counts[state]++;
  const covers = ({ type, state }: Licence) => type === 'external' && (state === 'valid' || state === 'expiring');
  const ends = all.flatMap(({ expiresAt }) => (expiresAt !== null && expiresAt > now ? [expiresAt] : []));
  return {
    counts,
    uncovered: all.filter((one) => one.canReceive && !covers(one)).length,
    nextExpiryAt: ends.length > 0 ? Math.min(...ends) : null,
    trialEndsAt: (await db.findOne(LicenceTrial, {}))?.endsAt ?? null,
  };
}
