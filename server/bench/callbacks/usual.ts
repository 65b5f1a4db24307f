import 'reflect-metadata';
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { decrypt, getSignature } from '@wecom/crypto';
import Koa from 'koa';
import { Column, CreateDateColumn, DataSource, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { parseStringPromise } from 'xml2js';
import { serveParent } from '../serving';

/** How callbacks are usually taken in: packages for each step, and the ORM: `usual.ts <database url>`. */
const [databaseUrl] = process.argv.slice(2) as [string];
const token = 'BenchToken0123456789';
const aesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const corpId = 'ww0123456789abcdef';

@Entity('callback_event')
class CallbackEvent {
  @PrimaryGeneratedColumn() id: number;
  @Index({ unique: true }) @Column({ type: 'varchar', length: 64 }) msgKey: string;
  @Column({ type: 'varchar', length: 64 }) corpId: string;
  @Column({ type: 'varchar', length: 64 }) event: string;
  @Column({ type: 'varchar', length: 64 }) changeType: string;
  @Column({ type: 'varchar', length: 64 }) userId: string;
  @Column({ type: 'varchar', length: 64 }) externalUserId: string;
  @Column({ type: 'bigint' }) createTime: string;
  @Column({ type: 'text' }) content: string;
  @Column({ type: 'varchar', length: 16 }) state: string;
  @CreateDateColumn() receivedAt: Date;
}

const source = await new DataSource({ type: 'mariadb', url: databaseUrl, poolSize: 32, entities: [CallbackEvent], synchronize: true }).initialize();
const events = source.getRepository(CallbackEvent);
const router = new Router();
router.post('/callback', async (ctx) => {
  const { msg_signature: signature, timestamp, nonce } = ctx.query as Record<string, string>;
  const outer = (await parseStringPromise(ctx.request.body as string, { explicitArray: false })) as { xml: { Encrypt: string } };
  if (getSignature(token, timestamp!, nonce!, outer.xml.Encrypt) !== signature) ctx.throw(401);
  const { message, id } = decrypt(aesKey, outer.xml.Encrypt);
  if (id !== corpId) ctx.throw(403);
  const { xml } = (await parseStringPromise(message, { explicitArray: false })) as { xml: Record<string, string> };
  const msgKey = createHash('sha1').update(message).digest('hex');
  if (!(await events.findOneBy({ msgKey }))) {
    await events.save(events.create({
      msgKey, corpId, event: xml.Event, changeType: xml.ChangeType, userId: xml.UserID, externalUserId: xml.ExternalUserID,
      createTime: xml.CreateTime, content: message, state: 'stored',
    }));
  }
  ctx.body = 'success';
});
const koa = new Koa();
koa.use(bodyParser({ enableTypes: ['xml'], extendTypes: { xml: ['text/xml'] } }));
koa.use(router.routes());
const server = koa.listen(0, '127.0.0.1', () => {
  serveParent({ port: (server.address() as AddressInfo).port, path: '/callback', receiveId: corpId, token, aesKey }, () => source.destroy());
});
