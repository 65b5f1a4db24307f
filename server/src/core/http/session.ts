import { Entity, Index, IsNull } from 'typeorm';
import type { Role, SessionRole } from '@scrm/shared/permission';
import type { Clock } from '../clock';
import { Id, Text, Time } from '../db/columns';
import type { Database } from '../db/database';
import { newId } from '../db/ids';
import { randomToken, tokenHash } from '../secrets';
import type { Actor } from './serve';

/** A signed-in browser, sidebar or mini-program. The token itself is not kept, only its hash. */
@Entity('session')
@Index('uq_session_token', ['tokenHash'], { unique: true })
@Index('ix_session_corp', ['corpId', 'lastSeenAt'])
@Index('ix_session_subject', ['subjectId'])
export class SessionRow {
  @Id() id: string;
  @Text(64) tokenHash: string;
  @Text(10) kind: 'cookie' | 'bearer' | 'ticket';
  @Text(10) subjectKind: 'account' | 'staff' | 'visitor';
  @Text(40) subjectId: string;
  @Text(128) name: string;
  @Text(20) role: SessionRole;
  @Text(40, { nullable: true }) corpId: string | null;
  @Text(300) userAgent: string;
  @Time() createdAt: number;
  @Time() lastSeenAt: number;
  @Time() expiresAt: number;
  @Time({ nullable: true }) revokedAt: number | null;
}

const lifeMs = { cookie: 7 * 86_400_000, bearer: 12 * 3_600_000, ticket: 60_000 } as const;

export interface NewSession {
  kind: SessionRow['kind'];
  subjectKind: SessionRow['subjectKind'];
  subjectId: string;
  name: string;
  role: SessionRole;
  corpId: string | null;
  userAgent: string;
}

type InUse = SessionRow & { role: Role };

interface SessionFilter {
  name?: string;
  /** Whose; null: everybody's. */
  staffIds: readonly string[] | null;
}

/** Sessions are rows: they survive a restart, hold for every process, and can be taken back at once. */
export class Sessions {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  /** The token to hand out; it is not kept. */
  async open(session: NewSession): Promise<string> {
    const token = randomToken();
    const now = this.clock.now();
    await this.database.transaction((manager) => manager.insert(SessionRow, {
      id: newId('ses', now), tokenHash: tokenHash(token), ...session, userAgent: session.userAgent.slice(0, 300),
      createdAt: now, lastSeenAt: now, expiresAt: now + lifeMs[session.kind], revokedAt: null,
    }));
    return token;
  }

  async find(token: string, kind: SessionRow['kind']): Promise<Actor | null> {
    const row = await this.database.everything.findOneBy(SessionRow, { tokenHash: tokenHash(token) });
    const now = this.clock.now();
    if (!row || row.kind !== kind || row.revokedAt !== null || row.expiresAt <= now) return null;
    if (now - row.lastSeenAt > 60_000) await this.touch(row.id, now);
    return actorOf(row);
  }

  /** A ticket stands in an address once and is spent by this; null when it was spent or is too old. */
  async spendTicket(ticket: string): Promise<Actor | null> {
    const row = await this.database.everything.findOneBy(SessionRow, { tokenHash: tokenHash(ticket), kind: 'ticket' });
    if (!row || row.expiresAt <= this.clock.now()) return null;
    const { affected } = await this.database.execute('UPDATE session SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL', [this.clock.now(), row.id]);
    return affected === 1 ? actorOf(row) : null;
  }

  async chooseCorp(sessionId: string, corpId: string): Promise<void> {
    await this.database.execute('UPDATE session SET corpId = ? WHERE id = ?', [corpId, sessionId]);
  }

  async revoke(sessionId: string): Promise<void> {
    await this.database.execute('UPDATE session SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL', [this.clock.now(), sessionId]);
  }

  /** All sessions of a person: someone who left loses access at once. */
  async revokeSubject(subjectId: string): Promise<void> {
    await this.database.execute('UPDATE session SET revokedAt = ? WHERE subjectId = ? AND revokedAt IS NULL', [this.clock.now(), subjectId]);
  }

  /** The same, but for the one that is used. */
  async revokeOthers(subjectId: string, keepId: string): Promise<void> {
    await this.database.execute('UPDATE session SET revokedAt = ? WHERE subjectId = ? AND id <> ? AND revokedAt IS NULL', [this.clock.now(), subjectId, keepId]);
  }

  async revokeCorp(corpId: string): Promise<void> {
    await this.database.execute('UPDATE session SET revokedAt = ? WHERE corpId = ? AND subjectKind <> \'account\' AND revokedAt IS NULL', [this.clock.now(), corpId]);
  }

  /** Of the people who work there, not of their customers; the last seen first. */
  async list(corpId: string, { cursor, limit, ...filter }: SessionFilter & { cursor?: string; limit: number }): Promise<{ items: InUse[]; total: number; nextCursor: string | null }> {
    const page = this.narrow(corpId, filter).orderBy('session.lastSeenAt', 'DESC').addOrderBy('session.id', 'DESC').limit(limit + 1);
    const [, at, id] = /^(\d{1,15})\.(\w{1,40})$/.exec(cursor ?? '') ?? [];
    if (at) page.andWhere('(session.lastSeenAt < :at OR (session.lastSeenAt = :at AND session.id < :id))', { at: Number(at), id });
    const [total, rows] = [await this.narrow(corpId, filter).getCount(), await page.getMany()];
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown as InUse[], total, nextCursor: rows.length > limit && last ? `${last.lastSeenAt}.${last.id}` : null };
  }

  /** Whether `list` would show it. */
  async isListed(corpId: string, id: string, filter: Pick<SessionFilter, 'staffIds'>): Promise<boolean> {
    return (await this.narrow(corpId, filter).andWhere('session.id = :id', { id }).getCount()) > 0;
  }

  private narrow(corpId: string, { name, staffIds }: SessionFilter) {
    const query = this.database.everything.createQueryBuilder(SessionRow, 'session').where('session.corpId = :corpId', { corpId })
      .andWhere('session.subjectKind IN (:...kinds) AND session.role <> :visitor AND session.kind <> :ticket', { kinds: ['account', 'staff'], visitor: 'visitor', ticket: 'ticket' })
      .andWhere('session.revokedAt IS NULL AND session.expiresAt > :now', { now: this.clock.now() });
    if (name?.trim()) query.andWhere('LOWER(session.name) LIKE :like ESCAPE \'!\'', { like: `%${name.trim().toLowerCase().replace(/[!%_]/g, '!$&')}%` });
    if (staffIds) query.andWhere(staffIds.length > 0 ? 'session.subjectId IN (:...staffIds)' : '1 = 0', { staffIds });
    return query;
  }

  /** Of one person. */
  async listOf(subjectId: string): Promise<InUse[]> {
    return this.inUse(await this.database.everything.find(SessionRow, { where: { subjectId, revokedAt: IsNull() }, order: { lastSeenAt: 'DESC' }, take: 100 }));
  }

  private inUse(rows: SessionRow[]): InUse[] {
    return rows.filter((row): row is InUse => row.role !== 'visitor' && row.kind !== 'ticket' && row.revokedAt === null && row.expiresAt > this.clock.now());
  }

  private async touch(id: string, now: number): Promise<void> {
    await this.database.execute('UPDATE session SET lastSeenAt = ? WHERE id = ?', [now, id]);
  }
}

function actorOf({ id, subjectKind, subjectId, name, role, corpId }: SessionRow): Actor | null {
  const who = { sessionId: id, id: subjectId, name, corpId, staffId: subjectKind === 'staff' ? subjectId : null };
  if (subjectKind === 'visitor') return { ...who, kind: 'visitor', role: 'visitor' };
  // A visitor's role on anyone else is a row that nobody here wrote.
  return role === 'visitor' ? null : { ...who, kind: subjectKind, role };
}
