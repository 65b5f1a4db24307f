import axios from 'axios';
import Sqlite from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SavedState } from '../../src/modules/live-code/rule';
import { startSuite } from '../process';
import { ownerOf, until } from './owner';

const cap = 150;

test('LC-03 LC-05 BX-04 kill -9 while scans of a code\'s page come in: each that was answered is a row, the counters say what the rows say, and no cap is passed', { timeout: 120_000 }, async () => {
  const suite = await startSuite();
  try {
    const { api } = await ownerOf(suite);
    const staff = await until(async () => (await api.org.staff({ onlyReceiving: true, limit: 4 })).items, (items) => items.length === 4, 60_000);
    const code = await api.liveCodes.create({ name: '压力', serve: 'page', rule: { slots: [{ choose: 'weight', staff: staff.map(({ id }, index) => ({ staffId: id, weight: index + 1, dailyCap: cap })) }] } });
    const look = () => axios.get<string>(`${suite.url}/c/${code.id}`, { timeout: 3000, validateStatus: (status) => status === 200 });
    await until(async () => (await look()).data, (page) => page.includes('class="code"'), 30_000);
    await until(async () => query<{ n: number }>(suite.databasePath, 'SELECT COUNT(*) AS n FROM live_code_way WHERE qrUrl <> \'\'')[0]!.n, (n) => n === 4, 30_000);

    const answered: string[] = [];
    let isOver = false;
    const scanning = Promise.all(Array.from({ length: 6 }, async () => {
      while (!isOver) {
        const reply = await look().catch(() => null);
        const visitor = /visitor=(vis_\w+)/.exec(reply?.headers['set-cookie']?.[0] ?? '')?.[1];
        if (visitor) answered.push(visitor);
        await sleep(reply ? 15 : 100);
      }
    }));
    for (const pause of [700, 1100, 400]) {
      await sleep(pause);
      await suite.kill();
      await suite.start();
    }
    await until(() => Promise.resolve(answered.length), (n) => n > 4 * cap + 20, 30_000);
    isOver = true;
    await scanning;
    await until(async () => query<{ n: number }>(suite.databasePath, 'SELECT COUNT(*) AS n FROM live_code_batch WHERE isUnpacked = 0')[0]!.n, (n) => n === 0, 20_000);

    const rows = query<{ visitor: string; target: string; outcome: string }>(suite.databasePath, `SELECT visitor, target, outcome FROM scan WHERE codeId = '${code.id}'`);
    const kept = new Set(rows.map(({ visitor }) => visitor));
    expect(answered.filter((visitor) => !kept.has(visitor))).toEqual([]);
    expect(kept.size).toBe(rows.length);
    const shown = (id: string) => rows.filter(({ target, outcome }) => target === id && outcome === 'shown').length;
    const { state } = query<{ state: string }>(suite.databasePath, `SELECT state FROM live_code_counter WHERE codeId = '${code.id}'`)[0]!;
    const counted = (JSON.parse(state) as SavedState).staff;
    expect(staff.map(({ id }) => counted[id]!.today)).toEqual(staff.map(({ id }) => shown(id)));
    expect(staff.map(({ id }) => shown(id))).toEqual([cap, cap, cap, cap]);
  } finally {
    await suite.end();
  }
});

function query<T>(path: string, sql: string): T[] {
  const db = new Sqlite(path, { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
}
