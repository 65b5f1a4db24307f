import type { Database } from '../../core/db/database';
import type { QuotaState, QuotaStore } from '../../wecom/quota';
import { WecomQuota } from './entity';

/** What was used of the quotas, in one row: read at the start, written at intervals. */
export class DatabaseQuotaStore implements QuotaStore {
  constructor(private readonly database: Database) {}

  async load(): Promise<QuotaState[]> {
    const row = await this.database.everything.findOneBy(WecomQuota, { id: 'all' });
    return row ? (JSON.parse(row.state) as QuotaState[]) : [];
  }

  async save(states: QuotaState[]): Promise<void> {
    await this.database.transaction((manager) => manager.createQueryBuilder().insert().into(WecomQuota)
      .values({ id: 'all', state: JSON.stringify(states) }).orUpdate(['state'], ['id']).updateEntity(false).execute());
  }
}
