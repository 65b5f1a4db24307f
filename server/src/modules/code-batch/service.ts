import { In } from 'typeorm';
import { batchBytes, batchRows, type BatchColumn, type BatchRowState } from '@scrm/shared/code-batch';
import type { Bytes } from '../../core/bytes';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { CallContext } from '../../core/http/serve';
import { detectForm, readSheet } from '../../core/sheet/read';
import { sniffSheet } from '../../core/sheet/sniff';
import { bytesAt, pathOf, receive, removeFile } from '../import';
import { startTask, starterOf } from '../task';
import { batchWord, CodeBatch, CodeBatchRow } from './entity';
import { batchJudge, readHeader, type Judged } from './judge';

/** Takes a sheet, looks at each of its rows, and forgets the file. */
export async function upload(context: CallContext, name: string): Promise<CodeBatch> {
  const { db, corpId, imports, clock, body, actor } = context;
  const now = clock.now();
  const id = newId('cba', now);
  const path = pathOf(imports.folder, corpId, id);
  const starter = starterOf(actor, await context.reach());
  try {
    const { sha256, opener } = await receive(body, path, batchBytes);
    const { rows, newChannels } = await readRows(db, await bytesAt(path, opener), starter);
    await write(db, async (tx) => {
      await tx.insert(CodeBatch, {
        id, name: name.replace(/^.*[\\/]/, '').replace(/[\u0000-\u001f\u007f]/g, '').trim().slice(0, 200) || batchWord, sha256, state: 'checked', newChannels, starter, starterId: starter.id, taskId: null, createdAt: now,
      } as never);
      await tx.insert(CodeBatchRow, rows.map(({ row, column, ...one }) => ({
        id: newId('cbr', now), batchId: id, row, ...one, state: one.problem ? 'wrong' as const : 'planned' as const, columnName: column, liveCodeId: newId('lc', now),
      })) as never);
    });
  } finally {
    await removeFile(imports.folder, corpId, id);
  }
  return db.get(CodeBatch, id, batchWord);
}

async function readRows(db: ReadDb, bytes: Bytes, starter: CodeBatch['starter']): Promise<{ rows: (Judged & { row: number })[]; newChannels: string[] }> {
  let columns: Map<BatchColumn, number> | null = null;
  const { judge, newChannels } = await batchJudge(db, starter);
  const rows: (Judged & { row: number })[] = [];
  for await (const { row, cells } of readSheet(bytes, await detectForm(bytes, await sniffSheet(bytes)))) {
    if (!columns) {
      columns = readHeader(cells);
      continue;
    }
    if (rows.length >= batchRows) throw new AppError('sheet_too_long', { limit: batchRows.toLocaleString('en-US') });
    const known = columns;
    rows.push({ row, ...judge(row, (column) => cells[known.get(column) ?? -1] ?? '') });
  }
  if (rows.length === 0) throw new AppError('sheet_empty');
  return { rows, newChannels: [...newChannels].sort() };
}

/** The same again gives the same. */
export async function start(context: CallContext, id: string): Promise<CodeBatch> {
  const { db } = context;
  const batch = await visibleBatch(context, id);
  if (batch.starterId !== context.actor.id) throw new AppError('not_allowed', { permission: 'liveCode.write' });
  if (batch.taskId !== null) return batch;
  if ((await db.count(CodeBatchRow, { batchId: id, state: 'planned' })) === 0) throw new AppError('batch_nothing');
  await write(db, (tx) => tx.update(CodeBatch, { id }, { state: 'started' }));
  const task = await startTask(context, { kind: 'liveCode.batch', key: id, input: { batchId: id } });
  await write(db, (tx) => tx.update(CodeBatch, { id }, { taskId: task.id }));
  return db.get(CodeBatch, id, batchWord);
}

export async function removeBatch(context: CallContext, id: string): Promise<void> {
  await visibleBatch(context, id);
  await write(context.db, async (tx) => {
    if ((await tx.remove(CodeBatch, { id, state: 'checked' })) === 0) throw new AppError('import_state');
    await tx.remove(CodeBatchRow, { batchId: id });
  });
}

const looksAfterAll = async ({ access, actor }: CallContext) => (await access.permissionsOf(actor)).has('system.read');

/** One's own, or anybody's for those who look after the system. */
export async function visibleBatch(context: CallContext, id: string): Promise<CodeBatch> {
  const batch = await context.db.get(CodeBatch, id, batchWord);
  if (batch.starterId !== context.actor.id && !(await looksAfterAll(context))) throw new AppError('not_found', { what: batchWord });
  return batch;
}

export async function listBatches(context: CallContext, { cursor, limit }: { cursor?: string; limit: number }) {
  const seesAll = await looksAfterAll(context);
  const all = () => {
    const query = context.db.query(CodeBatch, 'batch');
    return seesAll ? query : query.andWhere('batch.starterId = :self', { self: context.actor.id });
  };
  const found = await (cursor ? all().andWhere('batch.id < :cursor', { cursor }) : all()).orderBy('batch.id', 'DESC').take(limit + 1).getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

export async function countRows(db: ReadDb, ids: readonly string[]): Promise<Map<string, Partial<Record<BatchRowState, number>>>> {
  const counts = new Map<string, Partial<Record<BatchRowState, number>>>();
  if (ids.length === 0) return counts;
  const rows = await db.query(CodeBatchRow, 'held').andWhere('held.batchId IN (:...ids)', { ids }).select('held.batchId', 'batchId').addSelect('held.state', 'state').addSelect('COUNT(*)', 'n')
    .groupBy('held.batchId').addGroupBy('held.state').getRawMany<{ batchId: string; state: BatchRowState; n: number | string }>();
  for (const { batchId, state, n } of rows) counts.set(batchId, { ...counts.get(batchId), [state]: Number(n) });
  return counts;
}

export const rowsByIds = async (db: ReadDb, ids: readonly string[]): Promise<CodeBatchRow[]> => (ids.length === 0 ? [] : db.find(CodeBatchRow, { id: In([...ids]) }));
