import { In, Not, type QueryDeepPartialEntity } from 'typeorm';
import type { ExportFormat, ExportKindName } from '@scrm/shared/export';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { ExportKind } from '../../core/exports';
import type { CallContext, Reach } from '../../core/http/serve';
import { clockTime } from '../../core/zone';
import { zoneOf } from '../corp';
import { starterOf } from '../task';
import { DataExport, DataExportPart, NamedFile, noWay, type ExportState } from './entity';
import { runExport } from './run';

export const exportWord = '导出';
export const mimes: Record<ExportFormat, string> = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
const openStates: ExportState[] = ['waiting', 'running'];
/** Small enough for a text column of MySQL, and what is read and written at a time. */
const idsPerPart = 500;

export interface ExportOrder {
  kind: ExportKindName;
  key: string;
  format: ExportFormat;
  /** Null with `ids`. */
  filter: unknown;
  ids: readonly string[] | null;
  wanted: unknown;
  revealed: boolean;
}

/** Writes down whom the screen shows now and begins; or gives the export that the same key began. */
export async function startExport(context: CallContext, { kind: name, key, format, filter, ids, wanted, revealed }: ExportOrder): Promise<DataExport> {
  const { db, actor, language, clock, access, exportKinds } = context;
  const kind = exportKinds.get(name)!;
  const startKey = `${actor.id}:${key}`;
  await checkAllowed(context, kind);
  const known = await db.findOne(DataExport, { startKey });
  if (known) return known;
  const reach = await access.reachOf(actor, kind.permission, 'export');
  const starter = starterOf(actor, reach);
  const viewer = { ...context, db, corpId: context.corpId, actor, zone: await zoneOf(db) };
  await kind.check(viewer, wanted);
  const columns = (await kind.columns(viewer, wanted)).map(({ title }) => title);
  const snapshot: string[] = [];
  if (ids) {
    const chosen = await kind.inOrder(db, [...new Set(ids)]);
    const visible = await kind.visible(db, chosen, reach);
    snapshot.push(...chosen.filter((id) => visible.has(id)));
  } else for await (const part of kind.resolve(viewer, filter, { reach, roles: await access.rolesOf(actor) })) snapshot.push(...part);
  if (snapshot.length === 0) throw new AppError('export_nobody');
  const now = clock.now();
  const id = newId('exp', now);
  const corp = await context.corps.get(context.corpId);
  const at = clockTime(viewer.zone, now).replace(/\D/g, '').slice(0, 12);
  const fileName = `${[kind.label[language], corp.name, actor.name, at].map((part) => part.replace(/[\\/:*?"<>|\s\p{Cc}]+/gu, ' ').trim().slice(0, 40)).join('-')}.${format}`;
  await write(db, async (tx) => {
    await tx.insertMissing(DataExport, {
      id, kind: name, startKey, format, language, filter: filter ?? undefined, wanted: wanted as object, columns, starter, starterId: actor.id, revealed, state: 'waiting',
      total: snapshot.length, done: 0, skipped: 0, fileName, fileId: null, fileKey: null, size: 0, sha256: '', downloads: 0, createdAt: now, updatedAt: now,
    });
    if ((await tx.findOne(DataExport, { startKey }))!.id !== id) return;
    const parts = Array.from({ length: Math.ceil(snapshot.length / idsPerPart) }, (_, seq) => snapshot.slice(seq * idsPerPart, (seq + 1) * idsPerPart));
    await tx.insert(DataExportPart, parts.map((some, seq) => ({ id: newId('exq', now), exportId: id, seq, ids: some, others: [] })));
    await tx.enqueue(runExport, { exportId: id }, { key: id });
  });
  return (await db.findOne(DataExport, { startKey }))!;
}

/** Whom one who was chosen by hand stood for, in their order. */
export async function chosenIds(db: ReadDb, exportId: string): Promise<string[]> {
  return (await db.find(DataExportPart, { exportId }, { order: { seq: 'ASC' } })).flatMap(({ ids }) => ids);
}

/** One's own, or those of everybody in one's reach for those who look after exports. */
export async function visibleExport(context: CallContext, id: string): Promise<DataExport> {
  const row = await context.db.get(DataExport, id, exportWord);
  const whose = await seen(context);
  if (whose !== null && !whose.includes(row.starterId)) throw new AppError('not_found', { what: exportWord });
  return row;
}

export async function listExports(context: CallContext, { cursor, limit }: { cursor?: string; limit: number }) {
  const { db } = context;
  const whose = await seen(context);
  const all = () => {
    const query = db.query(DataExport, 'export');
    return whose === null ? query : query.andWhere('export.starterId IN (:...whose)', { whose });
  };
  const page = cursor ? all().andWhere('export.id < :cursor', { cursor }) : all();
  const found = await page.orderBy('export.id', 'DESC').take(limit + 1).getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

/** The running job sees it at its next part. */
export async function cancelExport({ db, clock }: CallContext, { id, updatedAt }: DataExport): Promise<void> {
  const now = clock.now();
  const changed = await write(db, (tx) => end(tx, id, openStates, { state: 'cancelled', finishedAt: now, updatedAt: Math.max(now, updatedAt + 1) }));
  if (changed === 0) throw new AppError('export_state');
}

/** Ends one of these states, and with it the way to the file with names; the file's bytes are the caller's to remove. */
export async function end(tx: WriteDb, id: string, from: ExportState[], patch: QueryDeepPartialEntity<DataExport>): Promise<number> {
  const ended = await tx.update(DataExport, { id, state: In(from) }, { fileId: null, fileKey: null, ...patch });
  if (ended > 0) await tx.update(NamedFile, { exportId: id, state: Not('erased') }, { state: 'gone', ...noWay });
  return ended;
}

/** Everything that was asked when the file was made is asked again, of whoever fetches it. */
export async function checkDownload(context: CallContext, row: DataExport): Promise<void> {
  const { db, actor, clock, access, exportKinds } = context;
  if (row.state === 'removed') throw new AppError(row.problem?.code ?? 'export_removed', row.problem?.data ?? {});
  if (row.state === 'expired' || (row.expiresAt !== null && row.expiresAt <= clock.now())) throw new AppError('export_gone');
  if (row.state !== 'ready') throw new AppError('export_state');
  const kind = exportKinds.get(row.kind)!;
  await checkAllowed(context, kind);
  await kind.check({ ...context, db, corpId: context.corpId, actor, zone: await zoneOf(db) }, row.wanted);
  const reach = await access.reachOf(actor, kind.permission, 'export');
  await checkReach(db, kind, row.id, reach);
}

/** Throws where the file holds somebody outside of this reach. */
export async function checkReach(db: ReadDb, kind: ExportKind, exportId: string, reach: Reach): Promise<void> {
  if (reach.staffIds === null) return;
  for (let seq = -1; ;) {
    const part = await db.query(DataExportPart, 'part').andWhere('part.exportId = :exportId AND part.seq > :seq', { exportId, seq }).orderBy('part.seq', 'ASC').limit(1).getOne();
    if (!part) return;
    seq = part.seq;
    const ids = part.written ?? [];
    const visible = await kind.visible(db, ids, reach);
    for (const id of ids) {
      if (visible.has(id)) continue;
      const living = await kind.livingId(db, id);
      if (living === id || !(await kind.visible(db, [living], reach)).has(living)) throw new AppError('export_reach_changed');
    }
  }
}

async function checkAllowed({ access, actor }: CallContext, { permission }: ExportKind): Promise<void> {
  if (!(await access.rightsOf(actor))(permission, 'export')) throw new AppError('not_allowed', { permission });
}

/** Whose exports the caller sees; null is everybody's. */
async function seen({ access, actor }: CallContext): Promise<string[] | null> {
  if (!(await access.permissionsOf(actor)).has('export.manage')) return [actor.id];
  const { staffIds } = await access.reachOf(actor, 'export.manage');
  return staffIds && [actor.id, ...staffIds];
}
