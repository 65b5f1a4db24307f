import type { SuiteCalls, WecomApp } from '../client';
import type { Hosts } from '../hosts';
import { id, reply, text } from './reply';

/** `userid` is '' for someone outside of the corp; then there is an `openid`. */
export const SuiteVisitor = reply({ corpid: text, userid: text, open_userid: text, user_ticket: text, openid: text });
export const SuiteVisitorDetail = reply({ corpid: text, userid: id, name: text, gender: text, avatar: text, qr_code: text });
export const Visitor = reply({ userid: text, user_ticket: text, openid: text, external_userid: text });
export const VisitorDetail = reply({ userid: id, gender: text, avatar: text, qr_code: text, mobile: text, email: text, biz_mail: text, address: text });

/** `snsapi_base` is silent; `snsapi_privateinfo` asks, and gives a user ticket for avatar and phone. */
export type OAuthScope = 'snsapi_base' | 'snsapi_userinfo' | 'snsapi_privateinfo';
interface AuthorizeInput {
  redirectUri: string;
  /** Letters and digits, at most 128. */
  state: string;
  scope?: OAuthScope;
}

/** Signs in inside WeCom, for a suite. https://developer.work.weixin.qq.com/document/path/91120 */
export function suiteAuthorizeUrl(hosts: Hosts, { suiteId, ...input }: AuthorizeInput & { suiteId: string }): string {
  return authorizeUrl(hosts, input, { appid: suiteId });
}

/** Signs in inside WeCom, for a self-built or agency-built app. https://developer.work.weixin.qq.com/document/path/91022 */
export function appAuthorizeUrl(hosts: Hosts, { wecomCorpId, agentId, ...input }: AuthorizeInput & { wecomCorpId: string; agentId: number }): string {
  return authorizeUrl(hosts, input, { appid: wecomCorpId, agentid: String(agentId) });
}

/** Signs in on a desktop browser: with a suite (`suiteId`) or with an app. https://developer.work.weixin.qq.com/document/path/98179 */
export function webLoginUrl(hosts: Hosts, input: { redirectUri: string; state: string; language?: 'zh' | 'en' } & ({ suiteId: string } | { wecomCorpId: string; agentId: number })): string {
  const who: Record<string, string> = 'suiteId' in input
    ? { login_type: 'ServiceApp', appid: input.suiteId }
    : { login_type: 'CorpApp', appid: input.wecomCorpId, agentid: String(input.agentId) };
  const query = new URLSearchParams({ ...who, redirect_uri: input.redirectUri, state: input.state, lang: input.language ?? 'zh' });
  return `${hosts.login}/wwlogin/sso/login?${query}`;
}

/**
 * Who came back with `code` (5 minutes, once; 40029 when used), for a suite: inside WeCom and on the desktop.
 * https://developer.work.weixin.qq.com/document/path/91121
 */
export function getSuiteVisitor(suite: SuiteCalls, code: string) {
  return suite.get('/cgi-bin/service/auth/getuserinfo3rd', { code }, SuiteVisitor);
}

/** `name` is the userid. https://developer.work.weixin.qq.com/document/path/91122 */
export function getSuiteVisitorDetail(suite: SuiteCalls, userTicket: string) {
  return suite.post('/cgi-bin/service/auth/getuserdetail3rd', { user_ticket: userTicket }, SuiteVisitorDetail);
}

/** Self-built and agency-built apps. https://developer.work.weixin.qq.com/document/path/91023 */
export function getVisitor(app: WecomApp, code: string) {
  return app.get('/cgi-bin/auth/getuserinfo', { code }, Visitor);
}

/** https://developer.work.weixin.qq.com/document/path/95833 */
export function getVisitorDetail(app: WecomApp, userTicket: string) {
  return app.post('/cgi-bin/auth/getuserdetail', { user_ticket: userTicket }, VisitorDetail);
}

function authorizeUrl(hosts: Hosts, { redirectUri, state, scope = 'snsapi_base' }: AuthorizeInput, who: { appid: string; agentid?: string }): string {
  const query = new URLSearchParams({ appid: who.appid, redirect_uri: redirectUri, response_type: 'code', scope, state });
  if (who.agentid) query.set('agentid', who.agentid);
  return `${hosts.authorize}/connect/oauth2/authorize?${query}#wechat_redirect`;
}
