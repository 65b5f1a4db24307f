import { getStorageSync, login, removeStorageSync, setStorageSync } from '@tarojs/taro';
import { isError } from '@scrm/shared/client';
import type { WebPage } from '@scrm/shared/visitor';
import { api, apiAs } from './api';

/** WeChat tells a mini-program who holds the phone; a web page has to send the person to WeChat, who agrees there. */
export const isMini = process.env.TARO_ENV === 'weapp';

type Call<R> = (api: ReturnType<typeof apiAs>) => Promise<R>;

/** A web page does not know yet who looks at it. */
export class Stranger extends Error {}

const placeOf = (corp: string | undefined) => `visitor:${corp ?? ''}`;

/** Calls as the person who holds the phone; signs in when that was not done yet, or has run out. On the web it throws Stranger then. */
export async function asVisitor<R>(corp: string | undefined, call: Call<R>): Promise<R> {
  const place = placeOf(corp);
  const kept = String(getStorageSync(place) || '');
  if (kept !== '') {
    try {
      return await call(apiAs(kept));
    } catch (error) {
      if (!isError(error, 'not_signed_in')) throw error;
      removeStorageSync(place);
    }
  }
  if (!isMini) throw new Stranger();
  const { code } = await login();
  const { token } = await api.visitor.signIn({ code, corp });
  setStorageSync(place, token);
  return call(apiAs(token));
}

/** On the web: sends the person to WeChat, which leads back to the page. */
export function askWechat(corp: string | undefined, page: WebPage): void {
  location.assign(`/oauth/visitor?${new URLSearchParams({ ...(corp && { corp }), page })}`);
}

/** On the web: trades the one-time ticket with which WeChat led back, and wipes it from the address. */
export async function takeTicket(corp: string | undefined, ticket: string): Promise<void> {
  history.replaceState(history.state, '', location.href.replace(/&?ticket=[^&]*/, ''));
  const { token } = await api.visitor.redeem({ ticket });
  setStorageSync(placeOf(corp), token);
}
