import { Entity, Index } from 'typeorm';
import type { AudienceFilter, CustomerColumn } from '@scrm/shared/audience';
import { Bytes, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';

/** A filter of the customer list with its columns, kept under a name. */
@Entity('saved_view')
@Index('uq_saved_view', ['corpId', 'ownerId', 'name'], { unique: true })
export class SavedView extends CorpRow {
  /** The account's or the staff member's id. */
  @Text(40) ownerId: string;
  @Text(128) ownerName: string;
  @Text(64) name: string;
  @Json() filter: AudienceFilter;
  @Json() columns: CustomerColumn[];
  @Text(10) shared: 'nobody' | 'role' | 'everyone';
  /** The owner's, at the time of sharing. */
  @Text(40, { nullable: true }) sharedRole: string | null;
  @Time() createdAt: number;
  @Time() updatedAt: number;
}

/** Which view somebody's list opens with. */
@Entity('saved_view_default')
@Index('uq_saved_view_default', ['corpId', 'userId'], { unique: true })
export class SavedViewDefault extends CorpRow {
  @Text(40) userId: string;
  @Text(40) viewId: string;
}

/** A piece of the index of a corp, as it was kept for the next start. Copies whose part 0 is missing are not whole. */
@Entity('audience_copy')
@Index('uq_audience_copy', ['corpId', 'copyId', 'part'], { unique: true })
export class AudienceCopy extends CorpRow {
  /** Sorts by time. */
  @Text(40) copyId: string;
  @Int() part: number;
  @Bytes() bytes: Buffer;
}
