import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import findMyWay from 'find-my-way';
import { messageOf, type AppError } from '../errors';
import { newRequestId } from './api';
import type { LeanPage, LeanReply, PageContext } from './page';

interface LeanParts {
  pages: readonly LeanPage[];
  context: PageContext;
  asAppError(error: unknown, requestId: string): AppError;
  others: RequestListener;
}

/** Answers lean pages itself and leaves everything else to `others`. */
export function serveLean({ pages, context, asAppError, others }: LeanParts): RequestListener {
  const router = findMyWay<findMyWay.HTTPVersion.V1>({ ignoreTrailingSlash: true });
  for (const page of pages) router.on(page.method, page.path, () => undefined, page);
  return (request, response) => {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const found = router.find(request.method as 'GET', mark < 0 ? url : url.slice(0, mark));
    if (!found) return others(request, response);
    const asked = { raw: request, params: found.params, querystring: mark < 0 ? '' : url.slice(mark + 1) };
    (found.store as LeanPage).handle(asked, context).then(
      (reply) => {
        if (reply === null) others(request, response);
        else if (typeof reply === 'string') send(response, 200, 'text/plain; charset=utf-8', reply);
        else sendPage(response, reply);
      },
      (error: unknown) => refuse(request, response, error),
    );
  };

  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const requestId = newRequestId();
    const known = asAppError(error, requestId);
    if (known.status >= 500) context.log.error({ err: error, request: requestId, path: request.url?.split('?')[0] }, messageOf(error));
    // What was not read of a body that is too large would be taken for the next request.
    if (!request.readableEnded) response.setHeader('connection', 'close');
    const language = /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
    send(response, known.status, 'application/json; charset=utf-8', JSON.stringify(known.body(language)));
  }
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Head and body leave in one piece. */
function sendPage(response: ServerResponse, { status, headers, body }: LeanReply): void {
  headers['content-length'] = String(body.length);
  response.writeHead(status, headers);
  response.end(body, 'latin1');
}
