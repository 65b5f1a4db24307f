import { In } from 'typeorm';
import type { RuleTarget } from '@scrm/shared/welcome-rule';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { liveCodesByIds } from '../live-code';
import { departmentRefs, Staff, staffIdsOfDepartments } from '../org';
import { staffOfStoreAims, storeAims } from '../store';

type Aim = { target: RuleTarget; targetIds: readonly string[] };

/** Whom a rule concerns; null is everybody. */
export async function staffOf(db: ReadDb, { target, targetIds }: Aim): Promise<readonly string[] | null> {
  switch (target) {
    case 'company': return null;
    case 'staff': return targetIds;
    case 'department': return staffIdsOfDepartments(db, targetIds.map(Number));
    case 'code': return [...[...(await liveCodesByIds(db, [...targetIds])).values()].flatMap(({ staffIds }) => staffIds), ...await staffOfStoreAims(db, targetIds)];
  }
}

/** A rule is changed by those who reach everybody whom it concerns. */
export async function isWithinReach(db: ReadDb, aim: Aim, { staffIds }: Reach): Promise<boolean> {
  if (staffIds === null) return true;
  const concerned = await staffOf(db, aim);
  return concerned !== null && concerned.length > 0 && concerned.every((id) => staffIds.includes(id));
}

/** It is shown to those of whose staff it may greet for. */
export async function touchesReach(db: ReadDb, aim: Aim, { staffIds }: Reach): Promise<boolean> {
  if (staffIds === null) return true;
  const concerned = await staffOf(db, aim);
  return concerned === null || concerned.some((id) => staffIds.includes(id));
}

/** Refuses what is not there, and whom the caller does not reach. What stood in the rule `before` may stay though it is gone. */
export async function checkTargets(db: ReadDb, aim: Aim, reach: Reach, before: readonly string[] = []): Promise<void> {
  const { target, targetIds } = aim;
  if ((target === 'company') !== (targetIds.length === 0)) throw new AppError('welcome_target_missing');
  const added = targetIds.filter((id) => !before.includes(id));
  const missing = added.length - (await existing(db, target, added));
  if (missing > 0) throw new AppError('welcome_target_unusable', { count: missing });
  if (!(await isWithinReach(db, aim, reach))) throw new AppError('welcome_target_reach');
}

async function existing(db: ReadDb, target: RuleTarget, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  switch (target) {
    case 'company': return 0;
    case 'staff': return (await db.find(Staff, { id: In([...ids]) })).filter(({ state }) => state !== 'left').length;
    case 'department': return (await departmentRefs(db, ids.map(Number).filter(Number.isInteger))).size;
    case 'code': return [...(await liveCodesByIds(db, [...ids])).values()].filter(({ deletedAt }) => deletedAt === null).length + (await storeAims(db, ids, { staffIds: null })).size;
  }
}
