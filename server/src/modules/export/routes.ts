import { In } from 'typeorm';
import { exports, type Export } from '@scrm/shared/export';
import { sentence, type Language } from '@scrm/shared/error';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { Download, serve, type CallContext } from '../../core/http/serve';
import type { TaskFailure } from '../../core/tasks';
import { reasonOf } from '../../wecom/errors';
import { canReveal, viewerOf, visibleFields } from '../field';
import type { CustomerOrder } from './customer-kind';
import { DataExport, NamedFile, revealReasonOf } from './entity';
import { unsealed } from './seal';
import { addressOfNamed, nameStaff, takesNames } from './named';
import { cancelExport, checkDownload, chosenIds, end, exportWord, listExports, mimes, startExport, visibleExport } from './service';

export const exportRoutes = serve('exports', exports, {
  list: async (input, context) => {
    const { rows, ...page } = await listExports(context, input);
    return { items: await presentAll(rows, context), ...page };
  },

  get: async ({ id }, context) => present(await visibleExport(context, id), context),

  customerFields: async (_, context) => {
    const viewer = await viewerOf(context);
    const fields = await visibleFields(context.db, viewer);
    return { items: fields.map((field) => ({ id: field.id, name: field.name, masked: field.sensitive, canReveal: field.sensitive && canReveal(field, viewer) })), days: context.exportDays };
  },

  customers: async ({ key, format, filter, ids, ...wanted }, context) => {
    if ((filter === undefined) === (ids === undefined)) throw new AppError('bad_input', { detail: 'ids' });
    const order: CustomerOrder = wanted;
    return begun(await startExport(context, { kind: 'customer', key, format, filter: filter ?? null, ids: ids ?? null, wanted: order, revealed: order.revealReason !== undefined }), context);
  },

  nameStaff: async ({ id }, context) => {
    const row = await visibleExport(context, id);
    await nameStaff(context, row);
    context.tell(...factsOf(row), 'names of staff put in by WeCom');
    return present(await visibleExport(context, id), context);
  },

  openNamed: async ({ id }, context) => {
    const row = await visibleExport(context, id);
    const url = await addressOfNamed(context, row);
    context.tell(...factsOf(row), 'names of staff put in by WeCom');
    return { url };
  },

  cancel: async ({ id }, context) => {
    await cancelExport(context, await visibleExport(context, id));
    return present(await visibleExport(context, id), context);
  },

  again: async ({ id, key }, context) => {
    const { kind, format, filter, wanted, revealed } = await visibleExport(context, id);
    const ids = filter === null ? await chosenIds(context.db, id) : null;
    return begun(await startExport(context, { kind, key, format, filter, ids, wanted, revealed }), context);
  },

  remove: async ({ id }, context) => {
    const { db, corpId, clock, files } = context;
    const { fileId } = await visibleExport(context, id);
    const changed = await write(db, (tx) => end(tx, id, ['waiting', 'running', 'ready'], { state: 'removed', problem: { code: 'export_removed', data: {} } as never, updatedAt: clock.now() }));
    if (changed === 0) throw new AppError('export_state');
    if (fileId) await files.remove(corpId, fileId);
    return present(await visibleExport(context, id), context);
  },

  download: async ({ id }, context) => {
    const { db, clock, files, secrets } = context;
    const row = await visibleExport(context, id);
    await checkDownload(context, row);
    const counted = await write(db, (tx) => tx.update(DataExport, { id, state: 'ready' }, { downloads: () => 'downloads + 1', updatedAt: clock.now() }));
    if (counted === 0) throw new AppError('not_found', { what: exportWord });
    context.tell(...factsOf(row), `sha256 ${row.sha256}`, `file ${row.done} rows`);
    return new Download(unsealed(files, secrets, row), mimes[row.format], row.fileName);
  },
});

export function begun(row: DataExport, context: CallContext): Promise<Export> {
  context.tell(...factsOf(row));
  return present(row, context);
}

/** What the audit log keeps: nothing that a filter names, only by what it asks. */
function factsOf({ kind, format, filter, columns, total, revealed }: DataExport): string[] {
  const asked = filter === null ? 'chosen one by one' : `filter ${Object.keys(filter as object).join(' ') || 'none'}`;
  return [`${kind} ${format}`, `rows ${total}`, asked, `columns ${columns.join(' ')}`, ...(revealed ? ['masked values shown'] : [])];
}

const present = async (row: DataExport, context: CallContext): Promise<Export> => (await presentAll([row], context))[0]!;

async function presentAll(rows: DataExport[], context: CallContext): Promise<Export[]> {
  const { db, corps, corpId, exportKinds } = context;
  const corp = await corps.get(corpId);
  const files = await db.find(NamedFile, { exportId: In(rows.map(({ id }) => id)) });
  return rows.map((row) => presentOne(row, { named: files.find(({ exportId }) => exportId === row.id) ?? null, canName: takesNames(corp.kind, exportKinds.get(row.kind)!, row) }, context));
}

function presentOne(row: DataExport, { named, canName }: { named: NamedFile | null; canName: boolean }, { actor, clock, language }: CallContext): Export {
  const { id, kind, format, fileName, columns, filter, total, done, skipped, revealed, createdAt, startedAt, finishedAt, expiresAt, size, sha256, downloads, problem } = row;
  const isOver = row.state === 'ready' && expiresAt !== null && expiresAt <= clock.now();
  return {
    id, kind, format, state: isOver ? 'expired' : row.state, fileName, columns, filter: filter as Export['filter'], total, done, skipped, revealed, reason: revealReasonOf(row), by: row.starter.name, mine: row.starterId === actor.id,
    createdAt, startedAt, finishedAt, expiresAt, size, sha256, downloads, problem: problem ? sentence(problem.code, problem.data, language) : '',
    canName: canName && row.state === 'ready' && !isOver,
    named: named && { state: isOver || named.state === 'erased' ? 'gone' : named.state, by: named.starter.name, at: named.startedAt, problem: named.problem ? sentenceOf(named.problem, language) : '' },
  };
}

const sentenceOf = ({ code, data }: TaskFailure, language: Language) => sentence(code, { ...data, ...(typeof data.errcode === 'number' && { reason: reasonOf(data.errcode, language) }) }, language);
