import { Readable } from 'node:stream';
import { imports, type Import, type ImportDetail, type ImportRowState, type Mapping } from '@scrm/shared/import';
import { problems, type FieldProblem } from '@scrm/shared/field-kind';
import { sentence, type Language } from '@scrm/shared/error';
import { In, MoreThan } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { csv } from '../../core/http/csv';
import { done, Download, serve, type CallContext } from '../../core/http/serve';
import { csvLine } from '../../core/sheet/write';
import type { TaskFailure } from '../../core/tasks';
import { reasonOf } from '../../wecom/errors';
import { customerNames, visibleCustomerIds } from '../customer';
import { presentTask, Task } from '../task';
import { CustomerImportRow, type CustomerImport } from './entity';
import { readKnowledge } from './knowledge';
import { openSample } from './sealed';
import { check, countRows, listImports, remembered, removeImport, reread, start, undo, upload, visibleImport } from './service';
import { suggest, targetsFor } from './suggest';

export const importRoutes = serve('imports', imports, {
  list: async (input, context) => {
    const { rows, ...page } = await listImports(context, input);
    return { items: await presentMany(context, rows), ...page };
  },

  get: async ({ id }, context) => presentDetail(context, await visibleImport(context, id)),
  upload: async ({ name }, context) => {
    const record = await upload(context, name);
    // Not its name, which may be a person's: the log is never changed.
    context.tell(`sha256 ${record.sha256}`);
    return presentOne(context, record);
  },

  reread: async (input, context) => presentDetail(context, await reread(context, input)),
  check: async ({ id, mapping }, context) => presentOne(context, await check(context, id, mapping)),
  start: async ({ id }, context) => {
    const record = await start(context, id);
    const counts = (await countRows(context.db, [id])).get(id) ?? {};
    context.tell(`sha256 ${record.sha256}`, ...Object.entries(counts).map(([state, n]) => `${state} ${n}`));
    return presentOne(context, record);
  },

  undo: async ({ id }, context) => presentOne(context, await undo(context, id)),

  remove: async ({ id }, context) => {
    await removeImport(context, id);
    return done;
  },

  rows: async ({ id, states, cursor, limit }, context) => {
    const { db, language } = context;
    await visibleImport(context, id);
    const where = { importId: id, ...(states.length > 0 && { state: In(states) }) };
    const total = await db.count(CustomerImportRow, where);
    const found = await db.find(CustomerImportRow, { ...where, row: MoreThan(Number(cursor) || 0) }, { order: { row: 'ASC' }, take: limit + 1 });
    const rows = found.slice(0, limit);
    const ids = rows.flatMap((row) => row.customerId ?? []);
    const visible = await visibleCustomerIds(db, ids, await context.reach());
    const names = await customerNames(db, [...visible]);
    return {
      items: rows.map((row) => ({
        id: row.id, row: row.row, state: row.state, column: row.columnName, sentence: explain(row.problem, language),
        customerId: row.customerId !== null && visible.has(row.customerId) ? row.customerId : null, customerName: names.get(row.customerId ?? '') ?? '',
      })),
      total, nextCursor: found.length > limit ? String(rows.at(-1)!.row) : null,
    };
  },

  result: async ({ id }, context) => {
    const record = await visibleImport(context, id);
    const name = context.language === 'zh' ? '导入结果' : 'import-result';
    return new Download(Readable.from(resultLines(context.db, record, context.language)), 'text/csv; charset=utf-8', `${name}-${id}.csv`);
  },

  limits: async (_, { imports }) => ({ bytes: imports.limit }),

  template: async (_, context) => {
    const zh = context.language === 'zh';
    const { fields } = await readKnowledge(context, { ...context.actor, reach: await context.reach() } as never);
    const names = targetsFor(fields.values(), context.language).filter(({ target }) => target !== 'customerId' && target !== 'unionid').map((one) => one.name);
    return new Download(csv([[...new Set(names)]]), 'text/csv; charset=utf-8', zh ? '客户导入模板.csv' : 'customer-import.csv');
  },
});

const stateWords: Record<ImportRowState, { zh: string; en: string }> = {
  planned: { zh: '待导入', en: 'To be imported' }, same: { zh: '无变化', en: 'Unchanged' }, waiting: { zh: '等待匹配', en: 'Waiting' }, wrong: { zh: '有误', en: 'Wrong' },
  done: { zh: '已导入', en: 'Imported' }, undone: { zh: '已撤销', en: 'Rolled back' }, left: { zh: '部分未撤销', en: 'Partly left' },
};

/** A thousand rows at a time, as the reader takes them. */
async function* resultLines(db: ReadDb, { id }: CustomerImport, language: Language): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(language === 'zh' ? ['行号', '结果', '列', '说明'] : ['Row', 'Result', 'Column', 'Reason'])}`;
  for (let after = 0; ;) {
    const rows = await db.find(CustomerImportRow, { importId: id, row: MoreThan(after) }, { order: { row: 'ASC' }, take: 1000 });
    if (rows.length === 0) return;
    yield rows.map((row) => csvLine([String(row.row), stateWords[row.state][language], row.columnName, explain(row.problem, language)])).join('');
    after = rows.at(-1)!.row;
  }
}

function explain(failure: TaskFailure | null, language: Language): string {
  if (!failure) return '';
  const { code, data } = failure;
  const problem = problems[data.problem as FieldProblem];
  const reason = problem ? problem[language] : typeof data.errcode === 'number' ? reasonOf(data.errcode, language) : data.reason;
  return sentence(code, { ...data, reason }, language);
}

const presentOne = async (context: CallContext, record: CustomerImport): Promise<Import> => (await presentMany(context, [record]))[0]!;

async function presentMany(context: CallContext, records: readonly CustomerImport[]): Promise<Import[]> {
  const { db, actor, language, imports: { undoMs }, clock } = context;
  const counts = await countRows(db, records.map(({ id }) => id));
  const taskIds = records.flatMap(({ taskId, undoTaskId }) => [taskId, undoTaskId].filter((id) => id !== null));
  const tasks = new Map((taskIds.length === 0 ? [] : await db.find(Task, { id: In(taskIds) })).map((task) => [task.id, presentTask(task, context)]));
  return records.map((record) => {
    const { id, name, size, sha256, kind, encoding, delimiter, state, checked, newTags, hasFile, createdAt, startedAt, taskId, undoTaskId, starter, starterId } = record;
    const task = tasks.get(taskId ?? '') ?? null;
    const undoUntil = startedAt === null ? null : startedAt + undoMs;
    const isOver = task !== null && ['done', 'failed', 'cancelled'].includes(task.state);
    return {
      id, name, size, sha256, kind, encoding, delimiter, state, checked, newTags, hasFile, createdAt, task, undoUntil, undo: tasks.get(undoTaskId ?? '') ?? null,
      counts: { planned: 0, same: 0, waiting: 0, wrong: 0, done: 0, undone: 0, left: 0, ...counts.get(id) }, problem: explain(record.problem, language), by: starter.name, mine: starterId === actor.id,
      canUndo: isOver && undoTaskId === null && undoUntil !== null && clock.now() <= undoUntil,
    };
  });
}

async function presentDetail(context: CallContext, record: CustomerImport): Promise<ImportDetail> {
  const { db, secrets, language } = context;
  const { fields, mayCreateTags } = await readKnowledge(context, { ...context.actor, reach: await context.reach() } as never);
  const targets = targetsFor(fields.values(), language);
  const isOpen = (target: string | null) => target === null || targets.some((one) => one.target === target);
  const memory = record.mapping ?? (await remembered(db, record));
  // What was remembered may name a field that is gone since.
  const mapping: Mapping = memory ? { ...memory, columns: memory.columns.map((target) => (isOpen(target) ? target : null)), createTags: memory.createTags && mayCreateTags } : suggest(record.headers, fields.values());
  return {
    ...(await presentOne(context, record)), headers: record.headers, sample: record.starterId === context.actor.id ? openSample(record.sample, secrets) : [], targets, mayCreateTags,
    mapping, mappingFrom: record.mapping ? 'chosen' : memory ? 'remembered' : 'suggested',
  };
}
