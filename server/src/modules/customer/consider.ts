import type { IdentityKind } from '@scrm/shared/identity';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { Customer, CustomerIdentity, MergeSuggestion, type CustomerMerge, type Evidence } from './entity';
import type { IdentityClash } from './events';
import { livingId } from './find';
import { mergeCustomers } from './merge';

/** By these two are made one without asking, the strongest first. */
const automatic = new Set<IdentityKind>(['unionid', 'phone', 'email']);
/** Of these a person has one; where both have one and it differs, they are not made one without asking. */
const distinctive = ['unionid', 'phone'] as const;

/** A name of one customer is another's already: they are made one where that is safe, else it is for a person to say. */
export async function considerClash(tx: WriteDb, clash: IdentityClash, at: number): Promise<void> {
  const [one, two] = await Promise.all([clash.customerId, clash.otherId].map(async (id) => tx.findOne(Customer, { id: await livingId(tx, id) })));
  if (!one || !two || one.id === two.id) return;
  const conflicts = await conflictsOf(tx, one.id, two.id);
  const known = await tx.findOne(MergeSuggestion, pairOf(one.id, two.id));
  const isSafe = clash.verified && automatic.has(clash.kind) && conflicts.length === 0 && known?.state !== 'dismissed';
  if (!isSafe) return suggest(tx, one.id, two.id, { evidence: [{ kind: clash.kind, shown: clash.shown }], conflicts, at });
  const [survivor, other] = isElder(one, two) ? [one, two] : [two, one];
  await mergeCustomers(tx, { survivorId: survivor.id, otherId: other.id, cause: clash.kind as CustomerMerge['cause'], byName: '', at });
}

/** Who was met first keeps their row. */
const isElder = (one: Customer, two: Customer) => one.firstAddedAt < two.firstAddedAt || (one.firstAddedAt === two.firstAddedAt && one.id < two.id);

function pairOf(one: string, two: string): { oneId: string; twoId: string } {
  return one < two ? { oneId: one, twoId: two } : { oneId: two, twoId: one };
}

/** Names of which each has another. */
export async function conflictsOf(db: ReadDb, oneId: string, twoId: string): Promise<IdentityKind[]> {
  const [ones, twos] = [await db.find(CustomerIdentity, { customerId: oneId }), await db.find(CustomerIdentity, { customerId: twoId })];
  const valuesOf = (rows: CustomerIdentity[], kind: IdentityKind) => new Set(rows.filter((row) => row.kind === kind && (kind !== 'phone' || row.verified)).map((row) => row.value));
  return distinctive.filter((kind) => {
    const [a, b] = [valuesOf(ones, kind), valuesOf(twos, kind)];
    return a.size > 0 && b.size > 0 && ![...a].some((value) => b.has(value));
  });
}

/** Puts a pair on the list of those who may be one. What was said to be two people is asked again only for new evidence. */
export async function suggest(tx: WriteDb, one: string, two: string, { evidence, conflicts, at }: { evidence: Evidence[]; conflicts: IdentityKind[]; at: number }): Promise<void> {
  const pair = pairOf(one, two);
  await tx.insertMissing(MergeSuggestion, { id: newId('sug'), ...pair, state: 'open', evidence: [], conflicts, at });
  const row = (await tx.findOne(MergeSuggestion, pair))!;
  const fresh = evidence.filter((piece) => !row.evidence.some((had) => had.kind === piece.kind && had.shown === piece.shown));
  if (fresh.length === 0) return;
  await tx.update(MergeSuggestion, { id: row.id }, { evidence: [...row.evidence, ...fresh], conflicts, at, state: 'open' });
}

/** More people than this who look the same are no hint. */
const mostTwins = 4;

/** Pairs with the same name and the same picture. */
export async function findTwins(db: ReadDb): Promise<{ ids: string[]; name: string }[]> {
  const looks = await db.query(Customer, 'customer').andWhere("customer.name <> '' AND customer.avatarUrl <> ''").select('customer.name', 'name').addSelect('customer.avatarUrl', 'avatarUrl')
    .groupBy('customer.name').addGroupBy('customer.avatarUrl').having(`COUNT(*) BETWEEN 2 AND ${mostTwins}`).getRawMany<{ name: string; avatarUrl: string }>();
  const found = [];
  for (const { name, avatarUrl } of looks) found.push({ name, ids: (await db.find(Customer, { name, avatarUrl })).map((row) => row.id) });
  return found;
}

/** Every two of those who look the same. */
export function pairsOf(ids: readonly string[]): [string, string][] {
  return ids.flatMap((one, index) => ids.slice(index + 1).map((two): [string, string] => [one, two]));
}
