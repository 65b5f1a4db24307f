import { Entity, Index } from 'typeorm';
import type { privacyChannels, requestStates, requestTypes } from '@scrm/shared/privacy';
import { Bool, CorpRow, Int, Json, LongText, Text, Time } from '../../core/db/columns';

export type Channel = (typeof privacyChannels)[number];

/** Something that a person asked for about their own data, so that nothing is forgotten. */
@Entity('privacy_request')
@Index('ix_privacy_request', ['corpId', 'state', 'dueAt'])
@Index('ix_privacy_request_customer', ['corpId', 'customerId'])
export class PrivacyRequest extends CorpRow {
  @Text(12) type: (typeof requestTypes)[number];
  @Text(10) state: (typeof requestStates)[number];
  @Text(12) channel: Channel;
  @Text(40) customerId: string;
  @Text(2000) note: string;
  @Text(1000) answer: string;
  @Time() receivedAt: number;
  @Time() dueAt: number;
  @Time({ nullable: true }) settledAt: number | null;
  /** '' for the person themselves. */
  @Text(128) createdBy: string;
  @Text(128) settledBy: string;
  @Time() updatedAt: number;
}

/** Where an erasure stands: which round through all tables, which table, after which row. */
export interface Position {
  round: number;
  table: number;
  after: string;
  /** Rows that this round has touched. */
  touched: number;
}

/** Rows by table. */
export type Counts = Record<string, { deleted: number; blanked: number }>;

/** The erasure of one person. Its progress is kept with each batch, so that it goes on where it stopped. */
@Entity('erasure')
@Index('uq_erasure', ['corpId', 'customerId'], { unique: true })
@Index('ix_erasure', ['corpId', 'startedAt'])
export class Erasure extends CorpRow {
  @Text(40) customerId: string;
  @Text(10) state: 'running' | 'done';
  /** Sealed: by which names the person is looked for; '' once it is done. */
  @LongText() person: string;
  @Json() position: Position;
  @Json() counts: Counts;
  @Time() startedAt: number;
  @Time({ nullable: true }) finishedAt: number | null;
  @Text(128) startedBy: string;
  @Text(500) error: string;
  /** JSON with its signature; '' until it is done. */
  @LongText() certificate: string;
  @Text(64) certificateHash: string;
}

/** An address that shows everything about one person for a while. The token is not kept, only its hash. */
@Entity('access_link')
@Index('uq_access_link', ['tokenHash'], { unique: true })
@Index('ix_access_link', ['corpId', 'customerId'])
export class AccessLink extends CorpRow {
  @Text(40) customerId: string;
  @Text(64) tokenHash: string;
  @Time() createdAt: number;
  @Time() expiresAt: number;
  @Text(128) createdBy: string;
  @Int() downloads: number;
  @Time({ nullable: true }) lastDownloadAt: number | null;
}

/** What consent is asked for. */
@Entity('consent_purpose')
@Index('uq_consent_purpose', ['corpId', 'purposeKey'], { unique: true })
export class ConsentPurpose extends CorpRow {
  @Text(40) purposeKey: string;
  @Text(64) name: string;
  @Json() channels: Channel[];
  @Int() version: number;
  /** Consent to an older version does not hold. */
  @Int() leastVersion: number;
  @Time({ nullable: true }) retiredAt: number | null;
  @Time() createdAt: number;
  @Time() updatedAt: number;
}

/** What people agreed to, word for word. Rows are only ever added. */
@Entity('consent_text')
@Index('uq_consent_text', ['corpId', 'purposeId', 'version'], { unique: true })
export class ConsentText extends CorpRow {
  @Text(40) purposeId: string;
  @Int() version: number;
  @LongText() text: string;
  @Time() createdAt: number;
  @Text(128) createdBy: string;
}

/** Consent given or withdrawn. Rows are only ever added; the last of a customer and purpose holds. */
@Entity('consent')
@Index('ix_consent_customer', ['corpId', 'customerId', 'purposeId'])
@Index('ix_consent_at', ['corpId', 'at', 'id'])
@Index('ix_consent_purpose', ['corpId', 'purposeId', 'isLatest'])
export class Consent extends CorpRow {
  @Text(40) customerId: string;
  @Text(40) purposeId: string;
  @Int() version: number;
  @Bool() given: boolean;
  @Bool() isLatest: boolean;
  @Time() at: number;
  @Text(12) channel: Channel;
  @Text(500) evidence: string;
  /** '' for the person themselves. */
  @Text(128) recordedBy: string;
}
