import { Entity, Index } from 'typeorm';
import type { ExportFormat, ExportKindName, exportStates } from '@scrm/shared/export';
import type { Language } from '@scrm/shared/error';
import { BigInt, Bool, CorpRow, Int, Json, LongText, Text, Time } from '../../core/db/columns';
import type { TaskFailure, TaskStarter } from '../../core/tasks';

export type ExportState = (typeof exportStates)[number];

/** A list that a person takes out as a file. The row stays when the file is gone: who took what, and when. */
@Entity('data_export')
@Index('uq_data_export_start', ['corpId', 'startKey'], { unique: true })
@Index('ix_data_export_corp', ['corpId', 'id'])
@Index('ix_data_export_starter', ['corpId', 'starterId', 'id'])
@Index('ix_data_export_due', ['state', 'expiresAt'])
export class DataExport extends CorpRow {
  @Text(40) kind: ExportKindName;
  /** Whoever starts makes it up, so that a double click starts once. */
  @Text(90) startKey: string;
  @Text(10) format: ExportFormat;
  @Text(5) language: Language;
  /** Null: chosen one by one. */
  @Json({ nullable: true }) filter: unknown;
  /** What the kind needs: which columns, and so on. */
  @Json() wanted: unknown;
  @Json() columns: string[];
  @Json() starter: TaskStarter;
  @Text(40) starterId: string;
  @Bool() revealed: boolean;
  @Text(10) state: ExportState;
  @Int() total: number;
  @Int() done: number;
  @Int() skipped: number;
  @Text(200) fileName: string;
  /** Of the sealed bytes in the file store: while it is made, and as long as it can be fetched. */
  @Text(40, { nullable: true }) fileId: string | null;
  /** Sealed: key, iv and tag of the file. */
  @Text(500, { nullable: true }) fileKey: string | null;
  @BigInt() size: number;
  @Text(64) sha256: string;
  @Int() downloads: number;
  @Json({ nullable: true }) problem: TaskFailure | null;
  @Time() createdAt: number;
  @Time({ nullable: true }) startedAt: number | null;
  @Time({ nullable: true }) finishedAt: number | null;
  @Time({ nullable: true }) expiresAt: number | null;
  @Time() updatedAt: number;
}

/** Why masked values stand in it as they are; '' they do not. */
export const revealReasonOf = ({ wanted }: Pick<DataExport, 'wanted'>): string => (wanted as { revealReason?: string }).revealReason ?? '';

/** Some of those whom an export means, in order, as they were when it began. */
@Entity('data_export_part')
@Index('uq_data_export_part', ['corpId', 'exportId', 'seq'], { unique: true })
export class DataExportPart extends CorpRow {
  @Text(40) exportId: string;
  @Int() seq: number;
  @Json() ids: string[];
  /** Whose rows are in the file; null until then. */
  @Json({ nullable: true }) written: string[] | null;
  /** Whom they became by merges since. */
  @Json() others: string[];
}

/** `gone`: with the export. `erased`: with somebody in it. */
export type NamedState = 'waiting' | 'ready' | 'failed' | 'gone' | 'erased';

/** A file that WeCom makes of an export, with the names of staff in it. The row stays: what was sent cannot be taken back. */
@Entity('data_export_named')
@Index('uq_data_export_named', ['corpId', 'exportId'], { unique: true })
@Index('ix_data_export_named_job', ['corpId', 'jobId'])
export class NamedFile extends CorpRow {
  @Text(40) exportId: string;
  @Json() starter: TaskStarter;
  @Text(10) state: NamedState;
  /** What was sent to WeCom, and when. */
  @Text(200, { nullable: true }) mediaId: string | null;
  @Time({ nullable: true }) sentAt: number | null;
  /** WeCom's name for its work on it. */
  @Text(100, { nullable: true }) jobId: string | null;
  /** Sealed: where WeCom keeps the file. */
  @LongText({ nullable: true }) url: string | null;
  @Json({ nullable: true }) problem: TaskFailure | null;
  @Time() createdAt: number;
  /** When it was asked for last. */
  @Time() startedAt: number;
}

/** What leads to WeCom's file. */
export const noWay = { mediaId: null, jobId: null, url: null };
