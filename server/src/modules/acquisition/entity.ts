import { Entity, Index } from 'typeorm';
import type { LinkEventKind, linkStates } from '@scrm/shared/acquisition';
import { Bool, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';
import type { TaskFailure } from '../../core/tasks';

export const linkWord = '获客链接';

/** WeCom's link that adds one of several staff. A deleted one stays as a row: customers keep pointing to it. */
@Entity('acquisition_link')
@Index('ix_acquisition_link', ['corpId', 'id'])
@Index('ix_acquisition_link_wecom', ['corpId', 'wecomLinkId'])
export class AcquisitionLink extends CorpRow {
  @Text(64) name: string;
  @Json() staffIds: string[];
  @Json() departmentIds: number[];
  @Bool() skipVerify: boolean;
  @Text(40, { nullable: true }) channelId: string | null;
  @Text(10) state: (typeof linkStates)[number];
  @Json({ nullable: true }) problem: TaskFailure | null;
  /** '' while there is none. */
  @Text(64) wecomLinkId: string;
  @Text(300) url: string;
  /** When a link was first asked for whose answer is not known yet. */
  @Time({ nullable: true }) askedAt: number | null;
  /** Until then somebody brings WeCom's link in line; 0: nobody does. */
  @Time() alignUntil: number;
  @Time({ nullable: true }) syncedAt: number | null;
  @Text(40) createdBy: string;
  @Time() createdAt: number;
  @Time() updatedAt: number;
  @Time({ nullable: true }) deletedAt: number | null;
}

/** A named place of a link; its id is the `customer_channel`, so it comes back as the state of whoever comes through it. */
@Entity('acquisition_source')
@Index('uq_acquisition_source', ['corpId', 'linkId', 'name'], { unique: true })
export class AcquisitionSource extends CorpRow {
  @Text(40) linkId: string;
  @Text(64) name: string;
  @Time() createdAt: number;
}

/** A customer who came by a link. */
@Entity('acquisition_customer')
@Index('uq_acquisition_customer', ['corpId', 'linkId', 'customerId', 'staffId'], { unique: true })
@Index('ix_acquisition_customer', ['corpId', 'customerId'])
export class AcquisitionCustomer extends CorpRow {
  @Text(40) linkId: string;
  /** '' for those who came by the bare link. */
  @Text(40) sourceId: string;
  @Text(40) customerId: string;
  @Text(40) staffId: string;
  /** They wrote. */
  @Bool() chatted: boolean;
  @Time() addedAt: number;
}

/** WeCom's figures of a link for one day. */
@Entity('acquisition_day')
@Index('uq_acquisition_day', ['corpId', 'linkId', 'day'], { unique: true })
export class AcquisitionDay extends CorpRow {
  @Text(40) linkId: string;
  @Text(10) day: string;
  @Int() clicks: number;
  @Int() added: number;
}

/** What WeCom told of links and their quota, and who came by one; once for each. */
@Entity('acquisition_event')
@Index('uq_acquisition_event', ['corpId', 'callbackId'], { unique: true })
@Index('ix_acquisition_event', ['corpId', 'kind', 'at'])
@Index('ix_acquisition_event_link', ['corpId', 'linkId', 'id'])
@Index('ix_acquisition_event_customer', ['corpId', 'customerId'])
export class AcquisitionEvent extends CorpRow {
  /** Or the row of the customer who came. */
  @Text(40) callbackId: string;
  @Text(30) kind: LinkEventKind;
  @Text(40) linkId: string;
  @Text(40) sourceId: string;
  @Time() at: number;
  /** Null: it is of nobody, or WeCom does not say of whom. */
  @Text(40, { nullable: true }) customerId: string | null;
  @Text(40, { initial: '' }) staffId: string;
}
