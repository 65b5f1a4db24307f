import { In, IsNull } from 'typeorm';
import type { LeadSource as LeadSourceReply } from '@scrm/shared/field';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { recordActivity } from '../customer';
import { noteChange } from '../customer-change';
import { staffRefs } from '../org';
import { ofReach } from '../tag';
import { CustomerLeadSource, LeadSource } from './entity';
import type { Teller } from './values';

export const sourceWord = '客户来源';

const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();
const byOrder = (a: LeadSource, b: LeadSource) => a.order - b.order || (a.id < b.id ? -1 : 1);

/** Those that are there to be shown: what was merged stands in the one it was merged into. */
const living = (db: ReadDb): Promise<LeadSource[]> => db.find(LeadSource, { mergedInto: IsNull() });

export async function listSources(db: ReadDb, reach: Reach): Promise<LeadSourceReply[]> {
  const counts = new Map((await ofReach(db.query(CustomerLeadSource, 'held'), 'held', reach).select('held.sourceId', 'sourceId').addSelect('COUNT(*)', 'customers').groupBy('held.sourceId')
    .getRawMany<{ sourceId: string; customers: number | string }>()).map((row) => [row.sourceId, Number(row.customers)]));
  return (await living(db)).sort(byOrder).map(({ id, parentId, name, synonyms, order, retiredAt }) => ({ id, parentId, name, synonyms, order, retiredAt, customerCount: counts.get(id) ?? 0 }));
}

interface SourceDraft { name: string; synonyms: string[] }

export async function createSource(tx: WriteDb, { parentId, ...draft }: SourceDraft & { parentId: string | null }): Promise<string> {
  await holdAll(tx);
  if (parentId !== null && (await getSource(tx, parentId)).parentId !== null) throw new AppError('source_depth');
  const all = await living(tx);
  checkNames(draft, all);
  const id = newId('src');
  await tx.insert(LeadSource, { id, parentId, ...tidy(draft), order: Math.max(-1, ...all.map((one) => one.order)) + 1, retiredAt: null, mergedInto: null });
  return id;
}

export async function updateSource(tx: WriteDb, id: string, draft: SourceDraft): Promise<void> {
  await holdAll(tx);
  await getSource(tx, id);
  checkNames(draft, (await living(tx)).filter((one) => one.id !== id));
  await tx.update(LeadSource, { id }, tidy(draft));
}

/** What stands under it goes with it; who has it keeps it. */
export async function retireSource(tx: WriteDb, id: string, now: number): Promise<void> {
  await getSource(tx, id);
  await tx.update(LeadSource, [{ id, retiredAt: IsNull() }, { parentId: id, retiredAt: IsNull() }], { retiredAt: now });
}

export async function restoreSource(tx: WriteDb, id: string): Promise<void> {
  const source = await getSource(tx, id);
  await tx.update(LeadSource, { id }, { retiredAt: null });
  // A child cannot be picked under a parent that cannot.
  if (source.parentId !== null) await tx.update(LeadSource, { id: source.parentId }, { retiredAt: null });
}

/** Two names of one source become one: customers, children and names of the first go to the second. */
export async function mergeSources(tx: WriteDb, id: string, intoId: string): Promise<void> {
  await holdAll(tx);
  const source = await getSource(tx, id);
  const into = await getSource(tx, intoId);
  if (id === intoId || into.parentId === id) throw new AppError('source_depth');
  const children = (await living(tx)).filter((one) => one.parentId === id);
  if (children.length > 0 && into.parentId !== null) throw new AppError('source_depth');
  for (const child of children) await tx.update(LeadSource, { id: child.id }, { parentId: intoId });
  await tx.update(LeadSource, { id: intoId }, { synonyms: [...new Set([...into.synonyms, source.name, ...source.synonyms])] });
  await tx.update(LeadSource, { id }, { mergedInto: intoId, synonyms: [] });
  await tx.update(LeadSource, { mergedInto: id }, { mergedInto: intoId });
  noteChange(tx, (await tx.find(CustomerLeadSource, { sourceId: id })).map((held) => held.customerId));
  await tx.update(CustomerLeadSource, { sourceId: id }, { sourceId: intoId });
}

/** What another system calls a source: by name or synonym, never added. A retired one is refused as well. */
export async function findSource(db: ReadDb, name: string): Promise<LeadSource> {
  return (await sourceFinder(db))(name);
}

/** The same for many names. */
export async function sourceFinder(db: ReadDb): Promise<(name: string) => LeadSource> {
  const byName = new Map((await living(db)).flatMap((one) => [one.name, ...one.synonyms].map((each) => [plain(each), one])));
  return (name) => {
    const found = byName.get(plain(name));
    if (!found || plain(name) === '') throw new AppError('source_unknown', { name });
    return found;
  };
}

/** The source that a person chose, by customer. */
export async function leadSourcesOf(db: ReadDb, customerIds: readonly string[]): Promise<Map<string, string>> {
  if (customerIds.length === 0) return new Map();
  return new Map((await db.find(CustomerLeadSource, { customerId: In([...customerIds]) })).map((row) => [row.customerId, row.sourceId]));
}

/** By customer, of those who have one: its name, behind that of the source above it. */
export async function leadSourceNamesOf(db: ReadDb, customerIds: readonly string[]): Promise<Map<string, string>> {
  const held = await leadSourcesOf(db, customerIds);
  const all = new Map((held.size === 0 ? [] : await db.find(LeadSource)).map((source) => [source.id, source]));
  return new Map([...held].flatMap(([customerId, id]) => {
    const source = all.get(id);
    const parent = source?.parentId ? all.get(source.parentId) : undefined;
    return source ? [[customerId, parent ? `${parent.name} / ${source.name}` : source.name] as const] : [];
  }));
}

/** These sources and those under them; for one that was merged the one that has its customers now. */
export async function leadSourceFamily(db: ReadDb, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const all = await db.find(LeadSource);
  const living = new Set(ids.map((id) => all.find((one) => one.id === id)?.mergedInto ?? id));
  return [...living, ...all.filter(({ parentId, mergedInto }) => mergedInto === null && parentId !== null && living.has(parentId)).map(({ id }) => id)];
}

/** Null takes it away. How the customer was added stays as it is. `seenAt`: since when the person saw what stands there; null: nothing did. */
export async function assignSource(tx: WriteDb, customerId: string, source: LeadSource | null, teller: Teller, now: number, seenAt?: number | null): Promise<void> {
  const before = await tx.findOne(CustomerLeadSource, { customerId });
  if ((before?.sourceId ?? null) === (source?.id ?? null)) return;
  if (seenAt !== undefined && seenAt !== (before?.at ?? null)) {
    const stands = before && (await tx.findOne(LeadSource, { id: before.sourceId }));
    throw new AppError('stale_edit', { name: stands?.name ?? '', by: before?.byName ?? '', at: before?.at ?? 0 });
  }
  if (source !== null && source.retiredAt !== null) throw new AppError('source_retired', { name: source.name });
  noteChange(tx, [customerId]);
  // Of two choices within one millisecond the second is later too.
  const at = Math.max(now, (before?.at ?? 0) + 1);
  if (source === null) await tx.remove(CustomerLeadSource, { customerId });
  else {
    await tx.upsert(CustomerLeadSource, { id: newId('cls', now), customerId, sourceId: source.id, source: teller.source, staffId: teller.staffId, byName: teller.name.slice(0, 128), at },
      ['customerId'], ['sourceId', 'source', 'staffId', 'byName', 'at']);
  }
  await recordActivity(tx, { customerId, staffId: teller.staffId, kind: 'customer.edited', at: now, data: { fields: ['leadSource'], to: source?.name ?? '', by: teller.name }, naturalKey: `leadSource:${newId('act')}` });
}

export async function sourceOf(db: ReadDb, customerId: string) {
  const held = await db.findOne(CustomerLeadSource, { customerId });
  if (!held) return null;
  const source = await db.get(LeadSource, held.sourceId, sourceWord);
  const parent = source.parentId === null ? null : await db.findOne(LeadSource, { id: source.parentId });
  const staff = held.staffId === null ? null : (await staffRefs(db, [held.staffId])).get(held.staffId) ?? null;
  return { id: source.id, name: source.name, parentName: parent?.name ?? '', retired: source.retiredAt !== null, by: { source: held.source, name: held.byName, staff, at: held.at } };
}

export async function getSource(db: ReadDb, id: string): Promise<LeadSource> {
  const source = await db.findOne(LeadSource, { id, mergedInto: IsNull() });
  if (!source) throw new AppError('not_found', { what: sourceWord });
  return source;
}

/** Names are compared with each other, so changes wait for each other. */
async function holdAll(tx: WriteDb): Promise<void> {
  await tx.update(LeadSource, {}, { mergedInto: () => 'mergedInto' });
}

/** One name means one source, whether it is a name or a synonym. */
function checkNames({ name, synonyms }: SourceDraft, others: readonly LeadSource[]): void {
  const taken = new Set(others.flatMap((one) => [one.name, ...one.synonyms]).map(plain));
  const clash = [name, ...synonyms].find((each) => taken.has(plain(each)));
  if (clash !== undefined) throw new AppError('source_taken', { name: clash });
}

function tidy({ name, synonyms }: SourceDraft): SourceDraft {
  const seen = new Set([plain(name)]);
  return { name, synonyms: synonyms.filter((one) => !seen.has(plain(one)) && seen.add(plain(one))) };
}
