import { Entity, Index } from 'typeorm';
import type { BatchRowState, batchStates } from '@scrm/shared/code-batch';
import { CorpRow, Int, Json, Text, Time } from '../../core/db/columns';
import type { TaskFailure, TaskStarter } from '../../core/tasks';

export const batchWord = '批量建码';

/** A sheet of live codes to be made. */
@Entity('code_batch')
@Index('ix_code_batch', ['corpId', 'starterId', 'id'])
export class CodeBatch extends CorpRow {
  @Text(200) name: string;
  @Text(64) sha256: string;
  @Text(10) state: (typeof batchStates)[number];
  @Json() newChannels: string[];
  @Json() starter: TaskStarter;
  @Text(40) starterId: string;
  @Text(40, { nullable: true }) taskId: string | null;
  @Time() createdAt: number;
}

/** What a row asks for, in our ids. */
export interface Wanted {
  staffIds: string[];
  tagIds: string[];
  remark: string;
}

/** One code to be made, and what became of it. */
@Entity('code_batch_row')
@Index('uq_code_batch_row', ['corpId', 'batchId', 'row'], { unique: true })
export class CodeBatchRow extends CorpRow {
  @Text(40) batchId: string;
  @Int() row: number;
  @Text(10) state: BatchRowState;
  @Text(64) name: string;
  @Text(400) channel: string;
  /** As the sheet says it. */
  @Text(400) staff: string;
  @Json({ nullable: true }) wanted: Wanted | null;
  @Text(20) columnName: string;
  @Json({ nullable: true }) problem: TaskFailure | null;
  /** Given before the code is there, so that a second try makes no second code. */
  @Text(40) liveCodeId: string;
}
