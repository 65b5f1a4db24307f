import type { App } from '../model';
import type { Call, Endpoint } from './endpoint';
import { asked, openCall, appCall, suiteCall, wordOf } from './endpoint';
import { demo } from '../demo';
import { randomId } from '../crypto';
import { text } from './check';
import { Refused } from './refuse';

/** Tokens and tickets live 7200 s; within that time the same one is given again. */
const life = 7_200_000;
const ticketLife = 30 * 60_000;

type Kind = 'provider' | 'suite' | 'access' | 'jsapi' | 'agentTicket';

export function issue(call: Call, kind: Kind, appId: string): { value: string; expires_in: number } {
  const { tokens } = call.ctx.world;
  const valid = Object.values(tokens).find((token) => token.kind === kind && token.appId === appId && token.expiresAt > call.now);
  if (valid) return { value: valid.value, expires_in: Math.floor((valid.expiresAt - call.now) / 1000) };
  // Dead ones are remembered for a day, so that they answer "expired" and not "unknown".
  for (const token of Object.values(tokens)) if (token.expiresAt < call.now - 86_400_000) delete tokens[token.value];
  const value = randomId('', kind === 'jsapi' || kind === 'agentTicket' ? 64 : 160);
  tokens[value] = { value, kind, appId, at: call.now, expiresAt: call.now + life };
  call.ctx.store.touch();
  return { value, expires_in: life / 1000 };
}

export function revokeTokens(call: Pick<Call, 'ctx'>, appId: string): void {
  for (const token of Object.values(call.ctx.world.tokens)) if (token.appId === appId) delete call.ctx.world.tokens[token.value];
}

/** The suite's app in a corp, by what a provider knows of it. */
export function authorised(call: Call): App {
  const corp = call.ctx.identities.findCorp(wordOf(call, 'auth_corpid'));
  if (!corp) throw new Refused(40013, 'auth_corpid');
  const app = Object.values(call.ctx.world.apps).find((one) => one.corp === corp.key && one.kind === 'suite');
  // An agency-built app goes through gettoken; taking the third-party way is refused.
  const agency = Object.values(call.ctx.world.apps).find((one) => one.corp === corp.key && one.kind === 'agency');
  if (!app && agency?.secret === wordOf(call, 'permanent_code')) throw new Refused(48002, 'customized app');
  if (!app) throw new Refused(48004);
  if (app.cancelled || app.secret !== wordOf(call, 'permanent_code')) throw new Refused(40084);
  return app;
}

const credentials = [text('auth_corpid', { missing: 41002 }), text('permanent_code', { missing: 41025 })];

export const tokenCalls: Endpoint[] = [
  /** https://developer.work.weixin.qq.com/document/path/91200 */
  openCall('POST', 'service/get_provider_token', [text('corpid', { missing: 41002 }), text('provider_secret', { missing: 41004 })], (call) => {
    if (wordOf(call, 'corpid') !== demo.provider.corpId) throw new Refused(40013);
    if (wordOf(call, 'provider_secret') !== demo.provider.secret) throw new Refused(40001);
    const token = issue(call, 'provider', 'provider');
    return { provider_access_token: token.value, expires_in: token.expires_in };
  }),
  /** https://developer.work.weixin.qq.com/document/path/90600 */
  openCall('POST', 'service/get_suite_token', [text('suite_id', { missing: 41021 }), text('suite_secret', { missing: 41024 }), text('suite_ticket', { missing: 41023 })], (call) => {
    if (wordOf(call, 'suite_id') !== demo.suite.suiteId) throw new Refused(40083);
    if (wordOf(call, 'suite_secret') !== demo.suite.secret) throw new Refused(40080);
    const ticket = call.ctx.world.tickets.find((one) => one.value === wordOf(call, 'suite_ticket'));
    if (!ticket || ticket.at + ticketLife < call.now) throw new Refused(40085);
    const token = issue(call, 'suite', demo.suite.suiteId);
    return { suite_access_token: token.value, expires_in: token.expires_in };
  }),
  /** https://developer.work.weixin.qq.com/document/path/90605 */
  suiteCall('POST', 'service/get_corp_token', credentials, (call) => {
    const token = issue(call, 'access', authorised(call).id);
    return { access_token: token.value, expires_in: token.expires_in };
  }),
  /** https://developer.work.weixin.qq.com/document/path/91039 */
  openCall('GET', 'gettoken', [], (call) => {
    const corpid = asked(call, 'corpid', 41002);
    const secret = asked(call, 'corpsecret', 41004);
    const corp = call.ctx.identities.findCorp(corpid);
    if (!corp) throw new Refused(40013);
    const app = Object.values(call.ctx.world.apps).find((one) => one.corp === corp.key && one.secret === secret);
    if (!app || app.cancelled) throw new Refused(40001);
    if (app.kind === 'suite') throw new Refused(48002, 'use service/get_corp_token');
    const token = issue(call, 'access', app.id);
    return { access_token: token.value, expires_in: token.expires_in };
  }),
  /** https://developer.work.weixin.qq.com/document/path/90506 */
  appCall('GET', 'get_jsapi_ticket', [], (call) => {
    const ticket = issue(call, 'jsapi', call.app.id);
    return { ticket: ticket.value, expires_in: ticket.expires_in };
  }),
  appCall('GET', 'ticket/get', [], (call) => {
    if (asked(call, 'type', 40058) !== 'agent_config') throw new Refused(40058, 'type');
    const ticket = issue(call, 'agentTicket', call.app.id);
    return { ticket: ticket.value, expires_in: ticket.expires_in };
  }),
  appCall('GET', 'getcallbackip', [], () => ({ ip_list: ['127.0.0.1', '::1'] })),
  appCall('GET', 'get_api_domain_ip', [], () => ({ ip_list: ['127.0.0.1', '::1'] })),
];
