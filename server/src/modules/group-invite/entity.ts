import { Entity, Index } from 'typeorm';
import type { InvitationState, inviteSendStates, inviteTaskStates } from '@scrm/shared/group-invite';
import { Bool, CorpRow, Int, Json, LongText, Text, Time } from '../../core/db/columns';

/** Whoever is added is invited to a group. */
@Entity('group_invite_rule')
@Index('uq_group_invite_rule', ['corpId', 'liveCodeId'], { unique: true })
export class GroupInviteRule extends CorpRow {
  /** '' for all that have no rule of their own. */
  @Text(40) liveCodeId: string;
  @Text(40) groupCodeId: string;
  @Text(40) title: string;
  @Bool() isOn: boolean;
  @Time() updatedAt: number;
}

/** Members are asked to invite their customers with certain tags. */
@Entity('group_invite_task')
@Index('uq_group_invite_task', ['corpId', 'naturalKey'], { unique: true })
@Index('ix_group_invite_task', ['corpId', 'id'])
export class GroupInviteTask extends CorpRow {
  @Text(64) name: string;
  @Text(40) groupCodeId: string;
  @Json() tagIds: string[];
  @LongText() text: string;
  @Text(10) state: (typeof inviteTaskStates)[number];
  @Text(90) naturalKey: string;
  @Text(40) createdBy: string;
  @Time() createdAt: number;
}

/** One member's part of a task: WeCom's mass send. */
@Entity('group_invite_send')
@Index('uq_group_invite_send', ['corpId', 'taskId', 'staffId'], { unique: true })
@Index('ix_group_invite_send', ['corpId', 'state'])
export class GroupInviteSend extends CorpRow {
  @Text(40) taskId: string;
  @Text(40) staffId: string;
  @Text(64) userId: string;
  @Text(10) state: (typeof inviteSendStates)[number];
  @Text(90) msgid: string;
  @Int() errcode: number;
  /** When WeCom was asked to make it; set before, so that a crash does not ask twice. */
  @Time({ nullable: true }) askedAt: number | null;
  @Time({ nullable: true }) sentAt: number | null;
}

/** One person who was to be invited, and what came of it. */
@Entity('group_invitation')
@Index('uq_group_invitation', ['corpId', 'naturalKey'], { unique: true })
@Index('ix_group_invitation_rule', ['corpId', 'ruleId', 'state'])
@Index('ix_group_invitation_task', ['corpId', 'taskId', 'staffId', 'state'])
@Index('ix_group_invitation_external', ['corpId', 'externalUserid'])
@Index('ix_group_invitation_customer', ['corpId', 'customerId'])
export class GroupInvitation extends CorpRow {
  static readonly accountColumn = 'externalUserid';
  /** One of the two is ''. */
  @Text(40) ruleId: string;
  @Text(40) taskId: string;
  @Text(40) groupCodeId: string;
  @Text(40) staffId: string;
  @Text(64) externalUserid: string;
  @Text(40, { nullable: true }) customerId: string | null;
  @Text(12) state: InvitationState;
  @Text(190) naturalKey: string;
  @Time() at: number;
  @Time({ nullable: true }) joinedAt: number | null;
  /** That they came into. */
  @Text(40) groupId: string;
}
