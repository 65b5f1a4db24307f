import axios from 'axios';
import { CallbackCrypto } from '../src/wecom/crypto';
import { demo } from '../sandbox/demo';

export interface Push {
  url: string;
  keys: { token: string; aesKey: string };
  receiveId: string;
  message: string;
}

let counter = 0;

/** Posts a message as WeCom does, and gives back what was answered. `change` spoils it on the way. */
export async function push({ url, keys, receiveId, message }: Push, change: (parts: { query: Record<string, string>; body: string }) => void = () => undefined) {
  const crypto = new CallbackCrypto(keys);
  const timestamp = '1756692000';
  const nonce = `n${counter++}`;
  const encrypt = crypto.encrypt(message, receiveId);
  const parts = {
    query: { msg_signature: crypto.sign(timestamp, nonce, encrypt), timestamp, nonce } as Record<string, string>,
    body: `<xml><ToUserName><![CDATA[${receiveId}]]></ToUserName><AgentID><![CDATA[]]></AgentID><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
  };
  change(parts);
  const reply = await axios.post<string>(url, parts.body, { params: parts.query, headers: { 'content-type': 'text/xml' }, validateStatus: () => true, responseType: 'text', transformResponse: (text: unknown) => text });
  return { status: reply.status, body: reply.data };
}

/** The event form of the demo's self-built app. */
export function appEvent(fields: Record<string, string>, corpId: string = demo.corps.selfBuilt.corpId): string {
  const all = { ToUserName: corpId, FromUserName: 'sys', CreateTime: '1756692000', MsgType: 'event', ...fields };
  return `<xml>${Object.entries(all).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`).join('')}</xml>`;
}

export function suiteEvent(fields: Record<string, string>): string {
  const all = { SuiteId: demo.suite.suiteId, TimeStamp: '1756692000', ...fields };
  return `<xml>${Object.entries(all).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`).join('')}</xml>`;
}
