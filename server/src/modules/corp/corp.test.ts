import axios from 'axios';
import { expect, test } from 'vitest';
import { demo } from '../../../sandbox/demo';
import { testApp, type TestApp } from '../../../test/app';
import { appEvent, push, suiteEvent } from '../../../test/callbacks';
import { InboxRow } from '../../core/inbox/entity';
import { Corp } from './entity';

const inboxOf = async (t: TestApp) => {
  await t.app.drain();
  return t.app.database.everything.find(InboxRow, { order: { id: 'ASC' } });
};

function toOwnApp(t: TestApp, message: string) {
  return { url: `${t.publicUrl}/wecom/app/${t.corps.selfBuilt.appId}`, keys: demo.corps.selfBuilt, receiveId: demo.corps.selfBuilt.corpId, message };
}

function toSuite(t: TestApp, message: string) {
  return { url: `${t.publicUrl}/wecom/suite/command`, keys: demo.suite, receiveId: demo.suite.suiteId, message };
}

test('callbacks: one that is signed and ours is stored once, however often it comes, and answered with success', async () => {
  const t = await testApp();
  const before = (await inboxOf(t)).length;
  const message = appEvent({ Event: 'change_external_contact', ChangeType: 'edit_external_contact', UserID: 'zhangsan', ExternalUserID: 'wm1' });
  const replies = await Promise.all([1, 2, 3].map(() => push(toOwnApp(t, message))));
  expect(replies).toEqual(Array(3).fill({ status: 200, body: 'success' }));
  await t.settle();
  expect((await inboxOf(t)).length).toBe(before + 1);
});

test('callbacks: unsigned, wrongly signed, undecryptable, foreign, malformed, oversized and unknown ones get a clear 4xx, are counted, and store nothing', async () => {
  const t = await testApp();
  const before = (await inboxOf(t)).length;
  const good = toOwnApp(t, appEvent({ Event: 'x' }));
  const code = async (work: ReturnType<typeof push>) => {
    const { status, body } = await work;
    return [status, (JSON.parse(body) as { code: string }).code];
  };
  expect(await code(push(good, ({ query }) => { delete query.msg_signature; }))).toEqual([401, 'callback_unsigned']);
  expect(await code(push(good, ({ query }) => { query.nonce = 'other'; }))).toEqual([401, 'callback_bad_signature']);
  expect(await code(push(good, (parts) => { parts.body = parts.body.replace(/\[CDATA\[(.{40})/g, '[CDATA[$1x'); }))).toEqual([401, 'callback_bad_signature']);
  expect(await code(push({ ...good, keys: { token: demo.corps.selfBuilt.token, aesKey: demo.suite.aesKey } }))).toEqual([400, 'callback_undecryptable']);
  expect(await code(push({ ...good, receiveId: 'wwsomeoneelse00001' }))).toEqual([403, 'callback_foreign']);
  expect(await code(push(good, (parts) => { parts.body = 'not xml'; }))).toEqual([400, 'callback_malformed']);
  expect(await code(push(good, (parts) => { parts.body = '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>'; }))).toEqual([400, 'callback_malformed']);
  expect(await code(push(good, (parts) => { parts.body = `<xml>${'x'.repeat(60_000)}</xml>`; }))).toEqual([413, 'body_too_large']);
  expect(await code(push({ ...good, url: `${t.publicUrl}/wecom/app/app_nobody` }))).toEqual([404, 'callback_unknown_app']);
  expect((await inboxOf(t)).length).toBe(before);
  const refused = (await (await t.as('owner')).callbacks.refused()).items;
  expect(Object.fromEntries(refused.map(({ code: name, count }) => [name, count]))).toMatchObject({ callback_bad_signature: 2, callback_foreign: 1, callback_malformed: 2, callback_unsigned: 1 });
  expect((await axios.get(`${t.publicUrl}/healthz`)).status).toBe(200);
});

test('callbacks: when the database cannot commit the answer is 5xx, so that WeCom tries again', async () => {
  const t = await testApp();
  const message = appEvent({ Event: 'change_external_contact', ChangeType: 'edit_external_contact', UserID: 'u', ExternalUserID: 'wm2' });
  await t.app.database.execute('ALTER TABLE inbox_arrival RENAME TO inbox_away');
  const refused = await push(toOwnApp(t, message));
  expect([refused.status, (JSON.parse(refused.body) as { code: string }).code]).toEqual([503, 'unavailable']);
  await t.app.database.execute('ALTER TABLE inbox_away RENAME TO inbox_arrival');
  expect(await push(toOwnApp(t, message))).toEqual({ status: 200, body: 'success' });
});

test('callbacks: an event that nobody uses is kept and marked ignored with the reason', async () => {
  const t = await testApp();
  await push(toOwnApp(t, appEvent({ Event: 'some_new_event', ChangeType: 'of_tomorrow' })));
  await t.settle();
  const row = (await inboxOf(t)).at(-1)!;
  expect(row).toMatchObject({ state: 'ignored', event: 'some_new_event.of_tomorrow', corpId: t.corps.selfBuilt.id });
  expect(row.reason).not.toBe('');
});

test('callbacks: the address check is answered with the decrypted text alone', async () => {
  const t = await testApp();
  const { error } = await t.control<{ verified: boolean; error: string }>('POST', '/sandbox/callback-url', { corp: 'selfBuilt', url: `${t.publicUrl}/wecom/app/${t.corps.selfBuilt.appId}`, token: demo.corps.selfBuilt.token, aesKey: demo.corps.selfBuilt.aesKey });
  expect(error).toBe('');
  const wrong = await t.control<{ verified: boolean }>('POST', '/sandbox/callback-url', { corp: 'selfBuilt', url: `${t.publicUrl}/wecom/app/${t.corps.selfBuilt.appId}`, token: 'anotherToken', aesKey: demo.corps.selfBuilt.aesKey });
  expect(wrong.verified).toBe(false);
});

test('callbacks: after a change of keys those that were under way can still be opened', async () => {
  const t = await testApp();
  const owner = await t.as('owner');
  const old = toOwnApp(t, appEvent({ Event: 'change_external_contact', ChangeType: 'edit_external_contact', UserID: 'u', ExternalUserID: 'wm3' }));
  const fresh = await owner.corps.suggestKeys();
  const { name, corpId, agentId, secret } = demo.corps.selfBuilt;
  await owner.corps.connectApp({ kind: 'selfBuilt', name, wecomCorpId: corpId, agentId, secret, ...fresh });
  expect((await push(old)).status).toBe(200);
  expect((await push({ ...old, keys: fresh, message: old.message.replace('wm3', 'wm4') })).status).toBe(200);
});

test('callbacks: the console shows what came and what it triggered, with its secrets masked, and runs it again', async () => {
  const t = await testApp();
  const owner = await t.as('owner');
  await push(toOwnApp(t, appEvent({ Event: 'change_external_contact', ChangeType: 'add_external_contact', UserID: 'nobody', ExternalUserID: 'wm5', WelcomeCode: 'WC-VERY-SECRET' })));
  await t.settle();
  const { items } = await owner.callbacks.list({ event: 'change_external_contact.add_external_contact' });
  const detail = await owner.callbacks.get({ id: items[0]!.id });
  expect(detail.decrypted).toContain('<ExternalUserID><![CDATA[wm5]]>');
  expect(JSON.stringify(detail)).not.toContain('WC-VERY-SECRET');
  expect(detail.triggered.map(({ name }) => name)).toContain('welcome.send');
  const names = async () => (await owner.callbacks.get({ id: items[0]!.id })).triggered.map(({ name }) => name);
  expect((await names()).filter((name) => name === 'welcome.send')).toHaveLength(1);
  expect((await owner.callbacks.replay({ ids: [items[0]!.id] })).jobs).toBeGreaterThan(1);
  await t.settle();
  expect((await names()).filter((name) => name === 'welcome.send')).toHaveLength(2);
  expect((await owner.welcome.list({})).total).toBe(1);
});

test('installing the suite: redirect and create_auth, twice and in either order, are one corp', async () => {
  const t = await testApp({ corps: ['suite'] });
  const before = await t.app.services.corps.all();
  await t.control('POST', '/sandbox/install', { corp: 'suite' });
  await t.control('POST', '/sandbox/deliveries/repeat', {});
  await t.settle();
  const after = await t.app.services.corps.all();
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(after[0]).toMatchObject({ kind: 'suite', name: demo.corps.suite.name, wecomCorpId: demo.corps.suite.corpId, agentId: demo.corps.suite.agentId, state: 'active' });
});

test('installing the suite from our own page leads through the platform’s page and back', async () => {
  const t = await testApp({ corps: ['suite'] });
  const started = await axios.get<string>(`${t.publicUrl}/wecom/install`, { maxRedirects: 0, validateStatus: () => true });
  expect(started.status).toBe(302);
  const target = new URL(started.headers.location as string);
  expect(target.pathname).toBe('/3rdapp/install');
  expect(target.searchParams.get('suite_id')).toBe(demo.suite.suiteId);
  expect((await axios.get<string>(target.href)).data).toContain(demo.corps.suite.name);
  const forged = await axios.get(`${t.publicUrl}/wecom/install/done?auth_code=x&state=forged`, { validateStatus: () => true });
  expect(forged.status).toBe(400);
});

test('a cancelled authorisation stops calls at once, and installing again brings the same corp back', async () => {
  const t = await testApp({ corps: ['suite'] });
  await t.control('POST', '/sandbox/uninstall', { corp: 'suite' });
  await t.settle();
  const [gone] = await t.app.services.corps.all();
  expect(gone).toMatchObject({ id: t.corps.suite.id, state: 'cancelled', secret: '' });
  await expect(t.app.services.wecom(gone!.id)).rejects.toMatchObject({ code: 'wecom_not_authorised' });
  await t.control('POST', '/sandbox/install', { corp: 'suite' });
  await t.settle();
  expect(await t.app.services.corps.all()).toMatchObject([{ id: t.corps.suite.id, state: 'active' }]);
});

test('a callback of a corp that is still being installed is kept and handled once it is known', async () => {
  const t = await testApp({ corps: ['suite'] });
  await t.app.database.execute('DELETE FROM corp');
  const message = suiteEvent({ InfoType: 'change_external_contact', AuthCorpId: demo.corps.suite.corpId, ChangeType: 'edit_external_contact', UserID: 'u', ExternalUserID: 'wm9' });
  await push(toSuite(t, message));
  await t.settle();
  expect((await inboxOf(t)).at(-1)).toMatchObject({ state: 'ignored', reason: `unknown corp ${demo.corps.suite.corpId}` });
  await t.control('POST', '/sandbox/install', { corp: 'suite' });
  await t.settle();
  const again = (await inboxOf(t)).find(({ event }) => event === 'change_external_contact.edit_external_contact');
  expect(again).toMatchObject({ state: 'handled' });
});

test('the newest suite_ticket wins, in whichever order they come', async () => {
  const t = await testApp({ corps: ['suite'] });
  const ticket = (value: string, at: number) => push(toSuite(t, suiteEvent({ InfoType: 'suite_ticket', SuiteTicket: value, TimeStamp: String(at) }).replace('<TimeStamp><![CDATA[1756692000]]></TimeStamp>', '')));
  const now = Math.floor(t.clock.now() / 1000);
  await ticket('newer', now + 60);
  await ticket('older', now + 30);
  await t.settle();
  const kept = (await t.app.services.platform.tokens.list()).find(({ kind }) => kind.toLowerCase().includes('ticket'));
  expect(kept?.fetchedAt).toBe((now + 60) * 1000);
});

test('no secret of a corp is readable in the database', async () => {
  const t = await testApp({ corps: ['suite', 'agency', 'selfBuilt'] });
  const rows = JSON.stringify([await t.app.database.everything.find(Corp), await t.app.database.query('SELECT * FROM wecom_token'), await t.app.database.query('SELECT * FROM job')]);
  for (const secret of [demo.corps.agency.secret, demo.corps.selfBuilt.secret, demo.corps.selfBuilt.aesKey, demo.corps.selfBuilt.token]) expect(rows).not.toContain(secret);
});

test('the doctor finds nothing wrong with a healthy corp of each kind, and names the step that fails', async () => {
  const t = await testApp({ corps: ['suite', 'agency', 'selfBuilt'] });
  for (const kind of ['suite', 'agency', 'selfBuilt'] as const) {
    const { steps } = await (await t.as('owner', kind)).doctor.run();
    expect(steps.filter(({ state }) => state === 'failed'), kind).toEqual([]);
    expect(steps.filter(({ state }) => state === 'ok').length, kind).toBeGreaterThan(5);
  }
  await t.sandbox.fault('/cgi-bin/agent/get', 'errcode', 60020, 1);
  const { steps } = await (await t.as('owner', 'selfBuilt')).doctor.run();
  expect(steps.find(({ name }) => name === 'trustedIp')).toMatchObject({ state: 'failed' });
});
