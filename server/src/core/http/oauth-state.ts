import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { Clock } from '../clock';
import type { Secrets } from '../secrets';

/** What ties the answer of a platform's sign-in to the browser that asked: else a link could sign a person in as somebody else. */
const cookieName = 'scrm_state';
const lifeMs = 600_000;

interface Parts {
  secrets: Secrets;
  clock: Clock;
}

/** Letters and digits, as WeCom and WeChat want: time, a nonce, and our signature over both. It is kept in a cookie of the browser. */
export function giveState(koa: Context, { secrets, clock }: Parts): string {
  const text = `${clock.now().toString(36).padStart(9, '0')}${randomBytes(8).toString('hex')}`;
  const state = text + secrets.sign(text);
  koa.cookies.set(cookieName, state, { httpOnly: true, sameSite: 'lax', secure: koa.secure, path: '/oauth', maxAge: lifeMs, overwrite: true });
  return state;
}

export function isOurState(koa: Context, { secrets, clock }: Parts): boolean {
  const state = one(koa.query.state);
  const text = state.slice(0, 25);
  return state !== '' && state === koa.cookies.get(cookieName) && secrets.verify(text, state.slice(25)) && clock.now() - parseInt(text.slice(0, 9), 36) < lifeMs;
}

/** A parameter of the address; '' when it is missing or came twice. */
export const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');
