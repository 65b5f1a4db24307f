import type { ServerResponse } from 'node:http';
import type { Context } from './context';
import { absolute } from './context';
import { randomId, stableId } from './crypto';
import { demo } from './demo';
import { failure, page, person } from './html';
import { redirect, sendHtml, sendJson } from './http';
import { makeCode } from './platform/authorisation';
import { stateRule, trusted } from './sign-in';

/** Web pages inside WeChat that ask who looks at them: https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html */
const codeLife = 5 * 60_000;
const tokenLife = 7200;
const path = '/sns/oauth2/access_token';
const scopes = ['snsapi_base', 'snsapi_userinfo'];

/** WeChat knows who holds the phone; in a plain browser the sandbox asks. */
export function authoriseWeb(ctx: Context, reply: ServerResponse, url: URL): void {
  const query = url.searchParams;
  const scope = query.get('scope') ?? '';
  if (!trusted(ctx, query.get('redirect_uri'))) return sendHtml(reply, failure('10003', 'redirect_uri 域名与后台配置不一致'), 400);
  if (!stateRule.test(query.get('state') ?? '') || query.get('response_type') !== 'code') return sendHtml(reply, failure('10012', 'state 只能由字母和数字组成，最多 128 字节；response_type 应为 code'), 400);
  if (!scopes.includes(scope)) return sendHtml(reply, failure('10005', 'scope 不存在'), 400);
  const chosen = ctx.world.people[query.get('as') ?? ''];
  if (!chosen) return sendHtml(reply, chooser(ctx, url));
  const back = new URL(query.get('redirect_uri')!);
  back.searchParams.set('code', makeCode(ctx, { kind: 'wxWeb', corp: null, appId: demo.official.appid, userid: chosen.id, scope }, codeLife));
  back.searchParams.set('state', query.get('state') ?? '');
  redirect(reply, back.href);
}

export function webToken(ctx: Context, reply: ServerResponse, query: URLSearchParams): void {
  const refuse = (errcode: number, errmsg: string) => sendJson(reply, 200, { errcode, errmsg });
  if (query.get('appid') !== demo.official.appid) return refuse(40013, 'invalid appid');
  if (query.get('secret') !== demo.official.secret) return refuse(40125, 'invalid appsecret');
  if (query.get('grant_type') !== 'authorization_code') return refuse(40002, 'invalid grant_type');
  const fault = ctx.faults.take(path, ['errcode']);
  if (fault) return refuse(fault.value, 'fault dial');
  const code = ctx.world.codes[query.get('code') ?? ''];
  if (code?.kind !== 'wxWeb' || code.expiresAt < ctx.clock.now()) return refuse(40029, 'invalid code');
  if (code.used) return refuse(40163, 'code been used');
  code.used = true;
  const token = makeCode(ctx, { kind: 'wxWebToken', corp: null, appId: code.appId, userid: code.userid, scope: code.scope }, tokenLife * 1000);
  return sendJson(reply, 200, {
    access_token: token, expires_in: tokenLife, refresh_token: randomId('', 64), openid: openidOf(code.userid), scope: code.scope,
    ...(code.scope === 'snsapi_userinfo' && { unionid: ctx.world.people[code.userid]?.unionid ?? '' }),
  });
}

export function webUser(ctx: Context, reply: ServerResponse, query: URLSearchParams): void {
  const token = ctx.world.codes[query.get('access_token') ?? ''];
  const known = token?.kind === 'wxWebToken' ? ctx.world.people[token.userid] : undefined;
  if (!token || !known || token.expiresAt < ctx.clock.now()) return sendJson(reply, 200, { errcode: 40001, errmsg: 'invalid credential' });
  if (query.get('openid') !== openidOf(known.id)) return sendJson(reply, 200, { errcode: 40003, errmsg: 'invalid openid' });
  if (token.scope !== 'snsapi_userinfo') return sendJson(reply, 200, { errcode: 48001, errmsg: 'api unauthorized' });
  return sendJson(reply, 200, { openid: openidOf(known.id), nickname: known.name, sex: 0, language: '', city: '', province: '', country: '', headimgurl: absolute(ctx, known.avatar), privilege: [], unionid: known.unionid });
}

const openidOf = (personId: string) => stableId('o', 27, 'openid', demo.official.appid, personId);

function chooser(ctx: Context, url: URL): string {
  const items = ctx.world.made.map((id) => ctx.world.people[id]!).map((one) => {
    const target = new URL(url);
    target.searchParams.set('as', one.id);
    return person(target.pathname + target.search, absolute(ctx, one.avatar), one.name, '微信用户');
  });
  const list = items.length > 0 ? `<ul>${items.join('')}</ul>` : '<p>还没有微信用户：先在沙盒的手机页上新建一位。</p>';
  return page('在微信中打开', `<h1>在微信中打开</h1><p>真实环境里微信知道你是谁，并请你同意；沙盒里请选择一位微信用户。</p>${list}`);
}
