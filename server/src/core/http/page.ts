import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import type { Services } from '../services';
import type { ApiParts } from './api';

export interface PageContext extends Services, ApiParts {}

/** An address of the server that is no call of the API. `:name` in the path comes in `params`. */
export interface Page {
  method: 'GET' | 'POST';
  path: string;
  handle(koa: Context, params: Record<string, string | undefined>, context: PageContext): Promise<void> | void;
  /** For somebody whom it failed: where they try again, if that is not here, and where they can go back to. */
  again?: string;
  back?: string;
}

export function page(method: Page['method'], path: string, handle: Page['handle'], ways: Pick<Page, 'again' | 'back'> = {}): Page {
  return { method, path, handle, ...ways };
}

/** What a lean page gets of a request. */
export interface LeanRequest {
  raw: IncomingMessage;
  params: Record<string, string | undefined>;
  /** Without the question mark. */
  querystring: string;
}

/** An answer that is more than text. */
export interface LeanReply {
  status: number;
  headers: Record<string, string>;
  /** Of ASCII signs only. */
  body: string;
}

/**
 * An address that stands before Koa, where each microsecond counts: nothing is made for a request but what it needs. What
 * `handle` gives back is the answer, as text or more; null leaves the request to the page of the same address behind Koa.
 */
export interface LeanPage {
  method: 'GET' | 'POST';
  path: string;
  handle(request: LeanRequest, context: PageContext): Promise<string | LeanReply | null>;
}

export function leanPage(method: LeanPage['method'], path: string, handle: LeanPage['handle']): LeanPage {
  return { method, path, handle };
}
