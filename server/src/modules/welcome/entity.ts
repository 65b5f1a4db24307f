import { Entity, Index } from 'typeorm';
import type { welcomeOutcomes } from '@scrm/shared/welcome';
import { Bool, CorpRow, Int, Text, Time } from '../../core/db/columns';

export type WelcomeOutcome = (typeof welcomeOutcomes)[number];

/** What became of the welcome that one callback asked for. Written once, when it is known. */
@Entity('welcome')
@Index('uq_welcome_callback', ['corpId', 'callbackId'], { unique: true })
@Index('ix_welcome_corp', ['corpId', 'id'])
@Index('ix_welcome_at', ['corpId', 'at'])
@Index('ix_welcome_customer', ['corpId', 'externalUserid', 'staffUserId'])
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
}
