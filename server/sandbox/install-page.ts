import type { ServerResponse } from 'node:http';
import type { Context } from './context';
import type { CorpKey } from './control';
import { corpKeys } from './seed';
import { demo } from './demo';
import { escape, failure, page } from './html';
import { redirect, sendHtml } from './http';
import { stateRule } from './sign-in';
import { allowSuite } from './platform/authorisation';

/** https://developer.work.weixin.qq.com/document/path/90597 */
export function install(ctx: Context, reply: ServerResponse, url: URL): void {
  const query = url.searchParams;
  const back = query.get('redirect_uri') ?? '';
  const code = ctx.world.codes[query.get('pre_auth_code') ?? ''];
  const refused = refusal(ctx, query, back, code?.kind === 'preAuth' && code.expiresAt > ctx.clock.now());
  if (refused) {
    sendHtml(reply, failure('无法安装', refused), 400);
    return;
  }
  const corp = query.get('corp') as CorpKey | null;
  if (!corp || !corpKeys.includes(corp)) {
    sendHtml(reply, form(ctx, url));
    return;
  }
  const target = new URL(back);
  target.searchParams.set('auth_code', allowSuite(ctx, corp));
  target.searchParams.set('expires_in', '600');
  target.searchParams.set('state', query.get('state') ?? '');
  redirect(reply, target.href);
}

function refusal(ctx: Context, query: URLSearchParams, back: string, alive: boolean): string {
  if (query.get('suite_id') !== demo.suite.suiteId) return 'suite_id 不正确';
  if (!stateRule.test(query.get('state') ?? '')) return 'state 只能由字母和数字组成，最多 128 字节';
  if (!alive) return 'pre_auth_code 无效或已过期';
  if (!URL.canParse(back) || new URL(back).host !== new URL(ctx.serverUrl).host) return 'redirect_uri 与授权完成回调域名不一致';
  return '';
}

/** Corps that are shown with an app of their own cannot also take the suite: they stand here greyed out. */
function form(ctx: Context, url: URL): string {
  const rows = corpKeys.map((key) => {
    const corp = ctx.world.corps[key];
    if (key !== 'suite') return `<div class="row off"><span><b>${escape(corp.name)}</b><br><small>已使用${key === 'agency' ? '代开发' : '自建'}应用</small></span></div>`;
    const target = new URL(url);
    target.searchParams.set('corp', key);
    const app = ctx.world.apps[`suite:${key}`];
    const admin = corp.staff.find((member) => member.userid === corp.admins[0])?.name ?? '';
    return `<div class="row"><span><b>${escape(corp.name)}</b><br><small>管理员 ${escape(admin)} · 可见范围：全公司${app && !app.cancelled ? ' · 已安装，将重新授权' : ''}</small></span></div>
<p style="margin-top:16px">授权后，应用可以获取成员 ID 与部门结构、客户基础信息，并接收客户变更通知。</p><a class="button" id="confirm" href="${escape(target.pathname + target.search)}">确认安装</a>`;
  });
  return page('安装应用', `<h1>安装 SCRM</h1><p>以企业管理员的身份，选择要安装应用的企业。</p>${rows.join('<div style="height:8px"></div>')}`);
}
