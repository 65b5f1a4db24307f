import { Entity, Index } from 'typeorm';
import type { ErrorCode } from '@scrm/shared/error';
import type { Level, LiveCode as LiveCodeReply, Serve } from '@scrm/shared/live-code';
import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import type { Message } from '@scrm/shared/message';
import { Bool, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';

export const liveCodeWord = '活码';

/** What WeCom knows of the contact way, as we told it last. */
export interface KnownWay {
  userIds: string[];
  skipVerify: boolean;
  /** On whom it stands; left out: nobody said. */
  level?: Level;
}

/** Kept as code and data, so that each reader gets the sentence in their language. */
export interface Problem {
  code: ErrorCode;
  data: Record<string, string | number | string[]>;
}

/** A code that brings customers to staff. A deleted one stays as a row: customers keep pointing to it. */
@Entity('live_code')
@Index('ix_live_code_corp', ['corpId', 'id'])
@Index('ix_live_code_config', ['corpId', 'configId'])
@Index('ix_live_code_channel', ['corpId', 'channelId'])
@Index('ix_live_code_end', ['corpId', 'expiresAt'])
@Index('ix_live_code_align', ['nextAlignAt'])
export class LiveCode extends CorpRow {
  @Text(20) kind: 'channel';
  @Text(64) name: string;
  @Text(10, { initial: 'direct' }) serve: Serve;
  /** Null: the staff take turns, all day (`ruleOf`). */
  @Json({ nullable: true }) rule: ReceptionRule | null;
  /** Number of the rule's revision (`LiveCodeRule`). */
  @Int({ initial: 1 }) ruleNo: number;
  /** All whom the rule names and who did not leave. */
  @Json() staffIds: string[];
  /** Of these who cannot receive, as far as it was told to whoever looks after the code. */
  @Json({ nullable: true }) unable: string[] | null;
  @Bool() skipVerify: boolean;
  @Json() tagIds: string[];
  @Text(100) remarkTemplate: string;
  @Bool({ initial: false }) remarkOverHand: boolean;
  @Json() welcome: Message;
  @Text(10) state: LiveCodeReply['state'];
  @Json({ nullable: true }) problem: Problem | null;
  /** WeCom's contact way; '' while there is none. */
  @Text(64) configId: string;
  @Text(500) qrUrl: string;
  @Json({ nullable: true }) known: KnownWay | null;
  /** When a contact way was first asked for whose answer is not known yet. */
  @Time({ nullable: true }) askedAt: number | null;
  /** Until then somebody is bringing the contact way in line; 0: nobody is. */
  @Time() alignUntil: number;
  /** When time alone may next change who receives; null: never. */
  @Time({ nullable: true }) nextAlignAt: number | null;
  /** The staff member or account; '' where nobody knows. */
  @Text(40, { initial: '' }) createdBy: string;
  @Text(40, { nullable: true }) channelId: string | null;
  /** What its page says when it is closed; '' for a sentence of ours. */
  @Text(200, { initial: '' }) closedText: string;
  @Time({ nullable: true }) expiresAt: number | null;
  /** Since when it is disabled or expired: WeCom has no contact way of it any more. */
  @Time({ nullable: true }) endedAt: number | null;
  @Time({ nullable: true }) archivedAt: number | null;
  @Time() createdAt: number;
  @Time() updatedAt: number;
  @Time({ nullable: true }) deletedAt: number | null;
}

/** A customer who came through a code: once, however often they add and leave. */
@Entity('live_code_customer')
@Index('uq_live_code_customer', ['corpId', 'liveCodeId', 'customerId'], { unique: true })
@Index('ix_live_code_customer', ['corpId', 'customerId', 'staffId'])
export class LiveCodeCustomer extends CorpRow {
  @Text(40) liveCodeId: string;
  @Text(40) customerId: string;
  @Text(40) staffId: string;
  @Time() addedAt: number;
  @Time({ nullable: true }) lostAt: number | null;
}
