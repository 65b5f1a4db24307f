import { hash } from 'node:crypto';
import type { WecomApp } from '../client';
import { id, int, reply } from './reply';

export const JsapiTicket = reply({ ticket: id, expires_in: int });

/** For `getConfigSignature`: the company's ticket, 400 an hour. https://developer.work.weixin.qq.com/document/path/90506 */
export function getCorpTicket(app: WecomApp): Promise<string> {
  return app.ticket('corp');
}

/** For `getAgentConfigSignature`: the app's ticket, 100 an hour. https://developer.work.weixin.qq.com/document/path/90506 */
export function getAgentTicket(app: WecomApp): Promise<string> {
  return app.ticket('agent');
}

/**
 * `timestamp` in seconds. `url` is the page's address as it stands, not escaped again; what follows `#` is not signed. Sign only
 * addresses of our own. https://developer.work.weixin.qq.com/document/path/96909
 */
export function signJsapi({ ticket, nonceStr, timestamp, url }: { ticket: string; nonceStr: string; timestamp: number; url: string }): string {
  const page = url.split('#', 1)[0]!;
  return hash('sha1', `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`);
}
