import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { newId } from '../../core/db/ids';
import type { JobContext } from '../../core/jobs/define';
import type { CustomerAdded } from '../customer/events';
import { askAlign } from './due';
import { LiveCode } from './entity';
import { LiveCodeAdd } from './entity-rule';
import { listAt } from './list';
import { ownersOf, tellOwner } from './owner';
import { compile, newState, pick, slotAt } from './rule';
import { daysOf, ruleOf } from './rule-of';
import { isOutdated, standingOf } from './standing';

type AddReason = Pick<LiveCodeAdd, 'ruleNo' | 'listId' | 'slot' | 'level' | 'isListed' | 'ownerId'>;

/** Why this person was among those from whom WeCom could choose at that moment. */
export async function reasonOfAdd(db: ReadDb, code: LiveCode, { customerId, staffId, addedAt }: Pick<CustomerAdded, 'customerId' | 'staffId' | 'addedAt'>): Promise<AddReason> {
  const { list, isListed } = await listAt(db, code.id, staffId, addedAt);
  const ownerId = await ownerBefore(db, code, customerId, staffId, addedAt);
  return { ruleNo: list?.ruleNo ?? code.ruleNo, listId: list?.id ?? '', slot: list?.slot ?? await slotThen(db, code, addedAt), level: list?.level ?? 'duty', isListed, ownerId };
}

async function slotThen(db: ReadDb, code: LiveCode, at: number): Promise<number> {
  const rule = ruleOf(code);
  return rule ? slotAt(compile(rule, { days: await daysOf(db) }), at) : -1;
}

/** The owner that the rule looks for; '' none. */
async function ownerBefore(db: ReadDb, code: LiveCode, customerId: string, staffId: string, at: number): Promise<string> {
  const rule = ruleOf(code);
  if (!rule || rule.ownerFirst.scope === 'off') return '';
  const owners = await ownersOf(db, customerId, { at, besides: staffId });
  const compiled = compile(rule);
  const { reason, target } = pick(compiled, newState(compiled), { at, owners });
  return reason.kind === 'existingOwner' && 'staffId' in target ? target.staffId : '';
}

/** Once for each time, whoever tells of it again. */
export async function recordAdd(tx: WriteDb, code: LiveCode, { customerId, staffId, addedAt }: CustomerAdded, reason: AddReason): Promise<void> {
  const key = { liveCodeId: code.id, customerId, staffId, addedAt };
  await tx.insertMissing(LiveCodeAdd, { id: newId('lca', addedAt), ...key, ...reason });
  const { id, ownerId } = (await tx.findOne(LiveCodeAdd, key))!;
  if (ownerId !== '') await tx.enqueue(tellOwner, { id }, { key: `liveCode.tellOwner:${id}` });
}

/** A customer more may bring somebody to a cap, or set the time when one gives way. */
export async function followAdd({ db, clock }: JobContext, id: string): Promise<void> {
  const code = await db.findOne(LiveCode, { id });
  if (!code?.rule || code.deletedAt !== null) return;
  const standing = await standingOf(db, code, clock.now());
  const isSame = !standing || (!isOutdated(code, standing) && (code.nextAlignAt === null || standing.nextAt === null || standing.nextAt >= code.nextAlignAt));
  if (!isSame) await write(db, (tx) => askAlign(tx, id, clock.now()));
}
