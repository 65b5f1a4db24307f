import type { Context } from 'koa';
import { newId } from '../../core/db/ids';
import type { PageContext } from '../../core/http/page';

const cookie = 'visitor';
const lifeSeconds = 365 * 86_400;
const ours = /(?:^|; )visitor=(vis_[0-9A-Z]{26})(?:;|$)/;

/** By what we know this browser again: a random number of ours, the same on all pages of codes. It tells nothing of the person. */
export function visitorOf(koa: Context, context: Pick<PageContext, 'publicUrl'>): string {
  const known = knownVisitor(koa.get('cookie'));
  if (known) return known;
  const { visitor, header } = newVisitor(context);
  koa.append('set-cookie', header);
  return visitor;
}

/** Null: this browser was never here. */
export function knownVisitor(cookies: string | undefined): string | null {
  return cookies ? ours.exec(cookies)?.[1] ?? null : null;
}

/** With the header that makes the browser keep it. */
export function newVisitor({ publicUrl }: Pick<PageContext, 'publicUrl'>): { visitor: string; header: string } {
  const visitor = newId('vis');
  return { visitor, header: `${cookie}=${visitor}; path=/; max-age=${lifeSeconds}; samesite=lax; httponly${publicUrl.startsWith('https:') ? '; secure' : ''}` };
}
