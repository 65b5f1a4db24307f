import { spendingStates, type PacketState } from '@scrm/shared/red-packet';
import type { ReadDb } from '../../core/db/scope';
import { RedPacket, type RedPacketAccount, type RedPacketRule } from './entity';

interface Where {
  day?: string;
  liveCodeId?: string;
  state?: PacketState;
}

function among(db: ReadDb, { day, liveCodeId, state }: Where) {
  const query = db.query(RedPacket, 'packet');
  if (day !== undefined) query.andWhere('packet.day = :day', { day });
  if (liveCodeId !== undefined) query.andWhere('packet.liveCodeId = :liveCodeId', { liveCodeId });
  if (state !== undefined) query.andWhere('packet.state = :state', { state });
  return query;
}

/** Counted from the ledger itself each time, so that no counter can differ from it. */
export async function sumOf(db: ReadDb, where: Where): Promise<{ count: number; fen: number }> {
  const row = await among(db, where).select('COUNT(*)', 'count').addSelect('SUM(packet.amountFen)', 'fen').getRawOne<{ count: string | number; fen: string | number | null }>();
  return { count: Number(row?.count ?? 0), fen: Number(row?.fen ?? 0) };
}

/** Fen that are paid or may still be. */
export async function spentFen(db: ReadDb, where: Omit<Where, 'state'>): Promise<number> {
  const row = await among(db, where).andWhere('packet.state IN (:...spending)', { spending: [...spendingStates] }).select('SUM(packet.amountFen)', 'fen').getRawOne<{ fen: string | number | null }>();
  return Number(row?.fen ?? 0);
}

/** What the day, the code and the whole of it leave for a packet. Without a rule the company's day alone. */
export async function leftFen(db: ReadDb, account: RedPacketAccount, rule: RedPacketRule | null, day: string): Promise<number> {
  const company = account.dayFen - await spentFen(db, { day });
  if (!rule) return company;
  const { liveCodeId } = rule;
  return Math.min(company, rule.dayFen - await spentFen(db, { day, liveCodeId }), rule.totalFen - await spentFen(db, { liveCodeId }));
}
