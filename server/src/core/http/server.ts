import type { RequestListener } from 'node:http';
import Koa, { type Context } from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import findMyWay from 'find-my-way';
import { AppError, messageOf } from '../errors';
import type { Module } from '../module';
import type { Page } from './page';
import { Api, languageOf, newRequestId, type ApiParts } from './api';
import { serveLean } from './lean';
import { LiveFeed } from './live';
import { isLookedAt, sendProblem } from './problem-page';
import { serveScreens, type Screen } from './screens';

export interface HttpParts extends ApiParts {
  modules: readonly Module[];
  screens: Screen[];
  /** How many proxies stand before this server. */
  trustedProxies: number;
  /** Other origins that may frame our pages and whose scripts and pictures they may load (the sandbox, WeCom). */
  trustedOrigins: string[];
  isReady(): Promise<boolean>;
  /** Errors of the layers above core, as sentences for people. */
  translate(error: unknown): AppError | null;
}

/** All that is served: lean pages (callbacks) before Koa; behind it pages of the modules, the API, screens, health and metrics. */
export function createHttp(parts: HttpParts): { listener: RequestListener; api: Api; live: LiveFeed } {
  const koa = new Koa({ proxy: parts.trustedProxies > 0, maxIpsCount: parts.trustedProxies });
  const api = new Api(parts, parts.modules.flatMap((module) => module.routes ?? []));
  const live = new LiveFeed(parts, api);
  const context = { ...parts.services, ...parts };
  const router = findMyWay<findMyWay.HTTPVersion.V1>({ ignoreTrailingSlash: true });
  for (const page of parts.modules.flatMap((module) => module.pages ?? [])) {
    router.on(page.method, page.path, () => undefined, page);
  }

  koa.use(async (ctx, next) => {
    ctx.state.requestId = newRequestId();
    ctx.set('x-request-id', ctx.state.requestId as string);
    await answerErrors(ctx, parts, next);
  });
  koa.use(async (ctx, next) => {
    const found = router.find(ctx.method as 'GET', ctx.path);
    if (!found) return next();
    ctx.state.page = found.store;
    return (found.store as Page).handle(ctx, found.params, context);
  });
  koa.use(securityHeaders(parts));
  koa.use(compress({ threshold: 2048, br: false }));
  koa.use(async (ctx, next) => {
    if (ctx.path === '/api/openapi.json') ctx.body = api.describe();
    else if (ctx.path === '/api/live') await live.open(ctx);
    else if (ctx.path.startsWith('/api/')) await timed(ctx, parts, () => api.handle(ctx));
    else if (ctx.path === '/healthz') ctx.body = { ok: true };
    else if (ctx.path === '/readyz') await ready(ctx, parts);
    else if (ctx.path === '/metrics') await metrics(ctx, parts);
    else return next();
  });
  koa.use(serveScreens(parts.screens));
  koa.on('error', (error: Error & { code?: string }) => {
    // Somebody closed the page.
    if (!['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(error.code ?? '')) parts.log.error({ err: error }, 'http');
  });
  const listener = serveLean({
    pages: parts.modules.flatMap((module) => module.leanPages ?? []), context,
    asAppError: (error, requestId) => asAppError(error, requestId, parts), others: koa.callback(),
  });
  return { listener, api, live };
}

async function answerErrors(ctx: Context, parts: HttpParts, next: () => Promise<unknown>): Promise<void> {
  try {
    await next();
  } catch (error) {
    const known = asAppError(error, ctx.state.requestId as string, parts);
    if (known.status >= 500) parts.log.error({ err: error, request: ctx.state.requestId as string, path: ctx.path }, messageOf(error));
    ctx.status = known.status;
    if (isLookedAt(ctx)) sendProblem(ctx, known, languageOf(ctx), (ctx.state.page as Page | undefined) ?? null);
    else ctx.body = known.body(languageOf(ctx));
  }
}

/** What nobody knows is ours to mend; a person gets the number under which the log has it. */
function asAppError(error: unknown, requestId: string, parts: HttpParts): AppError {
  if (error instanceof AppError) return error;
  return parts.translate(error) ?? new AppError('internal', { requestId }, { cause: error });
}

function securityHeaders(parts: HttpParts) {
  const trusted = parts.trustedOrigins;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ['\'self\''],
        'script-src': ['\'self\'', ...trusted],
        'style-src': ['\'self\'', '\'unsafe-inline\''],
        'font-src': ['\'self\'', 'data:'],
        'img-src': ['\'self\'', 'data:', 'blob:', 'https:', ...trusted],
        'connect-src': ['\'self\'', ...trusted],
        'frame-src': ['\'self\'', ...trusted],
        'frame-ancestors': ['\'self\'', ...trusted],
        'object-src': ['\'none\''],
        'base-uri': ['\'self\''],
        'form-action': ['\'self\'', ...trusted],
      },
    },
    // WeCom's own pages frame the sidebar; `frame-ancestors` above says who else may.
    frameguard: false,
    crossOriginEmbedderPolicy: false,
    hsts: parts.publicUrl.startsWith('https:'),
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });
}

async function timed(ctx: Context, parts: HttpParts, next: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  const done = () => {
    const ms = performance.now() - startedAt;
    const call = (ctx.state.call as string | undefined) ?? 'unknown';
    parts.metrics.requests.observe({ call, status: String(ctx.status) }, ms / 1000);
    parts.log.debug({ request: ctx.state.requestId as string, call, status: ctx.status, ms: Math.round(ms) }, 'call');
  };
  try {
    await next();
    done();
  } catch (error) {
    ctx.status = asAppError(error, '', parts).status;
    done();
    throw error;
  }
}

async function ready(ctx: Context, parts: HttpParts): Promise<void> {
  const ok = await parts.isReady();
  ctx.status = ok ? 200 : 503;
  ctx.body = { ready: ok };
}

async function metrics(ctx: Context, parts: HttpParts): Promise<void> {
  ctx.type = parts.metrics.registry.contentType;
  ctx.body = await parts.metrics.registry.metrics();
}
