import { controlPath } from '../../control';

/** A refused or unanswered call. `message` is the sandbox's own sentence; `offline` says that nobody answered. */
export class CallError extends Error {
  constructor(message: string, readonly offline: boolean) {
    super(message);
  }
}

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const reply = await send(method, path, body);
  const text = await reply.text();
  const json = parse(text);
  if (reply.ok) return json as T;
  if (json && typeof json === 'object' && 'error' in json) throw new CallError(String(json.error), false);
  throw new CallError(`HTTP ${reply.status}`, reply.status >= 502);
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(controlPath + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (e) {
    throw new CallError(String(e), true);
  }
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return undefined;
  }
}

export const get = <T>(path: string) => request<T>('GET', path);
export const post = <T = unknown>(path: string, body: object) => request<T>('POST', path, body);
export const remove = (path: string) => request<unknown>('DELETE', path);

/** `/chat` + { corp: 'suite' } → `/chat?corp=suite` */
export function withQuery(path: string, query: Record<string, string>): string {
  return `${path}?${new URLSearchParams(query)}`;
}
