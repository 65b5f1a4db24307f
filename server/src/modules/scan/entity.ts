import { Entity, Index } from 'typeorm';
import { CorpRow, Json, Text, Time } from '../../core/db/columns';

/** Somebody opened the page of a live code: who was shown to them, and why. Written once. */
@Entity('scan')
@Index('ix_scan_code', ['corpId', 'codeId', 'at', 'target'])
@Index('ix_scan_visitor', ['corpId', 'visitor', 'at'])
@Index('ix_scan_customer', ['corpId', 'customerId'])
@Index('ix_scan_way', ['corpId', 'wayId', 'at'])
export class Scan extends CorpRow {
  @Text(10) kind: 'channel' | 'group' | 'store';
  @Text(40) codeId: string;
  /** The browser, by its cookie. */
  @Text(40) visitor: string;
  @Time() at: number;
  /** In the words of the kind: 'shown', 'full', 'closed', … */
  @Text(20) outcome: string;
  /** The staff member, group or store that was shown; '' for none. */
  @Text(40) target: string;
  /** Whose picture was shown, as WeCom's `state` will name it; '' for none. */
  @Text(64) wayId: string;
  /** What the choice rested on, in the words of the kind. */
  @Json({ nullable: true }) reason: Record<string, unknown> | null;
  /** Null: nobody knows who it was. */
  @Text(40, { nullable: true }) customerId: string | null;
}
