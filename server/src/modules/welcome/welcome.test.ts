import { describe, expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { LiveCode as LiveCodeReply, LiveCodeInput } from '@scrm/shared/live-code';
import type { WechatUser } from '../../../sandbox/control';
import { testApp, type TestApp } from '../../../test/app';
import { write } from '../../core/db/scope';
import { StoredFile } from '../file';
import { fillText } from './text';

const sendPath = '/cgi-bin/externalcontact/send_welcome_msg';
const getPath = '/cgi-bin/externalcontact/get';

const callsTo = async (t: TestApp, path: string) => (await t.control<{ path: string }[]>('GET', '/sandbox/calls')).filter((call) => call.path === path).length;

async function makeCode(api: Client<Api>, welcome: LiveCodeInput['welcome'], input: Partial<LiveCodeInput> = {}): Promise<LiveCodeReply> {
  const { items } = await api.org.staff({ onlyReceiving: true, limit: 1 });
  const code = await api.liveCodes.create({ name: '浦东店', staffIds: [items[0]!.id], welcome, ...input });
  expect(code.state).toBe('ready');
  return code;
}

async function scan(t: TestApp, code: LiveCodeReply, name = 'Li Mei') {
  const person = await t.sandbox.newPerson(name);
  const met = await t.sandbox.scan(person, code.qrUrl);
  return { person, ...met };
}

/** What the customer reads from us, in order. */
const heard = async (t: TestApp, person: WechatUser, userid: string) =>
  (await t.sandbox.chat(person, userid)).filter((message) => message.byApp).map((message) => (message.kind === 'text' ? message.text : message.kind));

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(50, 1)]).toString('base64');

describe('WL-01 welcome', () => {
  test('WL-01 text, picture and link arrive at once and once, though the callback comes three times', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const picture = await api.files.upload({ name: 'a.png', content: png });
    const code = await makeCode(api, {
      text: 'Hi {customer}, I am {staff}.',
      attachments: [{ kind: 'image', fileId: picture.id }, { kind: 'link', title: '新品', url: 'https://example.com/new' }],
    });
    await t.settle();
    const uploads = await callsTo(t, '/cgi-bin/media/upload');
    const { person, userid } = await scan(t, code);
    await t.settle();
    for (let times = 0; times < 2; times++) {
      await t.sandbox.repeatLastCallback();
      await t.settle();
    }
    expect(await heard(t, person, userid)).toEqual([`Hi Li Mei, I am ${code.staff[0]!.name}.`, 'image', 'link']);
    expect(await callsTo(t, sendPath)).toBe(1);
    expect(await callsTo(t, '/cgi-bin/media/upload')).toBe(uploads);
    const { items, total } = await api.welcome.list({});
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({ outcome: 'sent', customerName: 'Li Mei', liveCodeName: '浦东店', staff: { id: code.staff[0]!.id } });
    expect(await api.welcome.summary({})).toMatchObject({ counts: { sent: 1, late: 0, failed: 0 }, p50: items[0]!.ms, p99: items[0]!.ms });
    const timeline = await api.customers.timeline({ id: items[0]!.customerId!, kinds: ['customer.welcomed'] });
    expect(timeline.items).toHaveLength(1);
  });

  test('WL-01 running the callback again by hand greets nobody twice', async () => {
    const t = await testApp();
    const code = await makeCode(await t.as('operator'), { text: 'Hi' });
    const { person, userid } = await scan(t, code);
    await t.settle();
    const admin = await t.as('admin');
    const [callback] = (await admin.callbacks.list({ event: 'change_external_contact.add_external_contact' })).items;
    expect((await admin.callbacks.replay({ ids: [callback!.id] })).jobs).toBeGreaterThan(0);
    await t.settle();
    expect(await heard(t, person, userid)).toEqual(['Hi']);
    expect(await callsTo(t, sendPath)).toBe(1);
    expect(await admin.welcome.list({})).toMatchObject({ total: 1 });
  });

  for (const corp of ['agency', 'suite'] as const) {
    test(`WL-01 arrives in an app of kind ${corp}`, async () => {
      const t = await testApp({ corps: [corp] });
      const api = await t.as('operator', corp);
      const code = await makeCode(api, { text: '{customer}，您好！我是{staff}。' });
      const { person, userid } = await scan(t, code);
      await t.settle();
      const staff = corp === 'suite' ? '您的专属顾问' : code.staff[0]!.name!;
      expect(await heard(t, person, userid)).toEqual([`Li Mei，您好！我是${staff}。`]);
    });
  }

  test('WL-01 a code that is older than 20 s is counted as late and WeCom is not asked', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi' });
    const { person, userid } = await scan(t, code);
    await t.sandbox.settle();
    await t.sandbox.advance(25_000);
    await t.settle();
    expect(await heard(t, person, userid)).toEqual([]);
    expect(await callsTo(t, sendPath)).toBe(0);
    const [row] = (await api.welcome.list({})).items;
    expect(row).toMatchObject({ outcome: 'late', ms: null });
    expect((await api.customers.timeline({ id: row!.customerId!, kinds: ['customer.welcomeMissed'] })).items).toMatchObject([{ data: { reason: 'late' } }]);
  });

  test('WL-01 a callback that only its third try brought is late by WeCom’s own time', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi' });
    // Nobody answers at the address for the first two tries.
    await t.app.database.execute('UPDATE corp SET appId = ? WHERE id = ?', ['elsewhere', t.corps.selfBuilt.id]);
    t.app.services.corps.forget(t.corps.selfBuilt);
    await scan(t, code);
    await t.sandbox.advance(9_000);
    await t.app.database.execute('UPDATE corp SET appId = ? WHERE id = ?', [t.corps.selfBuilt.appId, t.corps.selfBuilt.id]);
    await t.sandbox.advance(30_000);
    await t.settle();
    expect((await api.welcome.list({})).items).toMatchObject([{ outcome: 'late' }]);
    expect(await callsTo(t, sendPath)).toBe(0);
  });

  test('WL-01 41051: another app was faster', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi' });
    await t.sandbox.fault(sendPath, 'errcode', 41051);
    await scan(t, code);
    await t.settle();
    await t.advance(5_000);
    expect((await api.welcome.list({})).items).toMatchObject([{ outcome: 'takenByOther', ms: null }]);
    expect(await callsTo(t, sendPath)).toBe(1);
  });

  test('WL-01 41096: while another app is sending we try again, inside the 20 s', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi' });
    await t.sandbox.fault(sendPath, 'errcode', 41096, 2);
    const { person, userid } = await scan(t, code);
    await t.settle();
    for (let tries = 0; tries < 4; tries++) await t.advance(500);
    expect(await heard(t, person, userid)).toEqual(['Hi']);
    expect((await api.welcome.list({})).items).toMatchObject([{ outcome: 'sent', ms: 1000 }]);
  });

  test('WL-01 41096 and then 41051: the other app had it', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi' });
    await t.sandbox.fault(sendPath, 'errcode', 41096);
    await t.sandbox.fault(sendPath, 'errcode', 41051);
    await scan(t, code);
    await t.settle();
    for (let tries = 0; tries < 3; tries++) await t.advance(500);
    expect((await api.welcome.list({})).items).toMatchObject([{ outcome: 'takenByOther' }]);
  });

  test('WL-01 41096 without end ends with the code', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi' });
    await t.sandbox.fault(sendPath, 'errcode', 41096, 1000);
    await scan(t, code);
    await t.settle();
    for (let tries = 0; tries < 60; tries++) await t.advance(500);
    const [row] = (await api.welcome.list({})).items;
    expect(row).toMatchObject({ outcome: 'failed' });
    expect(row!.reason).toContain('41096');
  });

  test('WL-01 WeCom’s hiccup (-1) and a cut connection are tried again', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi' });
    await t.sandbox.fault(sendPath, 'errcode', -1);
    await t.sandbox.fault(sendPath, 'http500', 0);
    const { person, userid } = await scan(t, code);
    await t.settle();
    for (let tries = 0; tries < 4; tries++) await t.advance(500);
    expect(await heard(t, person, userid)).toEqual(['Hi']);
    expect((await api.welcome.list({})).items).toMatchObject([{ outcome: 'sent' }]);
  });

  test('WL-01 sent, but the answer was lost: 41051 on the next try means that it was ours', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi' });
    await t.sandbox.fault(sendPath, 'drop', 1);
    const { person, userid } = await scan(t, code);
    await t.settle();
    for (let tries = 0; tries < 4; tries++) await t.advance(500);
    expect(await heard(t, person, userid)).toEqual(['Hi']);
    expect((await api.welcome.list({})).items).toMatchObject([{ outcome: 'sent' }]);
  });

  test('WL-01 a media id that WeCom no longer takes is renewed on the spot', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const picture = await api.files.upload({ name: 'a.png', content: png });
    const code = await makeCode(api, { text: 'Hi', attachments: [{ kind: 'image', fileId: picture.id }] });
    await t.settle();
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    await write(db, (tx) => tx.update(StoredFile, { id: picture.id }, { wecomMediaId: 'bad' }));
    const { person, userid } = await scan(t, code);
    await t.settle();
    expect(await heard(t, person, userid)).toEqual(['Hi', 'image']);
  });

  test('WL-01 a picture that cannot be uploaded does not hold up the words', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const picture = await api.files.upload({ name: 'a.png', content: png });
    await t.sandbox.fault('/cgi-bin/media/upload', 'errcode', 40006, 20);
    const code = await makeCode(api, { text: 'Hi', attachments: [{ kind: 'image', fileId: picture.id }] });
    const { person, userid } = await scan(t, code);
    await t.settle();
    expect(await heard(t, person, userid)).toEqual(['Hi']);
    expect((await api.welcome.list({})).items).toMatchObject([{ outcome: 'sent', reason: 'without a.png' }]);
  });

  test('WL-01 a name that the platform is slow to tell is left out, and the welcome is in time', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi {customer}, welcome!' });
    await t.sandbox.fault(getPath, 'delay', 4_000, 2);
    const startedAt = performance.now();
    const { person, userid } = await scan(t, code);
    await t.settle();
    expect(await heard(t, person, userid)).toEqual(['Hi, welcome!']);
    expect((await api.welcome.list({})).items).toMatchObject([{ outcome: 'sent' }]);
    expect(performance.now() - startedAt).toBeLessThan(12_000);
  }, 30_000);

  test('WL-01 no code of ours, or one without words: nothing is sent and nothing is missed', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: '' });
    await scan(t, code);
    await t.settle();
    const [row] = (await api.welcome.list({})).items;
    expect(row).toMatchObject({ outcome: 'noContent' });
    expect((await api.customers.timeline({ id: row!.customerId!, kinds: ['customer.welcomed', 'customer.welcomeMissed'] })).items).toEqual([]);
  });

  test('WL-01 who is greeted before the confirmation is not greeted again, nor counted as missed', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const code = await makeCode(api, { text: 'Hi' }, { skipVerify: false });
    const { person, userid, pending } = await scan(t, code);
    expect(pending).toBe(true);
    await t.settle();
    await t.advance(3_600_000);
    await t.control('POST', '/sandbox/accept', { corp: 'selfBuilt', userid, person: person.id });
    await t.settle();
    expect(await heard(t, person, userid)).toEqual(['Hi']);
    const { items } = await api.welcome.list({});
    expect(items.map((row) => row.outcome)).toEqual(['noCode', 'sent']);
    const timeline = await api.customers.timeline({ id: items[0]!.customerId!, kinds: ['customer.welcomed', 'customer.welcomeMissed'] });
    expect(timeline.items.map((one) => one.kind)).toEqual(['customer.welcomed']);
  });

  test('WL-01 staff see the welcomes of their own customers, other corps see none', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const api = await t.as('operator', 'selfBuilt');
    const code = await makeCode(api, { text: 'Hi' });
    await scan(t, code);
    await t.settle();
    const others = (await api.org.staff({ onlyReceiving: true, limit: 200 })).items.find((one) => one.id !== code.staff[0]!.id)!;
    expect((await (await t.as('staff', 'selfBuilt', code.staff[0]!.id)).welcome.list({})).total).toBe(1);
    expect((await (await t.as('staff', 'selfBuilt', others.id)).welcome.list({})).total).toBe(0);
    expect((await (await t.as('staff', 'selfBuilt', others.id)).welcome.summary({})).counts.sent).toBe(0);
    expect((await (await t.as('operator', 'agency')).welcome.list({})).total).toBe(0);
  });

  test('WL-01 the metrics count outcomes and time', async () => {
    const t = await testApp();
    const code = await makeCode(await t.as('operator'), { text: 'Hi' });
    await scan(t, code);
    await t.settle();
    const metrics = await t.app.services.metrics.registry.metrics();
    expect(metrics).toContain('scrm_welcomes_total{outcome="sent"} 1');
    expect(metrics).toContain('scrm_welcome_seconds_count 1');
  });
});

test.each([
  ['Hi {customer}, welcome!', 'Hi, welcome!'],
  ['{customer}，你好', '你好'],
  ['{customer}, welcome', 'Welcome'],
  ['你好{customer}！我是{staff}', '你好！我是您的专属顾问'],
  ['Dear {customer} from afar', 'Dear from afar'],
  ['Hello {customer}\nI am {staff}', 'Hello\nI am your adviser'],
  ['感谢{customer}的关注', '感谢的关注'],
])('WL-01 without names, «%s» reads «%s»', (template, text) => {
  expect(fillText(template, { customer: null, staff: null })).toBe(text);
});

test('WL-01 a long text with names filled stays within 4,000 bytes', () => {
  const text = fillText(`${'好'.repeat(1320)}{customer}`, { customer: '李'.repeat(32), staff: null });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
  expect(text.endsWith('…')).toBe(true);
});
