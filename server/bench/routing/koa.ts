import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { serveParent } from '../serving';

/** The least that a Koa server does: what every answer is measured against. */
const koa = new Koa();
koa.use((ctx) => {
  ctx.body = 'hello';
});
const server = koa.listen(0, '127.0.0.1', () => serveParent({ port: (server.address() as AddressInfo).port }, () => Promise.resolve()));
