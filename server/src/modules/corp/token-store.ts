import type { Clock } from '../../core/clock';
import type { Database } from '../../core/db/database';
import type { Secrets } from '../../core/secrets';
import type { StoredToken, TokenStore } from '../../wecom/token';
import { WecomToken } from './entity';

/** Tokens of WeCom in the database: sealed, shared by all processes, one of which fetches at a time. */
export class DatabaseTokenStore implements TokenStore {
  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly clock: Clock) {}

  async get(key: string): Promise<StoredToken | null> {
    const row = await this.database.everything.findOneBy(WecomToken, { id: this.idOf(key) });
    return row && row.value !== '' ? this.open(row) : null;
  }

  async put(key: string, token: StoredToken): Promise<void> {
    const value = this.secrets.seal(token.value, 'wecom_token.value');
    await this.database.transaction((manager) => manager.createQueryBuilder().insert().into(WecomToken)
      .values({ id: this.idOf(key), name: key.slice(0, 190), value, fetchedAt: token.fetchedAt, expiresAt: token.expiresAt, lockedUntil: 0 })
      .orUpdate(['value', 'fetchedAt', 'expiresAt'], ['id']).updateEntity(false).execute());
  }

  async remove(key: string): Promise<void> {
    await this.database.execute('UPDATE wecom_token SET value = \'\' WHERE id = ?', [this.idOf(key)]);
  }

  async list(): Promise<{ key: string; token: StoredToken }[]> {
    const rows = await this.database.everything.find(WecomToken, { order: { name: 'ASC' } });
    return rows.filter((row) => row.value !== '').map((row) => ({ key: row.name, token: this.open(row) }));
  }

  /** A lease on the row: a process that dies while it fetches holds the others up for 30 s at most. */
  async lock<T>(key: string, work: () => Promise<T>): Promise<T> {
    const id = this.idOf(key);
    await this.database.transaction((manager) => manager.createQueryBuilder().insert().into(WecomToken)
      .values({ id, name: key.slice(0, 190), value: '', fetchedAt: 0, expiresAt: 0, lockedUntil: 0 }).orIgnore().updateEntity(false).execute());
    for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
      const now = this.clock.now();
      const { affected } = await this.database.execute('UPDATE wecom_token SET lockedUntil = ? WHERE id = ? AND lockedUntil < ?', [now + 30_000, id, now]);
      if (affected === 1) break;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    try {
      return await work();
    } finally {
      await this.database.execute('UPDATE wecom_token SET lockedUntil = 0 WHERE id = ?', [id]);
    }
  }

  private open(row: WecomToken): StoredToken {
    return { value: this.secrets.open(row.value, 'wecom_token.value'), fetchedAt: row.fetchedAt, expiresAt: row.expiresAt };
  }

  /** Keys name corps and apps; what is long is hashed. */
  private idOf(key: string): string {
    return key.length <= 40 ? key : this.secrets.blindIndex(key, 'wecom_token').slice(0, 40);
  }
}
