import { Entity, Index } from 'typeorm';
import type { PacketState, PayAccountInput, payAccountStates } from '@scrm/shared/red-packet';
import { BigInt, Bool, CorpRow, Json, LongText, Text, Time } from '../../core/db/columns';

/** Who pays; one a company. Its row is locked by whoever decides about a packet, so that budgets are counted by one at a time. */
@Entity('red_packet_account')
@Index('uq_red_packet_account', ['corpId'], { unique: true })
export class RedPacketAccount extends CorpRow {
  @Text(20) mchId: string;
  @Text(64) appId: string;
  @Text(32) senderName: string;
  @Text(20) sceneId: NonNullable<PayAccountInput['sceneId']>;
  @BigInt() personFen: number;
  @BigInt() dayFen: number;
  @Json() watchwords: string[];
  @Json() alertStaffIds: string[];
  /** Sealed, as the three below; '' where there is none. */
  @LongText() apiKey: string;
  @LongText() workSecret: string;
  @LongText() certificate: string;
  @LongText() certificateKey: string;
  @Text(64) serial: string;
  @Time({ nullable: true }) certificateEndsAt: number | null;
  @Text(10) state: (typeof payAccountStates)[number];
  /** WeChat Pay's code of why it stopped. */
  @Text(64) problem: string;
  @Time() updatedAt: number;
}

/** What whoever adds by this code gets. */
@Entity('red_packet_rule')
@Index('uq_red_packet_rule', ['corpId', 'liveCodeId'], { unique: true })
export class RedPacketRule extends CorpRow {
  @Text(40) liveCodeId: string;
  @Bool() isOn: boolean;
  @Bool({ initial: false }) onlyNew: boolean;
  @BigInt() minFen: number;
  @BigInt() maxFen: number;
  @BigInt() dayFen: number;
  @BigInt() totalFen: number;
  @Text(32) title: string;
  @Text(128) wish: string;
  /** Of the watch list, that stand in its texts all the same, and who stands by it. */
  @Json() words: string[];
  @Text(40) acknowledgedBy: string;
  @Time() updatedAt: number;
}

/** The ledger: one packet, from the moment when its amount is taken from the budgets. What it says is kept, so that asking again says the same. */
@Entity('red_packet')
@Index('uq_red_packet_bill', ['corpId', 'billNo'], { unique: true })
@Index('ix_red_packet_day', ['corpId', 'day', 'liveCodeId', 'state'])
@Index('ix_red_packet_code', ['corpId', 'liveCodeId', 'state'])
@Index('ix_red_packet_look', ['corpId', 'state', 'lookAt'])
@Index('ix_red_packet_customer', ['corpId', 'customerId'])
export class RedPacket extends CorpRow {
  static readonly accountColumn = 'externalUserid';
  /** WeChat Pay pays one number once. One that failed there and is sent again has another then. */
  @Text(28) billNo: string;
  @Text(40) liveCodeId: string;
  @Text(40) staffId: string;
  @Text(40, { nullable: true }) customerId: string | null;
  @Text(64) externalUserid: string;
  /** On whose budget it lies. */
  @Text(10) day: string;
  @BigInt() amountFen: number;
  @Text(32) senderName: string;
  @Text(20) sceneId: string;
  @Text(32) title: string;
  @Text(128) wish: string;
  @Text(10) state: PacketState;
  @Text(64) problem: string;
  @Time() wantedAt: number;
  /** Since when WeChat Pay may have heard of it; null: it has not for certain, or has said no. */
  @Time({ nullable: true }) askedAt: number | null;
  @Time({ nullable: true }) sentAt: number | null;
  @Time({ nullable: true }) settledAt: number | null;
  /** When to ask what became of it. */
  @Time({ nullable: true }) lookAt: number | null;
}

/** By which names somebody has had a packet: hashes, which stay when the person is erased. */
@Entity('red_packet_name')
@Index('uq_red_packet_name', ['corpId', 'mark'], { unique: true })
@Index('ix_red_packet_name', ['corpId', 'packetId'])
export class RedPacketName extends CorpRow {
  @Text(64) mark: string;
  @Text(40) packetId: string;
}
