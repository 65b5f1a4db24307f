import { IsNull, Not } from 'typeorm';
import { isNamedIn, mentions, personal, type Person } from '../../core/personal/declare';
import { allParts } from '../../core/personal/words';
import type { Where } from '../../core/db/scope';
import '../file';
import { DataExport, DataExportPart, NamedFile, noWay, revealReasonOf } from './entity';
import { endErased, removeBytes } from './holding';

const keywordOf = (filter: unknown): string => (typeof filter === 'object' && filter !== null && 'keyword' in filter && typeof filter.keyword === 'string' ? filter.keyword : '');
const meets = (text: string, person: Person) => text !== person.customerId && (isNamedIn(text, person) || person.called.includes(text.trim()));

/** The rows of parts that are about one person. */
const partsOf = ({ customerId }: Person) => ['ids', 'written', 'others'].flatMap((column) => mentions(column, { customerId, names: [customerId], called: [] })!) as Where<DataExportPart>[];

/** Every file that holds the person goes, whole: nobody can take one row out of it. */
export const exportPersonalData = [
  // Before the parts, which say whom a file holds.
  personal(NamedFile, {
    label: { zh: '交给企业微信填写员工姓名的导出文件', en: 'Exported files that WeCom was given, to put names of staff in' },
    of: () => ({ sentAt: Not(IsNull()), state: Not('erased') }),
    holds: async ({ exportId }, person, { db }) => (await db.count(DataExportPart, partsOf(person).map((where) => ({ ...where, exportId })) as Where<DataExportPart>)) > 0,
    erase: () => ({ state: 'erased', ...noWay }),
    kept: { zh: '清空数不为 0 时：企业微信制作过含有此人的带姓名文件。链接已删除；企业微信保存的和已下载的副本不在本系统内，无法在此删除', en: 'Where any were blanked, WeCom has made a file with names that holds the person. Its link is gone here; the copies at WeCom and those that were downloaded are out of reach' },
  }),
  personal(DataExportPart, {
    label: { zh: '导出文件（含有此人的整份文件都会删除）', en: 'Exported files (each that holds the person goes as a whole)' },
    of: (person) => partsOf(person) as Where<DataExportPart>,
    before: (parts, { db, files }) => removeBytes(files, db, parts.map(({ exportId }) => exportId)),
    erase: ({ ids, written, others }, { customerId }) => ({ ids: ids.filter((id) => id !== customerId), written: written?.filter((id) => id !== customerId) ?? null, others: others.filter((id) => id !== customerId) }),
    also: (tx, parts) => endErased(tx, parts.map(({ exportId }) => exportId)),
    kept: { zh: '导出记录：谁在什么时候导出了多少行；不含任何客户', en: 'The record of the export: who took out how many rows and when; it names no customer' },
  }),
  personal(DataExport, {
    label: { zh: '导出的筛选条件与理由', en: 'Filters and reasons of exports' },
    of: () => ({}),
    holds: (row, person) => meets(keywordOf(row.filter), person) || allParts(person).meets(revealReasonOf(row)),
    // Not an empty one, which would mean everybody: this one means nobody.
    erase: (row, person) => ({
      ...(meets(keywordOf(row.filter), person) && { filter: { ...(row.filter as object), keyword: person.customerId } }),
      ...(allParts(person).meets(revealReasonOf(row)) && { wanted: { ...(row.wanted as object), revealReason: allParts(person).cover(revealReasonOf(row)) } }),
    }),
    kept: { zh: '导出记录本身；筛选里的姓名已换成内部编号，理由里的已换成 ***', en: 'The record itself; the name in its filter is a number of ours now, and *** in its reason' },
  }),
];
