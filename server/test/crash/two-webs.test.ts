import axios from 'axios';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { SandboxGroup } from '../../sandbox/control';
import { argumentsOf } from '../../bin/bundle.mjs';
import { Scan } from '../../src/modules/scan';
import { testApp, type TestApp } from '../app';
import { startMariadb } from '../mariadb';
import { freePort } from '../process';
import { startRedis } from '../redis';

const scansOfEach = 200;
const groupSize = 200;

const startDatabase = () => startMariadb({ variables: ['--innodb-flush-method=nosync', '--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0'] });

/** A web process beside the one of the story, on the same database and the same Redis. */
const startBeside = ({ config: { databaseUrl, redisUrl, secretKeys, dataDir }, publicUrl, sandbox }: TestApp) =>
  startWeb({ PUBLIC_URL: publicUrl, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl!, SECRET_KEY: secretKeys[0]!, DATA_DIR: dataDir, WECOM_API_URL: sandbox.url });

async function startWeb(env: Record<string, string>): Promise<{ url: string; kill(): Promise<void> }> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, argumentsOf('main'), {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ROLE: 'web', SANDBOX: '0', PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error', ...env },
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('Sign in with')) resolve();
    });
    child.once('exit', () => reject(new Error(`The web process did not start:\n${said}`)));
  });
  return { url: `http://127.0.0.1:${port}`, kill };
}

test('LC-05 LC-14 LC-15 BX-04 two web processes on one group code and one page of caps of 1, and kill -9 of one in the middle of 400 scans: no group is shown that has no place, nobody is over the cap, and every scan that was answered is a row', { timeout: 300_000 }, async () => {
  const mariadb = await startDatabase();
  onTestFinished(() => mariadb.stop());
  const redisUrl = await startRedis();
  const t = await testApp({ clock: 'real', customersPerCorp: 80, redisUrl, settings: { databaseUrl: mariadb.url } });
  const api = await t.as('operator');
  const theirs = (await t.control<SandboxGroup[]>('GET', '/sandbox/groups?corp=selfBuilt')).slice(0, 2);
  const ours = (await api.groupChats.list({ limit: 100 })).items;
  const groups = theirs.map(({ chatId, appChatId, name }, nth) => ({ chatId, name, id: ours.find((one) => one.chatId === appChatId)!.id, places: [50, 80][nth]! }));
  for (const { chatId, places } of groups) await t.control('POST', '/sandbox/group-fill', { corp: 'selfBuilt', chatId, upTo: groupSize - places });
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 50 })).items;
  const page = await api.liveCodes.create({ name: '大促', serve: 'page', rule: { slots: [{ choose: 'sequence', staff: staff.map(({ id }) => ({ staffId: id, dailyCap: 1 })) }] } });
  await t.settle();
  // The same groups on two codes: their scans take the same places.
  const [code, twin] = await Promise.all(['一', '二'].map((name) => api.groupCodes.create({ name, headRoom: 0, rule: 'order', entries: groups.map(({ id }) => ({ kind: 'way', groupIds: [id], cap: groupSize })) })));
  await t.settle();
  const [first, second] = await Promise.all([startBeside(t), startBeside(t)]);

  let answered = 0;
  let isKilled = false;
  /** As behind a load balancer: what the dead one does not answer the other one does. */
  const open = async (id: string, nth: number) => {
    const ask = (url: string) => axios.get<string>(`${url}/c/${id}`, { timeout: 20_000, headers: { 'accept-language': 'zh-CN' }, maxRedirects: 0, validateStatus: () => true });
    const reply = await ask(nth % 2 === 0 && !isKilled ? first.url : second.url).catch(() => ask(second.url));
    answered++;
    const html = reply.data;
    const picture = /class="(?:qr" src|code"><img src)="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    return { status: reply.status, visitor: /visitor=(vis_\w+)/.exec(reply.headers['set-cookie']?.[0] ?? '')?.[1] ?? '', kind: /data-kind="(\w+)"/.exec(html)?.[1], group: /class="group">([^<]*)</.exec(html)?.[1], picture };
  };
  const nths = Array.from({ length: scansOfEach }, (_, nth) => nth);
  const scanning = Promise.all([
    Promise.all(nths.map(async (nth) => {
      const seen = await open((nth % 4 === 0 ? twin : code)!.id, nth);
      // Some come in at once, while others scan.
      if (nth % 20 === 1 && seen.group) await t.sandbox.scan(await t.sandbox.newPerson(`新友${nth}`), seen.picture);
      return seen;
    })),
    Promise.all(nths.map((nth) => open(page.id, nth))),
  ]);
  while (answered < 80) await sleep(2);
  await first.kill();
  isKilled = true;
  const [inGroups, onPages] = await scanning;
  await t.settle();
  while (Number((await t.app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM live_code_batch WHERE isUnpacked = 0'))[0]!.n) > 0) await sleep(50);

  expect([...inGroups, ...onPages].filter(({ status }) => status !== 200)).toEqual([]);
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  const rowsOf = async (codeId: string) => new Map((await db.find(Scan, { codeId })).map((scan) => [scan.visitor, scan]));
  const groupRows = new Map([...await rowsOf(code!.id), ...await rowsOf(twin!.id)]);
  expect(inGroups.filter(({ visitor }) => !groupRows.has(visitor))).toEqual([]);
  for (const { id, name, places } of groups) {
    const shown = [...groupRows.values()].filter(({ target }) => target === id).length;
    expect([shown <= places, inGroups.filter(({ group }) => group === name).length <= shown], `${name}: ${shown} of ${places}`).toEqual([true, true]);
  }
  expect(new Set(inGroups.map(({ kind }) => kind))).toEqual(new Set(['shown', 'full']));

  const pageRows = await rowsOf(page.id);
  expect(onPages.filter(({ visitor }) => !pageRows.has(visitor))).toEqual([]);
  const taken = [...pageRows.values()].filter(({ outcome }) => outcome === 'shown').map(({ target }) => target);
  expect(taken.sort()).toEqual(staff.map(({ id }) => id).sort());
  const pictures = onPages.flatMap(({ picture }) => picture || []);
  expect([new Set(pictures).size, pictures.length <= staff.length]).toEqual([pictures.length, true]);

  // The one that died comes back, and counts what it counted and what it missed.
  const again = await startBeside(t);
  const late = await axios.get<string>(`${again.url}/c/${page.id}`);
  expect(/class="code"><img src/.test(late.data)).toBe(false);
});

test('two processes that start at once on an empty database both come up, with one owner', { timeout: 300_000 }, async () => {
  const mariadb = await startDatabase();
  onTestFinished(() => mariadb.stop());
  const dataDir = mkdtempSync(join(tmpdir(), 'scrm-two-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const webs = await Promise.all([1, 2].map(() => startWeb({ PUBLIC_URL: 'http://127.0.0.1', DATABASE_URL: mariadb.url, SECRET_KEY: 'a key that is long enough for this test', DATA_DIR: dataDir, WECOM_API_URL: 'http://127.0.0.1:9' })));
  for (const { url } of webs) expect((await axios.get<unknown>(`${url}/readyz`)).status).toBe(200);
});
