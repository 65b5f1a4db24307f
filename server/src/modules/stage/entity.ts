import { Entity, Index } from 'typeorm';
import type { StageColour, StageKind } from '@scrm/shared/stage';
import { BigInt, Bool, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';

/** The company's one template: its stages are rows of `stage`; here stands when it was last saved. */
@Entity('stage_template')
@Index('uq_stage_template', ['corpId'], { unique: true })
export class StageTemplate extends CorpRow {
  @Time() updatedAt: number;
}

/** A stage of the template. It keeps its name after it was removed, for the history. */
@Entity('stage')
@Index('ix_stage_corp', ['corpId', 'position'])
export class Stage extends CorpRow {
  @Text(64) name: string;
  @Text(10) kind: StageKind;
  @Text(10) colour: StageColour;
  @Int() position: number;
  /** What to do next with a customer who stands here. */
  @Text(500) action: string;
  @Json() reasons: string[];
  @Time({ nullable: true }) removedAt: number | null;
  /** Where its customers went. */
  @Text(40, { nullable: true }) successorId: string | null;
}

/** The way of one business line through the template, and whose customers go it. */
@Entity('stage_flow')
@Index('ix_stage_flow_corp', ['corpId', 'id'])
export class StageFlow extends CorpRow {
  @Text(64) name: string;
  @Bool() isDefault: boolean;
  /** Null: every stage of the template. */
  @Json({ nullable: true }) stageIds: string[] | null;
  /** Null: the usual rule, see `allows`. */
  @Json({ nullable: true }) moves: [string, string][] | null;
  @Json() departmentIds: number[];
  @Json() staffIds: string[];
  /** Stage → ids of the fields that must be filled before it is entered. */
  @Json() requiredFieldIds: Record<string, string[]>;
  /** Stage that was taken out of the flow → where its customers go. */
  @Json() successors: Record<string, string>;
  @Time() updatedAt: number;
  @Time({ nullable: true }) removedAt: number | null;
}

export type MovedBy = 'staff' | 'account' | 'automatic';

/** Where a customer stands in a flow. */
@Entity('customer_stage')
@Index('uq_customer_stage', ['corpId', 'customerId', 'flowId'], { unique: true })
@Index('ix_customer_stage_stage', ['corpId', 'stageId', 'customerId'])
@Index('ix_customer_stage_flow', ['corpId', 'flowId', 'stageId'])
export class CustomerStage extends CorpRow {
  @Text(40) customerId: string;
  @Text(40) flowId: string;
  @Text(40) stageId: string;
  @Time() since: number;
  @Text(10) movedBy: MovedBy;
  @Text(64) reason: string;
}

/** A customer came into a flow (`fromStageId` null) or from one stage to another. Rows are only ever added. */
@Entity('stage_move')
@Index('uq_stage_move', ['corpId', 'naturalKey'], { unique: true })
@Index('ix_stage_move_flow', ['corpId', 'flowId', 'at'])
@Index('ix_stage_move_customer', ['corpId', 'customerId', 'at'])
@Index('ix_stage_move_stage', ['corpId', 'toStageId', 'at', 'customerId'])
export class StageMove extends CorpRow {
  @Text(40) customerId: string;
  @Text(40) flowId: string;
  @Text(40, { nullable: true }) fromStageId: string | null;
  @Text(40) toStageId: string;
  @Time() at: number;
  @Text(10) movedBy: MovedBy;
  @Text(40, { nullable: true }) staffId: string | null;
  @Text(128) byName: string;
  @Text(64) reason: string;
  @Text(500) note: string;
  /** How long they had stood in `fromStageId`, ms. */
  @BigInt({ nullable: true }) dwellMs: number | null;
  /** The same move told again has the same key. */
  @Text(190) naturalKey: string;
}
