import type { CorpKind } from '@scrm/shared/session';
import type { ExportKind } from '../../core/exports';
import { newId } from '../../core/db/ids';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { CallContext } from '../../core/http/serve';
import { translationLimits } from '../../wecom/api/id-translate';
import { starterOf } from '../task';
import { DataExport, NamedFile, noWay } from './entity';
import { makeNamed } from './named-job';
import { urlContext } from './seal';
import { checkDownload } from './service';

/** Where WeCom keeps the names of staff from us, and the file holds staff. */
export const takesNames = (corpKind: CorpKind, kind: ExportKind, { wanted }: Pick<DataExport, 'wanted'>): boolean => corpKind === 'suite' && (kind.staffColumns?.(wanted).length ?? 0) > 0;

/** Asks WeCom for the file with names, once, and once more where that failed. It goes only to who may fetch the export itself. */
export async function nameStaff(context: CallContext, row: DataExport): Promise<void> {
  const { db, corps, corpId, actor, clock, access, exportKinds } = context;
  await checkDownload(context, row);
  const kind = exportKinds.get(row.kind)!;
  if (!takesNames((await corps.get(corpId)).kind, kind, row)) throw new AppError('export_names_needless');
  if (row.size > translationLimits.bytes) throw new AppError('export_names_large', { limit: '20 MB' });
  const starter = starterOf(actor, await access.reachOf(actor, kind.permission, 'export'));
  const now = clock.now();
  await write(db, async (tx) => {
    // A new one begins as one that failed begins again: whoever comes second finds it begun.
    await tx.insertMissing(NamedFile, { id: newId('xnf', now), exportId: row.id, starter, state: 'failed', ...noWay, sentAt: null, createdAt: now, startedAt: now });
    const begun = await tx.update(NamedFile, { exportId: row.id, state: 'failed' }, { state: 'waiting', starter, ...noWay, problem: null, startedAt: now });
    if (begun === 0) return;
    await tx.enqueue(makeNamed, { exportId: row.id });
    await tx.update(DataExport, { id: row.id }, { updatedAt: now });
  });
}

/** The address of WeCom's file, for who may fetch the export itself. */
export async function addressOfNamed(context: CallContext, row: DataExport): Promise<string> {
  await checkDownload(context, row);
  const named = await context.db.findOne(NamedFile, { exportId: row.id, state: 'ready' });
  if (!named?.url) throw new AppError('export_state');
  return context.secrets.open(named.url, urlContext(named.id));
}
