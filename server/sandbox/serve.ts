import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApiCall } from './control';
import type { Context } from './context';
import type { OpenData } from './open-data';
import { demo } from './demo';
import { authorise, webLogin } from './sign-in';
import { authoriseWeb, webToken, webUser } from './wechat-web';
import { controlDelete, controlRoutes, listCalls } from './control-routes';
import { geocode } from './geocoder';
import { failure, page } from './html';
import { Impossible } from './friends';
import { install } from './install-page';
import { invoke, openSidebar, sendClientScript } from './sidebar';
import { readBody, redirect, sendBytes, sendHtml, sendJson } from './http';
import { sendAvatar, sendQr, wayAddress } from './pictures';
import { codeToSession } from './wechat';
import { servePay } from './pay';
import { openWeb } from './web-view';
import { sendOpenDataScript } from './open-data';
import { openTranslated, translatedPath } from './translated';
import { servePlatform } from './platform/serve';

export interface Parts {
  calls: ApiCall[];
  record: (call: ApiCall) => void;
  openData: OpenData;
}

const pageDir = fileURLToPath(new URL('./page/dist', import.meta.url));
const bodyLimit = 1024 * 1024;

export async function serve(ctx: Context, parts: Parts, request: IncomingMessage, reply: ServerResponse): Promise<void> {
  try {
    await route(ctx, parts, request, reply, new URL(request.url ?? '/', ctx.url));
  } catch (error) {
    if (reply.headersSent || request.socket.destroyed) {
      reply.destroy();
      return;
    }
    const impossible = error instanceof Impossible || error instanceof SyntaxError || error instanceof URIError;
    sendJson(reply, impossible ? 409 : 500, { error: error instanceof Error ? error.message : String(error) });
    if (!impossible) process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}

async function route(ctx: Context, parts: Parts, request: IncomingMessage, reply: ServerResponse, url: URL): Promise<void> {
  const { pathname } = url;
  if (pathname.startsWith('/cgi-bin/')) return servePlatform(ctx, request, reply, url, parts.record);
  if (pathname.startsWith('/mmpaymkttransfers/')) return servePay(ctx, request, reply, pathname, parts.record);
  if (pathname === '/3rdapp/install') return install(ctx, reply, url);
  if (pathname === '/connect/oauth2/authorize') return url.searchParams.get('appid') === demo.official.appid ? authoriseWeb(ctx, reply, url) : authorise(ctx, request, reply, url);
  if (pathname === '/wwlogin/sso/login') return webLogin(ctx, reply, url);
  if (pathname === '/wwopen/js/jwxwork-1.0.0.js') return sendOpenDataScript(ctx, reply);
  if (pathname === '/sns/jscode2session') return codeToSession(ctx, reply, url.searchParams);
  if (pathname === '/sns/oauth2/access_token') return webToken(ctx, reply, url.searchParams);
  if (pathname === '/sns/userinfo') return webUser(ctx, reply, url.searchParams);
  if (pathname.startsWith(translatedPath)) return openTranslated(ctx, request, reply, url);
  if (pathname.startsWith('/ca/')) return redirect(reply, `/?scan=${encodeURIComponent(pathname + url.search)}`);
  if (pathname === '/ws/geocoder/v1/') return geocode(ctx, reply, url.searchParams);
  if (pathname.startsWith('/u/')) return redirect(reply, `/?scan=${encodeURIComponent(pathname.slice(3))}`);
  if (pathname.startsWith('/sandbox/')) return serveSandbox(ctx, parts, request, reply, url);
  return servePage(reply, pathname);
}

async function serveSandbox(ctx: Context, parts: Parts, request: IncomingMessage, reply: ServerResponse, url: URL): Promise<void> {
  const path = url.pathname.slice('/sandbox'.length);
  allowOrigin(ctx, request, reply);
  if (isForeign(ctx, request)) return sendJson(reply, 403, { error: '只有沙盒自己的页面和它所接的系统可以调用' });
  if (request.method === 'OPTIONS') return void reply.writeHead(204).end();
  if (path === '/stream') return ctx.stream.open(reply);
  if (path === '/sidebar') return openSidebar(ctx, reply, url);
  if (path === '/web') return openWeb(ctx, request, reply, url.searchParams);
  if (path === '/wecom-client.js') return sendClientScript(ctx, request, reply);
  const [, kind, name] = /^\/(avatar|qr|staff-qr|media)\/(.+?)(?:\.svg|\.png)?$/.exec(path) ?? [];
  if (kind && name) return sendPicture(ctx, reply, kind, decodeURIComponent(name), request.headers.accept ?? '');
  const text = request.method === 'POST' ? (await readBody(request, bodyLimit)).toString('utf8') : '';
  const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
  if (path === '/jsapi') return sendJson(reply, 200, invoke(ctx, body));
  if (path === '/open-data/session') return sendJson(reply, 200, parts.openData.open(body));
  if (path === '/open-data/names') {
    const names = parts.openData.names(request, body);
    return sendJson(reply, names ? 200 : 403, names ?? { error: 'no session' });
  }
  const answer = await runControl(ctx, parts, request.method ?? 'GET', path, { ...Object.fromEntries(url.searchParams), ...body });
  sendJson(reply, 200, answer);
}

export async function runControl(ctx: Context, parts: Pick<Parts, 'calls'>, method: string, path: string, input: Record<string, unknown>): Promise<unknown> {
  if (method === 'DELETE') return controlDelete(ctx, path);
  if (method === 'GET' && path === '/calls') return listCalls(parts.calls, String(input.after ?? ''));
  const handler = controlRoutes[`${method} ${path}`];
  if (!handler) throw new Impossible(`没有这个接口：${method} /sandbox${path}`);
  return handler(ctx, input);
}

async function sendPicture(ctx: Context, reply: ServerResponse, kind: string, name: string, accept: string): Promise<void> {
  if (kind === 'avatar') return sendAvatar(reply, name, /svg|\*\/\*/.test(accept) || accept === '' ? 'svg' : 'png');
  if (kind === 'qr') return sendQr(reply, wayAddress(ctx, name));
  if (kind === 'staff-qr') return sendQr(reply, `${ctx.url}/staff/${encodeURIComponent(name)}`);
  const media = ctx.world.media[name];
  const bytes = media && ctx.store.getBlob(media.id);
  if (!media || !bytes) return sendJson(reply, 404, { error: '文件不存在' });
  const shown = /^(image\/(png|jpeg|gif|webp)|video\/)/.test(media.contentType);
  sendBytes(reply, bytes, media.contentType, {
    'cache-control': 'public, max-age=86400', 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff',
    ...(!shown && { 'content-disposition': `attachment; filename="${encodeURIComponent(media.filename)}"` }),
  });
}

/** Pages of other sites have no business here; scripts and tests send no origin at all. */
function isForeign(ctx: Context, request: IncomingMessage): boolean {
  const { origin } = request.headers;
  if (!origin) return false;
  const { host } = request.headers;
  return plainOrigin(origin) !== plainOrigin(ctx.serverUrl) && plainOrigin(origin) !== plainOrigin(`http://${host}`);
}

/** This machine goes by several names; to which page a call belongs does not depend on the one that was typed. */
function plainOrigin(address: string): string {
  return URL.canParse(address) ? new URL(address).origin.replace(/^https?:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?=:|$)/, 'http://localhost') : address;
}

/** The suite's own pages may ask, with cookies. */
function allowOrigin(ctx: Context, request: IncomingMessage, reply: ServerResponse): void {
  const { origin } = request.headers;
  if (!origin || plainOrigin(origin) !== plainOrigin(ctx.serverUrl)) return;
  reply.setHeader('access-control-allow-origin', origin);
  reply.setHeader('access-control-allow-credentials', 'true');
  reply.setHeader('access-control-allow-headers', 'content-type');
  reply.setHeader('access-control-allow-methods', 'GET, POST, DELETE');
  reply.setHeader('vary', 'origin');
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.json': 'application/json', '.woff2': 'font/woff2', '.ico': 'image/x-icon',
};

/** The phone page. */
function servePage(reply: ServerResponse, pathname: string): void {
  const wanted = normalize(join(pageDir, decodeURIComponent(pathname)));
  const inside = wanted.startsWith(pageDir) && existsSync(wanted) && statSync(wanted).isFile();
  const file = inside ? wanted : join(pageDir, 'index.html');
  if (!inside && (extname(pathname) || !existsSync(file))) {
    if (extname(pathname)) return sendHtml(reply, failure('404', '没有这个文件'), 404);
    return sendHtml(reply, page('WeCom sandbox', '<h1>企业微信沙盒正在运行</h1><p>手机页面还没有构建：请在项目根目录运行 <code>npm run build</code>，然后刷新本页。</p>'));
  }
  reply.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'cache-control': file.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache' });
  createReadStream(file).pipe(reply);
}
