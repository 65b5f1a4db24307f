import { In } from 'typeorm';
import type { PacketState } from '@scrm/shared/red-packet';
import { defineExportKind, type ExportRow } from '../../core/exports';
import { clockTime } from '../../core/zone';
import { RedPacket } from './entity';
import { ledgerQuery, presentPackets, type LedgerFilter } from './ledger';

const states: Record<PacketState, { zh: string; en: string }> = {
  wanted: { zh: '发放中', en: 'Being sent' }, sent: { zh: '待领取', en: 'Not claimed yet' }, claimed: { zh: '已领取', en: 'Claimed' }, returned: { zh: '已退回', en: 'Returned' }, failed: { zh: '发放失败', en: 'Failed' }, skipped: { zh: '没有发放', en: 'Not given' },
};
const titles = {
  zh: ['预算日期', '商户订单号', '金额（元）', '状态', '原因', '活码', '员工', '客户', '生成时间', '发出时间', '结清时间'],
  en: ['Budget day', 'Order number', 'Yuan', 'State', 'Reason', 'Live code', 'Staff', 'Customer', 'Made', 'Sent', 'Settled'],
};
const pageSize = 500;

/** The ledger as the list shows it, for the books. */
export const redPacketExport = defineExportKind<LedgerFilter, LedgerFilter>({
  kind: 'redPacket', label: { zh: '见面红包', en: 'Red packets' }, permission: 'redPacket.export',
  async* resolve({ db }, filter, { reach }) {
    for (let before: string | undefined; ;) {
      const query = ledgerQuery(db, filter, reach);
      if (before) query.andWhere('packet.id < :before', { before });
      const ids = (await query.select('packet.id', 'id').orderBy('packet.id', 'DESC').limit(pageSize).getRawMany<{ id: string }>()).map(({ id }) => id);
      if (ids.length > 0) yield ids;
      if (ids.length < pageSize) return;
      before = ids.at(-1);
    }
  },
  inOrder: async (db, ids) => (await db.find(RedPacket, { id: In([...ids]) }, { order: { id: 'DESC' } })).map(({ id }) => id),
  visible: async (db, ids, { staffIds }) => new Set((await db.find(RedPacket, { id: In([...ids]), ...(staffIds && { staffId: In([...staffIds]) }) })).map(({ id }) => id)),
  livingId: (_, id) => Promise.resolve(id),
  check: () => Promise.resolve(),
  columns: ({ language }) => Promise.resolve(titles[language].map((title, index) => ({ title, width: index === 1 ? 30 : 16 }))),
  staffColumns: () => [6],
  rows: async ({ db, actor, access, language, zone }, ids) => {
    const packets = await db.find(RedPacket, { id: In([...ids]) });
    const time = (at: number | null) => (at === null ? '' : clockTime(zone, at));
    const shown = await presentPackets(db, packets, { customers: await access.reachOf(actor, 'customer.read'), language });
    return new Map(shown.map((one): [string, ExportRow] => [one.id, {
      cells: [one.day, one.billNo, one.amountFen / 100, states[one.state][language], one.problem, one.liveCode.name, one.staff?.name ?? one.staff?.userId ?? '', one.customer?.name ?? '', time(one.wantedAt), time(one.sentAt), time(one.settledAt)],
    }]));
  },
});
