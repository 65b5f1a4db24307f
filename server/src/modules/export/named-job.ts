import { PassThrough, type Readable } from 'node:stream';
import type { QueryDeepPartialEntity } from 'typeorm';
import { on } from '../../core/events';
import { AppError, messageOf } from '../../core/errors';
import type { ExportKind, ExportViewer } from '../../core/exports';
import { job, TryLater, type JobContext, type JobDef } from '../../core/jobs/define';
import { readBack } from '../../core/sheet/read-back';
import { writeSheet, type SheetOrder } from '../../core/sheet/write';
import type { TaskFailure } from '../../core/tasks';
import { getTranslation, nameTemplate, translateIds, translationLimits, uploadForTranslation } from '../../wecom/api/id-translate';
import { UnexpectedReply, WeComError, WecomUnreachable } from '../../wecom/errors';
import type { EventFields } from '../../wecom/events';
import { QuotaExceeded } from '../../wecom/quota';
import { callback } from '../corp/events';
import { Staff } from '../org';
import { reachOfStarter } from '../task';
import { DataExport, NamedFile, noWay } from './entity';
import { sheetOrder, viewerOf } from './run';
import { unsealed, urlContext } from './seal';
import { checkReach, mimes } from './service';

const tries = 5;
const lookAgainMs = 10_000;
const patienceMs = 3_600_000;
const uploadMs = 120_000;
/** An hour before its end an uploaded file counts as gone. */
const keptMs = translationLimits.mediaMs - 3_600_000;
const called = { zh: '员工姓名', en: 'staff names' };

/** Has WeCom put names for ids in an export: sends it, asks for it, looks until it is there. Each step is kept, so that a restart goes on from it. */
export const makeNamed: JobDef<{ exportId: string }> = job<{ exportId: string }>('export.name', { lane: 'bulk', retries: tries, timeoutMs: 600_000 }, async ({ exportId }, context) => {
  const { db, clock, secrets, log } = context;
  const named = await db.findOne(NamedFile, { exportId });
  if (named?.state !== 'waiting') return;
  try {
    const jobId = named.jobId ?? (await begin(context, named));
    if (jobId === null) return;
    const url = await addressOf(context, jobId);
    if (url !== null) return void (await note(context, named, { state: 'ready', url: secrets.seal(url, urlContext(named.id)) }));
    if (clock.now() >= named.startedAt + patienceMs) throw new AppError('export_names_late');
    throw new TryLater(clock.now() + lookAgainMs, 'WeCom is at it');
  } catch (error) {
    if (error instanceof TryLater) throw error;
    if (error instanceof QuotaExceeded) throw new TryLater(clock.now() + error.retryAfterMs, 'WeCom takes no more for now');
    if (context.signal.aborted || (mayPass(error) && context.job.attempt <= tries)) throw error;
    log.warn({ err: error, export: exportId }, messageOf(error));
    await note(context, named, { state: 'failed', ...noWay, problem: problemOf(error, exportId) as never });
  }
});

/** WeCom says that it is done; the job that looks now and then would find it later. */
export const lookAtNamed = on(callback<EventFields<'batch_job_result'>>('batch_job_result'), 'export.lookAtNamed', async ({ fields: { jobId } }, { db, write }) => {
  const named = await db.findOne(NamedFile, { jobId, state: 'waiting' });
  if (named) await write((tx) => tx.enqueue(makeNamed, { exportId: named.exportId }));
});

/** WeCom's name for its work; null when the export went meanwhile. */
async function begin(context: JobContext, named: NamedFile): Promise<string | null> {
  const { db, corps, corpId, platform, clock } = context;
  const row = await db.findOne(DataExport, { id: named.exportId, state: 'ready' });
  if (!row) return null;
  const isKept = named.mediaId !== null && named.sentAt! + keptMs > clock.now();
  const mediaId = isKept ? named.mediaId : await send(context, named, row);
  if (mediaId === null) return null;
  const fileName = `${row.fileName.replace(/\.\w+$/, '')}-${called[row.language]}`;
  try {
    const { jobid } = await translateIds(platform.provider, { wecomCorpId: (await corps.get(corpId)).wecomCorpId, mediaId, fileName });
    return (await note(context, named, { jobId: jobid })) ? jobid : null;
  } catch (error) {
    if (hasExpired(error)) await note(context, named, { mediaId: null });
    throw error;
  }
}

async function send(context: JobContext, named: NamedFile, row: DataExport): Promise<string | null> {
  const { db, platform, clock, signal } = context;
  const kind = context.exportKinds.get(row.kind)!;
  const viewer = await viewerOf(context, row, named.starter);
  const reach = await reachOfStarter(context, named.starter, kind.permission);
  await kind.check(viewer, row.wanted);
  await checkReach(db, kind, row.id, reach);
  const bytes = await withTemplates(context, kind, viewer, row);
  // Before it goes: after a crash nobody knows whether it went.
  if (!(await note(context, named, { sentAt: clock.now() }))) return null;
  const { media_id } = await uploadForTranslation(platform.provider, { name: row.fileName, type: mimes[row.format], bytes }, { signal, timeoutMs: uploadMs });
  return (await note(context, named, { mediaId: media_id })) ? media_id : null;
}

/** The export as it was made, with WeCom's templates where ids of staff stand, and nowhere else. */
async function withTemplates(context: JobContext, kind: ExportKind, viewer: ExportViewer, row: DataExport): Promise<Buffer> {
  const { db, files, secrets } = context;
  const userIds = new Set((await db.find(Staff)).map(({ userId }) => userId));
  const holdsStaff = new Set(kind.staffColumns!(row.wanted));
  const templated = (text: string) => text.split(/(、|, )/).map((part) => (userIds.has(part) ? nameTemplate(part) : harmless(part))).join('');
  const order = await sheetOrder(context, kind, viewer, row);
  const file = unsealed(files, secrets, row);
  const rows = async function* () {
    for await (const part of readBack(file, order)) yield part.map((cells) => cells.map((cell, column) => (typeof cell !== 'string' ? cell : holdsStaff.has(column) ? templated(cell) : harmless(cell))));
  };
  const out = new PassThrough();
  try {
    const [bytes] = await Promise.all([within(out, translationLimits.bytes), writeSheet(out, plain(order), rows())]);
    return bytes;
  } finally {
    file.destroy();
  }
}

/** What somebody wrote is no template, even if it looks like one. */
const harmless = (text: string) => text.replace(/\$(?=[A-Za-z]+=)/g, '＄');

const plain = ({ name, columns, watermark, ...order }: SheetOrder): SheetOrder => ({
  ...order, name: harmless(name), columns: columns.map((column) => ({ ...column, title: harmless(column.title) })), watermark: { ...watermark, text: harmless(watermark.text), by: harmless(watermark.by) },
});

async function within(stream: Readable, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw new AppError('export_names_large', { limit: '20 MB' });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Null while WeCom is at it. */
async function addressOf({ platform }: JobContext, jobId: string): Promise<string | null> {
  const { status, result } = await getTranslation(platform.provider, jobId);
  if (status !== 3) return null;
  const url = result?.contact_id_translate?.url ?? '';
  // Where WeCom itself is played on this machine there is no https.
  const isPlayed = !platform.hosts.api.startsWith('https:');
  if (!URL.canParse(url) || !['https:', ...(isPlayed ? ['http:'] : [])].includes(new URL(url).protocol)) throw new UnexpectedReply('/cgi-bin/service/batch/getresult', 'no address');
  return url;
}

/** Whether it was still waited for; the list of exports shows it. */
async function note({ write, clock }: JobContext, { id, exportId }: NamedFile, patch: QueryDeepPartialEntity<NamedFile>): Promise<boolean> {
  return write(async (tx) => {
    if ((await tx.update(NamedFile, { id, state: 'waiting' }, patch)) === 0) return false;
    await tx.update(DataExport, { id: exportId }, { updatedAt: clock.now() });
    return true;
  });
}

const hasExpired = (error: unknown) => error instanceof WeComError && error.errcode === 40007;
const passing = new Set(['retry', 'token', 'wait', 'again-later']);
const mayPass = (error: unknown) => !(error instanceof AppError || error instanceof UnexpectedReply) && (!(error instanceof WeComError) || passing.has(error.reaction) || hasExpired(error));

function problemOf(error: unknown, exportId: string): TaskFailure {
  if (error instanceof AppError) return { code: error.code, data: error.data };
  if (error instanceof WeComError) return { code: 'task_wecom_refused', data: { errcode: error.errcode } };
  if (error instanceof WecomUnreachable) return { code: 'wecom_unreachable', data: { api: error.api } };
  return { code: 'internal', data: { requestId: exportId } };
}
