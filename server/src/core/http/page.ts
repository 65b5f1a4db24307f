import type { Context } from 'koa';
import type { Services } from '../services';
import type { ApiParts } from './api';

export interface PageContext extends Services, ApiParts {}

/** An address of the server that is no call of the API. `:name` in the path comes in `params`. */
export interface Page {
  method: 'GET' | 'POST';
  path: string;
  handle(koa: Context, params: Record<string, string | undefined>, context: PageContext): Promise<void> | void;
}

export function page(method: Page['method'], path: string, handle: Page['handle']): Page {
  return { method, path, handle };
}
