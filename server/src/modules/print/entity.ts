import { Entity, Index } from 'typeorm';
import type { PosterLayout } from '@scrm/shared/print';
import { CorpRow, Json, Text, Time } from '../../core/db/columns';

export const posterWord = '海报模板';

/** A short address that leads to a code's page. */
@Entity('short_link')
@Index('uq_short_link_code', ['corpId', 'codeId'], { unique: true })
@Index('uq_short_link', ['short'], { unique: true })
export class ShortLink extends CorpRow {
  @Text(16) short: string;
  @Text(40) codeId: string;
  @Time() createdAt: number;
}

/** A picture with a place for a code. */
@Entity('poster')
@Index('ix_poster', ['corpId', 'id'])
export class Poster extends CorpRow {
  @Text(64) name: string;
  @Text(40) fileId: string;
  @Json() layout: PosterLayout;
  @Text(40) createdBy: string;
  @Time() createdAt: number;
  @Time() updatedAt: number;
}
