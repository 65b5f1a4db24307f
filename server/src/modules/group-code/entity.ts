import { Entity, Index } from 'typeorm';
import type { GroupCodeEventKind, GroupFallback, groupEntryKinds, groupRules } from '@scrm/shared/group-code';
import { Bool, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';
import type { Problem } from '../live-code';

export const groupCodeWord = '群活码';

/** A facade before many groups (门面码). Its page is `/c/<id>`, whatever stands behind it. */
@Entity('group_code')
@Index('ix_group_code_corp', ['corpId', 'id'])
export class GroupCode extends CorpRow {
  @Text(64) name: string;
  @Text(40) title: string;
  @Text(200) guide: string;
  @Text(12) rule: (typeof groupRules)[number];
  @Int() headRoom: number;
  @Json() fallback: GroupFallback;
  @Text(200) closedText: string;
  @Time({ nullable: true }) untilAt: number | null;
  @Json() tellStaffIds: string[];
  @Text(40, { nullable: true }) channelId: string | null;
  @Bool({ initial: false }) tellManagers: boolean;
  /** Grows with each group that is shown; the row is written to first, so that scans of one code follow one another. */
  @Int() turn: number;
  /** What was shown last, `entry:group`. */
  @Text(82) lastShown: string;
  @Text(40) createdBy: string;
  @Time() createdAt: number;
  @Time() updatedAt: number;
  @Time({ nullable: true }) closedAt: number | null;
  @Time({ nullable: true }) archivedAt: number | null;
}

/** What WeCom knows of the join way, as we told it last. */
export interface KnownWay {
  chatIds: string[];
  remark: string;
  autoCreate: boolean;
  roomBaseName: string;
}

/** One way into groups: a join way of WeCom, whose `state` is the row's id, or the picture of one group. One that was taken off stays: people came through it. */
@Entity('group_code_entry')
@Index('ix_group_code_entry', ['corpId', 'codeId'])
export class GroupCodeEntry extends CorpRow {
  @Text(40) codeId: string;
  @Int() position: number;
  @Text(10) kind: (typeof groupEntryKinds)[number];
  @Text(64) name: string;
  @Json() groupIds: string[];
  @Int() cap: number;
  @Json() tagIds: string[];
  @Bool() autoCreate: boolean;
  @Text(40) roomBaseName: string;
  @Int() roomBaseId: number;
  @Text(500) picture: string;
  @Time({ nullable: true }) pictureUntil: number | null;
  /** Since when this picture is there: who was shown an older one takes no place in it. */
  @Time() pictureSince: number;
  @Bool() isOff: boolean;
  @Text(10) state: 'preparing' | 'ready' | 'failed';
  @Json({ nullable: true }) problem: Problem | null;
  @Text(64) configId: string;
  @Text(500) qrUrl: string;
  @Json({ nullable: true }) known: KnownWay | null;
  /** Until then somebody is bringing the join way in line; 0: nobody is. */
  @Time() alignUntil: number;
  @Time({ nullable: true }) removedAt: number | null;
}

/** One browser at one code: what it was shown last, and until when a place is kept for it. */
@Entity('group_code_visit')
@Index('uq_group_code_visit', ['corpId', 'codeId', 'visitor'], { unique: true })
@Index('ix_group_code_visit_group', ['corpId', 'groupId', 'until'])
@Index('ix_group_code_visit_entry', ['corpId', 'entryId', 'lastAt'])
@Index('ix_group_code_visit_customer', ['corpId', 'customerId'])
export class GroupCodeVisit extends CorpRow {
  @Text(40) codeId: string;
  @Text(40) visitor: string;
  /** '' where nothing was shown yet. */
  @Text(40) entryId: string;
  /** '' for a picture whose group is not known. */
  @Text(40) groupId: string;
  @Time() firstAt: number;
  @Time() lastAt: number;
  @Time({ nullable: true }) shownAt: number | null;
  /** Past it nobody keeps the place; 0: none is kept. */
  @Time() until: number;
  @Int() scans: number;
  /** The stay in the group that took the place. */
  @Text(40, { nullable: true }) joinId: string | null;
  @Text(40, { nullable: true }) customerId: string | null;
}

/** A place that was kept for a browser, and from which network it was asked for, as a keyed hash. It goes when it counts no more. */
@Entity('group_code_hold')
@Index('ix_group_code_hold', ['corpId', 'groupId', 'network', 'at'])
@Index('ix_group_code_hold_visitor', ['corpId', 'visitor'])
@Index('ix_group_code_hold_end', ['at'])
export class GroupCodeHold extends CorpRow {
  @Text(40) groupId: string;
  @Text(64) network: string;
  @Text(40) visitor: string;
  @Time() at: number;
  @Time() until: number;
}

/** One stay of somebody in a group into which they came through a code. */
@Entity('group_code_join')
@Index('uq_group_code_join', ['corpId', 'memberId'], { unique: true })
@Index('ix_group_code_join', ['corpId', 'codeId', 'at'])
@Index('ix_group_code_join_entry', ['corpId', 'entryId'])
@Index('ix_group_code_join_customer', ['corpId', 'customerId'])
export class GroupCodeJoin extends CorpRow {
  @Text(40) codeId: string;
  @Text(40) entryId: string;
  @Text(40) groupId: string;
  /** The row of the stay. */
  @Text(40) memberId: string;
  @Text(40, { nullable: true }) customerId: string | null;
  @Time() at: number;
  @Time({ nullable: true }) leftAt: number | null;
}

/** What happened to a code: written once for each thing, told once where people are told. */
@Entity('group_code_event')
@Index('uq_group_code_event', ['corpId', 'naturalKey'], { unique: true })
@Index('ix_group_code_event', ['corpId', 'codeId', 'id'])
export class GroupCodeEvent extends CorpRow {
  @Text(40) codeId: string;
  @Text(40) entryId: string;
  @Text(40) groupId: string;
  @Text(12) kind: GroupCodeEventKind;
  @Time() at: number;
  @Text(190) naturalKey: string;
  @Time({ nullable: true }) toldAt: number | null;
  @Json() told: string[];
}
