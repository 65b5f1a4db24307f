import type { Context } from '../context';
import type { App, OneTimeCode } from '../model';
import type { CorpKey } from '../control';
import type { Call, Endpoint } from './endpoint';
import { appCall, providerCall, suiteCall, wordOf } from './endpoint';
import { inside, int, list, text } from './check';
import { absolute } from '../context';
import { pushTicket, tellSuite } from '../announce';
import { demo } from '../demo';
import { randomId } from '../crypto';
import { authorised, issue, revokeTokens } from './token';
import { Refused } from './refuse';

const minute = 60_000;

export function makeCode(ctx: Context, code: Omit<OneTimeCode, 'at' | 'expiresAt' | 'used'>, lifeMs: number): string {
  const value = randomId('', 64);
  const at = ctx.clock.now();
  const { codes } = ctx.world;
  for (const [old, one] of Object.entries(codes)) if (one.expiresAt < at - 3_600_000) delete codes[old];
  codes[value] = { ...code, at, expiresAt: at + lifeMs, used: false };
  ctx.store.touch();
  return value;
}

/** Spends a single-use code. */
export function spendCode(ctx: Context, value: string, kind: OneTimeCode['kind'], refusedWith: number, expiredWith = refusedWith): OneTimeCode {
  const code = ctx.world.codes[value];
  if (!code || code.kind !== kind || code.used) throw new Refused(refusedWith);
  if (code.expiresAt < ctx.clock.now()) throw new Refused(expiredWith);
  code.used = true;
  ctx.store.touch();
  return code;
}

/** An admin allows the suite in. The app exists once the provider has traded the code in. */
export function allowSuite(ctx: Context, corp: CorpKey): string {
  return makeCode(ctx, { kind: 'auth', corp, appId: `suite:${corp}`, userid: ctx.world.corps[corp].admins[0] ?? '', scope: '' }, 10 * minute);
}

/** From the app market: https://developer.work.weixin.qq.com/document/path/90642 */
export function installFromMarket(ctx: Context, corp: CorpKey): void {
  pushTicket(ctx);
  tellSuite(ctx, corp, 'create_auth', { AuthCode: allowSuite(ctx, corp) });
}

export function uninstall(ctx: Context, corp: CorpKey): boolean {
  const app = ctx.world.apps[`suite:${corp}`];
  if (!app || app.cancelled) return false;
  app.cancelled = true;
  revokeTokens({ ctx }, app.id);
  tellSuite(ctx, corp, 'cancel_auth', { AuthCorpId: ctx.world.corps[corp].openId });
  return true;
}

/** An admin asks for a new secret of an agency-built app: https://developer.work.weixin.qq.com/document/path/97175 */
export function resetSecret(ctx: Context, corp: CorpKey): void {
  const code = makeCode(ctx, { kind: 'auth', corp, appId: corp, userid: '', scope: '' }, 10 * minute);
  tellSuite(ctx, corp, 'reset_permanent_code', { AuthCode: code });
}

function exchange(call: Call): App {
  const code = spendCode(call.ctx, wordOf(call, 'auth_code'), 'auth', 40078);
  const corp = code.corp ?? 'suite';
  const before = call.ctx.world.apps[code.appId];
  const kind = code.appId.startsWith('suite:') ? 'suite' : 'agency';
  // The code stays the same while the authorisation lasts; an agency-built app's is only traded to get a new one.
  const secret = before && !before.cancelled && kind === 'suite' ? before.secret : randomId('', 32);
  const app: App = {
    id: code.appId, kind, corp, agentId: demo.corps[corp].agentId, name: 'SCRM', secret,
    installedAt: call.now, cancelled: false, visible: before?.visible ?? { users: [], departments: [1] }, callback: before?.callback ?? null, sidebarUrl: before?.sidebarUrl ?? '',
  };
  if (before && before.secret !== secret) revokeTokens(call, before.id);
  call.ctx.world.apps[app.id] = app;
  call.ctx.store.touch();
  return app;
}

function corpInfo(call: Call, app: App): Record<string, unknown> {
  const corp = call.ctx.world.corps[app.corp];
  return {
    corpid: call.ctx.identities.corpid(app), corp_name: corp.name, corp_type: 'verified', corp_square_logo_url: absolute(call.ctx, `/sandbox/avatar/${encodeURIComponent(`${corp.key}~${corp.name[0]}`)}.svg`),
    corp_user_max: 200, corp_full_name: corp.name, verified_end_time: Math.floor(call.now / 1000) + 31_536_000, subject_type: 1, corp_scale: '1-50人',
    corp_industry: corp.industry, corp_sub_industry: corp.industry, location: '上海市',
  };
}

function authInfo(call: Call, app: App): Record<string, unknown> {
  return {
    agent: [{
      agentid: app.agentId, name: app.name, round_logo_url: '', square_logo_url: absolute(call.ctx, '/sandbox/avatar/app~S.svg'), appid: 1, auth_mode: 0,
      is_customized_app: app.kind === 'agency', auth_from_thirdapp: false,
      privilege: {
        level: 1, allow_party: app.visible.departments, allow_user: app.visible.users.map((userid) => call.ctx.identities.userid(app, userid)), allow_tag: [],
        extra_party: [], extra_user: [], extra_tag: [],
      },
    }],
  };
}

function authUser(call: Call, app: App): Record<string, unknown> {
  const userid = call.ctx.identities.userid(app, call.ctx.world.corps[app.corp].admins[0] ?? '');
  return { userid, open_userid: userid, name: userid, avatar: '' };
}

const authCode = [text('auth_code', { missing: 40078 })];
const credentials = [text('auth_corpid', { missing: 41002 }), text('permanent_code', { missing: 41025 })];
const readAuthInfo = (call: Call) => {
  const app = authorised(call);
  return { dealer_corp_info: undefined, auth_corp_info: corpInfo(call, app), auth_info: authInfo(call, app) };
};

const permissions: Record<CorpKey, string[]> = {
  suite: ['contact:base:base'],
  agency: ['contact:base:base', 'contact:sensitive:user_name', 'contact:sensitive:department_name', 'contact:sensitive:position'],
  selfBuilt: ['contact:base:base', 'contact:sensitive:user_name', 'contact:sensitive:department_name', 'contact:sensitive:position'],
};

export const authorisationCalls: Endpoint[] = [
  /** https://developer.work.weixin.qq.com/document/path/90601 */
  suiteCall('GET', 'service/get_pre_auth_code', [], (call) => ({
    pre_auth_code: makeCode(call.ctx, { kind: 'preAuth', corp: null, appId: demo.suite.suiteId, userid: '', scope: '' }, 20 * minute), expires_in: 1200,
  })),
  /** https://developer.work.weixin.qq.com/document/path/90602 */
  suiteCall('POST', 'service/set_session_info', [
    text('pre_auth_code', { missing: 40077 }), inside('session_info', [list('appid', 'number'), int('auth_type', { among: [0, 1] })], { missing: 40058 }),
  ], (call) => {
    const code = call.ctx.world.codes[wordOf(call, 'pre_auth_code')];
    if (code?.kind !== 'preAuth') throw new Refused(40077);
    if (code.expiresAt < call.now) throw new Refused(42007);
    return {};
  }),
  /** https://developer.work.weixin.qq.com/document/path/100776 */
  suiteCall('POST', 'service/v2/get_permanent_code', authCode, (call) => {
    const app = exchange(call);
    return { permanent_code: app.secret, auth_corp_info: { corpid: call.ctx.identities.corpid(app), corp_name: call.ctx.world.corps[app.corp].name }, auth_user_info: authUser(call, app) };
  }),
  /** https://developer.work.weixin.qq.com/document/path/90603 */
  suiteCall('POST', 'service/get_permanent_code', authCode, (call) => {
    const app = exchange(call);
    const token = app.kind === 'suite' ? issue(call, 'access', app.id) : null;
    return {
      ...(token && { access_token: token.value, expires_in: token.expires_in }),
      permanent_code: app.secret, auth_corp_info: corpInfo(call, app), auth_info: authInfo(call, app), auth_user_info: authUser(call, app),
    };
  }),
  /** https://developer.work.weixin.qq.com/document/path/100795 */
  suiteCall('POST', 'service/v2/get_auth_info', credentials, readAuthInfo),
  suiteCall('POST', 'service/get_auth_info', credentials, readAuthInfo),
  /** https://developer.work.weixin.qq.com/document/path/90606 */
  suiteCall('POST', 'service/get_admin_list', [text('auth_corpid', { missing: 41002 }), int('agentid', { missing: 41011 })], (call) => {
    const corp = call.ctx.identities.findCorp(wordOf(call, 'auth_corpid'));
    const app = corp && call.ctx.world.apps[`suite:${corp.key}`];
    if (!corp || !app || app.cancelled) throw new Refused(48004);
    if (app.agentId !== call.body.agentid) throw new Refused(40056);
    return { admin: corp.admins.map((userid) => ({ userid: call.ctx.identities.userid(app, userid), open_userid: call.ctx.identities.userid(app, userid), auth_type: 1 })) };
  }),
  /** https://developer.work.weixin.qq.com/document/path/100072 */
  appCall('POST', 'agent/get_admin_list', [], (call) => ({
    admin: call.corp.admins.map((userid) => ({ userid: call.ctx.identities.userid(call.app, userid), auth_type: 1 })),
  }), ['suite', 'agency']),
  /** https://developer.work.weixin.qq.com/document/path/99052 */
  appCall('POST', 'agent/get_permissions', [], (call) => ({ app_permissions: permissions[call.app.kind] })),
  /** https://developer.work.weixin.qq.com/document/path/90363 */
  appCall('GET', 'agent/get', [], (call) => {
    if (Number(call.query.get('agentid')) !== call.app.agentId) throw new Refused(call.query.get('agentid') ? 40056 : 41011);
    return {
      agentid: call.app.agentId, name: call.app.name, square_logo_url: absolute(call.ctx, '/sandbox/avatar/app~S.svg'), description: '客户运营',
      allow_userinfos: { user: call.app.visible.users.map((userid) => ({ userid: call.ctx.identities.userid(call.app, userid) })) },
      allow_partys: { partyid: call.app.visible.departments }, allow_tags: { tagid: [] }, close: 0, redirect_domain: new URL(call.ctx.serverUrl).host,
      report_location_flag: 0, isreportenter: 0, home_url: `${call.ctx.serverUrl}/sidebar/`, ...(call.app.kind === 'agency' && { customized_publish_status: 3 }),
    };
  }),
  providerCall('POST', 'service/corpid_to_opencorpid', [text('corpid', { missing: 41002 })], (call) => {
    const corp = call.ctx.identities.findCorp(wordOf(call, 'corpid'));
    const ours = corp && Object.values(call.ctx.world.apps).some((app) => app.corp === corp.key && app.kind !== 'selfBuilt' && !app.cancelled);
    if (!corp || !ours) throw new Refused(48001);
    return { open_corpid: corp.openId };
  }),
];
