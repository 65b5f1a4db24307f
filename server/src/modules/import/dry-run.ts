import { In, IsNull } from 'typeorm';
import type { Mapping } from '@scrm/shared/import';
import { newId } from '../../core/db/ids';
import { AppError } from '../../core/errors';
import { job, type JobContext, type JobDef } from '../../core/jobs/define';
import { readSheet } from '../../core/sheet/read';
import type { SheetRow } from '../../core/sheet/row';
import { CustomerImport, CustomerImportRow } from './entity';
import { judge, type Judgement } from './judge';
import { readKnowledge, type Knowledge } from './knowledge';
import { bytesOf, sealCells } from './sealed';
import './services';

interface Round {
  importId: string;
  round: number;
}

/** Rows in one transaction, together with how far the file was read: what a crash takes away is done again, and nothing else. */
const chunkSize = 200;
const mostNewTags = 100;

/** Looks at every row of the file and writes down what would become of it. Nothing of any customer is changed. */
export const checkJob: JobDef<Round> = job<Round>('import.check', { lane: 'bulk', retries: 12, timeoutMs: 3_600_000 }, async ({ importId, round }, context) => {
  const { db, write, clock, signal } = context;
  const record = await db.findOne(CustomerImport, { id: importId, round, state: 'checking' });
  if (!record) return;
  try {
    if (!record.hasFile) throw new AppError('import_file_gone');
    const knowledge = await readKnowledge(context, record.starter);
    const { kind, encoding, delimiter } = record;
    let [chunk, isHeader]: [SheetRow[], boolean] = [[], true];
    const flush = async (): Promise<boolean> => {
      if (signal.aborted) throw new Error('stopped');
      const goesOn = await checkChunk(context, record, knowledge, chunk);
      chunk = [];
      return goesOn;
    };
    for await (const row of readSheet(await bytesOf(context, record), { kind, encoding, delimiter })) {
      if (isHeader || row.row <= record.cursor) {
        isHeader = false;
        continue;
      }
      chunk.push(row);
      if (chunk.length === chunkSize && !(await flush())) return;
    }
    if (chunk.length > 0 && !(await flush())) return;
    await write((tx) => tx.update(CustomerImport, { id: importId, round, state: 'checking' }, { state: 'checked', updatedAt: clock.now() }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await write((tx) => tx.update(CustomerImport, { id: importId, round, state: 'checking' }, { state: 'failed', problem: { code: error.code, data: error.data } as never, updatedAt: clock.now() }));
  }
});

/** False when a newer dry run took over. */
async function checkChunk(context: JobContext, record: CustomerImport, knowledge: Knowledge, chunk: readonly SheetRow[]): Promise<boolean> {
  const { write, clock, secrets } = context;
  const judged = await judge(context, knowledge, record, chunk.map((row) => row.cells));
  const now = clock.now();
  return write(async (tx) => {
    const { id, round } = record;
    const held = await tx.findOne(CustomerImport, { id });
    if (!held) return false;
    // Somebody was erased meanwhile whom it tells of.
    if (!held.hasFile) throw new AppError('import_file_gone');
    // Another worker was here before.
    if (held.cursor >= chunk[0]!.row) return false;
    const newTags = [...new Set([...held.newTags, ...judged.flatMap((one) => one.newTags)])];
    if (newTags.length > mostNewTags) throw new AppError('import_mapping', { detail: `${newTags.length} > ${mostNewTags}` });
    const met = await tx.update(CustomerImport, { id, round, state: 'checking', cursor: held.cursor }, { cursor: chunk.at(-1)!.row, checked: held.checked + chunk.length, newTags: newTags as never, updatedAt: now });
    if (met === 0) return false;
    const targets = judged.flatMap(({ target }) => target ?? []);
    const before = targets.length === 0 ? [] : await tx.find(CustomerImportRow, { importId: id, target: In([...new Set(targets)]) });
    const firstOf = new Map(before.map((row) => [row.target!, row.row]));
    await tx.insert(CustomerImportRow, chunk.map(({ row, cells }, index) => {
      const one = judged[index]!;
      const winner = one.target === null ? undefined : firstOf.get(one.target);
      if (one.target !== null && winner === undefined) firstOf.set(one.target, row);
      return { id: newId('imr', now), importId: id, row, at: now, ...columnsOf(winner === undefined ? one : duplicate(one, winner), cells, record, secrets) };
    }));
    return true;
  });
}

const duplicate = (one: Judgement, row: number): Judgement => ({ ...one, state: 'wrong', target: null, waitKey: null, wait: null, column: -1, problem: { code: 'import_duplicate', data: { row } } });

function columnsOf({ state, customerId, target, waitKey, wait, column, problem }: Judgement, cells: readonly string[], { mapping, headers }: CustomerImport, secrets: JobContext['secrets']) {
  return {
    state, customerId, target, waitKey, problem, steps: null, columnName: column < 0 ? '' : (headers[column] ?? '').slice(0, 200),
    // Only what is mapped, and only while it is needed.
    cells: state === 'planned' || state === 'waiting' ? sealCells({ cells: mappedOnly(cells, mapping!), wait }, secrets) : null,
  };
}

const mappedOnly = (cells: readonly string[], { columns }: Mapping) => columns.map((target, index) => (target === null ? '' : cells[index] ?? ''));

/** Rows of earlier rounds, in parts. */
export async function clearRows({ write, db }: Pick<JobContext, 'db' | 'write'>, importId: string): Promise<void> {
  for (;;) {
    const rows = await db.find(CustomerImportRow, { importId, steps: IsNull() }, { take: 500 });
    if (rows.length === 0) return;
    await write((tx) => tx.remove(CustomerImportRow, { id: In(rows.map((row) => row.id)) }));
  }
}
