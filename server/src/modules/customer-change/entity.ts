import { Entity, Index } from 'typeorm';
import { CorpRow, Json } from '../../core/db/columns';

/** What one transaction changed of what lists of customers are filtered by. */
export interface Change {
  customerIds?: string[];
  /** A value that nobody has any more: a deleted tag. */
  gone?: { dimension: string; value: string };
}

/** The feed by which every process learns what others changed. Ids sort by time; old rows are taken away. */
@Entity('customer_change')
@Index('ix_customer_change_corp', ['corpId', 'id'])
export class CustomerChange extends CorpRow {
  @Json() body: Change;
}
