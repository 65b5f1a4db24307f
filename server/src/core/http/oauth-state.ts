import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { Clock } from '../clock';
import type { Secrets } from '../secrets';

/**
 * What ties the answer of a platform's sign-in to the browser that asked: else a link could sign a person in as somebody else.
 * It names the browser, not the sign-in, so that two pages of one browser may sign in at the same time.
 */
const cookieName = 'scrm_browser';
const lifeMs = 600_000;
const timeSigns = 9;

interface Parts {
  secrets: Secrets;
  clock: Clock;
}

/** Letters and digits, as WeCom and WeChat want: the time, and our signature over it and the browser. */
export function giveState(koa: Context, { secrets, clock }: Parts): string {
  const browser = browserOf(koa) ?? randomBytes(16).toString('hex');
  // Pages of WeCom, of another site than ours, frame the sidebar: only a cookie that says so is kept there.
  const kept = koa.secure ? { sameSite: 'none', secure: true, partitioned: true } as const : { sameSite: 'lax', secure: false } as const;
  koa.cookies.set(cookieName, browser, { ...kept, httpOnly: true, path: '/oauth', maxAge: lifeMs, overwrite: true });
  const time = clock.now().toString(36).padStart(timeSigns, '0');
  return time + secrets.sign(`${time} ${browser}`);
}

export function isOurState(koa: Context, { secrets, clock }: Parts): boolean {
  const state = one(koa.query.state);
  const browser = browserOf(koa);
  const time = state.slice(0, timeSigns);
  return browser !== null && secrets.verify(`${time} ${browser}`, state.slice(timeSigns)) && clock.now() - parseInt(time, 36) < lifeMs;
}

/**
 * The same address under our public name, for a browser that came by another one: platforms lead back to the public one, where
 * the cookie would be missing. Null: it is there, or was sent there and a proxy hides the name.
 */
export function publicAddress(koa: Context, publicUrl: string): string | null {
  if (koa.host === new URL(publicUrl).host || one(koa.query.sent)) return null;
  return `${publicUrl}${koa.path}?${koa.querystring ? `${koa.querystring}&` : ''}sent=1`;
}

function browserOf(koa: Context): string | null {
  const value = koa.cookies.get(cookieName) ?? '';
  return /^[0-9a-f]{32}$/.test(value) ? value : null;
}

/** A parameter of the address; '' when it is missing or came twice. */
export const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');
