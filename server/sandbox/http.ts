import type { IncomingMessage, ServerResponse } from 'node:http';

export class TooLarge extends Error {}

export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw new TooLarge(`more than ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

export function sendJson(reply: ServerResponse, status: number, body: unknown): void {
  sendBytes(reply, Buffer.from(JSON.stringify(body)), 'application/json; charset=UTF-8', {}, status);
}

export function sendHtml(reply: ServerResponse, html: string, status = 200): void {
  sendBytes(reply, Buffer.from(html), 'text/html; charset=utf-8', { 'cache-control': 'no-store' }, status);
}

export function sendBytes(reply: ServerResponse, bytes: Buffer, contentType: string, headers: Record<string, string> = {}, status = 200): void {
  reply.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length, ...headers });
  reply.end(bytes);
}

export function redirect(reply: ServerResponse, location: string, headers: Record<string, string | string[]> = {}): void {
  reply.writeHead(302, { location, 'cache-control': 'no-store', ...headers });
  reply.end();
}

export function cookie(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return decodeURIComponent(value.join('='));
  }
  return null;
}

/** The one file of a form; enough for uploads, which send nothing else. */
export function readMultipart(raw: Buffer, contentType: string, field: string): { name: string; filename: string; contentType: string; bytes: Buffer } | null {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (!boundary) return null;
  const mark = Buffer.from(`--${boundary}`);
  for (let at = raw.indexOf(mark); at >= 0;) {
    const next = raw.indexOf(mark, at + mark.length);
    if (next < 0) return null;
    const part = raw.subarray(at + mark.length + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, split).toString('utf8');
    const name = /\bname="([^"]*)"/i.exec(head)?.[1];
    if (split >= 0 && name === field) {
      const filename = /\bfilename="([^"]*)"/i.exec(head)?.[1] ?? '';
      const type = /content-type:\s*([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream';
      return { name, filename: decodeFilename(filename), contentType: type, bytes: Buffer.from(part.subarray(split + 4)) };
    }
    at = next;
  }
  return null;
}

function decodeFilename(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
