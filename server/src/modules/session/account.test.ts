import axios from 'axios';
import { expect, test } from 'vitest';
import { createClient } from '@scrm/shared/client';
import type { Api } from '@scrm/shared/api';
import { testApp, type TestApp } from '../../../test/app';
import { ensureOwner } from '.';
import { decodeBase32, hotp } from './totp';

const password = 'a good password';
const refused = (call: Promise<unknown>) => call.then(() => 'done', (error: { code: string }) => error.code);

/** The console: it keeps the cookie that it is given. */
function browser(t: TestApp) {
  let cookie = '';
  return createClient<Api>(async (path, body) => {
    const reply = await axios.post<unknown>(t.publicUrl + path, body, { headers: { 'x-scrm': '1', cookie, 'user-agent': 'a browser' }, validateStatus: () => true });
    cookie = reply.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
    return { status: reply.status, body: reply.data };
  });
}

async function owner(t: TestApp) {
  await ensureOwner(t.app.database, t.clock, 'owner', password);
  const api = browser(t);
  await api.session.signIn({ name: 'owner', password });
  return api;
}

test('PM-03 local accounts are made, shut out at once, let in again, and the last owner stays', async () => {
  const t = await testApp();
  const api = await owner(t);
  const made = await api.accounts.create({ name: '审计 王', password: 'another password', role: 'auditor' });
  expect(await refused(api.accounts.create({ name: '审计 王', password: 'another password', role: 'admin' }))).toBe('account_name_taken');
  expect(await refused(api.accounts.create({ name: 'x', password: 'short', role: 'admin' }))).toBe('bad_input');

  const auditor = browser(t);
  expect((await auditor.session.signIn({ name: '审计 王', password: 'another password' })).role).toBe('auditor');
  expect((await auditor.audit.list({})).total).toBeGreaterThan(0);
  expect(await refused(auditor.tags.sync())).toBe('not_allowed');
  expect(await refused(auditor.accounts.list())).toBe('not_allowed');

  await api.accounts.setRole({ id: made.id, role: 'operator' });
  expect((await auditor.session.me()).role).toBe('operator');
  expect(await refused(auditor.audit.list({}))).toBe('not_allowed');
  await api.accounts.disable({ id: made.id });
  expect(await refused(auditor.session.me())).toBe('not_signed_in');
  expect(await refused(auditor.session.signIn({ name: '审计 王', password: 'another password' }))).toBe('wrong_password');
  await api.accounts.enable({ id: made.id });
  await auditor.session.signIn({ name: '审计 王', password: 'another password' });

  const own = (await api.accounts.list()).items.find(({ current }) => current)!;
  expect(await refused(api.accounts.disable({ id: own.id }))).toBe('last_owner');
  expect(await refused(api.accounts.setRole({ id: own.id, role: 'admin' }))).toBe('last_owner');
  expect((await api.session.me()).role).toBe('owner');
  expect(await refused(api.accounts.disable({ id: 'acc_none' }))).toBe('not_found');
});

test('PM-03 a changed password signs out the other browsers, not this one', async () => {
  const t = await testApp();
  const here = await owner(t);
  const elsewhere = await owner(t);
  expect(await refused(here.accounts.changeMyPassword({ old: 'wrong', password: 'a better password' }))).toBe('wrong_password');
  await here.accounts.changeMyPassword({ old: password, password: 'a better password' });
  expect((await here.session.me()).name).toBe('owner');
  expect(await refused(elsewhere.session.me())).toBe('not_signed_in');
  expect(await refused(browser(t).session.signIn({ name: 'owner', password }))).toBe('wrong_password');
});

test('PM-03 with a second factor the password alone opens nothing, and a code opens once', async () => {
  const t = await testApp();
  const api = await owner(t);
  const { secret, qrUrl } = await api.accounts.beginSecondFactor();
  expect(qrUrl).toMatch(/^data:image\/png;base64,/);
  const code = () => hotp(decodeBase32(secret), Math.floor(t.clock.now() / 30_000));
  expect(await refused(api.accounts.enableSecondFactor({ secret, code: '000000' }))).toBe('wrong_code');
  await api.accounts.enableSecondFactor({ secret, code: code() });
  expect((await api.session.me()).secondFactor).toBe(true);

  const other = browser(t);
  expect(await refused(other.session.signIn({ name: 'owner', password }))).toBe('second_factor_needed');
  expect(await refused(other.session.signIn({ name: 'owner', password, code: code() }))).toBe('wrong_code');
  await t.advance(30_000);
  const fresh = code();
  await other.session.signIn({ name: 'owner', password, code: fresh });
  expect(await refused(browser(t).session.signIn({ name: 'owner', password, code: fresh }))).toBe('wrong_code');
  expect(await refused(browser(t).session.signIn({ name: 'owner', password: 'wrong', code: fresh }))).toBe('wrong_password');
  const [row] = await t.app.database.query<{ totp: string }>('SELECT totp FROM account');
  expect(row!.totp).not.toContain(secret);
  await t.advance(30_000);
  await other.accounts.disableSecondFactor({ code: code() });
  await browser(t).session.signIn({ name: 'owner', password });
});

test('PM-03 the sign-in log says who, when, from where, and how it ended', async () => {
  const t = await testApp();
  const api = await owner(t);
  await refused(browser(t).session.signIn({ name: 'owner', password: 'guess' }));
  await refused(browser(t).session.signIn({ name: 'nobody', password: 'guess' }));
  const { items, total } = await api.session.signIns({});
  expect(total).toBe(3);
  expect(items.map(({ name, outcome }) => [name, outcome])).toEqual([['nobody', 'wrongPassword'], ['owner', 'wrongPassword'], ['owner', 'ok']]);
  expect(items[0]).toMatchObject({ method: 'password', ip: expect.stringContaining('127.0.0.1'), userAgent: 'a browser', at: t.clock.now() });
  expect((await api.session.signIns({ outcome: 'wrongPassword', name: 'OWN' })).total).toBe(1);
  // What belongs to the server is not shown to the staff of one company.
  const [someone] = (await api.org.staff({ limit: 1 })).items;
  expect((await (await t.as('admin', 'selfBuilt', someone!.id)).session.signIns({})).total).toBe(0);
});

test('PM-03 one’s own sessions can be seen and ended, another’s not', async () => {
  const t = await testApp();
  const here = await owner(t);
  const elsewhere = await owner(t);
  const { items } = await here.session.mine();
  expect(items).toHaveLength(2);
  await here.session.revokeMine({ id: items.find(({ current }) => !current)!.id });
  expect(await refused(elsewhere.session.me())).toBe('not_signed_in');
  const stranger = await t.as('staff', 'selfBuilt', (await here.org.staff({ limit: 1 })).items[0]!.id);
  expect(await refused(stranger.session.revokeMine({ id: items.find(({ current }) => current)!.id }))).toBe('not_found');
});
