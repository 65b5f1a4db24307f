import { once } from 'node:events';
import { PassThrough, pipeline } from 'node:stream';
import { newId } from '../../core/db/ids';
import { AppError, messageOf } from '../../core/errors';
import type { ExportKind, ExportViewer } from '../../core/exports';
import { job, type JobContext, type JobDef } from '../../core/jobs/define';
import type { TaskStarter } from '../../core/tasks';
import { Seal } from '../../core/sealed-file';
import { writeSheet, type Cell, type SheetOrder } from '../../core/sheet/write';
import { clockTime } from '../../core/zone';
import { zoneOf } from '../corp';
import { actorOf, reachOfStarter } from '../task';
import { DataExport, DataExportPart } from './entity';
import { Fingerprint, keyContext } from './seal';

const dayMs = 86_400_000;
const tries = 5;

const words = {
  zh: { title: '导出人', text: (by: string, corp: string, at: string) => `${by} 于 ${at} 从「${corp}」导出，仅供内部使用` },
  en: { title: 'Exported by', text: (by: string, corp: string, at: string) => `Exported by ${by} from ${corp} at ${at}, for internal use only` },
};

/** Somebody cancelled it, or another worker has it. */
class Stopped extends Error {}

/** Makes the file. After a crash it begins anew with a new file: half a one is never offered. */
export const runExport: JobDef<{ exportId: string }> = job<{ exportId: string }>('export.run', { lane: 'bulk', retries: tries, timeoutMs: 4 * 3_600_000 }, async ({ exportId }, context) => {
  const { db, write, clock, files, corpId, log } = context;
  const row = await db.findOne(DataExport, { id: exportId });
  if (row?.state !== 'waiting' && row?.state !== 'running') return;
  if (row.fileId) await files.remove(corpId, row.fileId);
  const fileId = newId('xfl');
  const startedAt = clock.now();
  await write((tx) => tx.update(DataExport, { id: exportId, state: row.state }, { state: 'running', fileId, done: 0, skipped: 0, startedAt, updatedAt: startedAt }));
  try {
    const made = await make(context, { ...row, fileId });
    const now = clock.now();
    const kept = await write((tx) => tx.update(DataExport, { id: exportId, fileId, state: 'running' }, { state: 'ready', ...made, problem: null, finishedAt: now, expiresAt: now + context.exportDays * dayMs, updatedAt: now }));
    if (kept === 0) await files.remove(corpId, fileId);
  } catch (error) {
    await files.remove(corpId, fileId);
    if (error instanceof Stopped) return;
    const isOver = error instanceof AppError || context.job.attempt > tries;
    if (!isOver || context.signal.aborted) throw error;
    if (!(error instanceof AppError)) log.error({ err: error, export: exportId }, messageOf(error));
    const problem = error instanceof AppError ? { code: error.code, data: error.data } : { code: 'internal' as const, data: { requestId: exportId } };
    await write((tx) => tx.update(DataExport, { id: exportId, fileId, state: 'running' }, { state: 'failed', fileId: null, problem: problem as never, finishedAt: clock.now(), updatedAt: clock.now() }));
  }
});

async function make(context: JobContext, row: DataExport): Promise<Pick<DataExport, 'size' | 'sha256' | 'fileKey' | 'done' | 'skipped'>> {
  const { corpId, files, secrets } = context;
  const kind = context.exportKinds.get(row.kind)!;
  const viewer = await viewerOf(context, row, row.starter);
  const counts = { done: 0, skipped: 0 };
  const order = await sheetOrder(context, kind, viewer, row);
  const [sheet, fingerprint, seal] = [new PassThrough(), new Fingerprint(), new Seal()];
  const stored = files.write(corpId, row.fileId!, pipeline(sheet, fingerprint, seal.cipher, () => undefined));
  stored.catch((error: Error) => sheet.destroy(error));
  try {
    await Promise.race([writeSheet(sheet, order, rowsOf(context, kind, row, counts)), broken(sheet)]);
    await stored;
  } catch (error) {
    sheet.destroy();
    await stored.catch(() => undefined);
    throw error;
  }
  return { ...counts, size: fingerprint.size, sha256: fingerprint.sha256(), fileKey: secrets.seal(seal.opener(), keyContext(row.id)) };
}

export async function viewerOf(context: JobContext, { language }: DataExport, starter: TaskStarter): Promise<ExportViewer> {
  return { ...context, actor: actorOf(starter, context.corpId), language, zone: await zoneOf(context.db) };
}

/** How the file is laid out, and with whose name on it. */
export async function sheetOrder({ corps, corpId }: JobContext, kind: ExportKind, viewer: ExportViewer, { id, format, language, wanted, starter, createdAt }: DataExport): Promise<SheetOrder> {
  const t = words[language];
  const at = new Date(createdAt);
  const corp = (await corps.get(corpId)).name;
  return {
    format, name: kind.label[language], zone: viewer.zone, columns: await kind.columns(viewer, wanted),
    watermark: { title: t.title, text: `${t.text(starter.name, corp, clockTime(viewer.zone, createdAt))} · ${id}`, by: starter.name, at },
  };
}

/** A full disk, say: whoever writes would wait for ever. */
async function broken(stream: PassThrough): Promise<never> {
  const [error] = (await once(stream, 'error')) as [Error];
  throw error;
}

/** Part by part, whoever can still be seen. What is shown of them is noted before it is written. */
async function* rowsOf(context: JobContext, kind: ExportKind, row: DataExport, counts: { done: number; skipped: number }): AsyncGenerator<Cell[][]> {
  const { db, write, clock, signal } = context;
  const moved = new Set<string>();
  for (let seq = 0; ; seq++) {
    signal.throwIfAborted();
    const part = await db.findOne(DataExportPart, { exportId: row.id, seq });
    if (!part) return;
    const reach = await reachOfStarter(context, row.starter, kind.permission);
    // Made anew, for their roles are read once a viewer.
    const viewer = await viewerOf(context, row, row.starter);
    await kind.check(viewer, row.wanted);
    const ids = await living(context, kind, row.id, part, moved);
    const visible = await kind.visible(db, ids, reach);
    const rows = await kind.rows(viewer, ids.filter((id) => visible.has(id)), row.wanted);
    const written = ids.filter((id) => rows.has(id));
    counts.done += written.length;
    counts.skipped += part.ids.length - written.length;
    const goesOn = await write(async (tx) => {
      // Of an earlier run that ended in the middle these were noted already.
      for (const id of written) if (!part.written?.includes(id)) await rows.get(id)!.note?.(tx);
      await tx.update(DataExportPart, { id: part.id }, { written });
      return tx.update(DataExport, { id: row.id, fileId: row.fileId!, state: 'running' }, { ...counts, updatedAt: clock.now() });
    });
    if (goesOn === 0) throw new Stopped();
    yield written.map((id) => rows.get(id)!.cells);
  }
}

/** Who was merged into somebody meanwhile stands there as whom they became, unless that one is in the file anyway. */
async function living({ db }: JobContext, kind: ExportKind, exportId: string, { ids }: DataExportPart, moved: Set<string>): Promise<string[]> {
  const there = new Set(await kind.inOrder(db, ids));
  const found: string[] = [];
  for (const id of ids) {
    if (there.has(id)) {
      found.push(id);
      continue;
    }
    const now = await kind.livingId(db, id);
    if (now === id || moved.has(now)) continue;
    const isElsewhere = await db.query(DataExportPart, 'part').andWhere('part.exportId = :exportId AND INSTR(part.ids, :now) > 0', { exportId, now }).getCount();
    if (isElsewhere > 0) continue;
    moved.add(now);
    found.push(now);
  }
  return found;
}
