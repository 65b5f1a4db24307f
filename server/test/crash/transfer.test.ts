import Sqlite from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startSuite } from '../process';
import { ownerOf, until } from './owner';

test('BX-23 killed in the middle of asking, every customer is asked for once and none is left behind', async () => {
  const suite = await startSuite();
  try {
    const { api } = await ownerOf(suite);
    await until(() => api.customers.progress(), ({ state }) => state === 'done');
    const staff = (await api.org.staff({ onlyReceiving: true, limit: 50 })).items.filter((one) => one.customerCount! > 0);
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
