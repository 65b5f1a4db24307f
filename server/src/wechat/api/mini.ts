import { z } from 'zod';
import type { WechatApp, WechatClient } from '../client';

/** The session key is left where it is: nothing here is encrypted with it. */
export const MiniSession = z.object({
  openid: z.string().min(1).max(64),
  /** '' unless the mini-program is bound to an open-platform account. */
  unionid: z.string().max(64).default(''),
});

/**
 * Who it was that called `wx.login`. A code is good once and for 5 minutes (40029, 40163).
 * https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
 */
export function codeToSession(wechat: WechatClient, { appid, secret }: WechatApp, code: string) {
  return wechat.get('/sns/jscode2session', { appid, secret, js_code: code, grant_type: 'authorization_code' }, MiniSession);
}
