import { Entity, Index } from 'typeorm';
import type { Level } from '@scrm/shared/live-code';
import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import { Bool, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';
import type { DayExceptions } from './rule';

/** A rule as it was from then on: by it a stored reason is understood. Written once. */
@Entity('live_code_rule')
@Index('uq_live_code_rule', ['corpId', 'liveCodeId', 'no'], { unique: true })
export class LiveCodeRule extends CorpRow {
  @Text(40) liveCodeId: string;
  @Int() no: number;
  @Json() rule: ReceptionRule;
  /** The corp's own workdays and days off at that time. */
  @Json() days: DayExceptions;
  /** Who changed it; '' nobody: somebody left, or the calendar changed. */
  @Text(40) byId: string;
  @Time() at: number;
}

/** Who stood on a code's contact way from then on, and why. Written when the staff, the slot or the level changes. */
@Entity('live_code_list')
@Index('ix_live_code_list', ['corpId', 'liveCodeId', 'at'])
export class LiveCodeList extends CorpRow {
  @Text(40) liveCodeId: string;
  @Time() at: number;
  @Json() staffIds: string[];
  @Bool() skipVerify: boolean;
  @Text(10) level: Level;
  /** Number of the slot in the rule, -1 none. */
  @Int() slot: number;
  @Int() ruleNo: number;
}

/** A customer whom WeCom gave to somebody by a code, each time. */
@Entity('live_code_add')
@Index('uq_live_code_add', ['corpId', 'liveCodeId', 'customerId', 'staffId', 'addedAt'], { unique: true })
@Index('ix_live_code_add', ['corpId', 'liveCodeId', 'addedAt'])
@Index('ix_live_code_add_customer', ['corpId', 'customerId'])
export class LiveCodeAdd extends CorpRow {
  @Text(40) liveCodeId: string;
  @Text(40) customerId: string;
  @Text(40) staffId: string;
  @Time() addedAt: number;
  @Int() ruleNo: number;
  /** The list that was in force (`LiveCodeList`); '' none is known. */
  @Text(40) listId: string;
  @Int() slot: number;
  @Text(10) level: Level;
  /** False: this person was not on the list any more; a phone showed it from before. */
  @Bool() isListed: boolean;
  /** Who had this customer already, as the rule looks for it; '' nobody. */
  @Text(40) ownerId: string;
}

/** Whether a staff member takes customers by codes at the moment, as they said themselves; without a row they do. */
@Entity('reception_online')
@Index('uq_reception_online', ['corpId', 'staffId'], { unique: true })
export class ReceptionOnline extends CorpRow {
  @Text(40) staffId: string;
  @Bool() isOnline: boolean;
  @Time() changedAt: number;
}

/** Each time that somebody said whether they take customers: by it the past is played again as it was. */
@Entity('reception_toggle')
@Index('ix_reception_toggle', ['corpId', 'staffId', 'at'])
export class ReceptionToggle extends CorpRow {
  @Text(40) staffId: string;
  @Bool() isOnline: boolean;
  @Time() at: number;
}
