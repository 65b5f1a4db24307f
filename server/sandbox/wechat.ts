import type { ServerResponse } from 'node:http';
import type { Context } from './context';
import { demo } from './demo';
import { makeCode } from './platform/authorisation';
import { randomId, stableId } from './crypto';
import { sendJson } from './http';

const life = 5 * 60_000;
const path = '/sns/jscode2session';

/** What `wx.login` gives a person's mini-program. */
export function loginCode(ctx: Context, person: string, appid: string): string {
  return makeCode(ctx, { kind: 'wxLogin', corp: null, appId: appid, userid: person, scope: '' }, life);
}

/** https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html */
export function codeToSession(ctx: Context, reply: ServerResponse, query: URLSearchParams): void {
  const appid = query.get('appid') ?? '';
  const code = ctx.world.codes[query.get('js_code') ?? ''];
  if (!appid || !query.get('secret')) return sendJson(reply, 200, { errcode: appid ? 41004 : 41002, errmsg: `${appid ? 'appsecret' : 'appid'} missing` });
  if (query.get('grant_type') !== 'authorization_code') return sendJson(reply, 200, { errcode: 40002, errmsg: 'invalid grant_type' });
  if (appid === demo.mini.appid && query.get('secret') !== demo.mini.secret) return sendJson(reply, 200, { errcode: 40125, errmsg: 'invalid appsecret' });
  if (ctx.faults.take(path, ['http500'])) return sendJson(reply, 500, { error: 'fault dial' });
  const fault = ctx.faults.take(path, ['errcode']);
  if (fault) return sendJson(reply, 200, { errcode: fault.value, errmsg: 'fault dial' });
  if (code?.kind !== 'wxLogin' || code.expiresAt < ctx.clock.now() || (code.appId && code.appId !== appid)) return sendJson(reply, 200, { errcode: 40029, errmsg: 'invalid code' });
  if (code.used) return sendJson(reply, 200, { errcode: 40163, errmsg: 'code been used' });
  code.used = true;
  ctx.store.touch();
  const person = ctx.world.people[code.userid];
  return sendJson(reply, 200, { openid: stableId('o', 27, 'openid', appid, code.userid), session_key: randomId('', 18), unionid: person?.unionid ?? '' });
}
