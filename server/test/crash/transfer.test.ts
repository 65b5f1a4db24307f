import Sqlite from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { Sessions } from '../../src/core/http/session';
import { clientWith } from '../app';
import { startSuite, type Suite } from '../process';

async function ownerOf(suite: Suite): Promise<Client<Api>> {
  const { Database } = await import('../../src/core/db/database');
  const { SessionRow } = await import('../../src/core/http/session');
  const { Corp } = await import('../../src/modules/corp');
  const database = await Database.open({ url: `sqlite:${suite.databasePath}`, entities: [SessionRow, Corp], migrations: [] });
  const corp = await until(() => database.everything.findOneBy(Corp, { kind: 'selfBuilt' }), (row) => row !== null);
  const token = await new Sessions(database, { now: () => Date.now() }).open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_test', name: 'owner', role: 'owner', corpId: corp!.id, userAgent: 'test' });
  await database.close();
  return clientWith(suite.url, token);
}

test('BX-23 killed in the middle of asking, every customer is asked for once and none is left behind', async () => {
  const suite = await startSuite();
  try {
    const api = await ownerOf(suite);
    await until(() => api.customers.progress(), ({ state }) => state === 'done');
    const staff = (await api.org.staff({ onlyReceiving: true, limit: 50 })).items.filter((one) => one.customerCount > 0);
    const taker = staff[0]!;
    // The answer comes late: the kill falls between what WeCom did and what we wrote down.
    await suite.control('POST', '/sandbox/faults', { target: '/cgi-bin/externalcontact/transfer_customer', effect: 'delay', value: 400, times: 100 });
    const orders: { id: string; total: number }[] = [];
    for (const giver of staff.slice(1, 13)) orders.push(await api.transfers.create({ kind: 'onJob', fromStaffId: giver.id, to: { way: 'even', staffIds: [taker.id] } }));
    for (const pause of [600, 900]) {
      await sleep(pause);
      await suite.kill();
      await suite.start();
    }
    const total = orders.reduce((sum, order) => sum + order.total, 0);
    const count = async () => {
      const all = await Promise.all(orders.map(({ id }) => api.transfers.get({ id })));
      return all.reduce((sum, { counts }) => sum + counts.pending, 0);
    };
    expect(await until(count, (n) => n === total)).toBe(total);
    const begun = await suite.control<{ person: string; state: string }[]>('GET', '/sandbox/transfers?corp=selfBuilt');
    expect(begun).toHaveLength(total);
    expect(new Set(begun.map((one) => one.person)).size).toBe(total);
    const db = new Sqlite(suite.databasePath, { readonly: true });
    expect(db.prepare('SELECT COUNT(*) AS n FROM transfer_item WHERE tries <> 1').get()).toEqual({ n: 0 });
    expect(db.prepare('SELECT id FROM job WHERE state = \'dead\'').all()).toEqual([]);
    db.close();
  } finally {
    await suite.end();
  }
}, 240_000);

async function until<T>(look: () => Promise<T>, good: (value: T) => boolean, ms = 150_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await look().catch(() => null);
    if (value !== null && good(value)) return value;
    if (Date.now() > end) throw new Error(`Not in ${ms} ms: ${JSON.stringify(value)?.slice(0, 300)}`);
    await sleep(250);
  }
}
