import Sqlite from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import axios from 'axios';
import { createSandbox, type Sandbox } from '../../sandbox';
import { demo } from '../../sandbox/demo';
import { appEvent, push } from '../callbacks';
import { Victim } from './victim';

const kills = 50;
const posts = 10_000;
const people = 700;
const atOnce = 24;

function shuffled<T>(items: T[], next: () => number): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
}

/** The same shuffle each time, so that a failure can be looked into. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test(`${kills} kills at random moments while ${posts} callbacks come in, doubled and out of order: none is lost, none counts twice, and the end is the same as without`, { timeout: 900_000 }, async () => {
  const sandbox = await createSandbox({ dataDir: null, serverUrl: 'http://127.0.0.1:1', silent: true, customersPerCorp: people });
  const spared = await Victim.start(sandbox.url);
  const killed = await Victim.start(sandbox.url);
  try {
    await Promise.all([quiet(spared), quiet(killed)]);
    const messages = await story(sandbox);
    const order = shuffled([...Array<number>(posts).keys()].map((n) => messages[n % messages.length]!), random(7));

    await deliver(spared, order);
    // Each life of the server gets its share, spread over longer than it lasts, and the end of the share is due after the
    // kill only: on a slow machine, too, each kill falls among them.
    let delivering = true;
    let bornAt = Date.now();
    const due = () => ((killed.kills + Math.min((Date.now() - bornAt) / 1500, 0.9)) / kills) * posts;
    const delivered = deliver(killed, order, (n) => n < due()).finally(() => { delivering = false; });
    const moment = random(11);
    while (killed.kills < kills) {
      await sleep(150 + moment() * 900);
      expect(delivering, 'the kill falls while callbacks are coming in').toBe(true);
      await killed.kill();
      await killed.start();
      bornAt = Date.now();
    }
    await delivered;
    await Promise.all([quiet(spared), quiet(killed)]);

    const end = stateOf(killed);
    expect(end.callbacks).toBe(new Set(messages).size);
    expect(end.unhandled).toEqual([]);
    expect(end.dead).toEqual([]);
    expect(end.doubled).toEqual([]);
    expect(end).toEqual(stateOf(spared));
  } finally {
    await spared.end();
    await killed.end();
    await sandbox.close();
  }
});

/**
 * What happened to each of the sandbox's relations, in keeping with what it answers when it is asked: all were added
 * and edited, one in three has left since, one in six had left before and came back.
 */
async function story(sandbox: Sandbox): Promise<string[]> {
  const { corpId, secret } = demo.corps.selfBuilt;
  const { access_token: token } = (await axios.get<{ access_token: string }>(`${sandbox.url}/cgi-bin/gettoken`, { params: { corpid: corpId, corpsecret: secret } })).data;
  const api = (path: string) => `${sandbox.url}/cgi-bin/externalcontact/${path}?access_token=${token}`;
  const { follow_user: staff } = (await axios.get<{ follow_user: string[] }>(api('get_follow_user_list'))).data;
  const messages: string[] = [];
  let relation = 0;
  for (let cursor = ''; ;) {
    const page = (await axios.post<RelationPage>(api('batch/get_by_user'), { userid_list: staff, cursor, limit: 100 })).data;
    for (const { external_contact: { external_userid: customer }, follow_info: { userid, createtime } } of page.external_contact_list) {
      const tell = (second: number, changeType: string, more: Record<string, string> = {}) => messages.push(appEvent({
        CreateTime: String(createtime + second), Event: 'change_external_contact', ChangeType: changeType, UserID: userid, ExternalUserID: customer, ...more,
      }));
      const added = (second: number) => tell(second, 'add_external_contact', { WelcomeCode: `WC-${userid}-${customer}-${second}` });
      added(0);
      tell(2, 'edit_external_contact');
      if (relation % 3 === 0) tell(4, 'del_follow_user');
      if (relation % 6 === 1) added(-6);
      if (relation % 6 === 1) tell(-4, 'del_follow_user');
      relation++;
    }
    if (!page.next_cursor) return messages;
    cursor = page.next_cursor;
  }
}

interface RelationPage {
  external_contact_list: { external_contact: { external_userid: string }; follow_info: { userid: string; createtime: number } }[];
  next_cursor: string;
}

/** As WeCom: until it is answered with success, here without giving up after three tries. */
async function deliver(victim: Victim, messages: string[], isDue: (n: number) => boolean = () => true): Promise<void> {
  const keys = { token: demo.corps.selfBuilt.token, aesKey: demo.corps.selfBuilt.aesKey };
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let n = next++; n < messages.length; n = next++) {
      while (!isDue(n)) await sleep(20);
      for (;;) {
        const reply = await push({ url: victim.callbackUrl, keys, receiveId: demo.corps.selfBuilt.corpId, message: messages[n]! }).catch(() => null);
        if (reply?.status === 200) break;
        await sleep(250);
      }
    }
  }));
}

function read<T>(victim: Victim, sql: string): T[] {
  const db = new Sqlite(victim.databasePath, { readonly: true, timeout: 10_000 });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
}

/** Until nothing is left to do, the first synchronisation included. */
async function quiet(victim: Victim): Promise<void> {
  for (let calm = 0; calm < 4;) {
    const [left] = read<{ n: number }>(victim, 'SELECT (SELECT COUNT(*) FROM job WHERE state IN (\'waiting\', \'running\')) + (SELECT COUNT(*) FROM inbox WHERE state = \'stored\') + (SELECT COUNT(*) FROM inbox_arrival) AS n');
    calm = left!.n === 0 ? calm + 1 : 0;
    await sleep(250);
  }
}

/** What must be the same, whatever happened on the way: ids and moments of processing are not. */
function stateOf(victim: Victim) {
  return {
    callbacks: read<{ n: number }>(victim, 'SELECT COUNT(*) AS n FROM inbox')[0]!.n,
    unhandled: read(victim, 'SELECT event, state, reason FROM inbox WHERE state <> \'handled\''),
    dead: read(victim, 'SELECT name, error FROM job WHERE state = \'dead\''),
    doubled: [
      ...read(victim, 'SELECT externalUserid FROM customer GROUP BY corpId, externalUserid HAVING COUNT(*) > 1'),
      ...read(victim, 'SELECT callbackId FROM welcome GROUP BY callbackId HAVING COUNT(*) > 1'),
      ...read(victim, 'SELECT customerId, staffId FROM follow_user GROUP BY customerId, staffId HAVING COUNT(*) > 1'),
    ],
    customers: read(victim, 'SELECT externalUserid, name, (lostAt IS NOT NULL) AS lost, lostBy FROM customer ORDER BY externalUserid'),
    relations: read(victim, `SELECT c.externalUserid, s.userId, f.remark, f.addedAt, f.lostAt, f.lostBy FROM follow_user f
      JOIN customer c ON c.id = f.customerId JOIN staff s ON s.id = f.staffId ORDER BY c.externalUserid, s.userId`),
    tags: read(victim, `SELECT c.externalUserid, s.userId, t.name FROM follow_tag ft JOIN customer c ON c.id = ft.customerId JOIN staff s ON s.id = ft.staffId
      JOIN tag t ON t.id = ft.tagId ORDER BY c.externalUserid, s.userId, t.name`),
    welcomes: read(victim, 'SELECT externalUserid, staffUserId, outcome, COUNT(*) AS n FROM welcome GROUP BY externalUserid, staffUserId, outcome ORDER BY 1, 2, 3'),
  };
}
