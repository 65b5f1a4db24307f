import { bands, storeFigures, type StoreFigure } from '@scrm/shared/store-code';
import { defineExportKind, type ExportRow, type ExportViewer } from '../../core/exports';
import { report, type Grouping, type SpanQuery } from './numbers';
import { sightFor, visibleStoreIds, type StoreSight } from './reach';

type Order = SpanQuery & { by: Grouping };

/** What led to no store or region: an export needs a name for each row. */
const none = 'none';
const keyTitles: Record<Grouping, { zh: string; en: string }> = { store: { zh: '门店', en: 'Store' }, region: { zh: '区域', en: 'Region' }, day: { zh: '日期', en: 'Day' } };
const titles: Record<StoreFigure, { zh: string; en: string }> = {
  scans: { zh: '扫码', en: 'Scans' }, opened: { zh: '小程序查看', en: 'In the mini-program' }, located: { zh: '授权定位', en: 'Located' }, refused: { zh: '拒绝定位', en: 'Refused' }, byHand: { zh: '手动选店', en: 'By hand' },
  matched: { zh: '匹配到门店', en: 'Matched' }, added: { zh: '添加客户', en: 'Added' }, lost: { zh: '流失', en: 'Lost' }, joined: { zh: '进群', en: 'Joined' }, left: { zh: '退群', en: 'Left' },
};
/** How far they were when they scanned or looked. */
const bandTitles: Record<(typeof bands)[number], { zh: string; en: string }> = {
  1: { zh: '距离 1 公里内', en: 'Within 1 km' }, 3: { zh: '距离 1–3 公里', en: '1–3 km off' }, 10: { zh: '距离 3–10 公里', en: '3–10 km off' }, 50: { zh: '距离 10–50 公里', en: '10–50 km off' }, far: { zh: '距离 50 公里以上', en: 'Over 50 km off' },
};
const noneTitle = { zh: '（无）', en: '(none)' };

async function rowsOf({ db, actor, access }: ExportViewer, order: Order) {
  const sight: StoreSight = await sightFor(db, actor.staffId ?? actor.id, await access.reachOf(actor, 'store.export', 'export'));
  return (await report(db, order, sight)).rows;
}

/** The figures of stores as the report shows them. */
export const storeNumbersExport = defineExportKind<Order, Order>({
  kind: 'storeNumbers', label: { zh: '门店数据', en: 'Figures of stores' }, permission: 'store.export',
  async* resolve(viewer, order) {
    yield (await rowsOf(viewer, order)).map(({ key }) => key || none);
  },
  inOrder: (_, ids) => Promise.resolve([...ids]),
  visible: async (db, ids, reach) => {
    const stores = await visibleStoreIds(db, await sightFor(db, '', reach));
    return new Set(ids.filter((id) => !id.startsWith('st_') || stores === null || stores.has(id)));
  },
  livingId: (_, id) => Promise.resolve(id),
  check: () => Promise.resolve(),
  columns: ({ language }, { by }) => Promise.resolve([
    { title: keyTitles[by][language], width: 28 }, ...storeFigures.map((figure) => ({ title: titles[figure][language], width: 12 })), ...bands.map((band) => ({ title: bandTitles[band][language], width: 16 })),
  ]),
  rows: async (viewer, _, order) => new Map((await rowsOf(viewer, order)).map((row): [string, ExportRow] => [row.key || none, {
    cells: [row.name || noneTitle[viewer.language], ...storeFigures.map((figure) => row[figure]), ...row.bands.map(({ visits }) => visits)],
  }])),
});
