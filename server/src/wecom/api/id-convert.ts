import type { ProviderCalls, WecomApp } from '../client';
import { id, list, reply, text } from './reply';

export const OpenUserids = reply({ open_userid_list: list(reply({ userid: id, open_userid: id })), invalid_userid_list: list(id) });
export const Openid = reply({ openid: id });
export const OpenCorpid = reply({ open_corpid: id });
/** One of the two: the customer, or an id to ask with once they become one. */
export const ExternalUserOrPending = reply({ external_userid: text, pending_id: text });
export const PendingIds = reply({ result: list(reply({ external_userid: id, pending_id: id })) });

/** At most 1,000; too many wrong ids block the call for a day. https://developer.work.weixin.qq.com/document/path/95604 */
export function useridsToOpenUserids(app: WecomApp, userids: string[]) {
  return app.post('/cgi-bin/batch/userid_to_openuserid', { userid_list: userids }, OpenUserids);
}

/** 48001 unless the corp authorised. https://developer.work.weixin.qq.com/document/path/95604 */
export function corpidToOpenCorpid(provider: ProviderCalls, corpid: string) {
  return provider.post('/cgi-bin/service/corpid_to_opencorpid', { corpid }, OpenCorpid);
}

/** A customer as WeChat Pay knows them under the company's id; for paying only. https://developer.work.weixin.qq.com/document/path/92292 */
export function externalUseridToOpenid(app: WecomApp, externalUserid: string) {
  return app.post('/cgi-bin/externalcontact/convert_to_openid', { external_userid: externalUserid }, Openid);
}

/**
 * The customer behind a WeChat user. `subject`: who owns the mini-program. 100,000 an hour, 480,000 a day, 7,500,000 a month.
 * A pending id lives 90 days. https://developer.work.weixin.qq.com/document/path/97108
 */
export function unionidToExternalUserid(app: WecomApp, { unionid, openid, subject }: { unionid: string; openid: string; subject: 'corp' | 'provider' }) {
  return app.post('/cgi-bin/idconvert/unionid_to_external_userid', { unionid, openid, subject_type: subject === 'corp' ? 0 : 1 }, ExternalUserOrPending);
}

/** At most 100; gives the pending ids that were got for them before. https://developer.work.weixin.qq.com/document/path/97108 */
export function externalUseridsToPendingIds(app: WecomApp, externalUserids: string[], chatId?: string) {
  return app.post('/cgi-bin/idconvert/batch/external_userid_to_pending_id', { external_userid: externalUserids, chat_id: chatId }, PendingIds);
}
