import { createHash, randomBytes } from 'node:crypto';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError } from 'axios';
import { parseMessage, type Tree } from '../wecom/xml';
import { PayRefused, PayUnclear } from './pay-errors';

export interface Merchant {
  mchId: string;
  /** The company's plain id. */
  appId: string;
  /** The APIv2 key. */
  apiKey: string;
  /** Of WeCom's app 企业支付. */
  workSecret: string;
  /** PEM; WeChat Pay itself asks for it. */
  certificate: { cert: string; key: string } | null;
}

export interface PacketOrder {
  /** At most 28 letters and digits; the same again pays once. */
  billNo: string;
  openid: string;
  amountFen: number;
  senderName: string;
  title: string;
  wish: string;
  /** '' for amounts of 1 to 200 yuan. */
  sceneId: string;
}

/** SENT waits for the person, RFUND_ING is on its way back. */
export type PacketStatus = 'SENDING' | 'SENT' | 'FAILED' | 'RECEIVED' | 'RFUND_ING' | 'REFUND';

export interface PacketFacts {
  status: PacketStatus;
  amountFen: number;
  /** Why it failed. */
  reason: string;
  /** ms; null where it was not told. */
  claimedAt: number | null;
  returnedAt: number | null;
}

export interface PayParts {
  /** Origin of WeChat Pay; the real one is https://api.mch.weixin.qq.com. */
  baseUrl: string;
  /** After every answer: its err_code, `ok`, or `unclear`. */
  onCall?: (call: { api: string; errcode: string }) => void;
  timeoutMs?: number;
}

type Fields = Record<string, string | number>;

const sendPath = '/mmpaymkttransfers/sendworkwxredpack';
const queryPath = '/mmpaymkttransfers/queryworkwxredpack';
/** What WeCom's own signature covers. */
const workSigned = ['act_name', 'mch_billno', 'mch_id', 'nonce_str', 're_openid', 'total_amount', 'wxappid'] as const;

/** https://pay.weixin.qq.com/doc/v2/merchant/4011985891 */
export function md5Sign(fields: Fields, keyName: 'key' | 'secret', key: string): string {
  const pairs = Object.keys(fields).filter((name) => fields[name] !== '').sort().map((name) => `${name}=${fields[name]}`);
  return createHash('md5').update(`${pairs.join('&')}&${keyName}=${key}`).digest('hex').toUpperCase();
}

/** `workwx_sign` first, then `sign` over all that is sent. https://developer.work.weixin.qq.com/document/path/90281 */
export function signPacket(fields: Fields, { apiKey, workSecret }: Pick<Merchant, 'apiKey' | 'workSecret'>): Fields {
  const own = md5Sign(Object.fromEntries(workSigned.map((name) => [name, fields[name]!])), 'secret', workSecret);
  return signed({ ...fields, workwx_sign: own }, apiKey);
}

const signed = (fields: Fields, apiKey: string): Fields => ({ ...fields, sign: md5Sign(fields, 'key', apiKey) });

/** Red packets of a company (企业红包). Nothing of a call goes into a log: it holds amounts, openids and signatures. */
export class WechatPay {
  constructor(private readonly parts: PayParts) {}

  /** Behind plain http stands the sandbox. */
  get needsCertificate(): boolean {
    return this.parts.baseUrl.startsWith('https:');
  }

  /** Ends well when the packet is on its way. Throws PayRefused, or PayUnclear where it may be paid all the same. https://developer.work.weixin.qq.com/document/path/90275 */
  async send(merchant: Merchant, { billNo, openid, amountFen, senderName, title, wish, sceneId }: PacketOrder): Promise<void> {
    const { mchId, appId } = merchant;
    await this.#ask(sendPath, merchant, signPacket({
      nonce_str: nonce(), mch_billno: billNo, mch_id: mchId, wxappid: appId, sender_name: senderName, re_openid: openid, total_amount: amountFen, wishing: wish, act_name: title, remark: title, scene_id: sceneId,
    }, merchant));
  }

  /** Null: WeChat Pay has no such order (yet). Orders of the last 30 days. https://developer.work.weixin.qq.com/document/path/90276 */
  async query(merchant: Merchant, billNo: string): Promise<PacketFacts | null> {
    const { mchId, appId, apiKey } = merchant;
    try {
      return factsOf(await this.#ask(queryPath, merchant, signed({ nonce_str: nonce(), mch_billno: billNo, mch_id: mchId, appid: appId }, apiKey)), billNo);
    } catch (error) {
      if (error instanceof PayRefused && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  async #ask(api: string, { certificate }: Merchant, fields: Fields): Promise<Record<string, Tree>> {
    const agent = certificate ? new HttpsAgent({ cert: certificate.cert, key: certificate.key }) : undefined;
    try {
      const { status, data } = await axios.post<string>(this.parts.baseUrl + api, xml(fields), {
        timeout: this.parts.timeoutMs ?? 15_000, httpsAgent: agent, headers: { 'content-type': 'text/xml; charset=utf-8' },
        maxRedirects: 0, validateStatus: () => true, responseType: 'text', transformResponse: (text: unknown) => text, maxContentLength: 100_000,
      });
      if (status !== 200) throw new PayUnclear(`HTTP ${status}`);
      const answer = read(data);
      if (answer.return_code !== 'SUCCESS' || answer.result_code !== 'SUCCESS') throw new PayRefused(text(answer.err_code) || 'FAIL', text(answer.err_code_des) || text(answer.return_msg));
      this.#report(api, 'ok');
      return answer;
    } catch (error) {
      this.#report(api, error instanceof PayRefused ? error.code : 'unclear');
      if (error instanceof PayRefused || error instanceof PayUnclear) throw error;
      throw new PayUnclear(isAxiosError(error) ? error.code ?? 'network failure' : 'network failure');
    } finally {
      agent?.destroy();
    }
  }

  #report(api: string, errcode: string): void {
    this.parts.onCall?.({ api, errcode });
  }
}

const statuses = ['SENDING', 'SENT', 'FAILED', 'RECEIVED', 'RFUND_ING', 'REFUND'] as const satisfies readonly PacketStatus[];

function factsOf(answer: Record<string, Tree>, billNo: string): PacketFacts {
  const status = statuses.find((one) => one === answer.status);
  const amountFen = Number(answer.total_amount);
  if (!status || answer.mch_billno !== billNo || !Number.isSafeInteger(amountFen)) throw new PayUnclear('the answer is about something else');
  return { status, amountFen, reason: text(answer.reason), claimedAt: timeOf(answer.rcv_time), returnedAt: timeOf(answer.refund_time) };
}

function read(data: string): Record<string, Tree> {
  try {
    return parseMessage(data);
  } catch {
    throw new PayUnclear('the answer is not XML');
  }
}

const text = (value: Tree | undefined): string => (typeof value === 'string' ? value : '');
const nonce = () => randomBytes(16).toString('hex');

/** `2026-09-01 10:00:00` in Beijing. */
function timeOf(value: Tree | undefined): number | null {
  const at = Date.parse(`${text(value).replace(' ', 'T')}+08:00`);
  return Number.isNaN(at) ? null : at;
}

function xml(fields: Fields): string {
  const nodes = Object.entries(fields).filter(([, value]) => value !== '').map(([name, value]) => `<${name}><![CDATA[${String(value).replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`);
  return `<xml>${nodes.join('')}</xml>`;
}
