import { Entity, Index } from 'typeorm';
import { Bool, CorpRow, Json, Text, Time } from '../../../core/db/columns';
import type { Problem } from '../entity';

/**
 * The contact way by which a code's page adds exactly this staff member. Its `state` at WeCom is the row's id, so an add
 * tells code and person; the row stays when the way is gone.
 */
@Entity('live_code_way')
@Index('uq_live_code_way', ['corpId', 'liveCodeId', 'staffId'], { unique: true })
@Index('ix_live_code_way_config', ['corpId', 'configId'])
export class LiveCodeWay extends CorpRow {
  @Text(40) liveCodeId: string;
  @Text(40) staffId: string;
  /** '' while there is none. */
  @Text(64) configId: string;
  @Text(500) qrUrl: string;
  /** What WeCom was told last. */
  @Bool() skipVerify: boolean;
  /** When it was first asked for, as long as the answer is not known. */
  @Time({ nullable: true }) askedAt: number | null;
  /** Until then somebody is at it, or it is left alone after a failure. */
  @Time() busyUntil: number;
  /** What went wrong last; null: nothing. */
  @Json({ nullable: true }) problem: Problem | null;
}

/** The feed by which every process learns that a code, or (without one) what all codes of a corp rest on, is not as it was. */
@Entity('live_code_change')
@Index('ix_live_code_change', ['corpId', 'id'])
export class LiveCodeChange extends CorpRow {
  @Text(40) liveCodeId: string;
}
