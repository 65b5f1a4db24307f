import axios from 'axios';
import { createClient } from '@scrm/shared/client';
import type { Api } from '@scrm/shared/api';
import { ensureOwner } from '../src/modules/session';
import { decodeBase32, hotp } from '../src/modules/session/totp';
import type { TestApp } from './app';

export const password = 'a good password';
export const refused = (call: Promise<unknown>) => call.then(() => 'done', (error: { code: string }) => error.code);

/** The console: it keeps the cookie that it is given. */
export function browser(t: TestApp) {
  let cookie = '';
  return createClient<Api>(async (path, body) => {
    const reply = await axios.post<unknown>(t.publicUrl + path, body, { headers: { 'x-scrm': '1', cookie, 'user-agent': 'a browser' }, validateStatus: () => true });
    cookie = reply.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
    return { status: reply.status, body: reply.data };
  });
}

/** Signed in with the owner account. */
export async function owner(t: TestApp) {
  await ensureOwner(t.app.database, t.clock, 'owner', password);
  const api = browser(t);
  await api.session.signIn({ name: 'owner', password });
  return api;
}

/** What the authenticator shows at this moment. */
export const digits = (t: TestApp, secret: string) => hotp(decodeBase32(secret), Math.floor(t.clock.now() / 30_000));

/** The owner with two-step sign-in, on a step whose code is not used yet. */
export async function ownerWithFactor(t: TestApp) {
  const api = await owner(t);
  const { secret } = await api.accounts.beginSecondFactor();
  const { codes } = await api.accounts.enableSecondFactor({ secret, code: digits(t, secret) });
  await t.advance(30_000);
  return { api, codes, secret };
}
