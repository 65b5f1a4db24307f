import { In } from 'typeorm';
import type { Language } from '@scrm/shared/error';
import type { Waiting, WaitingState } from '@scrm/shared/waiting';
import { AppError } from '../../../core/errors';
import { defineExportKind, type ExportRow, type ExportViewer } from '../../../core/exports';
import { inBoth, reachUnder } from '../../../core/files';
import type { Cell } from '../../../core/sheet/write';
import { visibleCode } from '../reach';
import { LiveCodeWaiting } from './entity';
import { phoneIn, presentWaiting, shownPhone } from './present';

export interface WaitingOrder {
  codeId: string;
  /** Why whole numbers are shown; without it they stay masked. */
  revealReason?: string;
}

const titles: Record<Language, string[]> = {
  zh: ['称呼', '手机号', '留言', '状态', '此前', '交给', '客户', '提交次数', '首次提交', '最近提交', '联系时间', '自动删除'],
  en: ['Name', 'Phone', 'Note', 'State', 'Before', 'Given to', 'Customer', 'Times sent', 'First sent', 'Last sent', 'Done', 'Deleted'],
};
const words = {
  zh: { open: '待联系', done: '已联系', staff: '员工已满或不在', group: '群也满了' },
  en: { open: 'Waiting', done: 'Done', staff: 'Staff were full or away', group: 'The groups were full, too' },
} satisfies Record<Language, Record<Waiting['state'] | Waiting['via'], string>>;
const pageSize = 500;

/** The code is in sight of the list, and what leaves the house keeps to the reach of exports, too. */
async function check(viewer: ExportViewer, { codeId, revealReason }: WaitingOrder): Promise<void> {
  const seen = await reachUnder(viewer, 'liveCode.read');
  if (!seen) throw new AppError('not_allowed', { permission: 'liveCode.read' });
  const { actor, access, db } = viewer;
  await visibleCode(db, codeId, { self: actor.staffId ?? actor.id, ...inBoth(seen, await access.reachOf(actor, 'customer.export', 'export')) });
  if (revealReason !== undefined && !(await reachUnder(viewer, 'field.reveal'))) throw new AppError('not_allowed', { permission: 'field.reveal' });
}

function cells({ name, phone, note, state, via, staff, customer, times, at, lastAt, doneAt, deleteAt }: Waiting, language: Language): Cell[] {
  const t = words[language];
  return [name, phone, note, t[state], t[via], staff?.name ?? staff?.userId ?? '', customer?.name ?? '', times, new Date(at), new Date(lastAt), doneAt === null ? null : new Date(doneAt), new Date(deleteAt)];
}

/** Those who left word at a code. Where WeCom keeps the names of staff their ids stand in it: phone numbers are not sent there for the names. */
export const waitingExport = defineExportKind<WaitingOrder, { codeId: string; state: WaitingState }>({
  kind: 'waiting', label: { zh: '等待联系的客户', en: 'Customers who wait' }, permission: 'customer.export',
  async* resolve({ db }, { codeId, state }) {
    for (let before: string | undefined; ;) {
      const query = db.query(LiveCodeWaiting, 'row').andWhere('row.liveCodeId = :codeId AND row.state = :state', { codeId, state });
      if (before) query.andWhere('row.id < :before', { before });
      const ids = (await query.select('row.id', 'id').orderBy('row.id', 'DESC').limit(pageSize).getRawMany<{ id: string }>()).map(({ id }) => id);
      if (ids.length > 0) yield ids;
      if (ids.length < pageSize) return;
      before = ids.at(-1);
    }
  },
  inOrder: async (db, ids) => (await db.find(LiveCodeWaiting, { id: In([...ids]) }, { order: { id: 'DESC' } })).map(({ id }) => id),
  // All are of one code, for which `check` asks each time.
  visible: (_, ids) => Promise.resolve(new Set(ids)),
  livingId: (_, id) => Promise.resolve(id),
  check,
  columns: ({ language }) => Promise.resolve(titles[language].map((title, at) => ({ title, width: at === 2 ? 40 : 20 }))),
  rows: async (viewer, ids, { revealReason }) => {
    const { db, secrets, clock, language } = viewer;
    const rows = (await db.find(LiveCodeWaiting, { id: In([...ids]) })).filter(({ deleteAt }) => deleteAt > clock.now());
    const phoneOf = (row: LiveCodeWaiting) => (revealReason === undefined ? shownPhone(row, secrets) : phoneIn(row, secrets));
    const shown = await presentWaiting(db, rows, { phoneOf, customers: await reachUnder(viewer, 'customer.read') ?? { staffIds: [] } });
    return new Map(shown.map((one): [string, ExportRow] => [one.id, { cells: cells(one, language) }]));
  },
});
