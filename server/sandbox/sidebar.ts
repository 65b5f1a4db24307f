import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context';
import type { App } from './model';
import { findStaff, friendship, mainApp } from './context';
import { failure } from './html';
import { redirect, sendBytes, sendHtml } from './http';
import { parseView, viewCookie, viewOf } from './sign-in';
import type { View } from './sign-in';
import { mediaUrl } from './platform/media';
import { say } from './friends';
import { signPage } from './crypto';

/** Opens the app beside a chat, as the client does: at the address that the app's console says. */
export function openSidebar(ctx: Context, reply: ServerResponse, url: URL): void {
  const { searchParams } = url;
  const view = parseView([searchParams.get('corp'), searchParams.get('userid'), searchParams.get('person') ?? (searchParams.has('chat') ? `chat:${searchParams.get('chat')}` : '')].join('/'));
  const app = view && mainApp(ctx, view.corp);
  if (!view || !app || !findStaff(ctx.world.corps[view.corp], view.userid)) {
    sendHtml(reply, failure('无法打开侧边栏', '请检查企业、成员，并确认应用已安装'), 404);
    return;
  }
  redirect(reply, sidebarAddress(ctx, app), { 'set-cookie': viewCookie('sandbox_view', view) });
}

/** An own app is named in the page's address as it is in its callback's: `/wecom/app/<appId>`. */
function sidebarAddress(ctx: Context, app: App): string {
  if (app.sidebarUrl) return app.sidebarUrl;
  const appId = /\/wecom\/app\/([^/?]+)/.exec(app.callback?.url ?? '')?.[1];
  return `${ctx.serverUrl}/oauth/sidebar${appId ? `?app=${appId}` : ''}`;
}

const script = readFileSync(new URL('./client/wecom-client.js', import.meta.url), 'utf8');

/** What the client puts into a page. Who looks at it is written in, because the page must know at once. */
export function sendClientScript(ctx: Context, request: IncomingMessage, reply: ServerResponse): void {
  const view = viewOf(request);
  const text = `${script.replace('__SANDBOX_URL__', JSON.stringify(ctx.url)).replace('__SANDBOX_VIEW__', JSON.stringify(view && `${view.corp}/${view.userid}/${view.person}`))}`;
  sendBytes(reply, Buffer.from(text), 'text/javascript; charset=utf-8', { 'cache-control': 'no-store' });
}

interface Invocation {
  view?: string;
  name?: string;
  params?: Record<string, unknown>;
  url?: string;
}

/** Runs one JS-API call of a page in the sidebar: checks who asks, then does what the client would do. */
export function invoke(ctx: Context, input: Invocation): Record<string, unknown> {
  const name = input.name ?? '';
  const params = input.params ?? {};
  const view = parseView(input.view ?? null);
  const app = view && mainApp(ctx, view.corp);
  if (!view || !app) return fail(name, 'no permission');
  if (name === 'agentConfig') return checkAgentConfig(ctx, app, params, input.url ?? '');
  if (name === 'preVerifyJSAPI') return checkConfig(ctx, app, params, input.url ?? '');
  if (name === 'getContext') return ok(name, { entry: view.person.startsWith('chat:') ? 'group_chat_tools' : view.person ? 'single_chat_tools' : 'normal' });
  // Everything below needs the app's identity: the bridge sends what agentConfig was given along.
  if (!isSigned(ctx, app, params, input.url ?? '')) return fail(name, 'no permission');
  if (name === 'startRecord') return ok(name, {});
  if (name === 'stopRecord') return ok(name, { localId: `voice-${ctx.clock.now()}` });
  if (name === 'translateVoice') return typeof params.localId === 'string' && params.localId.startsWith('voice-') ? ok(name, { translateResult: spoken }) : fail(name, 'invalid localId');
  const one = view.person ? friendship(ctx, view.corp, view.userid, view.person) : null;
  if (name === 'getCurExternalContact') {
    return one ? ok(name, { userId: ctx.identities.external(app, one.person) }) : fail(name, 'without context of external contact');
  }
  if (name === 'sendChatMessage') return one ? send(ctx, view, params) : fail(name, 'no permission');
  if (name === 'selectExternalContact') return ok(name, { userIds: one ? [ctx.identities.external(app, one.person)] : [] });
  if (name === 'getCurExternalChat') {
    const group = ctx.world.corps[view.corp].groups.find((one) => `chat:${one.chatId}` === view.person);
    return group ? ok(name, { chatId: ctx.identities.chatId(app, group.chatId) }) : fail(name, 'without context of external chat');
  }
  return accepted.has(name) ? ok(name, {}) : fail(name, 'function not exist');
}

/** The sandbox has no ears: whatever is said is this. */
const spoken = '客户下周三到店看样品';

/** What the client takes without anything to be seen here. */
const accepted = new Set([
  'hideChatAttachmentMenu', 'shareAppMessage', 'shareWechatMessage', 'shareToExternalContact', 'shareToExternalChat', 'shareToExternalMoments', 'setShareAttr', 'navigateToAddCustomer',
  'hideOptionMenu', 'showOptionMenu', 'hideMenuItems', 'showMenuItems', 'setKeepScreenOn', 'openAppManage', 'launchMiniprogram',
]);

function send(ctx: Context, view: View, params: Record<string, unknown>): Record<string, unknown> {
  const one = friendship(ctx, view.corp, view.userid, view.person)!;
  const part = (field: string) => (params[field] ?? {}) as Record<string, string>;
  const name = 'sendChatMessage';
  const type = String(params.msgtype);
  if (type === 'text') say(ctx, one, 'staff', part('text').content ?? '');
  else if (type === 'news') {
    const { link = '', title = '', desc = '', imgUrl = '' } = part('news');
    if (imgUrl && !/^https?:/.test(imgUrl)) return fail(name, 'invalid imgUrl');
    say(ctx, one, 'staff', title, { kind: 'link', url: link, desc, mediaUrl: imgUrl });
  } else if (type === 'miniprogram') {
    const { appid = '', title = '', imgUrl = '', page = '' } = part('miniprogram');
    if (!/^https?:/.test(imgUrl)) return fail(name, 'invalid imgUrl');
    if (!/\.html($|\?)/.test(page)) return fail(name, 'invalid page');
    say(ctx, one, 'staff', title, { kind: 'miniprogram', url: `${appid}/${page}`, mediaUrl: imgUrl });
  } else if (type === 'image' || type === 'video' || type === 'file') {
    const media = ctx.world.media[part(type).mediaid ?? ''];
    if (!media) return fail(name, 'invalid mediaid');
    say(ctx, one, 'staff', media.filename, { kind: type, mediaUrl: mediaUrl(media) });
  } else return fail(name, 'invalid msgtype');
  return ok(name, {});
}

/** https://developer.work.weixin.qq.com/document/path/94325 */
function checkAgentConfig(ctx: Context, app: App, params: Record<string, unknown>, url: string): Record<string, unknown> {
  if (params.corpid !== ctx.identities.corpid(app)) return fail('agentConfig', 'not match corpid', 92002);
  if (String(params.agentid) !== String(app.agentId)) return fail('agentConfig', 'invalid agentid', 40056);
  if (!trusted(ctx, url)) return fail('agentConfig', 'invalid url domain', 80001);
  if (!signedWith(ctx, app, 'agentTicket', String(params.nonceStr), String(params.timestamp), url, String(params.signature))) return fail('agentConfig', 'invalid signature', 40093);
  return ok('agentConfig', {});
}

function checkConfig(ctx: Context, app: App, params: Record<string, unknown>, url: string): Record<string, unknown> {
  if (params.appId !== ctx.identities.corpid(app)) return fail('config', 'invalid appid', 40013);
  if (!trusted(ctx, url)) return fail('config', 'invalid url domain', 80001);
  if (!signedWith(ctx, app, 'jsapi', String(params.verifyNonceStr), String(params.verifyTimestamp), url, String(params.verifySignature))) return fail('config', 'invalid signature', 40093);
  return ok('config', {});
}

function isSigned(ctx: Context, app: App, params: Record<string, unknown>, url: string): boolean {
  const [nonce, time, signature] = [params.verifyNonceStr, params.verifyTimestamp, params.verifySignature].map(String);
  return params.verifyAppId === ctx.identities.corpid(app) && signedWith(ctx, app, 'agentTicket', nonce!, time!, url, signature!);
}

/** Recomputes the signature with the ticket that this very app was given. */
export function signedWith(ctx: Context, app: App, kind: 'jsapi' | 'agentTicket', nonce: string, timestamp: string, url: string, signature: string): boolean {
  const now = ctx.clock.now();
  return Object.values(ctx.world.tokens).some((token) => token.kind === kind && token.appId === app.id && token.expiresAt > now && signPage(token.value, nonce, timestamp, url) === signature);
}

function trusted(ctx: Context, url: string): boolean {
  return URL.canParse(url) && new URL(url).host === new URL(ctx.serverUrl).host;
}

function ok(name: string, more: Record<string, unknown>): Record<string, unknown> {
  return { errMsg: `${name}:ok`, errCode: 0, ...more };
}

function fail(name: string, reason: string, errCode = -1): Record<string, unknown> {
  return { errMsg: `${name}:fail ${reason}`, errCode };
}
