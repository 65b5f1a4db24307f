import { Entity, Index } from 'typeorm';
import type { jobStates } from '@scrm/shared/system';
import { Id, Int, LongText, Text, Time } from '../db/columns';
import type { Lane } from './define';

export type JobState = (typeof jobStates)[number];

/** A piece of background work. It is the record, whoever runs it. */
@Entity('job')
@Index('uq_job_name_key', ['name', 'jobKey'], { unique: true })
@Index('ix_job_due', ['state', 'lane', 'runAt', 'id'])
@Index('ix_job_lease', ['state', 'leaseUntil'])
@Index('ix_job_cause', ['cause'])
@Index('ix_job_corp', ['corpId', 'id'])
export class JobRow {
  @Id() id: string;
  /** Null: the job belongs to no corp (schedules, suite events). */
  @Text(40, { nullable: true }) corpId: string | null;
  @Text(100) name: string;
  @Text(10) lane: Lane;
  @Text(190) jobKey: string;
  @Text(10) state: JobState;
  @LongText() data: string;
  @Time() runAt: number;
  @Time({ nullable: true }) deadline: number | null;
  @Int() attempts: number;
  @Text(40, { nullable: true }) owner: string | null;
  @Time({ nullable: true }) leaseUntil: number | null;
  @LongText() error: string;
  @Text(40, { nullable: true }) cause: string | null;
  @Time() createdAt: number;
  @Time({ nullable: true }) startedAt: number | null;
  @Time({ nullable: true }) finishedAt: number | null;
  @Int({ nullable: true }) ms: number | null;
}
