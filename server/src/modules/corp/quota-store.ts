import type { EntityManager } from 'typeorm';
import type { Clock } from '../../core/clock';
import type { Database } from '../../core/db/database';
import type { OthersUse, QuotaState, QuotaStore } from '../../wecom/quota';
import { WecomQuota } from './entity';

/** A process that has not been heard of for this long is dead: what it had set aside is free again. */
const aliveMs = 15_000;
/** No window of WeCom's is longer than a day. */
const keptMs = 25 * 3_600_000;
/** A row that nobody uses, to which everybody writes first: so they wait for each other. */
const turnstile = 'turnstile';

interface Kept {
  at: number;
  isLiving: boolean;
  states: QuotaState[];
}

/** What each process used of the quotas, a row each; all of them exchange it at intervals. */
export class DatabaseQuotaStore implements QuotaStore {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  async exchange(process: string, settle: (others: OthersUse) => QuotaState[], leaving: boolean): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (manager) => {
      await put(manager, turnstile, { at: now, isLiving: false, states: [] });
      const rows = await manager.find(WecomQuota);
      const others = rows.filter(({ id }) => id !== process && id !== turnstile).map(({ id, state }) => ({ id, kept: JSON.parse(state) as Kept }));
      const living = others.filter(({ kept }) => kept.isLiving && now - kept.at < aliveMs);
      const old = others.filter(({ kept }) => !(now - kept.at < keptMs));
      const states = others.filter((one) => !old.includes(one)).flatMap((one) => (living.includes(one) ? one.kept.states : one.kept.states.map(withoutReserve)));
      const own = settle({ states, processes: living.length + 1 });
      await put(manager, process, { at: now, isLiving: !leaving, states: own });
      if (old.length > 0) await manager.delete(WecomQuota, old.map(({ id }) => id));
    });
  }
}

const withoutReserve = (state: QuotaState): QuotaState => ({ ...state, windows: state.windows.map((window) => ({ ...window, reserved: 0 })) });

async function put(manager: EntityManager, id: string, kept: Kept): Promise<void> {
  await manager.createQueryBuilder().insert().into(WecomQuota).values({ id, state: JSON.stringify(kept) }).orUpdate(['state'], ['id']).updateEntity(false).execute();
}
