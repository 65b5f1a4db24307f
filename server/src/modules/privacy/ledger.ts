import { In } from 'typeorm';
import type { z } from 'zod';
import type { Consent as ConsentReply } from '@scrm/shared/privacy';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { Consent, ConsentPurpose } from './entity';
import { namesOf } from './person';
import { readOffset, withinReach } from './requests';

interface Filter {
  purposeId?: string;
  given?: boolean;
  customerId?: string;
  cursor?: string;
  limit: number;
}

/** What was said, the latest first. */
export async function readLedger(db: ReadDb, { purposeId, given, customerId, cursor, limit }: Filter, reach: Reach) {
  const filtered = () => {
    const query = withinReach(db.query(Consent, 'consent'), 'consent.customerId', reach);
    if (purposeId) query.andWhere('consent.purposeId = :purposeId', { purposeId });
    if (given !== undefined) query.andWhere('consent.given = :given', { given: given ? 1 : 0 });
    if (customerId) query.andWhere('consent.customerId = :customerId', { customerId });
    return query;
  };
  const total = await filtered().getCount();
  const start = readOffset(cursor);
  const rows = await filtered().orderBy('consent.at', 'DESC').addOrderBy('consent.id', 'DESC').offset(start).limit(limit).getMany();
  return { items: await present(db, rows), total, nextCursor: start + rows.length < total ? String(start + rows.length) : null };
}

async function present(db: ReadDb, rows: readonly Consent[]): Promise<z.input<typeof ConsentReply>[]> {
  const nameOf = await namesOf(db, rows.map((row) => row.customerId));
  const ids = [...new Set(rows.map((row) => row.purposeId))];
  const purposes = new Map((ids.length === 0 ? [] : await db.find(ConsentPurpose, { id: In(ids) })).map((one) => [one.id, one.name]));
  return rows.map(({ id, customerId, purposeId, version, given, at, channel, evidence, recordedBy }) => ({
    id, customerId, customerName: nameOf(customerId), purposeId, purposeName: purposes.get(purposeId) ?? '', version, given, at, channel, evidence, by: recordedBy,
  }));
}
