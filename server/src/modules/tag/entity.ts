import { Entity, Index } from 'typeorm';
import { BigInt, Bool, CorpRow, Text, Time } from '../../core/db/columns';

/** A group of the corp's tags (企业标签). */
@Entity('tag_group')
@Index('uq_tag_group', ['corpId', 'wecomGroupId'], { unique: true })
export class TagGroup extends CorpRow {
  @Text(64) wecomGroupId: string;
  @Text(128) name: string;
  /** Larger comes first. */
  @BigInt() order: number;
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
  @Time({ nullable: true }) deletedAt: number | null;
}

/** WeCom keeps tags per follower: this staff member gave this customer this tag. */
@Entity('follow_tag')
@Index('uq_follow_tag', ['corpId', 'followId', 'tagId'], { unique: true })
@Index('ix_follow_tag_tag', ['corpId', 'tagId', 'customerId'])
@Index('ix_follow_tag_customer', ['corpId', 'customerId', 'tagId'])
export class FollowTag extends CorpRow {
  @Text(40) followId: string;
  @Text(40) customerId: string;
  @Text(40) staffId: string;
  @Text(40) tagId: string;
}
