import { Entity, Index } from 'typeorm';
import type { CostPeriod, Utm } from '@scrm/shared/channel';
import { BigInt, CorpRow, Json, Text, Time } from '../../core/db/columns';

export const channelWord = '渠道';

/** Where customers come from: a place in a tree. */
@Entity('channel')
@Index('uq_channel_place', ['corpId', 'parentId', 'name'], { unique: true })
export class Channel extends CorpRow {
  /** '' at the top. */
  @Text(40) parentId: string;
  @Text(64) name: string;
  @Text(40, { nullable: true }) ownerId: string | null;
  @BigInt() costFen: number;
  @Text(10) costPeriod: CostPeriod;
  @Json() utm: Utm;
  /** The tag of everybody who comes through it; null until it is first needed. */
  @Text(40, { nullable: true }) tagId: string | null;
  @Time({ nullable: true }) archivedAt: number | null;
  /** The staff member or account. */
  @Text(40) createdBy: string;
  @Time() createdAt: number;
  @Time() updatedAt: number;
}

/** What a channel's path was from then on. */
@Entity('channel_path')
@Index('ix_channel_path', ['corpId', 'channelId', 'id'])
export class ChannelPath extends CorpRow {
  @Text(40) channelId: string;
  @Text(400) path: string;
  @Text(128) by: string;
  @Time() at: number;
}
