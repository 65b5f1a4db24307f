import axios from 'axios';
import Sqlite from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SavedState } from '../../src/modules/live-code/rule';
import { startSuite } from '../process';
import { ownerOf, until } from './owner';

const cap = 150;
const ownerCap = 25;
const square = { lat: 31.230525, lng: 121.473667 };

test('LC-03 LC-05 LC-18 BX-04 kill -9 while scans of a code\'s page and of a store code come in: each that was answered is a row, the counters say what the rows say, and no cap is passed', { timeout: 300_000 }, async () => {
  const suite = await startSuite();
  try {
    const { api } = await ownerOf(suite);
    const staff = await until(async () => (await api.org.staff({ onlyReceiving: true, limit: 4 })).items, (items) => items.length === 4);
    const code = await api.liveCodes.create({ name: '压力', serve: 'page', rule: { slots: [{ choose: 'weight', staff: staff.map(({ id }, index) => ({ staffId: id, weight: index + 1, dailyCap: cap })) }] } });
    const look = () => axios.get<string>(`${suite.url}/c/${code.id}`, { timeout: 3000, validateStatus: (status) => status === 200 });
    await until(async () => (await look()).data, (page) => page.includes('class="code"'));
    await until(async () => query<{ n: number }>(suite.databasePath, 'SELECT COUNT(*) AS n FROM live_code_way WHERE qrUrl <> \'\'')[0]!.n, (n) => n === 4);

    const [owner, deputy] = staff;
    const store = await api.stores.create({ name: '人民广场店', place: square, owners: [{ staffId: owner!.id, dailyCap: ownerCap, deputyId: deputy!.id }] });
    const storeCode = await api.storeCodes.create({ name: '门店码', form: 'owner' });
    const led: string[] = [];

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
    const standing = Promise.all(Array.from({ length: 3 }, async () => {
      while (!isOver) {
        const reply = await axios.post<{ visit: string; store: string | null }>(`${suite.url}/s/${storeCode.id}/near`, { visit: '', ...square }, { timeout: 3000 }).catch(() => null);
        if (reply?.data.store === store.id) led.push(reply.data.visit);
        await sleep(reply ? 30 : 100);
      }
    }));
    for (const pause of [700, 1100, 400]) {
      await sleep(pause);
      await suite.kill();
      await suite.start();
    }
    await until(() => Promise.resolve(answered.length), (n) => n > 4 * cap + 20);
    isOver = true;
    await Promise.all([scanning, standing]);
    await until(async () => query<{ n: number }>(suite.databasePath, 'SELECT COUNT(*) AS n FROM live_code_batch WHERE isUnpacked = 0')[0]!.n, (n) => n === 0);

    const rows = query<{ visitor: string; target: string; outcome: string }>(suite.databasePath, `SELECT visitor, target, outcome FROM scan WHERE codeId = '${code.id}'`);
    const scanned = new Set(rows.map(({ visitor }) => visitor));
    expect(answered.filter((visitor) => !scanned.has(visitor))).toEqual([]);
    expect(scanned.size).toBe(rows.length);
    const shown = (id: string) => rows.filter(({ target, outcome }) => target === id && outcome === 'shown').length;
    const { state } = query<{ state: string }>(suite.databasePath, `SELECT state FROM live_code_counter WHERE codeId = '${code.id}'`)[0]!;
    const counted = (JSON.parse(state) as SavedState).staff;
    expect(staff.map(({ id }) => counted[id]!.today)).toEqual(staff.map(({ id }) => shown(id)));
    expect(staff.map(({ id }) => shown(id))).toEqual([cap, cap, cap, cap]);

    const visits = query<{ id: string; staffId: string; place: string }>(suite.databasePath, `SELECT id, staffId, place FROM store_visit WHERE codeId = '${storeCode.id}' AND staffId IS NOT NULL`);
    const kept = new Map(visits.map((visit) => [visit.id, visit]));
    expect(led.length).toBeGreaterThan(ownerCap);
    expect(led.filter((id) => kept.get(id)?.place !== 'located')).toEqual([]);
    expect(visits.filter(({ staffId }) => staffId === owner!.id)).toHaveLength(ownerCap);
    expect(visits.every(({ staffId }) => [owner!.id, deputy!.id].includes(staffId))).toBe(true);
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
