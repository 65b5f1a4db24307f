import type { ParsedInputOf } from '@scrm/shared/contract';
import type { PacketRule, redPackets } from '@scrm/shared/red-packet';
import type { Clock } from '../../core/clock';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { dateAt } from '../../core/zone';
import { zoneOf } from '../corp';
import type { LiveCode } from '../live-code';
import { accountOf, boundsOf } from './account';
import { spentFen } from './budget';
import { RedPacketRule, type RedPacketAccount } from './entity';

type Input = ParsedInputOf<(typeof redPackets)['saveRule']>;

/** Words of the watch list in what a customer reads around the packet: what it says itself, who sends it, and the code's welcome. */
function wordsIn(watchwords: readonly string[], texts: readonly string[]): string[] {
  const all = texts.join('\n').toLowerCase().replace(/[ \t]/g, '');
  return watchwords.filter((word) => all.includes(word.toLowerCase().replace(/\s/g, '')));
}

const wordsAround = ({ watchwords, senderName }: RedPacketAccount, { welcome }: LiveCode, { title, wish }: Pick<RedPacketRule, 'title' | 'wish'>) => wordsIn(watchwords, [title, wish, senderName, welcome.text]);

export async function saveRule(db: ReadDb, clock: Clock, code: LiveCode, { acknowledged, updatedAt, ...fields }: Input, self: string): Promise<void> {
  const account = await accountOf(db);
  if (!account) throw new AppError('red_packet_no_account');
  const { least, most } = boundsOf(account);
  const { minFen, maxFen, dayFen, totalFen } = fields;
  if (minFen < least || maxFen > most || minFen > maxFen) throw new AppError('red_packet_amount', { least: least / 100, most: most / 100 });
  if (dayFen < maxFen || totalFen < dayFen) throw new AppError('red_packet_budget');
  const words = wordsAround(account, code, fields);
  if (words.length > 0 && !acknowledged) throw new AppError('red_packet_wording', { words: words.map((word) => `「${word}」`).join('') });
  const before = await db.findOne(RedPacketRule, { liveCodeId: code.id });
  if ((before?.updatedAt ?? null) !== updatedAt) throw new AppError('stale_edit');
  const now = clock.now();
  const row = { ...fields, words, acknowledgedBy: words.length > 0 ? self : '', updatedAt: Math.max(now, (before?.updatedAt ?? 0) + 1) };
  await write(db, async (tx) => {
    if (!before) await tx.insertMissing(RedPacketRule, { id: newId('rpr', now), ...row });
    else if (await tx.update(RedPacketRule, { id: before.id, updatedAt: before.updatedAt }, row) === 0) throw new AppError('stale_edit');
  });
}

export async function readRule(db: ReadDb, clock: Clock, code: LiveCode, account: RedPacketAccount | null): Promise<PacketRule | null> {
  const liveCodeId = code.id;
  const rule = await db.findOne(RedPacketRule, { liveCodeId });
  if (!rule || !account) return null;
  const { isOn, onlyNew, minFen, maxFen, dayFen, totalFen, title, wish, words, updatedAt } = rule;
  return {
    liveCodeId, isOn, onlyNew, minFen, maxFen, dayFen, totalFen, title, wish, words, newWords: wordsAround(account, code, rule).filter((word) => !words.includes(word)), updatedAt,
    usedTodayFen: await spentFen(db, { liveCodeId, day: dateAt(await zoneOf(db), clock.now()) }), usedFen: await spentFen(db, { liveCodeId }),
  };
}
