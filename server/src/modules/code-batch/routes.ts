import { Readable } from 'node:stream';
import { In, MoreThan } from 'typeorm';
import { batchColumns, codeBatches, type BatchColumn, type BatchRowState, type CodeBatch as BatchReply } from '@scrm/shared/code-batch';
import { sentence, type Language } from '@scrm/shared/error';
import { csv } from '../../core/http/csv';
import { done, Download, serve, type CallContext } from '../../core/http/serve';
import { csvLine } from '../../core/sheet/write';
import type { TaskFailure } from '../../core/tasks';
import { reasonOf } from '../../wecom/errors';
import { liveCodesByIds } from '../live-code';
import { shortsOf } from '../print';
import { presentTask, Task } from '../task';
import { CodeBatchRow, type CodeBatch } from './entity';
import { headerTitles } from './judge';
import { countRows, listBatches, removeBatch, start, upload, visibleBatch } from './service';

export const batchRoutes = serve('codeBatches', codeBatches, {
  list: async (input, context) => {
    const { rows, ...page } = await listBatches(context, input);
    return { items: await present(context, rows), ...page };
  },

  get: async ({ id }, context) => (await present(context, [await visibleBatch(context, id)]))[0]!,
  upload: async ({ name }, context) => {
    const batch = await upload(context, name);
    context.tell(`sha256 ${batch.sha256}`);
    return (await present(context, [batch]))[0]!;
  },

  start: async ({ id }, context) => (await present(context, [await start(context, id)]))[0]!,
  remove: async ({ id }, context) => {
    await removeBatch(context, id);
    return done;
  },

  rows: async ({ id, states, cursor, limit }, context) => {
    const { db, language } = context;
    await visibleBatch(context, id);
    const where = { batchId: id, ...(states.length > 0 && { state: In(states) }) };
    const found = await db.find(CodeBatchRow, { ...where, row: MoreThan(Number(cursor) || 0) }, { order: { row: 'ASC' }, take: limit + 1 });
    const rows = found.slice(0, limit);
    return {
      items: rows.map((one) => ({
        id: one.id, row: one.row, name: one.name, channel: one.channel, staff: one.staff, state: one.state,
        column: titleOf(one, language), sentence: explain(one.problem, language), liveCodeId: one.state === 'done' ? one.liveCodeId : null,
      })),
      total: await db.count(CodeBatchRow, where), nextCursor: found.length > limit ? String(rows.at(-1)!.row) : null,
    };
  },

  result: async ({ id }, context) => {
    await visibleBatch(context, id);
    const name = context.language === 'zh' ? '批量建码结果' : 'live-codes';
    return new Download(Readable.from(resultLines(context, id)), 'text/csv; charset=utf-8', `${name}-${id}.csv`);
  },

  template: async (_, { language }) => {
    const zh = language === 'zh';
    const sample = zh ? ['浦东门店 1 号', '线下/门店/浦东', '张三、李四', '到店', '{channel}-{customer}'] : ['Pudong store 1', 'Offline/Stores/Pudong', 'zhangsan, lisi', 'Visited', '{channel}-{customer}'];
    return new Download(csv([batchColumns.map((column) => headerTitles[column][language]), sample]), 'text/csv; charset=utf-8', zh ? '批量建码模板.csv' : 'live-codes.csv');
  },
});

const stateWords: Record<BatchRowState, { zh: string; en: string }> = {
  planned: { zh: '待建', en: 'To be made' }, wrong: { zh: '有误', en: 'Wrong' }, done: { zh: '已建', en: 'Made' }, failed: { zh: '未建成', en: 'Not made' },
};
const heads = {
  zh: ['行号', '活码名称', '渠道路径', '结果', '列', '说明', '活码编号', '二维码图片', '活码页面', '短链接'],
  en: ['Row', 'Name', 'Channel path', 'Result', 'Column', 'Reason', 'Id', 'Picture', 'Page', 'Short link'],
};

/** A few hundred rows at a time. */
async function* resultLines({ db, language, publicUrl }: CallContext, batchId: string): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(heads[language])}`;
  for (let after = 0; ;) {
    const rows = await db.find(CodeBatchRow, { batchId, row: MoreThan(after) }, { order: { row: 'ASC' }, take: 500 });
    if (rows.length === 0) return;
    const codes = await liveCodesByIds(db, rows.map(({ liveCodeId }) => liveCodeId));
    const shorts = await shortsOf(db, [...codes.keys()]);
    yield rows.map((row) => {
      const code = codes.get(row.liveCodeId);
      return csvLine([String(row.row), row.name, row.channel, stateWords[row.state][language], titleOf(row, language), explain(row.problem, language), code?.id ?? '', code?.qrUrl ?? '', code ? `${publicUrl}/c/${code.id}` : '', shorts.has(row.liveCodeId) ? `${publicUrl}/q/${shorts.get(row.liveCodeId)!}` : '']);
    }).join('');
    after = rows.at(-1)!.row;
  }
}

const titleOf = ({ columnName }: CodeBatchRow, language: Language): string => headerTitles[columnName as BatchColumn]?.[language] ?? '';

function explain(failure: TaskFailure | null, language: Language): string {
  if (!failure) return '';
  const reason = typeof failure.data.errcode === 'number' ? reasonOf(failure.data.errcode, language) : '';
  return sentence(failure.code, { ...failure.data, reason }, language);
}

async function present(context: CallContext, rows: readonly CodeBatch[]): Promise<BatchReply[]> {
  const { db } = context;
  const counts = await countRows(db, rows.map(({ id }) => id));
  const taskIds = rows.flatMap(({ taskId }) => taskId ?? []);
  const tasks = new Map((taskIds.length === 0 ? [] : await db.find(Task, { id: In(taskIds) })).map((task) => [task.id, presentTask(task, context)]));
  return rows.map(({ id, name, state, newChannels, taskId, starter, createdAt }) => ({
    id, name, state, newChannels, counts: { planned: 0, wrong: 0, done: 0, failed: 0, ...counts.get(id) }, task: tasks.get(taskId ?? '') ?? null, by: starter.name, createdAt,
  }));
}
