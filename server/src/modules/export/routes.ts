import { exports, type Export } from '@scrm/shared/export';
import { sentence } from '@scrm/shared/error';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { Download, serve, type CallContext } from '../../core/http/serve';
import { canReveal, viewerOf, visibleFields } from '../field';
import type { CustomerOrder } from './customer-kind';
import { DataExport } from './entity';
import { unseal } from './seal';
import { cancelExport, checkDownload, chosenIds, end, exportWord, listExports, startExport, visibleExport } from './service';

const mimes = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

export const exportRoutes = serve('exports', exports, {
  list: async (input, context) => {
    const { rows, ...page } = await listExports(context, input);
    return { items: rows.map((row) => present(row, context)), ...page };
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
    return new Download(unseal(files, secrets, row), mimes[row.format], row.fileName);
  },
});

export function begun(row: DataExport, context: CallContext): Export {
  context.tell(...factsOf(row));
  return present(row, context);
}

/** What the audit log keeps: nothing that a filter names, only by what it asks. */
function factsOf({ kind, format, filter, columns, total, revealed }: DataExport): string[] {
  const asked = filter === null ? 'chosen one by one' : `filter ${Object.keys(filter as object).join(' ') || 'none'}`;
  return [`${kind} ${format}`, `rows ${total}`, asked, `columns ${columns.join(' ')}`, ...(revealed ? ['masked values shown'] : [])];
}

function present(row: DataExport, { actor, clock, language }: CallContext): Export {
  const { id, kind, format, fileName, columns, filter, total, done, skipped, revealed, createdAt, startedAt, finishedAt, expiresAt, size, sha256, downloads, problem } = row;
  const isOver = row.state === 'ready' && expiresAt !== null && expiresAt <= clock.now();
  return {
    id, kind, format, state: isOver ? 'expired' : row.state, fileName, columns, filter: filter as Export['filter'], total, done, skipped, revealed, by: row.starter.name, mine: row.starterId === actor.id,
    createdAt, startedAt, finishedAt, expiresAt, size, sha256, downloads, problem: problem ? sentence(problem.code, problem.data, language) : '',
  };
}
