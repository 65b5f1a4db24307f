import { Entity, Index } from 'typeorm';
import type { callbackStates } from '@scrm/shared/system';
import { Id, LongText, Text, Time } from '../db/columns';

/**
 * A callback as it came, encrypted. `hash` is the address and a digest of the decrypted text; the dispatcher sets it and
 * drops the row of a repeated push, so one text is one row, and the same text sent to two apps of one corp is two.
 */
@Entity('inbox')
@Index('uq_inbox_hash', ['hash'], { unique: true })
@Index('ix_inbox_state', ['state', 'id'])
@Index('ix_inbox_corp', ['corpId', 'id'])
export class InboxRow {
  @Id() id: string;
  @Text(10) endpoint: 'command' | 'data' | 'app';
  /** What the path names: the app's id, or the corp's. */
  @Text(64) ref: string;
  @Text(100, { nullable: true }) hash: string | null;
  @Text(300) query: string;
  @LongText() raw: string;
  @Time() receivedAt: number;
  @Text(10) state: (typeof callbackStates)[number];
  @Text(128) event: string;
  @Text(500) reason: string;
  @Text(64) wecomCorpId: string;
  @Text(40, { nullable: true }) corpId: string | null;
}
