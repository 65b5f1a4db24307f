import { Entity, Index } from 'typeorm';
import type { Message } from '@scrm/shared/message';
import type { byHandStates, noCodeReasons, welcomeOutcomes } from '@scrm/shared/welcome';
import { Bool, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';

export type WelcomeOutcome = (typeof welcomeOutcomes)[number];

/** What became of the welcome that one callback asked for. Written once, when it is known. */
@Entity('welcome')
@Index('uq_welcome_callback', ['corpId', 'callbackId'], { unique: true })
@Index('ix_welcome_corp', ['corpId', 'id'])
@Index('ix_welcome_at', ['corpId', 'at'])
@Index('ix_welcome_customer', ['corpId', 'externalUserid', 'staffUserId'])
@Index('ix_welcome_staff', ['corpId', 'staffUserId', 'at'])
export class Welcome extends CorpRow {
  @Text(40) callbackId: string;
  @Text(64) staffUserId: string;
  @Text(64) externalUserid: string;
  /** Asked for while the customer still waited for the staff member's confirmation. */
  @Bool() half: boolean;
  /** Null until the customer's row is there. */
  @Text(40, { nullable: true }) customerId: string | null;
  @Text(40, { nullable: true }) liveCodeId: string | null;
  @Text(20) outcome: WelcomeOutcome;
  /** From the callback's arrival to WeCom's answer. */
  @Int({ nullable: true }) ms: number | null;
  @Text(300) reason: string;
  @Time() at: number;
  /** When WeCom says that they were added; 0 where nobody wrote it down. */
  @Time({ initial: 0 }) addedAt: number;
  /** The rule that chose the words; null where the live code's own were chosen, or none. */
  @Text(40, { nullable: true }) ruleId: string | null;
  /** What was not sent and is to be said by hand. */
  @Json({ nullable: true }) message: Message | null;
  /** Why WeCom gave no code; '' while that is not known, and where it gave one. */
  @Text(12, { initial: '' }) noCodeWhy: (typeof noCodeReasons)[number] | '';
}

/** A welcome that did not go out: the staff member is asked to greet by hand, once. */
@Entity('welcome_by_hand')
@Index('uq_welcome_by_hand', ['corpId', 'callbackId'], { unique: true })
@Index('ix_welcome_by_hand_staff', ['corpId', 'staffId', 'state', 'id'])
@Index('ix_welcome_by_hand_customer', ['corpId', 'customerId'])
export class WelcomeByHand extends CorpRow {
  @Text(40) callbackId: string;
  @Text(40) customerId: string;
  @Text(40) staffId: string;
  /** With its variables still in it. */
  @Json() message: Message;
  /** WeCom gave no clear answer, so it may have arrived. */
  @Bool() unclear: boolean;
  @Text(10) state: (typeof byHandStates)[number];
  @Time() at: number;
  /** When the staff member was sent a note of it. */
  @Time({ nullable: true }) toldAt: number | null;
  @Time({ nullable: true }) settledAt: number | null;
}
