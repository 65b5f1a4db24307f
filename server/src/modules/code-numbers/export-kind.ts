import { codeRate, codeStepNames, codeSteps, untoldSentence, type CodeGrouping, type CodeStep } from '@scrm/shared/code-figures';
import type { CodeNumberRow } from '@scrm/shared/code-numbers';
import type { Language } from '@scrm/shared/error';
import { defineExportKind, type ExportRow, type ExportViewer } from '../../core/exports';
import { scopeOf, type Span } from './source';
import { readTable } from './table';

type Order = Span & { by: CodeGrouping };

/** A row without a key: an export needs a name for each. */
const none = 'none';
const keyTitles: Record<CodeGrouping, Record<Language, string>> = {
  channel: { zh: '渠道', en: 'Channel' }, code: { zh: '码', en: 'Code' }, staff: { zh: '员工', en: 'Staff' }, store: { zh: '门店', en: 'Store' }, region: { zh: '区域', en: 'Region' }, day: { zh: '日期', en: 'Day' },
};
const words = { zh: { none: '（无）', rate: (name: string) => `${name}率`, untold: '企业微信不提供', note: '说明' }, en: { none: '(none)', rate: (name: string) => `${name}, rate`, untold: 'Not reported by WeCom', note: 'Note' } };
const rated = codeSteps.filter((step) => step !== 'scans');

async function readRows(viewer: ExportViewer, { by, ...span }: Order) {
  const scope = await scopeOf(viewer.db, span, await viewer.access.reachOf(viewer.actor, 'customer.export'));
  return (await readTable(viewer.db, scope, by)).rows;
}

function cells(row: CodeNumberRow, language: Language): ExportRow['cells'] {
  const t = words[language];
  const rate = (step: CodeStep) => {
    const value = codeRate(row, step);
    return value === null ? '' : `${(value * 100).toFixed(1)}%`;
  };
  const note = (['scans', 'replied'] as const).map((step) => untoldSentence(row.ways, step, language)).filter(Boolean).join('；');
  return [row.name || row.staff?.userId || t.none, ...codeSteps.map((step) => row[step] ?? t.untold), ...rated.map(rate), note];
}

/** The figures of codes as their page shows them. */
export const codeNumbersExport = defineExportKind<Order, Order>({
  kind: 'codeNumbers', label: { zh: '活码数据', en: 'Figures of live codes' }, permission: 'customer.export',
  async* resolve(viewer, order) {
    yield (await readRows(viewer, order)).map(({ key }) => key || none);
  },
  inOrder: (_, ids) => Promise.resolve([...ids]),
  // The figures are read anew with the reach of whoever exports: there is no row of somebody else's.
  visible: (_, ids) => Promise.resolve(new Set(ids)),
  livingId: (_, id) => Promise.resolve(id),
  check: () => Promise.resolve(),
  columns: async ({ language, db }, { by, ...span }) => {
    const t = words[language];
    const { stage } = await scopeOf(db, span, { staffIds: [] });
    const titles = { ...codeStepNames[language], ...(stage && { reached: language === 'zh' ? `到达「${stage.name}」` : `Reached “${stage.name}”` }) };
    return [
      { title: keyTitles[by][language], width: 28 }, ...codeSteps.map((step) => ({ title: titles[step], width: 14 })),
      ...rated.map((step) => ({ title: t.rate(titles[step]), width: 14 })), { title: t.note, width: 60 },
    ];
  },
  staffColumns: ({ by }) => (by === 'staff' ? [0] : []),
  rows: async (viewer, _, order) => new Map((await readRows(viewer, order)).map((row): [string, ExportRow] => [row.key || none, { cells: cells(row, viewer.language) }])),
});
