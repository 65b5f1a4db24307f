import type { Context } from 'koa';
import { newId } from '../../core/db/ids';
import type { PageContext } from '../../core/http/page';

const cookie = 'visitor';
const lifeMs = 365 * 86_400_000;
const ours = /^vis_[0-9A-Z]{26}$/;

/** By what we know this browser again: a random number of ours, the same on all pages of codes. It tells nothing of the person. */
export function visitorOf(koa: Context, { publicUrl }: Pick<PageContext, 'publicUrl'>): string {
  const known = koa.cookies.get(cookie);
  if (known && ours.test(known)) return known;
  const fresh = newId('vis');
  koa.cookies.set(cookie, fresh, { maxAge: lifeMs, httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), signed: false });
  return fresh;
}
