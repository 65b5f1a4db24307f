import { Entity, Index } from 'typeorm';
import { CorpRow, Text, Time } from '../../core/db/columns';
import { AddWayRow } from '../add-way';

/** A WeChat user who opened the mini-program or a web page of this company. */
@Entity('visitor')
@Index('uq_visitor_openid', ['corpId', 'appid', 'openid'], { unique: true })
@Index('ix_visitor_unionid', ['corpId', 'unionid'])
@Index('ix_visitor_external', ['corpId', 'externalUserid'])
@Index('ix_visitor_pending', ['corpId', 'pendingId'])
@Index('ix_visitor_waiting', ['corpId', 'customerId', 'askedAt'])
export class Visitor extends CorpRow {
  /** What they opened belongs to which of our accounts: an openid is one per account. */
  @Text(10, { initial: 'mini' }) via: 'mini' | 'official';
  @Text(32) appid: string;
  @Text(64) openid: string;
  @Text(64, { nullable: true }) unionid: string | null;
  /** Null until they are found to be a customer. */
  @Text(40, { nullable: true }) customerId: string | null;
  /** WeCom called them a customer before we had heard of them. */
  @Text(64, { nullable: true }) externalUserid: string | null;
  /** What WeCom calls them until they are a customer. */
  @Text(128, { nullable: true }) pendingId: string | null;
  /** When WeCom was last asked who this is. */
  @Time({ nullable: true }) askedAt: number | null;
  @Time() createdAt: number;
  @Time() lastSeenAt: number;
}

/** One for each staff member, for customers whom they know already. */
@Entity('visitor_contact_way')
@Index('uq_visitor_contact_way', ['corpId', 'staffId'], { unique: true })
export class VisitorContactWay extends AddWayRow {}
