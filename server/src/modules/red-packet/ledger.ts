import { packetStates, spendingStates, type Packet, type PacketState, type PacketSums } from '@scrm/shared/red-packet';
import type { Language } from '@scrm/shared/error';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { customerRefs, visibleCustomerIds } from '../customer';
import { liveCodesByIds } from '../live-code';
import { staffRefs } from '../org';
import { payReason } from '../../wechat/pay-errors';
import { RedPacket } from './entity';

export interface LedgerFilter {
  from: string;
  to: string;
  liveCodeId?: string;
  state?: PacketState;
}

const mostDays = 366;

/** The figures and the lists behind them ask by the same words: packets for customers of the staff within reach. */
export function ledgerQuery(db: ReadDb, { from, to, liveCodeId, state }: LedgerFilter, { staffIds }: Reach): ScopedQuery<RedPacket> {
  if (Date.parse(to) - Date.parse(from) >= mostDays * 86_400_000) throw new AppError('span_too_long', { days: mostDays });
  const query = db.query(RedPacket, 'packet').andWhere('packet.day BETWEEN :from AND :to', { from, to });
  if (liveCodeId) query.andWhere('packet.liveCodeId = :liveCodeId', { liveCodeId });
  if (state) query.andWhere('packet.state = :state', { state });
  if (staffIds !== null) query.andWhere(staffIds.length > 0 ? 'packet.staffId IN (:...within)' : '1 = 0', { within: [...staffIds] });
  return query;
}

const nothing = (): PacketSums => ({ ...(Object.fromEntries(packetStates.map((state) => [state, { count: 0, fen: 0 }])) as Record<PacketState, { count: number; fen: number }>), usedFen: 0 });

/** By day, the newest first. */
export async function sumsByDay(db: ReadDb, filter: LedgerFilter, reach: Reach): Promise<{ total: PacketSums; days: (PacketSums & { day: string })[] }> {
  const rows = await ledgerQuery(db, filter, reach).select('packet.day', 'day').addSelect('packet.state', 'state').addSelect('COUNT(*)', 'count').addSelect('SUM(packet.amountFen)', 'fen')
    .groupBy('packet.day').addGroupBy('packet.state').getRawMany<{ day: string; state: PacketState; count: string | number; fen: string | number }>();
  const total = nothing();
  const days = new Map<string, PacketSums>();
  for (const { day, state, count, fen } of rows) {
    const one = days.get(day) ?? nothing();
    for (const sums of [one, total]) {
      sums[state] = { count: sums[state].count + Number(count), fen: sums[state].fen + Number(fen) };
      if ((spendingStates as readonly PacketState[]).includes(state)) sums.usedFen += Number(fen);
    }
    days.set(day, one);
  }
  return { total, days: [...days].sort(([a], [b]) => (a < b ? 1 : -1)).map(([day, sums]) => ({ day, ...sums })) };
}

export async function presentPackets(db: ReadDb, packets: readonly RedPacket[], { customers: whose, language }: { customers: Reach; language: Language }): Promise<Packet[]> {
  const ids = packets.flatMap(({ customerId }) => customerId ?? []);
  const [visible, customers, staff, codes] = await Promise.all([
    visibleCustomerIds(db, ids, whose), customerRefs(db, ids), staffRefs(db, packets.map(({ staffId }) => staffId)), liveCodesByIds(db, packets.map(({ liveCodeId }) => liveCodeId)),
  ]);
  return packets.map(({ id, billNo, day, amountFen, state, problem, liveCodeId, staffId, customerId, wantedAt, sentAt, settledAt }) => {
    const one = customerId !== null && visible.has(customerId) ? customers.get(customerId) : undefined;
    return {
      id, billNo: state === 'skipped' ? '' : billNo, day, amountFen, state, problem: problemText(problem, language), wantedAt, sentAt, settledAt,
      liveCode: { id: liveCodeId, name: codes.get(liveCodeId)?.name ?? '' }, staff: staff.get(staffId) ?? null, customer: one ? { id: one.id, name: one.name, avatarUrl: one.avatarUrl } : null,
    };
  });
}

/** Ours, beside those of WeChat Pay. */
const own: Record<string, Record<Language, string>> = {
  DROPPED: { zh: '恢复发放时选择了不再补发', en: 'Given up when sending went on' },
  NOT_NEW: { zh: '以前就是企业的客户，只给新客户发', en: 'Was a customer before; only new ones get a packet' },
  OPENID: { zh: '企业微信没有给出客户的支付身份，例如对方是企业微信用户', en: 'WeCom gives no openid of this customer, a WeCom user say' },
};

const problemText = (problem: string, language: Language): string => own[problem]?.[language] ?? payReason(problem, language);
