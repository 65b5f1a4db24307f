import type { Context } from '../context';
import type { App, Corp } from '../model';
import type { CorpKey } from '../control';
import type { Body, Rule } from './check';
import { Refused } from './refuse';

export interface Call {
  ctx: Context;
  now: number;
  query: URLSearchParams;
  body: Body;
  /** The uploaded file of a multipart request. */
  file: { name: string; filename: string; contentType: string; bytes: Buffer } | null;
}

/** A call with an app's access_token. */
export interface AppCall extends Call {
  app: App;
  corp: Corp;
}

type Answer = Body | Buffer | { bytes: Buffer; contentType: string; filename: string };
type Work<C> = (call: C) => Answer | Promise<Answer>;

/** One documented call: its checks are data, so that they can also be run alone. */
export interface Endpoint {
  path: string;
  method: 'GET' | 'POST';
  token: 'access' | 'suite' | 'provider' | 'none';
  /** Kinds of app that may call it; others get 48002. */
  kinds?: CorpKey[];
  rules: Rule[];
  /** Runs before anything is waited for. */
  begin?: Work<AppCall>;
  run: Work<never>;
}

export function appCall(method: 'GET' | 'POST', path: string, rules: Rule[], run: Work<AppCall>, kinds?: CorpKey[]): Endpoint {
  return { path: `/cgi-bin/${path}`, method, token: 'access', rules, run, ...(kinds && { kinds }) };
}

export function suiteCall(method: 'GET' | 'POST', path: string, rules: Rule[], run: Work<Call>): Endpoint {
  return { path: `/cgi-bin/${path}`, method, token: 'suite', rules, run };
}

export function providerCall(method: 'GET' | 'POST', path: string, rules: Rule[], run: Work<Call>): Endpoint {
  return { path: `/cgi-bin/${path}`, method, token: 'provider', rules, run };
}

export function openCall(method: 'GET' | 'POST', path: string, rules: Rule[], run: Work<Call>): Endpoint {
  return { path: `/cgi-bin/${path}`, method, token: 'none', rules, run };
}

export function wordOf(call: Call, field: string): string {
  const value = call.body[field];
  return typeof value === 'string' ? value : '';
}

export function wordsOf(call: Call, field: string): string[] {
  const value = call.body[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function numbersOf(call: Call, field: string): number[] {
  const value = call.body[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}

export function numberOf(call: Call, field: string, fallback: number): number {
  const value = call.body[field];
  return typeof value === 'number' ? value : fallback;
}

export function asked(call: Call, field: string, missing: number): string {
  const value = call.query.get(field);
  if (!value) throw new Refused(missing, field);
  return value;
}

/** A page of a list. Cursors are opaque to callers; here they are positions, sealed so that others are refused. */
export function page<T>(items: T[], cursor: string, limit: number): { items: T[]; next: string } {
  let start = 0;
  if (cursor) {
    const match = /^sbx-(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString());
    if (!match) throw new Refused(50100, 'cursor');
    start = Number(match[1]);
  }
  const end = start + limit;
  return { items: items.slice(start, end), next: end < items.length ? Buffer.from(`sbx-${end}`).toString('base64url') : '' };
}
