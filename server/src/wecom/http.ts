import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError } from 'axios';
import type { AxiosResponse } from 'axios';
import { WeComError, WecomUnreachable } from './errors';
import { parseJson } from './json';
import { QuotaExceeded } from './quota';
import type { QuotaBudget } from './quota';

export type Query = Record<string, string | number | boolean | undefined>;
export type Reply = Record<string, unknown>;

export interface CallOptions {
  signal?: AbortSignal;
  /** ms of the clock; past it nothing more is sent. */
  deadline?: number;
  /** For what takes longer than usual: a large file. */
  timeoutMs?: number;
  /** Further tries when WeCom says that it is busy (-1): 2 unless said otherwise. With 0 it is sent once, and again only where its token was refused. */
  retries?: number;
}

export interface WecomRequest extends CallOptions {
  method: 'GET' | 'POST';
  /** The path: `/cgi-bin/user/get`. */
  api: string;
  query?: Query;
  body?: unknown;
  /** Whom the call is counted for: a corp, the suite or the provider. */
  corpId: string;
}

export interface CallInfo {
  api: string;
  wecomCorpId: string;
  /** -2 when there was no answer. */
  errcode: number;
  /** '' when all went well. */
  message: string;
  ms: number;
  at: number;
}

export interface WecomLog {
  debug(data: object, message: string): void;
  warn(data: object, message: string): void;
}

export interface HttpParts {
  baseUrl: string;
  quota: QuotaBudget;
  clock: { now(): number };
  log: WecomLog;
  onCall?: (info: CallInfo) => void;
  timeoutMs: number;
  sleep: (ms: number) => Promise<void>;
}

const unreachable = -2;
/** The largest file that WeCom takes is 20 MB. */
const bodyLimit = 25 * 1024 * 1024;

/** Sends one request to WeCom, within the quota, and reads the errcode. Knows nothing of tokens. */
export class WecomHttp {
  readonly #parts: HttpParts;
  readonly #axios;

  constructor(parts: HttpParts) {
    this.#parts = parts;
    this.#axios = axios.create({
      baseURL: parts.baseUrl,
      httpAgent: new HttpAgent({ keepAlive: true, maxFreeSockets: 32 }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxFreeSockets: 32 }),
      // A redirect would carry the token to a stranger.
      maxRedirects: 0, validateStatus: () => true,
      responseType: 'arraybuffer', maxBodyLength: bodyLimit, maxContentLength: bodyLimit,
    });
  }

  /** The JSON reply of a call that went well. Throws WeComError, QuotaExceeded or WecomUnreachable. */
  async send(request: WecomRequest): Promise<Reply> {
    return this.#patiently(request, (response) => readReply(request.api, response));
  }

  /** The bytes of a call that answers with a file. */
  async download(request: WecomRequest): Promise<{ bytes: Buffer; contentType: string; fileName: string }> {
    return this.#patiently(request, (response) => {
      const contentType = String(response.headers['content-type'] ?? '');
      const disposition = String(response.headers['content-disposition'] ?? '');
      if (/json|text\/plain/i.test(contentType) && !disposition) readReply(request.api, response);
      return { bytes: response.data, contentType, fileName: /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? '' };
    });
  }

  /** Frees the sockets that are kept open. */
  close(): void {
    (this.#axios.defaults.httpAgent as HttpAgent).destroy();
    (this.#axios.defaults.httpsAgent as HttpsAgent).destroy();
  }

  async #patiently<T>(request: WecomRequest, read: (response: AxiosResponse<Buffer>) => T): Promise<T> {
    const tries = 1 + Math.max(0, request.retries ?? 2);
    for (let nth = 1; ; nth++) {
      try {
        return await this.#once(request, read);
      } catch (error) {
        const isBusy = error instanceof WeComError && error.reaction === 'retry';
        if (!isBusy || nth === tries) throw error;
        await this.#parts.sleep(300 * 2 ** (nth - 1) * (0.5 + Math.random()));
      }
    }
  }

  async #once<T>(request: WecomRequest, read: (response: AxiosResponse<Buffer>) => T): Promise<T> {
    const { quota, clock } = this.#parts;
    const { api, corpId } = request;
    let startedAt = clock.now();
    try {
      const value = await quota.run(corpId, api, async () => {
        startedAt = clock.now();
        return read(await this.#request(request));
      }, request.signal);
      this.#report(request, startedAt, 0, '');
      return value;
    } catch (error) {
      if (error instanceof WeComError) {
        this.#report(request, startedAt, error.errcode, error.errmsg);
        if (error.errcode === 45009) throw new QuotaExceeded(api, quota.block(corpId, api));
        if (error.errcode === 45033) throw this.#narrowed(request);
      } else if (error instanceof WecomUnreachable) {
        this.#report(request, startedAt, unreachable, error.reason);
      } else if (request.signal?.aborted) {
        throw new WecomUnreachable(api, 'aborted');
      }
      throw error;
    }
  }

  #narrowed({ api, corpId }: WecomRequest): QuotaExceeded {
    this.#parts.quota.narrow(corpId, api);
    return new QuotaExceeded(api, 1000 + Math.floor(Math.random() * 1000));
  }

  async #request(request: WecomRequest, isSecondTry = false): Promise<AxiosResponse<Buffer>> {
    const { api, method, query, body } = request;
    const timeoutMs = this.#timeLeft(request);
    const timeout = AbortSignal.timeout(timeoutMs);
    const isForm = body instanceof FormData;
    try {
      return await this.#axios.request<Buffer>({
        url: api, method, params: query,
        data: body === undefined || isForm ? body : Buffer.from(JSON.stringify(body)),
        headers: isForm || body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' },
        signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
      });
    } catch (error) {
      // A kept-open socket that WeCom had most likely closed before the request came: send it again on a new one.
      if (!isSecondTry && request.retries !== 0 && isStaleSocket(error)) return this.#request(request, true);
      // The error of axios holds the address with the token, so it goes no further.
      throw new WecomUnreachable(api, timeout.aborted ? `no answer within ${timeoutMs} ms` : request.signal?.aborted ? 'aborted' : codeOf(error));
    }
  }

  #timeLeft({ api, deadline, timeoutMs = this.#parts.timeoutMs }: WecomRequest): number {
    if (deadline === undefined) return timeoutMs;
    const left = deadline - this.#parts.clock.now();
    if (left <= 0) throw new WecomUnreachable(api, 'past its deadline', false);
    return Math.min(timeoutMs, Math.ceil(left));
  }

  #report({ api, corpId }: WecomRequest, at: number, errcode: number, message: string): void {
    const { clock, log, onCall } = this.#parts;
    const info: CallInfo = { api, wecomCorpId: corpId, errcode, message, ms: clock.now() - at, at };
    if (errcode === 0) log.debug(info, 'wecom call');
    else log.warn(info, 'wecom call failed');
    onCall?.(info);
  }
}

function readReply(api: string, { status, data }: AxiosResponse<Buffer>): Reply {
  if (status !== 200) throw new WecomUnreachable(api, `HTTP ${status}`);
  let reply: unknown;
  try {
    reply = parseJson(data.toString('utf8'));
  } catch {
    throw new WecomUnreachable(api, 'the answer is not JSON');
  }
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) throw new WecomUnreachable(api, 'the answer is not an object');
  const { errcode = 0, errmsg = '' } = reply as { errcode?: unknown; errmsg?: unknown };
  if (Number(errcode) !== 0) throw new WeComError({ errcode: Number(errcode), api, errmsg: String(errmsg) });
  return reply as Reply;
}

function isStaleSocket(error: unknown): boolean {
  return isAxiosError(error) && error.code === 'ECONNRESET' && (error.request as { reusedSocket?: boolean } | undefined)?.reusedSocket === true;
}

function codeOf(error: unknown): string {
  return isAxiosError(error) ? error.code ?? 'network failure' : 'network failure';
}
