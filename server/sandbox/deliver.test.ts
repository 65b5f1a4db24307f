import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { tellStory } from './story';
import { createSandbox } from './sandbox';
import type { Delivery, WechatUser } from './control';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function connected(options: Parameters<typeof tellStory>[0] = {}) {
  const story = await tellStory(options);
  open.push(story.close);
  await story.connect('selfBuilt');
  const token = await story.ownToken('selfBuilt');
  const { follow_user: users } = await story.get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`);
  const { config_id: qr } = await story.post(`/cgi-bin/externalcontact/add_contact_way?access_token=${token}`, { type: 2, scene: 2, user: users });
  const scan = async (name: string) => {
    const person = await story.sandbox.control<WechatUser>('POST', '/sandbox/people', { name });
    await story.sandbox.control('POST', '/sandbox/scan', { person: person.id, qr });
  };
  const last = async () => (await story.sandbox.control<Delivery[]>('GET', '/sandbox/deliveries')).at(-1)!;
  return { ...story, token, users, qr: qr as string, scan, last };
}

test('A refused callback is tried three times with growing gaps, then given up', async () => {
  const { sandbox, receiver, scan, last } = await connected();
  receiver.answerWith(() => ({ status: 503, body: '' }));
  await scan('甲');
  await sandbox.settle();
  expect((await last()).tries.map(({ status }) => status)).toEqual([503]);
  await sandbox.advance(7999);
  expect((await last()).tries).toHaveLength(1);
  await sandbox.advance(1);
  expect((await last()).tries).toHaveLength(2);
  await sandbox.advance(20_000);
  const given = await last();
  expect(given.tries.map(({ at }) => at - given.at)).toEqual([0, 8000, 28_000]);
  expect(given.outcome).toBe('failed');
  await sandbox.advance(3_600_000);
  expect((await sandbox.control<Delivery[]>('GET', '/sandbox/deliveries')).find(({ id }) => id === given.id)!.tries).toHaveLength(3);
});

test('A server that answers too late, or says something else than success on the command address, has not received it', async () => {
  const story = await tellStory({ delivery: { cutMs: 60, hurryCutMs: 60 } });
  open.push(story.close);
  story.receiver.answerWith(() => ({ status: 200, body: 'ok' }));
  await story.sandbox.control('POST', '/sandbox/ticket');
  await story.sandbox.settle();
  story.receiver.answerWith(() => ({ status: 200, body: 'success', afterMs: 150 }));
  await story.sandbox.control('POST', '/sandbox/install', { corp: 'suite' });
  await story.sandbox.settle();
  const deliveries = await story.sandbox.control<Delivery[]>('GET', '/sandbox/deliveries');
  expect(deliveries.at(-3)!.tries[0]!.error).toContain('应答不是 success');
  expect(deliveries.at(-1)).toMatchObject({ event: 'create_auth', outcome: 'waiting' });
  expect(deliveries.at(-1)!.tries[0]!.error).toContain('60 ms');
});

test('The dial doubles, swaps and cuts callbacks', async () => {
  const { sandbox, receiver, scan, last } = await connected();
  const dial = (effect: string) => sandbox.control('POST', '/sandbox/faults', { target: 'callback', effect, times: 1 });
  await dial('duplicate');
  await scan('甲');
  await sandbox.settle();
  expect(receiver.of('add_external_contact')).toHaveLength(2);
  expect(receiver.received.at(-1)!.xml).toBe(receiver.received.at(-2)!.xml);

  await dial('reorder');
  await scan('乙');
  await scan('丙');
  await sandbox.settle();
  const [first, second] = receiver.of('add_external_contact').slice(2).map(({ fields }) => fields.ExternalUserID);
  const people = await sandbox.control<{ people: { name: string; id: string }[] }>('GET', '/sandbox/state');
  const contacts = await Promise.all(['丙', '乙'].map(async (name) => (await sandbox.control<{ externalUserid: string }[]>('GET', `/sandbox/contacts?person=${people.people.find((one) => one.name === name)!.id}`))[0]!.externalUserid));
  expect([first, second]).toEqual(contacts);

  await dial('drop');
  await scan('丁');
  await sandbox.settle();
  expect((await last()).outcome).toBe('waiting');
  await sandbox.advance(8000);
  expect((await last()).outcome).toBe('delivered');
  expect((await sandbox.control<{ faults: unknown[] }>('GET', '/sandbox/state')).faults).toEqual([]);
});

test('A thousand people scan, and every one is announced once', async () => {
  const { sandbox, receiver, qr } = await connected();
  await sandbox.control('POST', '/sandbox/scans', { qr, count: 1000 });
  await sandbox.settle();
  const who = receiver.of('add_external_contact').map(({ fields }) => fields.ExternalUserID);
  expect(who).toHaveLength(1000);
  expect(new Set(who).size).toBe(1000);
  expect(new Set(receiver.of('add_external_contact').map(({ fields }) => fields.WelcomeCode)).size).toBe(1000);
}, 30_000);

test('Everything survives a restart: tokens, codes, friends, chats, and callbacks that were not delivered', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  open.push(async () => rmSync(dataDir, { recursive: true }));
  const before = await connected({ dataDir });
  await before.scan('留下');
  await before.sandbox.settle();
  before.receiver.answerWith(() => ({ status: 500, body: '' }));
  await before.scan('未送达');
  await before.sandbox.settle();
  const now = before.sandbox.now();
  await before.sandbox.close();
  before.receiver.answerWith(() => ({ status: 200, body: '' }));

  const sandbox = await createSandbox({ dataDir, serverUrl: before.receiver.url, clock: 'manual', silent: true });
  open.push(sandbox.close);
  expect(sandbox.now()).toBe(now);
  const ask = async (path: string) => (await fetch(sandbox.url + path)).json() as Promise<{ errcode: number }>;
  expect((await ask(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${before.token}`)).errcode).toBe(0);
  expect(await sandbox.control('GET', '/sandbox/codes')).toMatchObject([{ configId: before.qr }]);
  expect(before.receiver.of('add_external_contact')).toHaveLength(1);
  await sandbox.advance(8000);
  expect(before.receiver.of('add_external_contact')).toHaveLength(2);
  const { people } = await sandbox.control<{ people: { id: string; name: string }[] }>('GET', '/sandbox/state');
  expect(people.map(({ name }) => name)).toEqual(['未送达', '留下']);
});
