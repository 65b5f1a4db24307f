import { z } from 'zod';
import type { WechatApp, WechatClient } from '../client';

const WebToken = z.object({
  access_token: z.string().min(1),
  openid: z.string().min(1).max(64),
  /** Comes with `snsapi_userinfo` where the account is bound to an open-platform account. */
  unionid: z.string().max(64).default(''),
  scope: z.string().default(''),
  /** 1: WeChat shows a page that the person did not ask for; the openid is a made-up one then. */
  is_snapshotuser: z.int().default(0),
});

const WebUser = z.object({ openid: z.string(), unionid: z.string().max(64).default('') });

export interface OfficialUser {
  openid: string;
  /** '' unless the account is bound to an open-platform account. */
  unionid: string;
  isSnapshot: boolean;
}

/**
 * Where a web page inside WeChat learns who looks at it; the person agrees there. WeChat comes back to `redirectUri`, whose
 * domain must be entered at the account as 网页授权域名, with `code` and `state` (letters and digits, at most 128).
 * https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
 */
export function officialAuthorizeUrl(authorizeHost: string, { appid, redirectUri, state }: { appid: string; redirectUri: string; state: string }): string {
  const query = new URLSearchParams({ appid, redirect_uri: redirectUri, response_type: 'code', scope: 'snsapi_userinfo', state });
  return `${authorizeHost}/connect/oauth2/authorize?${query}#wechat_redirect`;
}

/** Who it was that came back with this code, which is good once and for 5 minutes (40029, 40163). */
export async function officialUser(wechat: WechatClient, { appid, secret }: WechatApp, code: string): Promise<OfficialUser> {
  const token = await wechat.get('/sns/oauth2/access_token', { appid, secret, code, grant_type: 'authorization_code' }, WebToken);
  const { openid } = token;
  const isSnapshot = token.is_snapshotuser === 1;
  if (token.unionid !== '' || isSnapshot || !token.scope.includes('snsapi_userinfo')) return { openid, unionid: token.unionid, isSnapshot };
  const { unionid } = await wechat.get('/sns/userinfo', { access_token: token.access_token, openid, lang: 'zh_CN' }, WebUser);
  return { openid, unionid, isSnapshot };
}
