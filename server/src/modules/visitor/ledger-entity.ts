import { Entity, Index } from 'typeorm';
import type { conversionKinds, conversionStates } from '@scrm/shared/conversion';
import { CorpRow, Int, Text, Time } from '../../core/db/columns';

/** What WeCom answered last to one question about who somebody is. */
@Entity('id_conversion')
@Index('uq_id_conversion', ['corpId', 'kind', 'subject'], { unique: true })
@Index('ix_id_conversion', ['corpId', 'state', 'lastAt', 'id'])
@Index('ix_id_conversion_customer', ['corpId', 'customerId'])
export class IdConversion extends CorpRow {
  @Text(20) kind: (typeof conversionKinds)[number];
  /** A visitor's id, or an external_userid. */
  @Text(128) subject: string;
  @Text(40, { nullable: true }) visitorId: string | null;
  @Text(40, { nullable: true }) customerId: string | null;
  /** `pending`: WeCom knows them, but they are nobody's customer yet. */
  @Text(10) state: (typeof conversionStates)[number];
  @Int() errcode: number;
  @Text(500) error: string;
  @Int() tries: number;
  @Time() firstAt: number;
  @Time() lastAt: number;
}
