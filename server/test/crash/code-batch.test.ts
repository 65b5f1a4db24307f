import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { CodeBatch } from '@scrm/shared/code-batch';
import { startSuite } from '../process';
import { ownerOf, until } from './owner';

const wanted = 500;

test(`LC-02 ${wanted} codes from a sheet: the server is killed twice in the middle, and each row has its one code in the end`, { timeout: 180_000 }, async () => {
  const suite = await startSuite();
  try {
    const { api, token } = await ownerOf(suite);
    const [one] = (await until(() => api.org.staff({ onlyReceiving: true, limit: 1 }), ({ items }) => items.length > 0)).items;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
    const rows = Array.from({ length: wanted }, (_, n) => `店 ${n},线下/区 ${n % 5},${one!.userId}`);
    const { data: { id } } = await axios.post<CodeBatch>(`${suite.url}/api/codeBatches.upload?name=stores.csv`, `名称,渠道,员工\n${rows.join('\n')}\n`, { headers });
    const begin = Date.now();
    await api.codeBatches.start({ id });
    const done: number[] = [];
    for (const share of [0.15, 0.5]) {
      done.push((await until(() => api.codeBatches.get({ id }), ({ counts }) => counts.done >= wanted * share)).counts.done);
      await sleep(20);
      await suite.kill();
      letGo(suite.databasePath);
      await suite.start();
    }
    const ended = await until(() => api.codeBatches.get({ id }), ({ task }) => task?.state === 'done');
    console.log(`killed at ${done.join(' and ')} of ${wanted} codes, all made in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
    expect(done.every((n) => n > 0 && n < wanted), `killed in the middle: ${done.join()}`).toBe(true);
    expect(ended).toMatchObject({ counts: { planned: 0, wrong: 0, done: wanted, failed: 0 }, task: { total: wanted, done: wanted, failed: 0 } });
    expect((await api.liveCodes.list({ limit: 1 })).total).toBe(wanted);
    expect((await api.channels.list()).items).toHaveLength(6);
    const states = (await suite.control<{ state: string }[]>('GET', '/sandbox/codes')).map(({ state }) => state).filter((state) => state.startsWith('lc_'));
    expect([states.length, new Set(states).size]).toEqual([wanted, wanted]);
    const lines = (await axios.get<string>(`${suite.url}/api/codeBatches.result?id=${id}`, { headers })).data.trim().split('\r\n').slice(1);
    const shorts = lines.map((line) => /\/q\/(\w+)$/.exec(line)?.[1]);
    expect([lines.length, new Set(shorts).size, shorts.includes(undefined)]).toEqual([wanted, wanted, false]);
  } finally {
    await suite.end();
  }
});

/** As if the 45 seconds were over in which nobody else touches a code that the killed server was at. */
function letGo(databasePath: string): void {
  const db = new Sqlite(databasePath, { timeout: 10_000 });
  db.prepare('UPDATE live_code SET alignUntil = 0').run();
  db.close();
}
