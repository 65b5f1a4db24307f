import { randomBytes } from 'node:crypto';
import { CallbackCrypto } from '../../src/wecom/crypto';

/** Where callbacks go, and with which keys they are sealed. */
export interface Address {
  port: number;
  path: string;
  token: string;
  aesKey: string;
  receiveId: string;
}

/** Finished requests in one buffer, so that sending them costs next to nothing. Each holds another message. */
export interface Requests {
  bytes: Buffer;
  /** Request i is from `ends[i - 1]` (or 0) to `ends[i]`. */
  ends: Uint32Array;
}

export function writeRequests(address: Address, count: number): Requests {
  const crypto = new CallbackCrypto(address);
  const run = randomBytes(6).toString('hex');
  const ends = new Uint32Array(count);
  let bytes = Buffer.allocUnsafe(count * 1500);
  let end = 0;
  for (let i = 0; i < count; i++) {
    const request = writeRequest(address, crypto, addedContact(address.receiveId, `${run}${i}`));
    if (end + request.length > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
    end += bytes.write(request, end, 'latin1');
    ends[i] = end;
  }
  return { bytes, ends };
}

function writeRequest(address: Address, crypto: CallbackCrypto, message: string): string {
  const encrypt = crypto.encrypt(message, address.receiveId);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(5).toString('hex');
  const body = `<xml><ToUserName><![CDATA[${address.receiveId}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt><AgentID><![CDATA[1000002]]></AgentID></xml>`;
  const query = `msg_signature=${crypto.sign(timestamp, nonce, encrypt)}&timestamp=${timestamp}&nonce=${nonce}`;
  return `POST ${address.path}?${query} HTTP/1.1\r\nHost: 127.0.0.1:${address.port}\r\nUser-Agent: Mozilla/4.0\r\n`
    + `Accept: */*\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** https://developer.work.weixin.qq.com/document/path/92130 */
function addedContact(corpId: string, unique: string): string {
  return `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime>`
    + '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType>'
    + `<UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[wm${unique.padStart(30, '0')}]]></ExternalUserID>`
    + `<State><![CDATA[lc_01JD7Q0000000000000000000]]></State><WelcomeCode><![CDATA[WC${unique.padStart(40, '0')}]]></WelcomeCode></xml>`;
}
