import { IsNull, Not } from 'typeorm';
import { sentence } from '@scrm/shared/error';
import { storesPerImport, StoreInput, type Datum, type StoreImport } from '@scrm/shared/store';
import { inMemory } from '../../core/bytes';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { readBody } from '../../core/http/body';
import type { CallContext } from '../../core/http/serve';
import { detectForm, readSheet } from '../../core/sheet/read';
import type { SheetRow } from '../../core/sheet/row';
import { sniffSheet } from '../../core/sheet/sniff';
import { zoneOf } from '../corp';
import { groupCodesByName } from '../group-code';
import { Staff } from '../org';
import { Store, StoreRegion, StoreSheet } from './entity';
import { fromE6 } from '@scrm/shared/geo';
import { locateStore } from './locate';
import type { StoreSight } from './reach';
import { createRegion } from './region';
import { createStore, updateStore, type StoreDraft } from './service';
import { headOf, readRow, storeColumns, type RowDraft, type SheetKnowledge } from './sheet';

const fileLimit = 10_000_000;
const rowsPerCommit = 100;
const shownProblems = 500;

/** Reads a file of stores and writes what is right in it; a row that is not stays out, with its reason. The same file again changes nothing more. */
export async function importStores(context: CallContext, { dryRun, datum }: { dryRun: boolean; datum: Datum }, sight: StoreSight): Promise<StoreImport> {
  const { db, clock, language, geocoder } = context;
  const [first, ...rows] = await rowsOf(await readBody(context.body, fileLimit));
  const head = headOf(first?.cells ?? []);
  if (!head.has('name')) throw new AppError('store_sheet_head', { column: storeColumns.name[language] });
  if (rows.length > storesPerImport) throw new AppError('sheet_too_long', { limit: storesPerImport.toLocaleString('en-US') });
  const knowledge: SheetKnowledge = { language, datum, staff: await staffNames(context), groupCodes: await groupCodesByName(db) };
  const result: StoreImport = { rows: rows.length, ...nothing(), dryRun };
  let seen = new Map<string, number>();
  await write(db, (tx) => tx.insertMissing(StoreSheet, { id: newId('ssh'), at: 0 }));
  for (let start = 0; start < rows.length; start += rowsPerCommit) {
    const part = rows.slice(start, start + rowsPerCommit);
    // A transaction that met another is begun anew, and then counts anew.
    const one = async (tx: WriteDb): Promise<Taken> => {
      const taken = { seen: new Map(seen), tally: nothing() };
      await tx.update(StoreSheet, {}, { at: clock.now() });
      await takeRows(tx, part, { head, knowledge, sight, now: clock.now(), canLocate: geocoder !== null, ...taken });
      return taken;
    };
    const taken = await (dryRun ? tryOnly(db, one) : write(db, one));
    seen = taken.seen;
    for (const count of ['created', 'changed', 'failed', 'locating'] as const) result[count] += taken.tally[count];
    result.problems.push(...taken.tally.problems);
  }
  result.problems = result.problems.slice(0, shownProblems);
  return result;
}

type Tally = Omit<StoreImport, 'rows' | 'dryRun'>;
const nothing = (): Tally => ({ created: 0, changed: 0, failed: 0, locating: 0, problems: [] });

interface Taken {
  /** In which row a number stood, or the name and address of a store without one. */
  seen: Map<string, number>;
  tally: Tally;
}

/** Takes back what a trial has written. */
class DryRun extends Error {
  constructor(readonly taken: Taken) {
    super();
  }
}

const tryOnly = (db: ReadDb, one: (tx: WriteDb) => Promise<Taken>): Promise<Taken> => write(db, async (tx): Promise<Taken> => { throw new DryRun(await one(tx)); }).catch((error: unknown) => {
  if (error instanceof DryRun) return error.taken;
  throw error;
});

interface Round extends Taken {
  head: ReturnType<typeof headOf>;
  knowledge: SheetKnowledge;
  sight: StoreSight;
  now: number;
  canLocate: boolean;
}

async function takeRows(tx: WriteDb, rows: readonly SheetRow[], { head, knowledge, sight, now, canLocate, seen, tally }: Round): Promise<void> {
  const read = rows.map(({ row, cells }) => ({ row, ...readRow(row, cells, head, knowledge) }));
  const there = await placesOf(tx, read.flatMap(({ draft: { no, name } }) => (no === '' && name ? [name] : [])));
  for (const { row, draft, problems } of read) {
    const refuse = (error: AppError) => problems.push({ row, column: '', message: error.body(knowledge.language).message });
    // Without a number a store is known by its name and address, or the same file would open it once more.
    const key = draft.no || (draft.name ? placeOf(draft) : '');
    const twin = seen.get(key);
    if (key !== draft.no && (twin !== undefined || there.has(key))) problems.push({ row, column: 'no', message: sentence('store_cell_same', {}, knowledge.language) });
    else if (twin !== undefined) problems.push({ row, column: 'no', message: sentence('store_cell_twice', { row: twin }, knowledge.language) });
    else if (key !== '') seen.set(key, row);
    if (problems.length === 0) {
      try {
        const { id, done } = await takeRow(tx, draft, sight, now);
        tally[done]++;
        if (canLocate && await locateLater(tx, id)) tally.locating++;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refuse(error);
      }
    }
    if (problems.length > 0) tally.failed++;
    tally.problems.push(...problems);
  }
}

/** A store is checked before it is written, so a row that is refused changes none; the regions that were made for it go again. */
async function takeRow(tx: WriteDb, { regionNames, ...draft }: RowDraft, sight: StoreSight, now: number): Promise<{ id: string; done: 'created' | 'changed' }> {
  const known = draft.no === '' ? null : await tx.findOne(Store, { no: draft.no });
  if (!known && !draft.name) throw new AppError('store_cell_empty');
  const made: string[] = [];
  try {
    const regionId = regionNames && await regionOf(tx, regionNames, made, sight, now);
    const region = regionId && { regionId };
    if (!known) {
      const hours = { weekly: [], exceptions: [], ...draft.hours, zone: await zoneOf(tx) };
      return { id: await createStore(tx, StoreInput.parse({ ...draft, ...region, hours }), sight, now), done: 'created' };
    }
    await updateStore(tx, { ...withDraft(known, draft), ...region, id: known.id, updatedAt: known.updatedAt }, sight, now);
    return { id: known.id, done: 'changed' };
  } catch (error) {
    for (const id of made.reverse()) await tx.remove(StoreRegion, { id });
    throw error;
  }
}

/** What a sheet cannot say stays: zone and single days, an owner's shift, cap and deputy. */
function withDraft(known: Store, draft: Omit<RowDraft, 'regionNames'>): StoreDraft {
  const { latE6, lngE6, ...before } = known;
  const place = latE6 === null || lngE6 === null ? null : { lat: fromE6(latE6), lng: fromE6(lngE6), datum: 'gcj02' as const };
  return {
    ...StoreInput.parse({ ...before, place }), ...draft, ...(draft.hours && { hours: { ...known.hours, weekly: draft.hours.weekly } }),
    ...(draft.owners && { owners: draft.owners.map((owner) => known.owners.find(({ staffId }) => staffId === owner.staffId) ?? owner) }),
  };
}

/** False: it is on the map, or has no address. */
async function locateLater(tx: WriteDb, id: string): Promise<boolean> {
  if (!(await tx.findOne(Store, { id, latE6: IsNull(), address: Not('') }))) return false;
  await tx.enqueue(locateStore, { id });
  return true;
}

/** `华东/上海`: made where it is missing, by those who may. `made`: the new ones are put there. */
async function regionOf(tx: WriteDb, names: readonly string[], made: string[], sight: StoreSight, now: number): Promise<string> {
  let parentId: string | null = null;
  for (const name of names) {
    const known: StoreRegion | null = await tx.findOne(StoreRegion, { name, parentId: parentId ?? IsNull() });
    parentId = known?.id ?? await createRegion(tx, { name: name.slice(0, 40), parentId, managerIds: [] }, sight, now);
    if (!known) made.push(parentId);
  }
  return parentId!;
}

const placeOf = ({ name = '', address = '' }: Pick<RowDraft, 'name' | 'address'>) => `\n${name}\n${address}`;

/** Name and address of the stores that are there by these names. */
async function placesOf(db: ReadDb, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await db.query(Store, 'store').andWhere('store.deletedAt IS NULL AND store.name IN (:...names)', { names: [...new Set(names)] }).select('store.name', 'name').addSelect('store.address', 'address').getRawMany<{ name: string; address: string }>();
  return new Set(rows.map(placeOf));
}

async function staffNames({ db }: CallContext): Promise<Map<string, string | null>> {
  const names = new Map<string, string | null>();
  for (const { id, name, userId } of await db.find(Staff, { state: 'active' })) {
    if (name !== null && name !== userId) names.set(name, names.has(name) ? null : id);
  }
  // A userid is exact, so it wins over a name that is the same.
  for (const { id, userId } of await db.find(Staff, { state: 'active' })) names.set(userId, id);
  return names;
}

async function rowsOf(file: Buffer): Promise<SheetRow[]> {
  const bytes = inMemory(file);
  const rows: SheetRow[] = [];
  for await (const row of readSheet(bytes, await detectForm(bytes, await sniffSheet(bytes)))) {
    rows.push(row);
    if (rows.length > storesPerImport + 1) break;
  }
  return rows;
}
