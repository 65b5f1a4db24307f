import { randomUUID } from 'node:crypto';
import type { Context } from 'koa';
import { z } from 'zod';
import { permissions, type Action, type Permission } from '@scrm/shared/permission';
import type { ErrorData, Language } from '@scrm/shared/error';
import { actionOf, type Verb } from '@scrm/shared/contract';
import type { Clock } from '../clock';
import type { Database } from '../db/database';
import { AppError, messageOf } from '../errors';
import type { Log } from '../log';
import type { Metrics } from '../metrics';
import type { Services } from '../services';
import { readBody } from './body';
import { faultOf } from './fault';
import { Download, type Access, type Actor, type CallContext, type ServedContract, type TracedCall, type Trail } from './serve';
import type { Sessions } from './session';

export interface ApiParts {
  database: Database;
  sessions: Sessions;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  services: Services;
  access: Access;
  trail: Trail;
  /** Of the console and the sidebar: `https://scrm.example.com`. */
  publicUrl: string;
}

interface Call {
  name: string;
  verb: Verb;
  run: (input: never, context: CallContext) => Promise<unknown>;
}

const cookieName = 'scrm';
/** JSON bodies; uploads come as base64 inside one. */
const bodyLimit = 1_000_000;
const uploadLimit = 28_500_000;

/** The named calls: `POST /api/<domain>.<verb>`, downloads by `GET` with the input in the query. */
export class Api {
  private readonly calls = new Map<string, Call>();

  constructor(private readonly parts: ApiParts, served: readonly ServedContract[]) {
    for (const { domain, contract, handlers } of served) {
      for (const [verb, shape] of Object.entries(contract)) {
        this.calls.set(`${domain}.${verb}`, { name: `${domain}.${verb}`, verb: shape, run: handlers[verb]! });
      }
    }
  }

  /** Every call that somebody with these rights may make; screens ask this list. */
  callsOf(may: (permission: Permission, action: Action) => boolean): string[] {
    const isAllowed = (verb: Verb) => verb.allow === 'public' || verb.allow === 'signedIn' || (isPermission(verb.allow) && may(verb.allow, actionOf(verb)));
    return [...this.calls.values()].filter(({ verb }) => isAllowed(verb)).map(({ name }) => name);
  }

  /** Every right that a call asks for, with these calls. */
  rights(): { permission: Permission; action: Action; call: string }[] {
    return [...this.calls.values()].flatMap(({ name, verb }) => (isPermission(verb.allow) ? [{ permission: verb.allow, action: actionOf(verb), call: name }] : []));
  }

  async handle(koa: Context): Promise<void> {
    const name = koa.path.slice('/api/'.length);
    const call = this.calls.get(name);
    if (!call) throw new AppError('unknown_call', { name });
    koa.state.call = name;
    const { actor: known, byCookie } = await this.authenticate(koa);
    if (call.verb.allow !== 'public') await checkAllowed(call.verb, known, this.parts.access);
    const actor = known && call.verb.allow !== 'public' ? await this.parts.access.asNow(known) : known;
    const input = await this.readInput(koa, call, byCookie);
    const traced = tracedCall(koa, call, actor, input);
    const run = () => call.run(input as never, this.context(koa, actor, call.verb, traced));
    const reply = traced ? await this.trace(traced, run) : await run();
    if (reply instanceof Download) return sendDownload(koa, reply);
    // Set as text: Koa would answer 204 to a reply that is null.
    koa.type = 'json';
    koa.body = JSON.stringify(call.verb.reply.parse(reply));
  }

  /** What changes or takes out leaves a trace; reading costs nothing more. */
  private async trace(call: TracedCall, run: () => Promise<unknown>): Promise<unknown> {
    const { trail, log } = this.parts;
    const id = await trail.begin(call);
    const settle = (work: Promise<void>) => work.catch((error: unknown) => log.error({ err: error, call: call.call }, `the trace stays open: ${messageOf(error)}`));
    try {
      const reply = await run();
      await settle(trail.finish(id, call, 'done', reply instanceof Download ? undefined : reply));
      return reply;
    } catch (error) {
      const refused = error instanceof AppError && error.status < 500;
      await settle(refused ? trail.drop(id) : trail.finish(id, call, 'failed'));
      throw error;
    }
  }

  async authenticate(koa: Context): Promise<{ actor: Actor | null; byCookie: boolean }> {
    const bearer = /^Bearer (\S+)$/.exec(koa.get('authorization'))?.[1];
    if (bearer) return { actor: await this.parts.sessions.find(bearer, 'bearer'), byCookie: false };
    const cookie = koa.cookies.get(cookieName);
    return { actor: cookie ? await this.parts.sessions.find(cookie, 'cookie') : null, byCookie: cookie !== undefined };
  }

  /** The API in OpenAPI 3.1, made from the contracts. */
  describe(): object {
    const paths = Object.fromEntries([...this.calls.values()].map(({ name, verb }) => {
      const operation = {
        operationId: name,
        tags: [name.split('.')[0]],
        security: verb.allow === 'public' ? [] : [{ session: [] }],
        'x-permission': verb.allow,
        requestBody: { content: { 'application/json': { schema: toSchema(verb.input, 'input') } } },
        responses: { 200: { description: 'OK', content: { 'application/json': { schema: toSchema(verb.reply, 'output') } } } },
      };
      return [`/api/${name}`, { [verb.download ? 'get' : 'post']: operation }];
    }));
    return { openapi: '3.1.0', info: { title: 'WeCom SCRM', version: '1' }, paths, components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } } };
  }

  private async readInput(koa: Context, call: Call, byCookie: boolean): Promise<unknown> {
    if (call.verb.download) {
      if (koa.method !== 'GET') throw new AppError('unknown_call', { name: `${koa.method} ${call.name}` });
      return parseInput(call.verb, koa.query, languageOf(koa));
    }
    if (koa.method !== 'POST') throw new AppError('unknown_call', { name: `${koa.method} ${call.name}` });
    // Signing in sets the cookie: nobody else may do that to a person.
    if (byCookie || call.name === 'session.signIn') this.refuseCrossSite(koa);
    if (call.verb.upload) return parseInput(call.verb, koa.query, languageOf(koa));
    const body = await readBody(koa.req, call.name === 'files.upload' ? uploadLimit : bodyLimit);
    return parseInput(call.verb, body.length === 0 ? {} : parseJson(body), languageOf(koa));
  }

  /** A page of another site cannot send this header without our leave, nor hide where it comes from. */
  private refuseCrossSite(koa: Context): void {
    const origin = koa.get('origin');
    const ours = [new URL(this.parts.publicUrl).origin, `${koa.protocol}://${koa.host}`];
    if (koa.get('x-scrm') !== '1' || (origin !== '' && !ours.includes(origin))) throw new AppError('cross_site');
  }

  private context(koa: Context, actor: Actor | null, verb: Verb, traced: TracedCall | null): CallContext {
    const { database, clock, log, services, access } = this.parts;
    const known = () => {
      if (!actor) throw new AppError('not_signed_in');
      return actor;
    };
    const corpId = () => known().corpId ?? raise(new AppError('no_corp_chosen'));
    return {
      ...services,
      get db() { return database.corp(corpId()); },
      get corpId() { return corpId(); },
      get actor() { return known(); },
      session: actor,
      reach: async () => (isPermission(verb.allow) ? access.reachOf(known(), verb.allow, actionOf(verb)) : { staffIds: [] }),
      database, clock,
      log: log.child({ request: koa.state.requestId as string }),
      language: languageOf(koa),
      body: koa.req,
      request: { id: koa.state.requestId as string, ip: koa.ip, userAgent: koa.get('user-agent') },
      tell: (...facts) => void traced?.told.push(...facts),
      setCookie: (token) => setSessionCookie(koa, token),
    };
  }
}

/** The console's session: not readable by scripts, not sent from other sites. */
export function setSessionCookie(koa: Context, token: string | null): void {
  koa.cookies.set(cookieName, token, { httpOnly: true, sameSite: 'lax', secure: koa.secure, path: '/', overwrite: true, maxAge: token ? 7 * 86_400_000 : 0 });
}

export const languageOf = (koa: Context): Language => (/^en\b/i.test(koa.get('accept-language')) ? 'en' : 'zh');
export const newRequestId = (): string => randomUUID().slice(0, 13);

const isPermission = (allow: Verb['allow']): allow is Permission => (permissions as readonly string[]).includes(allow);

async function checkAllowed(verb: Verb, actor: Actor | null, access: Access): Promise<void> {
  const { allow } = verb;
  if (!actor) throw new AppError('not_signed_in');
  // Customers and the people who look after them never share a call.
  if ((allow === 'visitor') !== (actor.kind === 'visitor')) throw new AppError('not_allowed', { permission: allow });
  if (allow === 'visitor') return;
  const may = await access.rightsOf(actor);
  if (!isPermission(allow)) return;
  if (!actor.corpId) throw new AppError('no_corp_chosen');
  if (!may(allow, actionOf(verb))) throw new AppError('not_allowed', { permission: allow });
}

function tracedCall(koa: Context, { name, verb }: Call, actor: Actor | null, input: unknown): TracedCall | null {
  const action = actionOf(verb);
  if (action === 'view' || verb.allow === 'public' || actor?.kind === 'visitor') return null;
  if (!actor?.corpId) throw new AppError('no_corp_chosen');
  return { corpId: actor.corpId, actor, call: name, action, ip: koa.ip, requestId: koa.state.requestId as string, input, told: [] };
}

function raise(error: Error): never {
  throw error;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AppError('bad_json');
  }
}

function parseInput(verb: Verb, input: unknown, language: Language): unknown {
  const parsed = verb.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields: ErrorData = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || '_'] ??= faultOf(issue, language);
  const [field, message] = Object.entries(fields)[0]!;
  throw new AppError('bad_input', { detail: field === '_' ? String(message) : `${field}: ${String(message)}`, fields });
}

function sendDownload(koa: Context, file: Download): void {
  // It may have broken while the trace was written: Koa would wait for its end for ever.
  if (!Buffer.isBuffer(file.content) && file.content.destroyed) throw file.content.errored ?? new Error('The file is closed already');
  koa.type = file.mime;
  koa.set('content-disposition', `${file.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`);
  koa.set('x-content-type-options', 'nosniff');
  // A compressor between them would not hear of a break.
  koa.compress = false;
  koa.body = file.content;
  // Koa lets a body hang that breaks after its first bytes went out; whoever fetches it is to see that it is not whole.
  if (!Buffer.isBuffer(file.content)) file.content.once('error', () => koa.res.headersSent && koa.res.destroy());
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}
