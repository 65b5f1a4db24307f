import { MoreThanOrEqual } from 'typeorm';
import type { ReadDb } from '../../../core/db/scope';
import { LiveCodeAdd } from '../entity-rule';

/** Customers whom somebody got by a code since the day began. */
export const receivedToday = (db: ReadDb, liveCodeId: string, staffId: string, dayStart: number): Promise<number> => db.count(LiveCodeAdd, { liveCodeId, staffId, addedAt: MoreThanOrEqual(dayStart) });
