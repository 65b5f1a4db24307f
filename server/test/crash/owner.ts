import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { Database } from '../../src/core/db/database';
import { SessionRow, Sessions } from '../../src/core/http/session';
import { Corp } from '../../src/modules/corp';
import { clientWith } from '../app';
import type { Suite } from '../process';

/** The owner in the self-built corp of a running suite, with a session written into its database. */
export async function ownerOf(suite: Suite): Promise<{ api: Client<Api>; token: string; corpId: string }> {
  const database = await Database.open({ url: `sqlite:${suite.databasePath}`, entities: [SessionRow, Corp], migrations: [] });
  const corp = await until(() => database.everything.findOneBy(Corp, { kind: 'selfBuilt' }), (row) => row !== null);
  const token = await new Sessions(database, { now: () => Date.now() }).open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_test', name: 'owner', role: 'owner', corpId: corp!.id, userAgent: 'test' });
  await database.close();
  return { api: clientWith(suite.url, token), token, corpId: corp!.id };
}

/** Asks again until the answer is good; a server that is down at the moment is asked again, too. */
export async function until<T>(look: () => Promise<T>, good: (value: T) => boolean, ms = 150_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    let cause: unknown;
    const value = await look().catch((error: unknown) => {
      cause = error;
      return null;
    });
    if (value !== null && good(value)) return value;
    if (Date.now() > end) throw new Error(`Not in ${ms} ms: ${JSON.stringify(value)?.slice(0, 800)}`, { cause });
    await sleep(100);
  }
}
