import { batchColumns, type BatchColumn } from '@scrm/shared/code-batch';
import { staffPerCode } from '@scrm/shared/live-code';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { TaskFailure, TaskStarter } from '../../core/tasks';
import { faultOfPath, namesIn, readTree } from '../channel';
import { staffFinder, tagFinder } from '../import';
import { liveCodeNames } from '../live-code';
import { outOfScope } from '../tag';
import type { Wanted } from './entity';

/** What heads a column, as people write it. */
const headers: Record<BatchColumn, string[]> = {
  name: ['活码名称', '名称', 'name', 'code'], channel: ['渠道', '渠道路径', 'channel', 'channel path'], staff: ['员工', '接待员工', '成员', 'staff', 'userid'],
  tags: ['标签', 'tags', 'tag'], remark: ['备注', '自动备注', 'remark'],
};
export const headerTitles: Record<BatchColumn, { zh: string; en: string }> = {
  name: { zh: '活码名称', en: 'Name' }, channel: { zh: '渠道路径', en: 'Channel path' }, staff: { zh: '接待员工', en: 'Staff' }, tags: { zh: '标签', en: 'Tags' }, remark: { zh: '自动备注', en: 'Remark' },
};
const mostTags = 20;
const longest = { name: 64, remark: 100 };

export interface Judged {
  name: string;
  channel: string;
  staff: string;
  wanted: Wanted | null;
  column: BatchColumn | '';
  problem: TaskFailure | null;
}

/** Where each column stands. Throws `batch_columns` where one that must be there is missing. */
export function readHeader(cells: readonly string[]): Map<BatchColumn, number> {
  const said = cells.map((cell) => cell.trim().toLowerCase());
  const found = new Map(batchColumns.flatMap((column) => {
    const at = said.findIndex((cell) => headers[column].includes(cell));
    return at < 0 ? [] : [[column, at] as const];
  }));
  const missing = (['name', 'staff'] as const).filter((column) => !found.has(column));
  if (missing.length > 0) throw new AppError('batch_columns', { names: missing.map((column) => headerTitles[column]) });
  return found;
}

/** Looks at rows one after the other, in what the company has by now and what the starter may use. */
export async function batchJudge(db: ReadDb, { reach, staffId }: Pick<TaskStarter, 'reach' | 'staffId'>) {
  const [staffNamed, tagsNamed, tree, taken] = await Promise.all([staffFinder(db), tagFinder(db), readTree(db), liveCodeNames(db)]);
  const closed = new Set(await outOfScope(db, staffId, tagsNamed.all));
  const seen = new Map<string, number>();
  const newChannels = new Set<string>();

  function staffIdsOf(text: string): string[] {
    const names = listIn(text);
    if (names.length === 0) throw new AppError('batch_empty');
    const ids = names.map((name) => {
      const found = staffNamed(name);
      if (found.length === 0) throw new AppError('import_staff_unknown', { name: name.slice(0, 64) });
      if (found.length > 1) throw new AppError('import_staff_several', { name: name.slice(0, 64) });
      const [one] = found;
      if (reach.staffIds !== null && !reach.staffIds.includes(one!.id)) throw new AppError('live_code_staff_reach', { names: name });
      if (one!.state !== 'active' || !one!.canReceive) throw new AppError('live_code_staff_unusable', { names: name });
      return one!.id;
    });
    const unique = [...new Set(ids)];
    if (unique.length > staffPerCode) throw new AppError('live_code_staff_limit', { limit: staffPerCode });
    return unique;
  }

  function tagIdsOf(text: string): string[] {
    const ids = listIn(text).map((name) => {
      const found = tagsNamed.find(name);
      if (found.length === 0) throw new AppError('import_tag_unknown', { name: name.slice(0, 64) });
      if (found.length > 1) throw new AppError('import_tag_several', { name: name.slice(0, 64) });
      if (closed.has(found[0]!.id)) throw new AppError('tag_out_of_scope', { names: name });
      return found[0]!.id;
    });
    if (new Set(ids).size > mostTags) throw new AppError('batch_many_tags', { limit: mostTags });
    return [...new Set(ids)];
  }

  function checkName(name: string, row: number): void {
    if (name === '') throw new AppError('batch_empty');
    if ([...name].length > longest.name) throw new AppError('import_too_long', { limit: longest.name });
    if (taken.has(name)) throw new AppError('batch_name_taken', { name });
    const before = seen.get(name);
    if (before !== undefined) throw new AppError('batch_duplicate', { row: before });
    seen.set(name, row);
  }

  function checkPath(path: string): void {
    const fault = faultOfPath(path);
    if (fault) throw fault;
    const known = tree.find(path);
    if (known && tree.isArchived(known.id)) throw new AppError('channel_archived', { name: path });
    if (path !== '' && !known) newChannels.add(path);
  }

  function judge(row: number, cellOf: (column: BatchColumn) => string): Judged {
    const text = (column: BatchColumn) => cellOf(column).normalize('NFC').trim();
    const channel = namesIn(text('channel')).join('/');
    const said = { name: [...text('name')].slice(0, longest.name).join(''), channel: channel.slice(0, 400), staff: text('staff').slice(0, 400) };
    let column: BatchColumn = 'name';
    try {
      checkName(text('name'), row);
      column = 'staff';
      const staffIds = staffIdsOf(text('staff'));
      column = 'tags';
      const tagIds = tagIdsOf(text('tags'));
      column = 'remark';
      const remark = text('remark');
      if ([...remark].length > longest.remark) throw new AppError('import_too_long', { limit: longest.remark });
      column = 'channel';
      checkPath(channel);
      return { ...said, wanted: { staffIds, tagIds, remark }, column: '', problem: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ...said, wanted: null, column, problem: { code: error.code, data: error.data } };
    }
  }

  return { judge, newChannels };
}

const listIn = (text: string): string[] => text.split(/[,，、;；|\n]/).map((one) => one.trim()).filter((one) => one !== '');
