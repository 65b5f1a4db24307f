import { Entity, Index } from 'typeorm';
import type { Message } from '@scrm/shared/message';
import type { Acquaintance, RuleTarget, Scene, Window } from '@scrm/shared/welcome-rule';
import { Bool, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';

export const ruleWord = '欢迎语规则';

/** What is said to customers of some staff, at some times, who came in some ways. A deleted one stays as a row: what it sent names it. */
@Entity('welcome_rule')
@Index('ix_welcome_rule', ['corpId', 'target', 'position'])
export class WelcomeRule extends CorpRow {
  @Text(64) name: string;
  @Text(12) target: RuleTarget;
  /** Of codes, stores and staff our ids, of departments WeCom's; none for the company. */
  @Json() targetIds: string[];
  @Json() windows: Window[];
  @Json() scenes: Scene[];
  @Text(10, { nullable: true }) acquaintance: Acquaintance | null;
  @Json() tagIds: string[];
  @Json() message: Message;
  @Bool() enabled: boolean;
  /** Within its kind of target, the smaller comes first. */
  @Int() position: number;
  /** The staff member or account. */
  @Text(40) createdBy: string;
  @Time() createdAt: number;
  @Time() updatedAt: number;
  @Time({ nullable: true }) deletedAt: number | null;
}
