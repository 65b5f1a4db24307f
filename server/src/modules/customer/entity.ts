import { Entity, Index } from 'typeorm';
import type { activityKinds } from '@scrm/shared/customer';
import type { IdentityKind, identitySources, mergeCauses } from '@scrm/shared/identity';
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
@Index('uq_follow_user_account', ['corpId', 'customerId', 'staffId', 'account'], { unique: true })
@Index('ix_follow_user_staff', ['corpId', 'staffId', 'lostAt'])
@Index('ix_follow_user_source', ['corpId', 'sourceKind', 'sourceId'])
export class FollowUser extends CorpRow {
  static readonly accountColumn = 'account';
  @Text(40) customerId: string;
  @Text(40) staffId: string;
  /** Through which external_userid: '' is the customer's own, else one that was merged into them. */
  @Text(64, { initial: '' }) account: string;
  @Text(128) remark: string;
  @Text(500) description: string;
  /** Of the contact way or acquisition link that they came through. */
  @Text(128) state: string;
  /** WeCom's; null until it was told. https://developer.work.weixin.qq.com/document/path/92114 */
  @Int({ nullable: true }) addWay: number | null;
  /** Who began: a userid or an external_userid. */
  @Text(64) operUserid: string;
  @Text(10) sourceKind: 'liveCode' | 'link' | 'addWay' | 'unknown';
  @Text(40, { nullable: true }) sourceId: string | null;
  @Text(128) sourceName: string;
  /** The path of the channel that the code or link stood in at that time. */
  @Text(400, { initial: '' }) sourceChannel: string;
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

/**
 * By which names a person is known: `externalUserid`, `unionid`, `miniOpenid` and `officialOpenid` (`<appid>:<openid>`, for an openid is
 * one per app), `phone` and `email` (the value is a blind index), `visitor` (a browser's cookie).
 */
@Entity('customer_identity')
@Index('uq_customer_identity', ['corpId', 'kind', 'value'], { unique: true })
@Index('ix_customer_identity', ['corpId', 'customerId'])
export class CustomerIdentity extends CorpRow {
  static readonly accountColumn = 'via';
  @Text(20) kind: IdentityKind;
  @Text(128) value: string;
  @Text(40) customerId: string;
  /** The external_userid under which it was learned, so that it goes along when a merge is undone; '' where there was none. */
  @Text(64, { initial: '' }) via: string;
  /** Proven to be theirs, and not only typed. */
  @Bool({ initial: false }) verified: boolean;
  /** Phone and e-mail, encrypted. */
  @Text(500, { nullable: true }) sealed: string | null;
  @Time({ initial: 0 }) since: number;
  @Text(10, { initial: 'unknown' }) source: (typeof identitySources)[number];
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

/** Two customers were found to be one: `other` lives on in `survivor`. What lay where is kept, so that it can be undone exactly. */
@Entity('customer_merge')
@Index('ix_customer_merge_survivor', ['corpId', 'survivorId'])
@Index('ix_customer_merge_other', ['corpId', 'otherId'])
export class CustomerMerge extends CorpRow {
  @Text(40) survivorId: string;
  @Text(40) otherId: string;
  @Text(10) cause: (typeof mergeCauses)[number];
  /** '' when the rules did it. */
  @Text(128) byName: string;
  /** The row that is gone. */
  @Json() other: Customer;
  /** The survivor's own values of what the other filled in. */
  @Json() before: Partial<Customer>;
  /** What the survivor took over from the other. */
  @Json() filled: Partial<Customer>;
  @Time() at: number;
  @Time({ nullable: true }) undoneAt: number | null;
  @Text(128) undoneByName: string;
}

/** A row of any table that a merge moved to the survivor, or laid aside because the survivor had such a row already. */
@Entity('customer_merge_row')
@Index('ix_customer_merge_row', ['corpId', 'mergeId', 'tableName'])
@Index('ix_customer_merge_row_id', ['corpId', 'rowId'])
export class CustomerMergeRow extends CorpRow {
  @Text(40) mergeId: string;
  @Text(64) tableName: string;
  @Text(64) columnName: string;
  @Text(40) rowId: string;
  /** The whole row, while it is laid aside. */
  @Json({ nullable: true }) aside: Record<string, unknown> | null;
}

export interface Evidence {
  kind: IdentityKind | 'name' | 'avatar';
  shown: string;
}

/** Two who may be one person. `oneId` is the smaller of the two ids. */
@Entity('merge_suggestion')
@Index('uq_merge_suggestion', ['corpId', 'oneId', 'twoId'], { unique: true })
@Index('ix_merge_suggestion', ['corpId', 'state', 'at', 'id'])
export class MergeSuggestion extends CorpRow {
  @Text(40) oneId: string;
  @Text(40) twoId: string;
  @Text(10) state: 'open' | 'merged' | 'dismissed';
  @Json() evidence: Evidence[];
  @Json() conflicts: IdentityKind[];
  @Time() at: number;
}
