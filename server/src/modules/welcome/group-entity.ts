import { Entity, Index } from 'typeorm';
import type { GroupWelcomeMessage, groupWelcomeStates } from '@scrm/shared/group-welcome';
import { Bool, CorpRow, Json, Text, Time } from '../../core/db/columns';
import type { Problem } from '../live-code';

export const groupWelcomeWord = '入群欢迎语';

/** A welcome that group owners choose for their groups in WeCom. A deleted one stays until WeCom has deleted it. */
@Entity('group_welcome')
@Index('ix_group_welcome', ['corpId', 'id'])
export class GroupWelcome extends CorpRow {
  @Text(64) name: string;
  @Json() message: GroupWelcomeMessage;
  /** WeCom tells the owners when it is made. */
  @Bool() notify: boolean;
  @Text(10) state: (typeof groupWelcomeStates)[number];
  @Json({ nullable: true }) problem: Problem | null;
  /** WeCom's; '' while there is none. */
  @Text(64) templateId: string;
  /** When WeCom was asked to make it without an answer yet. WeCom has no list of them, so what was made then is not found again. */
  @Time({ nullable: true }) askedAt: number | null;
  /** The `updatedAt` that WeCom knows. */
  @Time({ nullable: true }) toldAt: number | null;
  /** Until then somebody is bringing it in line; 0: nobody is. */
  @Time() alignUntil: number;
  @Time({ nullable: true }) checkedAt: number | null;
  @Text(40) createdBy: string;
  @Time() createdAt: number;
  @Time() updatedAt: number;
  @Time({ nullable: true }) deletedAt: number | null;
}
