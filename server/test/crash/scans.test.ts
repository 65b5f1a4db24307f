import axios from 'axios';
import Sqlite from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startSuite, type Suite } from '../process';
import { ownerOf, until } from './owner';

const corpKey = 'selfBuilt';
const people = 1000;
/** Fen for 200 red packets. */
const budget = 20_000;

test('CU-01 LC-01 LC-10 WL-01 kill -9 in the middle of 1,000 scans: every customer is there once, with one welcome each or counted as late, and the red packets are paid once, to the budget\'s last yuan', { timeout: 400_000 }, async () => {
  const suite = await startSuite();
  try {
    const { api: owner } = await ownerOf(suite);
    const staff = await until(async () => (await owner.org.staff({ onlyReceiving: true, limit: 3 })).items, (items) => items.length === 3);
    const code = await owner.liveCodes.create({ name: '压力测试', staffIds: staff.map(({ id }) => id), welcome: { text: '你好，欢迎' } });
    const ready = await until(() => owner.liveCodes.get({ id: code.id }), ({ state }) => state === 'ready');

    await owner.redPackets.saveAccount({ mchId: '1900000109', appId: 'ww5f0c6e21d9a84b73', senderName: 'x', personFen: 100, dayFen: budget, apiKey: 'sandboxMerchantApiKey00000000001', workSecret: 'sandbox-work-pay-secret-0001', updatedAt: null });
    await owner.redPackets.saveRule({ liveCodeId: code.id, isOn: true, minFen: 100, maxFen: 100, dayFen: budget, totalFen: budget, title: '见面礼', wish: '你好', updatedAt: null });
    await suite.control('POST', '/sandbox/scans', { qr: ready.qrUrl, count: people, perSecond: 100 });
    for (const pause of [2500, 3500, 3000]) {
      await sleep(pause);
      await suite.kill();
      await suite.start();
    }
    const counted = await until(() => owner.liveCodes.get({ id: code.id }), ({ addedCount }) => addedCount === people, 240_000);
    expect(counted.addedCount).toBe(people);
    expect((await owner.customers.list({ liveCodeId: code.id, limit: 1 })).total).toBe(people);
    await until(async () => (await owner.jobs.summary()).lanes, (lanes) => lanes.every(({ waiting, running }) => waiting + running === 0));

    const db = new Sqlite(suite.databasePath, { readonly: true });
    const rows = <T>(sql: string) => db.prepare(sql).all() as T[];
    const outcomes = rows<{ outcome: string; n: number }>(`SELECT outcome, COUNT(*) AS n FROM welcome WHERE liveCodeId = '${code.id}' GROUP BY outcome`);
    expect(rows('SELECT externalUserid FROM customer GROUP BY corpId, externalUserid HAVING COUNT(*) > 1')).toEqual([]);
    expect(rows('SELECT callbackId FROM welcome GROUP BY callbackId HAVING COUNT(*) > 1')).toEqual([]);
    expect(rows('SELECT customerId FROM activity WHERE kind = \'customer.added\' GROUP BY customerId, staffId HAVING COUNT(*) > 1')).toEqual([]);
    expect(rows('SELECT id FROM job WHERE state = \'dead\'')).toEqual([]);
    expect(outcomes.reduce((sum, { n }) => sum + n, 0)).toBe(people);
    const paid = await suite.control<{ person: string; fen: number }[]>('GET', '/sandbox/red-packets');
    expect([new Set(paid.map(({ person }) => person)).size, paid.reduce((sum, { fen }) => sum + fen, 0)]).toEqual([paid.length, budget]);
    expect(rows('SELECT state, SUM(amountFen) AS fen FROM red_packet GROUP BY state')).toEqual([{ state: 'sent', fen: budget }]);
    const outcomeCount = (outcome: string) => outcomes.find((one) => one.outcome === outcome)?.n ?? 0;
    expect(outcomeCount('sent') + outcomeCount('late') + outcomeCount('failed')).toBe(people);
    // The index that was built anew three times, and kept in between, says what the rows say.
    const count = async (filter: Parameters<typeof owner.customers.list>[0]) => (await owner.customers.list({ ...filter, limit: 1 })).total;
    const inRows = (sql: string) => rows<{ n: number }>(`SELECT COUNT(*) AS n FROM customer JOIN corp ON corp.id = customer.corpId AND corp.kind = '${corpKey}' WHERE ${sql}`)[0]!.n;
    const followed = (staffId: string) => `EXISTS (SELECT 1 FROM follow_user WHERE customerId = customer.id AND staffId = '${staffId}')`;
    expect(await count({})).toBe(inRows('1 = 1'));
    expect(await count({ keyword: '李' })).toBe(inRows('customer.name LIKE \'%李%\' OR customer.corpName LIKE \'%李%\' OR EXISTS (SELECT 1 FROM follow_user WHERE customerId = customer.id AND remark LIKE \'%李%\')'));
    for (const { id } of staff) expect(await count({ staffIds: [id] })).toBe(inRows(followed(id)));
    expect((await axios.get<string>(`${suite.url}/metrics`)).data).toMatch(/scrm_audience_customers\{corp="\w+",ready="true"\} \d+/);
    // A try that the kill cut off, and whose code was too old afterwards: whether it arrived only the phone knows.
    expect(rows('SELECT DISTINCT reason FROM welcome WHERE outcome = \'failed\' AND reason <> \'no clear answer within the time\'')).toEqual([]);
    db.close();
    // What the phones show is what was counted: nobody was greeted twice.
    const greeted = await greetings(suite, staff.map(({ userId }) => userId));
    expect(Math.max(...greeted)).toBe(1);
    expect(greeted.filter((n) => n === 1).length).toBeGreaterThanOrEqual(outcomeCount('sent'));
    expect(greeted.filter((n) => n === 1).length).toBeLessThanOrEqual(outcomeCount('sent') + outcomeCount('failed'));
  } finally {
    await suite.end();
  }
});

/** How many welcomes each of the new people reads on the phone. */
async function greetings(suite: Suite, userids: string[]): Promise<number[]> {
  const counts: number[] = [];
  for (const userid of userids) {
    const contacts = await suite.control<{ customer: { id: string }; userid: string }[]>('GET', `/sandbox/contacts?corp=${corpKey}&userid=${userid}`);
    for (const { customer } of contacts) {
      const chat = await suite.control<{ byApp: boolean; text: string }[]>('GET', `/sandbox/chat?corp=${corpKey}&userid=${userid}&person=${customer.id}`);
      const welcomes = chat.filter(({ byApp, text }) => byApp && text.includes('你好，欢迎')).length;
      counts.push(welcomes);
    }
  }
  return counts;
}
