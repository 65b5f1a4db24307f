import { In, IsNull, Not } from 'typeorm';
import { keyTargets, type ImportRowState, type Mapping, type SheetEncoding } from '@scrm/shared/import';
import type { Bytes } from '../../core/bytes';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { CallContext } from '../../core/http/serve';
import type { Delimiter } from '../../core/sheet/encoding';
import { detectForm, readSheet, type SheetForm } from '../../core/sheet/read';
import { sniffSheet } from '../../core/sheet/sniff';
import type { TaskStarter } from '../../core/tasks';
import { createTags, tagLibrary } from '../tag';
import { startTask, Task } from '../task';
import { checkJob, clearRows } from './dry-run';
import { CustomerImport, CustomerImportRow } from './entity';
import { readKnowledge } from './knowledge';
import { bytesOf, sealOpener, sealSample } from './sealed';
import { bytesAt, pathOf, receive, removeFile } from './store';
import { hashOf } from './suggest';
import { importWord } from './task-kinds';
import './services';

const sampleRows = 5;
const longestSample = 80;

/** Takes a file, sees what it is, and keeps it until it is imported or thrown away. */
export async function upload(context: CallContext, name: string): Promise<CustomerImport> {
  const { db, corpId, imports, clock, secrets, body } = context;
  const now = clock.now();
  const id = newId('imp', now);
  const path = pathOf(imports.folder, corpId, id);
  const { size, sha256, opener } = await receive(body, path, imports.limit);
  try {
    const bytes = await bytesAt(path, opener);
    const form = await detectForm(bytes, await sniffSheet(bytes));
    const head = await readHead(bytes, form);
    const starter = await starterOf(context);
    await write(db, (tx) => tx.insert(CustomerImport, {
      id, name: name.replace(/^.*[\\/]/, '').replace(/[\u0000-\u001f\u007f]/g, '').trim().slice(0, 200) || 'import', size, sha256, ...form, headers: head.headers, headersHash: hashOf(head.headers), sample: sealSample(head.sample, secrets),
      mapping: null, state: 'uploaded', round: 0, cursor: 0, checked: 0, newTags: [], problem: null, hasFile: true, fileKey: sealOpener(opener, id, secrets), starter, starterId: starter.id, taskId: null, undoTaskId: null, createdAt: now, startedAt: null, updatedAt: now,
    } as never));
  } catch (error) {
    await removeFile(imports.folder, corpId, id);
    throw error;
  }
  return db.get(CustomerImport, id, importWord);
}

async function starterOf({ actor, access }: CallContext): Promise<TaskStarter> {
  if (actor.kind === 'visitor') throw new AppError('not_allowed', { permission: 'customer.import' });
  const { kind, id, name, staffId, role } = actor;
  return { kind, id, name, staffId, role, reach: await access.reachOf(actor, 'customer.import') };
}

/** The headers, and the first rows under them. */
async function readHead(bytes: Bytes, form: SheetForm): Promise<{ headers: string[]; sample: string[][] }> {
  const rows: string[][] = [];
  for await (const { cells } of readSheet(bytes, form)) {
    rows.push(cells.map((cell) => [...cell.trim()].slice(0, longestSample).join('')));
    if (rows.length > sampleRows) break;
  }
  const [headers, ...sample] = rows;
  if (!headers || sample.length === 0) throw new AppError('sheet_empty');
  return { headers, sample };
}

/** One's own, or anybody's for those who look after the system. */
export async function visibleImport(context: CallContext, id: string): Promise<CustomerImport> {
  const record = await context.db.get(CustomerImport, id, importWord);
  if (record.starterId !== context.actor.id && !(await looksAfterAll(context))) throw new AppError('not_found', { what: importWord });
  return record;
}

async function ownImport(context: CallContext, id: string): Promise<CustomerImport> {
  const record = await visibleImport(context, id);
  if (record.starterId !== context.actor.id) throw new AppError('not_allowed', { permission: 'customer.import' });
  return record;
}

const looksAfterAll = async ({ access, actor }: CallContext) => (await access.permissionsOf(actor)).has('system.read');

export async function listImports(context: CallContext, { cursor, limit }: { cursor?: string; limit: number }) {
  const { db, actor } = context;
  const seesAll = await looksAfterAll(context);
  const all = () => {
    const query = db.query(CustomerImport, 'import');
    if (!seesAll) query.andWhere('import.starterId = :starterId', { starterId: actor.id });
    return query;
  };
  const page = cursor ? all().andWhere('import.id < :cursor', { cursor }) : all();
  const found = await page.orderBy('import.id', 'DESC').take(limit + 1).getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

/** States in which the columns can still be matched anew. */
const open = ['uploaded', 'checked', 'failed'] as const;

export async function reread(context: CallContext, { id, encoding, delimiter }: { id: string; encoding: SheetEncoding; delimiter: Delimiter }): Promise<CustomerImport> {
  const { db, clock, secrets } = context;
  const record = await ownImport(context, id);
  if (record.kind !== 'text' || !record.hasFile) throw new AppError(record.hasFile ? 'import_state' : 'import_file_gone');
  const head = await readHead(await bytesOf(context, record), { kind: 'text', encoding, delimiter });
  await write(db, async (tx) => {
    const met = await tx.update(CustomerImport, { id, state: In([...open]) }, {
      encoding, delimiter, headers: head.headers as never, headersHash: hashOf(head.headers), sample: sealSample(head.sample, secrets), mapping: null as never, state: 'uploaded', problem: null as never, updatedAt: later(record, clock.now()),
    });
    if (met === 0) throw new AppError('import_state');
  });
  return db.get(CustomerImport, id, importWord);
}

const later = ({ updatedAt }: CustomerImport, now: number) => Math.max(updatedAt + 1, now);

/** Begins a dry run. What an earlier one found is forgotten. */
export async function check(context: CallContext, id: string, mapping: Mapping): Promise<CustomerImport> {
  const { db, clock } = context;
  const record = await ownImport(context, id);
  if (!record.hasFile) throw new AppError('import_file_gone');
  if (!open.some((state) => state === record.state)) throw new AppError('import_state');
  await checkMapping(context, record, mapping);
  const round = record.round + 1;
  await write(db, async (tx) => {
    const met = await tx.update(CustomerImport, { id, round: record.round, state: In([...open]) }, {
      state: 'checking', round, mapping: mapping as never, cursor: 0, checked: 0, newTags: [] as never, problem: null as never, updatedAt: later(record, clock.now()),
    });
    if (met === 0) throw new AppError('import_state');
  });
  await clearRows({ db, write: (work) => write(db, work) }, id);
  await write(db, (tx) => tx.enqueue(checkJob, { importId: id, round }, { key: `${id}:${round}` }));
  return db.get(CustomerImport, id, importWord);
}

async function checkMapping(context: CallContext, { headers, starter }: CustomerImport, { columns, createTags }: Mapping): Promise<void> {
  const { fields, mayCreateTags } = await readKnowledge(context, starter);
  const used = columns.filter((target) => target !== null);
  const isKey = (target: string) => (keyTargets as readonly string[]).includes(target);
  if (columns.length !== headers.length) throw new AppError('import_mapping', { detail: `${columns.length} / ${headers.length}` });
  const twice = used.find((target, index) => used.indexOf(target) !== index);
  if (twice !== undefined) throw new AppError('import_mapping', { detail: headers[columns.lastIndexOf(twice)] });
  const closed = used.find((target) => target.startsWith('field:') && !fields.has(target.slice('field:'.length)));
  if (closed !== undefined) throw new AppError('not_found', { what: '字段' });
  if (!used.some(isKey)) throw new AppError('import_key_missing');
  if (used.every((target) => isKey(target) || target === 'staff')) throw new AppError('import_nothing_to_do');
  if (createTags && !mayCreateTags) throw new AppError('not_allowed', { permission: 'tag.write' });
}

/** After the dry run: makes the tags that are missing, and the task that does the rest. The same again gives the same. */
export async function start(context: CallContext, id: string): Promise<CustomerImport> {
  const { db, clock, imports, corpId } = context;
  const record = await ownImport(context, id);
  if (record.state === 'started' && record.taskId !== null) return record;
  if (record.state !== 'checked' && record.state !== 'started') throw new AppError('import_state');
  await makeTags(context, record.newTags);
  await write(db, (tx) => tx.update(CustomerImport, { id, state: 'checked' }, { state: 'started', startedAt: clock.now(), updatedAt: later(record, clock.now()) }));
  const task = await startTask(context, { kind: 'customer.import', key: id, input: { importId: id } });
  await write(db, (tx) => tx.update(CustomerImport, { id }, { taskId: task.id, hasFile: false, fileKey: null, sample: null }));
  // What is to be done stands in the rows by now.
  await removeFile(imports.folder, corpId, id);
  return db.get(CustomerImport, id, importWord);
}

async function makeTags(context: CallContext, wanted: readonly string[]): Promise<void> {
  const groups = new Map<string, string[]>();
  const known = new Set((await tagLibrary(context.db)).map((tag) => `${tag.groupName}/${tag.name}`));
  for (const tag of wanted.filter((one) => !known.has(one))) {
    const [group, ...name] = tag.split('/');
    groups.set(group!, [...(groups.get(group!) ?? []), name.join('/')]);
  }
  for (const [group, names] of groups) await createTags(context, group, names);
}

/** Begins to roll it back. Of two who ask at once the first does it. */
export async function undo(context: CallContext, id: string): Promise<CustomerImport> {
  const { db, actor, clock } = context;
  const record = await visibleImport(context, id);
  const claim = `~${actor.id}`.slice(0, 40);
  if (record.undoTaskId !== null && record.undoTaskId !== claim) return record;
  await refuseUndo(context, record);
  await write(db, async (tx) => {
    await tx.update(CustomerImport, { id, undoTaskId: IsNull() }, { undoTaskId: claim, updatedAt: later(record, clock.now()) });
    // Nobody is waited for any more.
    await tx.update(CustomerImportRow, { importId: id, state: 'waiting' }, { state: 'undone', waitKey: null, cells: null, problem: null as never });
  });
  if ((await db.get(CustomerImport, id, importWord)).undoTaskId === claim) {
    const task = await startTask(context, { kind: 'customer.importUndo', key: `undo:${id}`, input: { importId: id } });
    await write(db, (tx) => tx.update(CustomerImport, { id, undoTaskId: claim }, { undoTaskId: task.id }));
  }
  return db.get(CustomerImport, id, importWord);
}

async function refuseUndo({ db, clock, imports }: CallContext, record: CustomerImport): Promise<void> {
  if (!(await isOver(db, record))) throw new AppError('import_state');
  if (clock.now() > record.startedAt! + imports.undoMs) throw new AppError('import_too_old', { days: Math.round(imports.undoMs / 86_400_000) });
}

/** The task has come to an end, whichever. */
export async function isOver(db: ReadDb, { taskId }: CustomerImport): Promise<boolean> {
  if (taskId === null) return false;
  const task = await db.findOne(Task, { id: taskId });
  return task === null || ['done', 'failed', 'cancelled'].includes(task.state);
}

/** Before it is started. */
export async function removeImport(context: CallContext, id: string): Promise<void> {
  const { db, imports, corpId } = context;
  const record = await ownImport(context, id);
  if (record.state === 'started') throw new AppError('import_state');
  await dropImport({ db, folder: imports.folder, corpId }, record);
}

export async function dropImport({ db, folder, corpId }: { db: ReadDb; folder: string; corpId: string }, { id }: CustomerImport): Promise<void> {
  const gone = await write(db, (tx) => tx.remove(CustomerImport, { id, state: Not('started') }));
  if (gone === 0) throw new AppError('import_state');
  await clearRows({ db, write: (work) => write(db, work) }, id);
  await removeFile(folder, corpId, id);
}

export async function countRows(db: ReadDb, importIds: readonly string[]): Promise<Map<string, Partial<Record<ImportRowState, number>>>> {
  const counts = new Map<string, Partial<Record<ImportRowState, number>>>();
  if (importIds.length === 0) return counts;
  const rows = await db.query(CustomerImportRow, 'held').andWhere('held.importId IN (:...importIds)', { importIds }).select('held.importId', 'importId').addSelect('held.state', 'state').addSelect('COUNT(*)', 'n')
    .groupBy('held.importId').addGroupBy('held.state').getRawMany<{ importId: string; state: ImportRowState; n: number | string }>();
  for (const { importId, state, n } of rows) counts.set(importId, { ...counts.get(importId), [state]: Number(n) });
  return counts;
}

/** The mapping that the same headers were last imported with. */
export async function remembered(db: ReadDb, { id, headersHash }: CustomerImport): Promise<Mapping | null> {
  const last = await db.findOne(CustomerImport, { headersHash, startedAt: Not(IsNull()), id: Not(id) }, { order: { startedAt: 'DESC' } });
  return last?.mapping ?? null;
}
