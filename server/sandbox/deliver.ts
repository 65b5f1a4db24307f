import { Agent, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from './context';
import type { CorpKey, Delivery } from './control';
import type { QueuedDelivery, Target } from './model';
import { demo } from './demo';
import { encryptCallback, randomHex, signCallback } from './crypto';

/**
 * How callbacks are sent: https://developer.work.weixin.qq.com/document/path/90930
 * The 5 s cut, 1 s for authorisation events and for the address check, and three tries are documented. How long the platform waits
 * between tries is not published: here 8 s and then 20 s, so that a server that restarts within half a minute is
 * reached by the second or the third try. All of it can be set.
 */
export interface DeliveryRules { cutMs: number; hurryCutMs: number; gapsMs: number[]; atOnce: number }
export const deliveryRules: DeliveryRules = { cutMs: 5000, hurryCutMs: 1000, gapsMs: [8000, 20_000], atOnce: 32 };

const kept = 5000;

interface Answer { status: number; body: string; error: string }

export class Deliverer {
  private readonly plain = new Agent({ keepAlive: true });
  private readonly tls = new TlsAgent({ keepAlive: true });
  private readonly queue: { delivery: QueuedDelivery; done: () => void }[] = [];
  private readonly flights = new Set<Promise<void>>();
  private readonly heldBack: (() => void)[] = [];
  private flying = 0;
  private closed = false;

  constructor(private readonly ctx: Context, private readonly rules: DeliveryRules) {}

  /** Writes a callback down and starts its first try. */
  send(target: Target, corp: CorpKey | null, event: string, plain: string, hurry = false): QueuedDelivery {
    const delivery: QueuedDelivery = {
      id: this.ctx.nextId('d'), at: this.ctx.clock.now(), corp, event, url: this.addressOf(target)?.url ?? '', plain, tries: [], outcome: 'waiting',
      target, hurry, nextAt: this.ctx.clock.now(),
    };
    const { deliveries } = this.ctx.world;
    deliveries.push(delivery);
    // Only ended ones are forgotten, oldest first.
    if (deliveries.length > kept + 500) this.forget(deliveries.length - kept);
    this.ctx.store.touch();
    this.start(delivery);
    if (this.ctx.faults.take('callback', ['duplicate'])) this.start(delivery);
    return delivery;
  }

  /** After a restart: goes on with what was not delivered. */
  resume(): void {
    for (const delivery of this.ctx.world.deliveries) if (delivery.outcome === 'waiting') this.schedule(delivery);
  }

  repeat(id: string | undefined): QueuedDelivery | null {
    const { deliveries } = this.ctx.world;
    const delivery = id ? deliveries.find((one) => one.id === id) : deliveries.at(-1);
    if (delivery) this.start(delivery);
    return delivery ?? null;
  }

  /** When nothing is on its way any more. Tries that wait for the clock are not on their way. */
  async settle(): Promise<void> {
    while (this.flights.size > 0) await Promise.all(this.flights);
  }

  /** The check that WeCom makes when an address is saved: https://developer.work.weixin.qq.com/document/path/90930 */
  async verify(url: string, token: string, aesKey: string, receiveId: string): Promise<string> {
    if (!/^[A-Za-z0-9]{43}$/.test(aesKey)) return 'EncodingAESKey 必须是 43 位字母或数字';
    const echo = randomHex(8).replace(/\D/g, '').padEnd(10, '7');
    const timestamp = String(Math.floor(this.ctx.clock.now() / 1000));
    const nonce = randomHex(5);
    const echostr = encryptCallback(aesKey, echo, receiveId);
    const query = new URLSearchParams({ msg_signature: signCallback(token, timestamp, nonce, echostr), timestamp, nonce, echostr });
    const answer = await this.exchange('GET', `${url}${url.includes('?') ? '&' : '?'}${query}`, '', this.rules.hurryCutMs, false);
    if (answer.error) return answer.error;
    if (answer.status !== 200) return `HTTP ${answer.status}`;
    return answer.body === echo ? '' : `回显内容不一致：${answer.body.slice(0, 80)}`;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.queue.length = 0;
    for (const release of this.heldBack.splice(0)) release();
    this.plain.destroy();
    this.tls.destroy();
    await this.settle();
  }

  private forget(count: number): void {
    const { deliveries } = this.ctx.world;
    let left = count;
    this.ctx.world.deliveries = deliveries.filter((one) => one.outcome === 'waiting' || left-- <= 0);
  }

  private start(delivery: QueuedDelivery): void {
    if (this.closed) return;
    const flight = new Promise<void>((done) => this.queue.push({ delivery, done })).finally(() => this.flights.delete(flight));
    this.flights.add(flight);
    this.pump();
  }

  private pump(): void {
    while (this.flying < this.rules.atOnce) {
      const next = this.queue.shift();
      if (!next) return;
      this.flying += 1;
      void this.tryOnce(next.delivery).finally(() => {
        this.flying -= 1;
        next.done();
        this.pump();
      });
    }
  }

  private schedule(delivery: QueuedDelivery): void {
    this.ctx.clock.at(Math.max(delivery.nextAt, this.ctx.clock.now()), async () => {
      if (delivery.outcome !== 'waiting') return;
      this.start(delivery);
      if (this.ctx.clock.kind === 'manual') await this.settle();
    });
  }

  private async tryOnce(delivery: QueuedDelivery): Promise<void> {
    const started = performance.now();
    const answer = await this.post(delivery);
    // A stop in the middle is no failed try: after the restart it is made again.
    if (this.closed && answer.error) return;
    const error = answer.error || refusal(delivery.target, answer);
    delivery.tries.push({ at: this.ctx.clock.now(), status: answer.status, ms: Math.round(performance.now() - started), error });
    if (!error) delivery.outcome = 'delivered';
    else if (delivery.outcome === 'waiting' && delivery.nextAt <= this.ctx.clock.now()) this.planNext(delivery);
    this.ctx.store.touch();
    this.ctx.stream.send('delivery', present(delivery));
  }

  private planNext(delivery: QueuedDelivery): void {
    const gap = this.rules.gapsMs[delivery.tries.length - 1];
    if (gap === undefined) {
      delivery.outcome = 'failed';
      return;
    }
    delivery.nextAt = this.ctx.clock.now() + gap;
    this.schedule(delivery);
  }

  private async post(delivery: QueuedDelivery): Promise<Answer> {
    const address = this.addressOf(delivery.target);
    if (!address) return { status: 0, body: '', error: '没有配置回调地址' };
    delivery.url = address.url;
    const { faults } = this.ctx;
    if (faults.take('callback', ['reorder'])) await this.waitForAnother();
    const slow = faults.take('callback', ['delay']);
    if (slow) await sleep(slow.value);
    const timestamp = String(Math.floor(this.ctx.clock.now() / 1000));
    const nonce = randomHex(5);
    const encrypted = encryptCallback(address.aesKey, delivery.plain, address.receiveId);
    const query = new URLSearchParams({ msg_signature: signCallback(address.token, timestamp, nonce, encrypted), timestamp, nonce });
    const body = `<xml><ToUserName><![CDATA[${address.receiveId}]]></ToUserName><AgentID><![CDATA[${address.agentId}]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
    const cutMs = delivery.hurry ? this.rules.hurryCutMs : this.rules.cutMs;
    const drop = faults.take('callback', ['drop']) !== null;
    const answer = await this.exchange('POST', `${address.url}?${query}`, body, cutMs, drop);
    for (const release of this.heldBack.splice(0)) release();
    return faults.take('callback', ['http500', 'errcode']) ? { status: 500, body: '', error: '' } : answer;
  }

  /** Out of order: lets the next callback go first, or gives up waiting for one. */
  private waitForAnother(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(resolve, 500);
      this.heldBack.push(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  private exchange(method: 'GET' | 'POST', address: string, body: string, cutMs: number, drop: boolean): Promise<Answer> {
    return new Promise((resolve) => {
      const secure = address.startsWith('https:');
      const done = (answer: Partial<Answer>) => {
        clearTimeout(cut);
        resolve({ status: 0, body: '', error: '', ...answer });
      };
      const headers = method === 'POST' ? { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(body), 'user-agent': 'Mozilla/4.0' } : {};
      const call = (secure ? tlsRequest : request)(address, { method, headers, agent: secure ? this.tls : this.plain }, (reply) => {
        // The server has done its work, and only its answer is lost: that is what makes a cut connection wicked.
        if (drop) {
          call.destroy(new Error('连接被切断'));
          return;
        }
        const parts: Buffer[] = [];
        reply.on('data', (part: Buffer) => parts.push(part));
        reply.on('end', () => done({ status: reply.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }));
        reply.on('error', (error) => done({ error: error.message }));
      });
      const cut = setTimeout(() => {
        done({ error: `${cutMs} ms 内没有响应` });
        call.destroy();
      }, cutMs);
      call.on('error', (error: NodeJS.ErrnoException) => {
        // A kept connection that the server closed in the same moment says nothing about the server: once more on a fresh one.
        if (error.code !== 'ECONNRESET' || !call.reusedSocket) return done({ error: error.code ?? error.message });
        clearTimeout(cut);
        void this.exchange(method, address, body, cutMs, drop).then(resolve);
      });
      call.end(body);
    });
  }

  private addressOf(target: Target): { url: string; token: string; aesKey: string; receiveId: string; agentId: string } | null {
    const { world, identities, serverUrl } = this.ctx;
    if (target.to === 'command') {
      const url = world.suiteUrl || `${serverUrl}/wecom/suite/command`;
      return { url, token: demo.suite.token, aesKey: demo.suite.aesKey, receiveId: demo.suite.suiteId, agentId: '' };
    }
    if (target.to === 'data') {
      const corpid = world.corps[target.corp].openId;
      return { url: `${serverUrl}/wecom/suite/data/${corpid}`, token: demo.suite.token, aesKey: demo.suite.aesKey, receiveId: corpid, agentId: '' };
    }
    const app = world.apps[target.appId];
    if (!app?.callback) return null;
    return { ...app.callback, receiveId: identities.corpid(app), agentId: String(app.agentId) };
  }
}

/** Any status but 200 fails; a command callback must say `success`, others may also be silent or answer in kind. */
function refusal(target: Target, answer: Answer): string {
  if (answer.status !== 200) return `HTTP ${answer.status}`;
  const body = answer.body.trim();
  if (body === 'success') return '';
  if (target.to !== 'command' && (body === '' || body.includes('Encrypt') || body.includes('encrypt'))) return '';
  return `应答不是 success：${body.slice(0, 100)}`;
}

export function present({ id, at, corp, event, url, plain, tries, outcome }: QueuedDelivery): Delivery {
  return { id, at, corp, event, url, plain, tries, outcome };
}
