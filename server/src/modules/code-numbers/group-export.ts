import type { Language } from '@scrm/shared/error';
import type { GroupFigures } from '@scrm/shared/group-code';
import { toldSentence } from '@scrm/shared/group-told';
import type { codeNumbers } from '@scrm/shared/code-numbers';
import type { ParsedInputOf } from '@scrm/shared/contract';
import { defineExportKind, type ExportRow, type ExportViewer } from '../../core/exports';
import { inBoth } from '../../core/files';
import { groupFiguresFor } from '../group-code';

type Order = Omit<ParsedInputOf<(typeof codeNumbers)['exportGroups']>, 'key' | 'format'>;

const keyTitles: Record<Order['by'], Record<Language, string>> = { code: { zh: '群活码', en: 'Group code' }, channel: { zh: '渠道', en: 'Channel' }, day: { zh: '日期', en: 'Day' } };
const titles: Record<Language, string[]> = { zh: ['扫码', '扫码人数', '进群', '退群', '进群率', '说明'], en: ['Scans', 'Visitors', 'Joined', 'Left', 'Joined, rate', 'Note'] };
const words = { zh: { none: '未分类', untold: '企业微信不提供' }, en: { none: 'Not classified', untold: 'Not reported by WeCom' } };

/** Of the codes that the exporting person sees; what leaves the house keeps to the reach of exports, too. */
async function readRows({ db, access, actor, zone }: ExportViewer, { by, from, to, channelId }: Order): Promise<(GroupFigures & { key: string; name: string })[]> {
  const { staffIds } = inBoth(await access.reachOf(actor, 'liveCode.read'), await access.reachOf(actor, 'customer.export', 'export'));
  const { codes, channels, days } = await groupFiguresFor(db, { self: actor.staffId ?? actor.id, staffIds }, { from, to, channelId, zone });
  if (by === 'day') return days.map((row) => ({ ...row, key: row.day, name: row.day }));
  return (by === 'code' ? codes : channels).map((row) => ({ ...row, key: row.id }));
}

function cells({ name, scans, visitors, joined, left, told }: GroupFigures & { name: string }, language: Language): ExportRow['cells'] {
  const t = words[language];
  const rate = joined === null || visitors === 0 ? '' : `${((joined / visitors) * 100).toFixed(1)}%`;
  return [name || t.none, scans, visitors, joined ?? t.untold, left ?? t.untold, rate, toldSentence(told, language)];
}

/** The figures of group codes as their page shows them. */
export const groupNumbersExport = defineExportKind<Order, Order>({
  kind: 'groupNumbers', label: { zh: '群活码数据', en: 'Figures of group codes' }, permission: 'customer.export',
  async* resolve(viewer, order) {
    yield (await readRows(viewer, order)).map(({ key }) => key);
  },
  inOrder: (_, ids) => Promise.resolve([...ids]),
  // The figures are read anew with the reach of whoever exports: there is no row of somebody else's.
  visible: (_, ids) => Promise.resolve(new Set(ids)),
  livingId: (_, id) => Promise.resolve(id),
  check: () => Promise.resolve(),
  columns: ({ language }, { by }) => Promise.resolve([{ title: keyTitles[by][language], width: 28 }, ...titles[language].map((title, at) => ({ title, width: at === 5 ? 60 : 14 }))]),
  rows: async (viewer, _, order) => new Map((await readRows(viewer, order)).map((row): [string, ExportRow] => [row.key, { cells: cells(row, viewer.language) }])),
});
