import { Entity, Index } from 'typeorm';
import type { AuditRow as Reply } from '@scrm/shared/audit';
import type { Action } from '@scrm/shared/permission';
import { CorpRow, Int, Json, Text, Time } from '../../core/db/columns';

/** One call that changed something or took something out. Rows are only ever added; each hash covers the row before. */
@Entity('audit')
@Index('uq_audit_seq', ['corpId', 'seq'], { unique: true })
@Index('ix_audit_actor', ['corpId', 'actorId', 'seq'])
@Index('ix_audit_call', ['corpId', 'call', 'seq'])
export class AuditEntry extends CorpRow {
  @Int() seq: number;
  @Time() at: number;
  @Text(40) actorId: string;
  @Text(128) actorName: string;
  @Text(10) actorKind: Reply['actorKind'];
  @Text(100) call: string;
  @Text(20) action: Action;
  @Text(10) outcome: Reply['outcome'];
  @Json() objects: string[];
  @Json() fields: string[];
  @Text(64) ip: string;
  @Text(40) requestId: string;
  @Text(64) previousHash: string;
  @Text(64) hash: string;
}

/** `objects` once more, to be asked by SQL. */
@Entity('audit_object')
@Index('uq_audit_object', ['corpId', 'objectId', 'auditId'], { unique: true })
export class AuditObject extends CorpRow {
  @Text(40) objectId: string;
  @Text(40) auditId: string;
}

/** A call that has begun. It is gone when its row stands in the chain; one that stays tells of a server that ended meanwhile. */
@Entity('audit_open')
@Index('ix_audit_open', ['at'])
export class AuditOpen extends CorpRow {
  @Time() at: number;
  @Json() facts: Facts;
}

/** The end of each company's chain. */
@Entity('audit_head')
@Index('uq_audit_head', ['corpId'], { unique: true })
export class AuditHead extends CorpRow {
  @Int() seq: number;
  @Text(64) hash: string;
}

/** What is known of a call, without any value that was filled in. */
export type Facts = Pick<AuditEntry, 'actorId' | 'actorName' | 'actorKind' | 'call' | 'action' | 'objects' | 'fields' | 'ip' | 'requestId'>;
