import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import Sqlite from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { newId } from '../../src/core/db/ids';
import { clientWith } from '../app';
import { startSuite, type Suite } from '../process';
import { ownerOf, until } from './owner';

const more = 30_000;

/** The company grows while the server is down: an export that can be killed in its middle. */
function grow(suite: Suite, corpId: string): void {
  const db = new Sqlite(suite.databasePath, { timeout: 10_000 });
  const one = db.prepare('SELECT * FROM customer WHERE corpId = ? LIMIT 1').get(corpId) as Record<string, unknown>;
  const columns = Object.keys(one);
  const insert = db.prepare(`INSERT INTO customer (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`);
  db.transaction(() => {
    for (let n = 0; n < more; n++) insert.run({ ...one, id: newId('cus'), externalUserid: `wm_grown_${n}`, name: `新客户${n}`, unionid: null, lastAddedAt: (one.lastAddedAt as number) - n });
  })();
  db.close();
}

test('CU-22 killed in the middle of an export, it begins anew: half a file is never offered, and one whole file is left', { timeout: 300_000 }, async () => {
  const suite = await startSuite();
  try {
    const { token, corpId } = await ownerOf(suite);
    const api = clientWith(suite.url, token);
    await until(() => api.customers.progress(), ({ state }) => state === 'done');
    await suite.kill();
    grow(suite, corpId);
    await suite.start();
    const { total } = await api.customers.list({ limit: 1 });
    expect(total).toBeGreaterThan(more);
    const made = [];
    for (const format of ['csv', 'xlsx'] as const) made.push(await api.exports.customers({ key: `crash-export-${format}`, format, columns: ['staff', 'tags', 'added'], filter: {} }));
    let killed = 0;
    for (let n = 0; n < 3; n++) {
      await until(() => api.exports.list({}), ({ items }) => items.some((one) => one.state === 'running' && one.done > 0) || items.every((one) => one.state === 'ready'));
      const now = (await api.exports.list({})).items;
      for (const one of now) if (one.state === 'ready') expect(one.done).toBe(total);
      if (now.some((one) => one.state === 'running')) killed++;
      await suite.kill();
      await suite.start();
    }
    expect(killed).toBeGreaterThan(0);
    await until(() => api.exports.list({}), ({ items }) => items.every((one) => one.state === 'ready'));
    for (const { id } of made) expect(await api.exports.get({ id })).toMatchObject({ state: 'ready', total, done: total, skipped: 0 });
    expect(readdirSync(join(suite.dataDir, 'files', corpId))).toHaveLength(2);
    const { data } = await axios.get<ArrayBuffer>(`${suite.url}/api/exports.download`, { params: { id: made[0]!.id }, headers: { authorization: `Bearer ${token}` }, responseType: 'arraybuffer' });
    const rows = (parse(Buffer.from(data).subarray(3)) as string[][]).slice(1);
    expect(rows).toHaveLength(total);
    expect(rows.filter(([name]) => name!.startsWith('新客户')).map(([name]) => name)).toEqual(Array.from({ length: more }, (_, n) => `新客户${n}`));
    const db = new Sqlite(suite.databasePath, { readonly: true });
    expect(db.prepare('SELECT id FROM job WHERE state = \'dead\'').all()).toEqual([]);
    db.close();
  } finally {
    await suite.end();
  }
});
