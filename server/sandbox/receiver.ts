import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decryptCallback, signCallback } from './crypto';
import { demo } from './demo';
import { readBody } from './http';

export interface Received { path: string; receiveId: string; xml: string; fields: Record<string, string> }

/**
 * A small suite for the sandbox's own stories: takes callbacks, checks their signature, decrypts them and answers.
 */
export async function createReceiver() {
  const received: Received[] = [];
  const keys: Record<string, { token: string; aesKey: string }> = {
    suite: demo.suite, agency: demo.corps.agency, app: demo.corps.selfBuilt,
  };
  let answer: (path: string) => { status: number; body: string; afterMs?: number } = () => ({ status: 200, body: 'success' });
  const server = createServer(async (request, reply) => {
    const url = new URL(request.url ?? '/', 'http://receiver');
    const { token, aesKey } = keys[url.pathname.split('/')[2] === 'suite' ? 'suite' : url.pathname.endsWith('agency') ? 'agency' : 'app']!;
    const body = (await readBody(request, 1_000_000)).toString('utf8');
    const encrypted = request.method === 'GET' ? url.searchParams.get('echostr')! : /<Encrypt><!\[CDATA\[(.*?)]]>/.exec(body)![1]!;
    const signature = signCallback(token, url.searchParams.get('timestamp')!, url.searchParams.get('nonce')!, encrypted);
    if (signature !== url.searchParams.get('msg_signature')) {
      reply.writeHead(401).end();
      return;
    }
    const { message, receiveId } = decryptCallback(aesKey, encrypted);
    if (request.method === 'GET') {
      reply.end(message);
      return;
    }
    const planned = answer(url.pathname);
    if (planned.status === 200) {
      const fields = Object.fromEntries([...message.matchAll(/<(\w+)>(?:<!\[CDATA\[(.*?)]]>|(\d+))<\/\1>/gs)].map(([, name, text, number]) => [name!, text ?? number!]));
      received.push({ path: url.pathname, receiveId, xml: message, fields });
    }
    setTimeout(() => reply.writeHead(planned.status).end(planned.body), planned.afterMs ?? 0);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    of: (event: string) => received.filter(({ fields }) => [fields.InfoType, fields.Event].includes(event) || fields.ChangeType === event),
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
}
