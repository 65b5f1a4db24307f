import type { Contract, InputOf, ReplyOf } from './contract';
import type { ErrorCode, ErrorData } from './error';

/** A failed call: the code to branch on, the sentence to show. */
export class ApiError extends Error {
  constructor(readonly code: ErrorCode | 'network', message: string, readonly data: ErrorData = {}, readonly status = 0) {
    super(message);
    this.name = 'ApiError';
  }
}

export function isError(error: unknown, code: ErrorCode | 'network'): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

export type DomainClient<C extends Contract> = {
  [V in keyof C]: (...input: Record<never, never> extends InputOf<C[V]> ? [InputOf<C[V]>?] : [InputOf<C[V]>]) => Promise<ReplyOf<C[V]>>;
};
export type Client<A extends Record<string, Contract>> = { [D in keyof A]: DomainClient<A[D]> };

/** Sends one JSON body and gives back status and parsed body; `fetch` in browsers, `Taro.request` in a mini-program. */
export type Transport = (path: string, body: unknown) => Promise<{ status: number; body: unknown }>;

/**
 * `api.leads.claim({ id })` → `POST /api/leads.claim`. The contract is used as a type only,
 * so that no schema library reaches the screens.
 */
export function createClient<A extends Record<string, Contract>>(send: Transport): Client<A> {
  const domain = (name: string) => new Proxy({}, {
    get: (_, verb) => async (input: unknown = {}) => {
      const reply = await send(`/api/${name}.${String(verb)}`, input).catch((cause: unknown) => {
        throw new ApiError('network', cause instanceof Error ? cause.message : String(cause));
      });
      if (reply.status < 400) return reply.body;
      const body = (reply.body ?? {}) as { code?: ErrorCode; message?: string; data?: ErrorData };
      throw new ApiError(body.code ?? 'network', body.message ?? `HTTP ${reply.status}`, body.data, reply.status);
    },
  });
  return new Proxy({}, { get: (_, name) => domain(String(name)) }) as Client<A>;
}
