import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import axios, { isAxiosError } from 'axios';
import type { z } from 'zod';
import { WechatError, WechatUnreachable } from './errors';

/** A mini-program or an official account. */
export interface WechatApp {
  appid: string;
  secret: string;
}

export interface WechatParts {
  /** Origin of the API; the real one is https://api.weixin.qq.com. */
  baseUrl: string;
  /** Null: there is no mini-program. */
  mini: WechatApp | null;
  /** Null: there is no official account. */
  official: WechatApp | null;
  log: { debug(data: object, message: string): void; warn(data: object, message: string): void };
  /** After every answer; errcode -2 where there was none. */
  onCall?: (call: { api: string; errcode: string }) => void;
  timeoutMs?: number;
}

type Query = Record<string, string>;

const unreachable = -2;
/** WeChat is busy, and says so without having done anything. */
const busy = -1;
const pauseMs = 200;

/** Calls to WeChat. Secrets stand in the address there, so no address goes into a log or an error. */
export class WechatClient {
  readonly #parts: WechatParts;
  readonly #axios;

  constructor(parts: WechatParts) {
    this.#parts = parts;
    this.#axios = axios.create({
      baseURL: parts.baseUrl, timeout: parts.timeoutMs ?? 8000,
      httpAgent: new HttpAgent({ keepAlive: true }), httpsAgent: new HttpsAgent({ keepAlive: true }),
      // A redirect would carry the secret to a stranger.
      maxRedirects: 0, validateStatus: () => true, responseType: 'text', transformResponse: (text: unknown) => text, maxContentLength: 100_000,
    });
  }

  get mini(): WechatApp | null {
    return this.#parts.mini;
  }

  get official(): WechatApp | null {
    return this.#parts.official;
  }

  /** What `schema` makes of the answer. Throws WechatError or WechatUnreachable. */
  async get<S extends z.ZodType>(api: string, query: Query, schema: S): Promise<z.output<S>> {
    const first = await this.#ask(api, query);
    const answer = errcodeOf(first) === busy ? await sleep(pauseMs).then(() => this.#ask(api, query)) : first;
    const errcode = errcodeOf(answer);
    if (errcode !== 0) throw new WechatError(errcode, api, String(answer.errmsg ?? ''));
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new WechatUnreachable(api, `unexpected answer: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
    return parsed.data;
  }

  /** Frees the sockets that are kept open. */
  close(): void {
    (this.#axios.defaults.httpAgent as HttpAgent).destroy();
    (this.#axios.defaults.httpsAgent as HttpsAgent).destroy();
  }

  async #ask(api: string, query: Query): Promise<Record<string, unknown>> {
    try {
      const answer = readAnswer(api, await this.#axios.get<string>(api, { params: query }));
      this.#report(api, errcodeOf(answer));
      return answer;
    } catch (error) {
      this.#report(api, unreachable);
      if (error instanceof WechatUnreachable) throw error;
      throw new WechatUnreachable(api, isAxiosError(error) ? error.code ?? 'network failure' : 'network failure');
    }
  }

  #report(api: string, errcode: number): void {
    const { log, onCall } = this.#parts;
    if (errcode === 0) log.debug({ api }, 'wechat call');
    else log.warn({ api, errcode }, 'wechat call failed');
    onCall?.({ api, errcode: String(errcode) });
  }
}

function readAnswer(api: string, { status, data }: { status: number; data: string }): Record<string, unknown> {
  if (status !== 200) throw new WechatUnreachable(api, `HTTP ${status}`);
  let answer: unknown;
  try {
    answer = JSON.parse(data);
  } catch {
    throw new WechatUnreachable(api, 'the answer is not JSON');
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw new WechatUnreachable(api, 'the answer is not an object');
  return answer as Record<string, unknown>;
}

const errcodeOf = (answer: Record<string, unknown>): number => Number(answer.errcode ?? 0);
