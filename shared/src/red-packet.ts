import { z } from 'zod';
import { Day } from './calendar';
import { contract } from './contract';
import { Export, exportFormats } from './export';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';
import { defaultWatchwords, packetScenes } from './red-packet-kind';

/** Of one packet, in fen; beyond it WeChat Pay wants a scene. https://developer.work.weixin.qq.com/document/path/90275 */
export const packetFen = { least: 100, most: 20_000 } as const;
/** With a scene; the merchant's own limit at WeChat Pay may be lower. */
export const scenePacketFen = { least: 1, most: 50_000 } as const;
/** What a merchant may give out in a day. */
export const merchantDayFen = 100_000_000;

/** `wanted`: its order is written, WeChat Pay has not taken it for certain. `returned`: not claimed within 24 hours. `failed`: nobody was paid. `skipped`: there was none for them, of no amount. */
export const packetStates = ['wanted', 'sent', 'claimed', 'returned', 'failed', 'skipped'] as const;
export type PacketState = (typeof packetStates)[number];
/** What counts against the budgets: what is paid, and what may still be. */
export const spendingStates = ['wanted', 'sent', 'claimed'] as const satisfies readonly PacketState[];

/** `short`: the balance did not suffice. `refused`: WeChat Pay refuses the merchant. `paused`: by hand. Nothing is sent but while it is active. */
export const payAccountStates = ['active', 'short', 'refused', 'paused'] as const;

const Fen = z.int().min(0).max(merchantDayFen);
const Secret = z.string().trim().max(20_000);

export const PayAccountInput = z.object({
  mchId: z.string().regex(/^\d{8,12}$/),
  /** To which WeChat Pay the merchant is bound: the company's id as WeCom's console shows it. */
  appId: z.string().trim().regex(/^[\w-]{8,64}$/),
  senderName: z.string().trim().min(1).max(32),
  /** '' where packets stay within 1 and 200 yuan. */
  sceneId: z.enum(['', ...packetScenes]).default(''),
  /** The most that one person may get, and that all codes give in a day. */
  personFen: Fen.min(1),
  dayFen: Fen.min(1),
  watchwords: z.array(z.string().trim().min(1).max(20)).max(200).default([...defaultWatchwords]),
  /** They are told when the money, a budget or the certificate ends. */
  alertStaffIds: z.array(Id).max(20).default([]),
  /** Write-only; '' or not given: as it was. `apiKey`: the merchant's APIv2 key. `workSecret`: of WeCom's app 企业支付. */
  apiKey: z.union([z.literal(''), Secret.length(32)]).optional(),
  workSecret: z.union([z.literal(''), Secret.min(16)]).optional(),
  /** apiclient_cert.pem and apiclient_key.pem. */
  certificate: Secret.optional(),
  certificateKey: Secret.optional(),
});
export type PayAccountInput = z.input<typeof PayAccountInput>;

export const PayAccount = z.object({
  mchId: z.string(), appId: z.string(), senderName: z.string(), sceneId: z.enum(['', ...packetScenes]), personFen: z.int(), dayFen: z.int(),
  watchwords: z.array(z.string()), alertStaff: z.array(StaffRef),
  hasApiKey: z.boolean(), hasWorkSecret: z.boolean(),
  /** Null where none was given. */
  certificate: z.object({ serial: z.string(), endsAt: Time, /** Whole days; below 0: it has ended. */ daysLeft: z.int() }).nullable(),
  state: z.enum(payAccountStates),
  /** Why it stopped, in a sentence. */
  problem: z.string(),
  /** Of today, and what waits for the account to go on. */
  usedTodayFen: z.int(),
  waiting: z.object({ count: z.int(), fen: z.int() }),
  updatedAt: Time,
});
export type PayAccount = z.infer<typeof PayAccount>;

export const PacketRuleInput = z.object({
  liveCodeId: Id,
  isOn: z.boolean(),
  /** Who was a customer of the company before gets none. */
  onlyNew: z.boolean().default(false),
  /** Fen; equal for a fixed amount. */
  minFen: Fen.min(1),
  maxFen: Fen.min(1),
  dayFen: Fen.min(1),
  totalFen: Fen.min(1),
  title: z.string().trim().min(1).max(20),
  wish: z.string().trim().min(1).max(60),
  /** The caller read the warning about the wording and stands by it. */
  acknowledged: z.boolean().default(false),
});
export type PacketRuleInput = z.input<typeof PacketRuleInput>;

export const PacketRule = PacketRuleInput.omit({ acknowledged: true }).extend({
  usedTodayFen: z.int(), usedFen: z.int(),
  /** Words of the watch list that stand in its texts and were acknowledged. */
  words: z.array(z.string()),
  /** That stand there by now, since the welcome, the sender or the list changed. */
  newWords: z.array(z.string()),
  updatedAt: Time,
});
export type PacketRule = z.infer<typeof PacketRule>;

const Sum = z.object({ count: z.int(), fen: z.int() });
/** Of the packets whose budget lies on those days. All states add up to what was ever wanted; wanted, sent and claimed are the budget that is used. */
export const PacketSums = z.object({ wanted: Sum, sent: Sum, claimed: Sum, returned: Sum, failed: Sum, skipped: Sum, usedFen: z.int() });
export type PacketSums = z.infer<typeof PacketSums>;

export const Packet = z.object({
  id: Id, billNo: z.string(), day: z.string(), amountFen: z.int(), state: z.enum(packetStates),
  /** Why it failed, is not certain yet, or was not given; '' otherwise. */
  problem: z.string(),
  liveCode: z.object({ id: Id, name: z.string() }), staff: StaffRef.nullable(),
  /** Null: not one of those whom the caller may see. */
  customer: z.object({ id: Id, name: z.string(), avatarUrl: z.string() }).nullable(),
  wantedAt: Time, sentAt: Time.nullable(), settledAt: Time.nullable(),
});
export type Packet = z.infer<typeof Packet>;

const Span = z.object({ from: Day, to: Day, liveCodeId: Id.optional() });
const ListFilter = Span.extend({ state: z.enum(packetStates).optional() });

/** Red packets that customers get when they add by a live code. */
export const redPackets = contract({
  /** `needsCertificate`: WeChat Pay itself is at the other end. */
  account: { allow: 'redPacket.read', input: Empty, reply: z.object({ account: PayAccount.nullable(), needsCertificate: z.boolean(), suggestedAppId: z.string() }) },
  saveAccount: { allow: 'redPacket.account', input: PayAccountInput.extend({ updatedAt: Time.nullable() }), reply: Done },
  pause: { allow: 'redPacket.account', action: 'close', input: Empty, reply: Done },
  /** What waits is sent, or given up where WeChat Pay was never asked for it. */
  resume: { allow: 'redPacket.account', action: 'run', input: z.object({ waiting: z.enum(['send', 'drop']) }), reply: Done },
  rule: { allow: 'redPacket.read', input: z.object({ liveCodeId: Id }), reply: z.object({ rule: PacketRule.nullable(), account: PayAccount.pick({ state: true, personFen: true, sceneId: true }).nullable() }) },
  /** `red_packet_wording` with the words until they are acknowledged. */
  saveRule: { allow: 'redPacket.write', input: PacketRuleInput.extend({ updatedAt: Time.nullable() }), reply: Done },
  days: { allow: 'redPacket.read', input: Span, reply: z.object({ total: PacketSums, days: z.array(PacketSums.extend({ day: z.string() })) }) },
  packets: { allow: 'redPacket.read', input: ListFilter.extend(PageInput.shape), reply: Page(Packet) },
  /** Asks WeChat Pay now what became of it; one that still waits is tried again. */
  check: { allow: 'redPacket.write', action: 'run', input: z.object({ id: Id }), reply: Packet },
  /** A failed one once more, within the budgets of today: by the same number, or by another where WeChat Pay wants that. */
  sendAgain: { allow: 'redPacket.write', action: 'run', input: z.object({ id: Id }), reply: Packet },
  export: { allow: 'redPacket.export', input: ListFilter.extend({ key: z.string().min(8).max(40), format: z.enum(exportFormats) }), reply: Export },
});
