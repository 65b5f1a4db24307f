import { Entity, Index } from 'typeorm';
import type { activityKinds } from '@scrm/shared/customer';
import { Bool, CorpRow, Int, Json, LongText, Text, Time } from '../../core/db/columns';

/** Who left whom. */
export type LostBy = 'customer' | 'staff' | 'transfer';
export type ActivityKind = (typeof activityKinds)[number];

/** One person whom the company has, or had, as a customer. */
@Entity('customer')
@Index('uq_customer_external', ['corpId', 'externalUserid'], { unique: true })
@Index('ix_customer_recent', ['corpId', 'lastAddedAt', 'id'])
export class Customer extends CorpRow {
  @Text(64) externalUserid: string;
  /** '' until WeCom has told it. */
  @Text(128) name: string;
  @Text(500) avatarUrl: string;
  /** 1: a WeChat user, 2: a WeCom user of another corp. */
  @Int() type: number;
  /** 0 unknown, 1 male, 2 female. */
  @Int() gender: number;
  @Text(128) corpName: string;
  @Text(128) position: string;
  @Text(64, { nullable: true }) unionid: string | null;
  @Time() firstAddedAt: number;
  @Time() lastAddedAt: number;
  /** When the customer last did something of their own: came, left us, or what `noteActive` was told. */
  @Time() lastActiveAt: number;
  /** Set while nobody of the company is a friend. */
  @Time({ nullable: true }) lostAt: number | null;
  @Text(10, { nullable: true }) lostBy: LostBy | null;
}

/** A customer and a staff member who added each other. */
@Entity('follow_user')
@Index('uq_follow_user', ['corpId', 'customerId', 'staffId'], { unique: true })
@Index('ix_follow_user_staff', ['corpId', 'staffId', 'lostAt'])
@Index('ix_follow_user_source', ['corpId', 'sourceKind', 'sourceId'])
export class FollowUser extends CorpRow {
  @Text(40) customerId: string;
  @Text(40) staffId: string;
  @Text(128) remark: string;
  @Text(500) description: string;
  /** Of the contact way or acquisition link that they came through. */
  @Text(128) state: string;
  /** WeCom's; null until it was told. https://developer.work.weixin.qq.com/document/path/92114 */
  @Int({ nullable: true }) addWay: number | null;
  /** Who began: a userid or an external_userid. */
  @Text(64) operUserid: string;
  @Text(10) sourceKind: 'liveCode' | 'addWay' | 'unknown';
  @Text(40, { nullable: true }) sourceId: string | null;
  @Text(128) sourceName: string;
  @Time() addedAt: number;
  @Time({ nullable: true }) lostAt: number | null;
  @Text(10, { nullable: true }) lostBy: LostBy | null;
  /** A person wrote the remark, so no automation overwrites it. */
  @Bool() remarkEditedByHand: boolean;
  /** When the event happened that decided between friend and lost; an older event changes nothing. */
  @Time() stateAt: number;
  /** The callback of that event, which decides between two of the same second; '' for what was read. */
  @Text(40) stateCause: string;
  /** When we last wrote tags or remark ourselves: an answer of WeCom from before does not overwrite that. */
  @Time() touchedAt: number;
}

/** By which names a person is known: `externalUserid`, `unionid`, `miniOpenid` (`<appid>:<openid>`, for an openid is one per mini-program). */
@Entity('customer_identity')
@Index('uq_customer_identity', ['corpId', 'kind', 'value'], { unique: true })
@Index('ix_customer_identity', ['corpId', 'customerId'])
export class CustomerIdentity extends CorpRow {
  @Text(20) kind: 'externalUserid' | 'unionid' | 'miniOpenid';
  @Text(128) value: string;
  @Text(40) customerId: string;
}

/** What a customer did or received. Rows are only ever added. */
@Entity('activity')
@Index('uq_activity_natural', ['corpId', 'naturalKey'], { unique: true })
@Index('ix_activity_customer', ['corpId', 'customerId', 'at'])
@Index('ix_activity_corp', ['corpId', 'id'])
export class Activity extends CorpRow {
  @Text(40) customerId: string;
  @Text(40, { nullable: true }) staffId: string | null;
  @Text(40) kind: ActivityKind;
  @Time() at: number;
  @Json() data: Record<string, unknown>;
  /** The same fact told twice has the same key. */
  @Text(190) naturalKey: string;
}

/** A comparison of our rows with WeCom's lists. */
@Entity('reconciliation')
@Index('ix_reconciliation', ['corpId', 'startedAt'])
export class Reconciliation extends CorpRow {
  @Time() startedAt: number;
  @Time({ nullable: true }) finishedAt: number | null;
  @Text(10) state: 'running' | 'done' | 'failed';
  @Int() checked: number;
  @Int() missedAdds: number;
  @Int() missedLosses: number;
  @Int() orphanContactWays: number;
  @Int() missingContactWays: number;
  @LongText() error: string;
}
