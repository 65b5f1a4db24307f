import { Entity, Index } from 'typeorm';
import type { CodeWay } from '@scrm/shared/code-figures';
import { CorpRow, Text, Time } from '../../core/db/columns';

/** A customer who came to a staff member by a code: once for each, on the day of their first coming, however often they leave and return. */
@Entity('code_add')
@Index('uq_code_add', ['corpId', 'codeId', 'storeId', 'customerId', 'staffId'], { unique: true })
// With all that is grouped by and counted, so that a span is read from the index alone.
@Index('ix_code_add', ['corpId', 'addedAt', 'id', 'way', 'codeId', 'storeId', 'regionId', 'staffId', 'customerId', 'lostBy'])
@Index('ix_code_add_code', ['corpId', 'codeId', 'addedAt'])
// From those who came to a stage to how they came, from the index alone as well.
@Index('ix_code_add_customer', ['corpId', 'customerId', 'staffId', 'addedAt', 'way', 'codeId', 'storeId', 'regionId'])
export class CodeAdd extends CorpRow {
  @Text(10) way: CodeWay;
  /** The live code, store code or link; the store where it was somebody's own code there. */
  @Text(40) codeId: string;
  /** '' for none. */
  @Text(40) storeId: string;
  /** Of the store, as it was then. */
  @Text(40) regionId: string;
  @Text(40) staffId: string;
  @Text(40) customerId: string;
  @Time() addedAt: number;
  /** Set while they are friends no more; a hand-over is no loss. */
  @Time({ nullable: true }) lostAt: number | null;
  @Text(10, { nullable: true }) lostBy: 'customer' | 'staff' | null;
}
