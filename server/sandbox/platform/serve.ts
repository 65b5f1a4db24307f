import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context';
import type { ApiCall } from '../control';
import type { App } from '../model';
import type { AppCall, Call, Endpoint } from './endpoint';
import { demo } from '../demo';
import { readBody, readMultipart, sendBytes, sendJson } from '../http';
import { firstRefusal } from './check';
import { platform } from './index';
import { refusal, Refused } from './refuse';

const more = 'more info at https://open.work.weixin.qq.com/devtool/query?e=';

/** Answers `/cgi-bin/…` as the platform does: HTTP 200 whatever happens, and the truth in `errcode`. */
export async function servePlatform(ctx: Context, request: IncomingMessage, reply: ServerResponse, url: URL, record: (call: ApiCall) => void): Promise<void> {
  const started = performance.now();
  const noted: ApiCall = { id: ctx.nextId('c'), at: ctx.clock.now(), corp: null, method: request.method ?? 'GET', path: url.pathname, errcode: 0, ms: 0 };
  const endpoint = platform.get(url.pathname);
  try {
    if (!endpoint) {
      noted.errcode = 404;
      sendJson(reply, 404, { errcode: 404, errmsg: `the sandbox has no ${url.pathname}` });
      return;
    }
    const broken = ctx.faults.take(url.pathname, ['http500', 'drop']);
    if (broken && !(broken.effect === 'drop' && broken.value === 1)) {
      noted.errcode = -1;
      if (broken.effect === 'drop') request.socket.destroy();
      else sendJson(reply, 500, { error: 'fault dial' });
      return;
    }
    const answer = await work(ctx, endpoint, request, url, noted);
    if (broken) request.socket.destroy();
    else if (Buffer.isBuffer(answer.bytes)) sendBytes(reply, answer.bytes, String(answer.contentType), { 'content-disposition': `attachment; filename="${encodeURIComponent(String(answer.filename))}"` });
    else sendJson(reply, 200, answer);
  } finally {
    noted.ms = Math.round(performance.now() - started);
    record(noted);
  }
}

async function work(ctx: Context, endpoint: Endpoint, request: IncomingMessage, url: URL, noted: ApiCall): Promise<Record<string, unknown>> {
  let warning = '';
  try {
    const read = await readCall(ctx, request, url);
    warning = read.warning;
    const call = identify(endpoint, read.call);
    noted.corp = 'app' in call ? call.app.corp : null;
    const owner = 'app' in call ? call.app.corp : 'provider';
    if (!ctx.limits.take(owner, endpoint.path, call.now)) throw new Refused(45009);
    const fault = ctx.faults.take(endpoint.path, ['errcode']);
    if (fault) throw new Refused(fault.value, 'fault dial');
    // The wrong verb shows up as an empty body: https://developer.work.weixin.qq.com/document/path/90313
    const wrong = endpoint.method === 'POST' && request.method === 'GET' ? refusal(40058, 'use POST') : firstRefusal(endpoint.rules, call.body);
    if (wrong) throw new Refused(wrong.errcode, wrong.errmsg.split(': ').slice(1).join(': '));
    await endpoint.begin?.(call as AppCall);
    const slow = ctx.faults.take(endpoint.path, ['delay']);
    if (slow) await sleep(slow.value);
    const answer = await endpoint.run(call as never);
    return { errcode: 0, errmsg: `ok${warning}`, ...(answer as Record<string, unknown>) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    noted.errcode = error.errcode;
    const { errcode, errmsg } = refusal(error.errcode, error.detail);
    return { errcode, errmsg: `${errmsg}${warning}, hint: [${Date.now()}_sandbox_${ctx.nextId('h')}], from ip: 127.0.0.1, ${more}${errcode}` };
  }
}

async function readCall(ctx: Context, request: IncomingMessage, url: URL): Promise<{ call: Call; warning: string }> {
  const call: Call = { ctx, now: ctx.clock.now(), query: url.searchParams, body: {}, file: null };
  if (request.method !== 'POST') return { call, warning: '' };
  const raw = await readBody(request, 25 * 1024 * 1024);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/')) return { call: { ...call, file: readMultipart(raw, type, 'media') }, warning: '' };
  const text = raw.toString('utf8');
  if (/\\u[0-9a-fA-F]{4}/.test(text)) throw new Refused(40033, 'send raw UTF-8');
  try {
    const body = JSON.parse(text || '{}') as unknown;
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { call: { ...call, body: body as Record<string, unknown> }, warning: '' };
  } catch {
    // Falls through: the real platform also goes on with what it could read, and warns.
  }
  return { call, warning: '. Warning: wrong json format. ' };
}

const tokens = {
  access: { parameter: 'access_token', kind: 'access', missing: 41001, bad: 40014, expired: 42001 },
  suite: { parameter: 'suite_access_token', kind: 'suite', missing: 41022, bad: 40082, expired: 42009 },
  provider: { parameter: 'provider_access_token', kind: 'provider', missing: 41001, bad: 40014, expired: 42001 },
} as const;

/** Whose token is it, is it of the right kind, and may this kind of app call this? */
function identify(endpoint: Endpoint, call: Call): Call | AppCall {
  if (endpoint.token === 'none') return call;
  const rule = tokens[endpoint.token];
  const value = call.query.get(rule.parameter);
  if (!value) throw new Refused(rule.missing);
  const token = call.ctx.world.tokens[value];
  if (token?.kind !== rule.kind) throw new Refused(rule.bad);
  if (token.expiresAt <= call.now) throw new Refused(rule.expired);
  if (endpoint.token !== 'access') return call;
  const app: App | undefined = call.ctx.world.apps[token.appId];
  if (!app || app.cancelled) throw new Refused(rule.bad);
  if (endpoint.kinds && !endpoint.kinds.includes(app.kind)) throw new Refused(48002, `${demo.corps[app.corp].name} (${app.kind})`);
  return { ...call, app, corp: call.ctx.world.corps[app.corp] };
}
