import { Entity, Index } from 'typeorm';
import type { importRowStates, importStates, Mapping, SheetEncoding } from '@scrm/shared/import';
import { BigInt, Bool, CorpRow, Int, Json, LongText, Text, Time } from '../../core/db/columns';
import type { Delimiter } from '../../core/sheet/encoding';
import type { SheetKind } from '../../core/sheet/sniff';
import type { TaskFailure, TaskStarter } from '../../core/tasks';

/** A file of customers and what is done with it. The row stays when the file is gone: it says whose it was, its hash and what came of it. */
@Entity('customer_import')
@Index('ix_customer_import', ['corpId', 'starterId', 'id'])
@Index('ix_customer_import_headers', ['corpId', 'headersHash', 'startedAt'])
export class CustomerImport extends CorpRow {
  @Text(200) name: string;
  @BigInt() size: number;
  @Text(64) sha256: string;
  @Text(10) kind: SheetKind;
  @Text(12, { nullable: true }) encoding: SheetEncoding | null;
  @Text(2, { nullable: true }) delimiter: Delimiter | null;
  @Json() headers: string[];
  /** The same headers have the same hash: their mapping is remembered. */
  @Text(64) headersHash: string;
  @Json({ nullable: true }) mapping: Mapping | null;
  @Text(12) state: (typeof importStates)[number];
  /** Grows with each dry run; only the newest works. */
  @Int() round: number;
  /** The last row that the dry run has looked at, as the file numbers it. */
  @Int() cursor: number;
  @Int() checked: number;
  /** `group/name` of the tags that are to be made. */
  @Json() newTags: string[];
  @Json({ nullable: true }) problem: TaskFailure | null;
  @Bool() hasFile: boolean;
  /** What opens the file, sealed; null for one that lies there as it came. */
  @LongText({ nullable: true }) fileKey: string | null;
  /** The first rows, sealed, for whoever matches the columns. */
  @LongText({ nullable: true }) sample: string | null;
  @Json() starter: TaskStarter;
  @Text(40) starterId: string;
  @Text(40, { nullable: true }) taskId: string | null;
  @Text(40, { nullable: true }) undoTaskId: string | null;
  @Time() createdAt: number;
  @Time({ nullable: true }) startedAt: number | null;
  @Time() updatedAt: number;
}

/** What becomes of one row of the file. */
@Entity('customer_import_row')
@Index('uq_customer_import_row', ['corpId', 'importId', 'row'], { unique: true })
@Index('ix_customer_import_row_state', ['corpId', 'importId', 'state', 'row'])
@Index('ix_customer_import_row_target', ['corpId', 'importId', 'target'])
@Index('ix_customer_import_row_wait', ['corpId', 'waitKey'])
@Index('ix_customer_import_row_customer', ['corpId', 'customerId'])
export class CustomerImportRow extends CorpRow {
  @Text(40) importId: string;
  @Int() row: number;
  @Text(10) state: (typeof importRowStates)[number];
  @Text(40, { nullable: true }) customerId: string | null;
  /** Whom and through whom it changes: a second row of the same is told. */
  @Text(120, { nullable: true }) target: string | null;
  /** The name (a blind index, a unionid) by which somebody who is no customer yet will be known. */
  @Text(120, { nullable: true }) waitKey: string | null;
  /** What the row says, sealed, as long as it is still needed. */
  @LongText({ nullable: true }) cells: string | null;
  /** What was changed from what to what, sealed, for rolling it back. */
  @LongText({ nullable: true }) steps: string | null;
  /** Under which header the problem stands; '' where it is the whole row's. */
  @Text(200) columnName: string;
  @Json({ nullable: true }) problem: TaskFailure | null;
  @Time() at: number;
}
