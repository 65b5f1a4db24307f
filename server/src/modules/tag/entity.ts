import { Entity, Index } from 'typeorm';
import type { lockReasons, tagHows } from '@scrm/shared/tag';
import { BigInt, Bool, CorpRow, Json, Text, Time } from '../../core/db/columns';

export type LockReason = (typeof lockReasons)[number];
export type TagHow = (typeof tagHows)[number];

/** A group of the corp's tags (企业标签). */
@Entity('tag_group')
@Index('uq_tag_group', ['corpId', 'wecomGroupId'], { unique: true })
export class TagGroup extends CorpRow {
  @Text(64) wecomGroupId: string;
  @Text(128) name: string;
  /** Larger comes first. */
  @BigInt() order: number;
  /** Made through this app, so that WeCom lets it be changed here. */
  @Bool({ initial: false }) ours: boolean;
  /** WeCom's departments whose people, and those of the departments below, use the group. Null: everybody. */
  @Json({ nullable: true }) departmentIds: number[] | null;
  /** What stands on it, so that nobody changes or deletes it. */
  @Text(20, { nullable: true }) lockedFor: LockReason | null;
  @Time({ nullable: true }) syncedAt: number | null;
  @Time({ nullable: true }) deletedAt: number | null;
}

@Entity('tag')
@Index('uq_tag', ['corpId', 'wecomTagId'], { unique: true })
@Index('ix_tag_group', ['corpId', 'groupId'])
export class Tag extends CorpRow {
  @Text(40) groupId: string;
  @Text(64) wecomTagId: string;
  @Text(128) name: string;
  @BigInt() order: number;
  /** Made through this app, so that WeCom lets it be changed here. */
  @Bool() ours: boolean;
  @Text(20, { nullable: true }) lockedFor: LockReason | null;
  @Time({ nullable: true }) deletedAt: number | null;
}

/** WeCom keeps tags per follower: this staff member gave this customer this tag. */
@Entity('follow_tag')
@Index('uq_follow_tag', ['corpId', 'followId', 'tagId'], { unique: true })
@Index('ix_follow_tag_tag', ['corpId', 'tagId', 'addedAt', 'customerId'])
@Index('ix_follow_tag_customer', ['corpId', 'customerId', 'tagId'])
export class FollowTag extends CorpRow {
  @Text(40) followId: string;
  @Text(40) customerId: string;
  @Text(40) staffId: string;
  @Text(40) tagId: string;
  /** When the customer was added last by anybody, as lists of customers are in the order of it. */
  @Time({ initial: 0 }) addedAt: number;
}

/** When a customer first got a tag and when last, and by what; it stays when the tag is taken off. */
@Entity('tag_mark')
@Index('uq_tag_mark', ['corpId', 'customerId', 'tagId'], { unique: true })
export class TagMark extends CorpRow {
  @Text(40) customerId: string;
  @Text(40) tagId: string;
  @Time() firstAt: number;
  @Text(10) firstHow: TagHow;
  /** Who or what: a person's name, a live code's. */
  @Text(128) firstBy: string;
  @Time() lastAt: number;
  @Text(10) lastHow: TagHow;
  @Text(128) lastBy: string;
}
