import { getStorageSync, login, removeStorageSync, setStorageSync } from '@tarojs/taro';
import { isError } from '@scrm/shared/client';
import { api, apiAs } from './api';

/** Only inside WeChat does a page know who holds the phone. */
export const knowsVisitor = process.env.TARO_ENV === 'weapp';

type Call<R> = (api: ReturnType<typeof apiAs>) => Promise<R>;

/** Calls as the person who holds the phone; signs in when that was not done yet, or has run out. */
export async function asVisitor<R>(corp: string | undefined, call: Call<R>): Promise<R> {
  const place = `visitor:${corp ?? ''}`;
  const kept = String(getStorageSync(place) || '');
  if (kept !== '') {
    try {
      return await call(apiAs(kept));
    } catch (error) {
      if (!isError(error, 'not_signed_in')) throw error;
      removeStorageSync(place);
    }
  }
  const { code } = await login();
  const { token } = await api.visitor.signIn({ code, corp });
  setStorageSync(place, token);
  return call(apiAs(token));
}
