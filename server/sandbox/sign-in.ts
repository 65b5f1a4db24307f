import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context';
import type { CorpKey } from './control';
import type { App } from './model';
import { absolute, findStaff, visibleStaff } from './context';
import { cookie, redirect, sendHtml } from './http';
import { corpKeys } from './seed';
import { demo } from './demo';
import { escape, failure, page, person } from './html';
import { makeCode } from './platform/authorisation';

const codeLife = 5 * 60_000;

/** Whose WeCom shows the page: the chat beside the sidebar, or who signed in last in this browser. */
/** Whose client it is, and beside whom it shows the page: `person` is a WeChat user's id, or `chat:<id>` for a group. */
export interface View { corp: CorpKey; userid: string; person: string }

export function parseView(text: string | null): View | null {
  const [corp, userid, person = ''] = (text ?? '').split('/');
  if (!corpKeys.includes(corp as CorpKey) || !userid) return null;
  return { corp: corp as CorpKey, userid, person };
}

export function viewCookie(name: 'sandbox_view' | 'sandbox_login', view: View): string {
  return `${name}=${encodeURIComponent(`${view.corp}/${view.userid}/${view.person}`)}; Path=/; SameSite=Lax`;
}

export function viewOf(request: IncomingMessage): View | null {
  return parseView(cookie(request, 'sandbox_view'));
}

/** A page may only come back to a trusted domain: https://developer.work.weixin.qq.com/document/path/91120 */
export function trusted(ctx: Context, address: string | null): URL | null {
  if (!address || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.host === new URL(ctx.serverUrl).host ? url : null;
}

function comeBack(ctx: Context, query: URLSearchParams, app: App, userid: string): string {
  const back = new URL(query.get('redirect_uri')!);
  const scope = query.get('scope') ?? 'snsapi_base';
  back.searchParams.set('code', makeCode(ctx, { kind: 'oauth', corp: app.corp, appId: app.id, userid, scope }, codeLife));
  back.searchParams.set('state', query.get('state') ?? '');
  return back.href;
}

/** The apps that an `appid` can mean: a suite's in any corp that installed it, or one corp's own. */
function appsFor(ctx: Context, query: URLSearchParams): App[] {
  const appid = query.get('appid') ?? '';
  const agentId = Number(query.get('agentid') ?? 0);
  return Object.values(ctx.world.apps).filter((app) => {
    if (app.cancelled) return false;
    if (appid === demo.suite.suiteId) return app.kind === 'suite';
    return ctx.identities.corpid(app) === appid && app.kind !== 'suite' && (!agentId || agentId === app.agentId);
  });
}

export const stateRule = /^[a-zA-Z0-9]{0,128}$/;

function guard(ctx: Context, reply: ServerResponse, query: URLSearchParams): App[] | null {
  if (!trusted(ctx, query.get('redirect_uri'))) {
    sendHtml(reply, failure('50001', 'redirect_uri 与应用的可信域名不一致'), 400);
    return null;
  }
  const apps = appsFor(ctx, query);
  if (apps.length === 0) sendHtml(reply, failure('无法打开', '没有企业安装了这个应用，或者 appid 不正确'), 400);
  return apps.length > 0 ? apps : null;
}

/** In the client there is no question who one is; in a plain browser the sandbox asks. */
export function authorise(ctx: Context, request: IncomingMessage, reply: ServerResponse, url: URL): void {
  const query = url.searchParams;
  if (!stateRule.test(query.get('state') ?? '')) {
    sendHtml(reply, failure('参数错误', 'state 只能由字母和数字组成，最多 128 字节'), 400);
    return;
  }
  const apps = guard(ctx, reply, query);
  if (!apps) return;
  const view = parseView(query.get('as')) ?? viewOf(request);
  const app = apps.find((one) => one.corp === view?.corp);
  if (view && app && findStaff(ctx.world.corps[view.corp], view.userid)) {
    redirect(reply, comeBack(ctx, query, app, view.userid), { 'set-cookie': viewCookie('sandbox_login', view) });
    return;
  }
  sendHtml(reply, chooser(ctx, apps, url, '在企业微信中打开', '真实环境里企业微信知道你是谁；沙盒里请选择一位成员。'));
}

/** https://developer.work.weixin.qq.com/document/path/98171 */
export function webLogin(ctx: Context, reply: ServerResponse, url: URL): void {
  const query = url.searchParams;
  const type = query.get('login_type');
  if (type !== 'ServiceApp' && type !== 'CorpApp') {
    sendHtml(reply, failure('参数错误', 'login_type 应为 ServiceApp 或 CorpApp'), 400);
    return;
  }
  const apps = guard(ctx, reply, query);
  if (!apps) return;
  const view = parseView(query.get('as'));
  const app = apps.find((one) => one.corp === view?.corp);
  if (view && app && findStaff(ctx.world.corps[view.corp], view.userid)) {
    redirect(reply, comeBack(ctx, query, app, view.userid), { 'set-cookie': viewCookie('sandbox_login', view) });
    return;
  }
  sendHtml(reply, chooser(ctx, apps, url, '企业微信登录', '沙盒代替扫码：选择以哪位成员的身份登录。'));
}

/** Who of the corps that have these apps opens the page; `as` in its address tells. */
export function chooser(ctx: Context, apps: App[], url: URL, title: string, hint: string): string {
  const sections = apps.map((app) => {
    const corp = ctx.world.corps[app.corp];
    const items = visibleStaff(corp, app).map((member) => {
      const target = new URL(url);
      target.searchParams.set('as', `${corp.key}/${member.userid}`);
      const department = corp.departments.find((one) => one.id === member.departmentIds[0])?.name ?? '';
      const role = corp.admins.includes(member.userid) ? '超级管理员' : member.position;
      return person(target.pathname + target.search, absolute(ctx, member.avatar), member.name, `${department} · ${role}`);
    });
    return `<h2>${escape(corp.name)} <span class="tag">${{ suite: '第三方应用', agency: '代开发应用', selfBuilt: '自建应用' }[app.kind]}</span></h2><ul>${items.join('')}</ul>`;
  });
  return page(title, `<h1>${title}</h1><p>${hint}</p>${sections.join('')}`);
}
