import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { flag, id, int, list, reply, text } from './reply';

/** Per customer: 0 means that the hand-over has begun, not that it is done. */
export const TransferStarted = reply({ customer: list(reply({ external_userid: id, errcode: int })) });
/** `status`: 1 done, 2 waiting, 3 refused by the customer, 4 the taker is full, 5 no record. `takeover_time` in seconds; of one who waits, when it will be. */
export const TransferResults = reply({ customer: list(reply({ external_userid: id, status: int, takeover_time: int })), next_cursor: text });
export const UnassignedList = reply({ info: list(reply({ handover_userid: id, external_userid: id, dimission_time: int })), is_last: flag, next_cursor: text });
export const GroupsMoved = reply({ failed_chat_list: list(reply({ chat_id: id, errcode: int, errmsg: text })) });
export const OwnedGroups = reply({ group_chat_list: list(reply({ chat_id: id, status: int })), next_cursor: text });

export type TransferKind = 'onJob' | 'resigned';

interface Between {
  handover: string;
  takeover: string;
}

/**
 * Asks for customers to be handed over: at most 100 a call, each at most twice within 90 days (40128). It takes effect after
 * 24 hours unless the customer refuses. `message` (200 characters) is for on-job hand-overs only. Sent once: a second try
 * would meet 40100 or 40129. https://developer.work.weixin.qq.com/document/path/92125 and /94081
 */
export function transferCustomers(app: WecomApp, kind: TransferKind, { handover, takeover, externalUserids, message }: Between & { externalUserids: string[]; message?: string }, options?: CallOptions) {
  const body = { handover_userid: handover, takeover_userid: takeover, external_userid: externalUserids };
  return kind === 'onJob'
    ? app.post('/cgi-bin/externalcontact/transfer_customer', { ...body, ...(message && { transfer_success_msg: message }) }, TransferStarted, { retries: 0, ...options })
    : app.post('/cgi-bin/externalcontact/resigned/transfer_customer', body, TransferStarted, { retries: 0, ...options });
}

/** How the hand-overs between these two stand, 1,000 a page. https://developer.work.weixin.qq.com/document/path/94088 and /94082 */
export function transferResults(app: WecomApp, kind: TransferKind, { handover, takeover, cursor }: Between & { cursor?: string }, options?: CallOptions) {
  const path = kind === 'onJob' ? '/cgi-bin/externalcontact/transfer_result' : '/cgi-bin/externalcontact/resigned/transfer_result';
  return app.post(path, { handover_userid: handover, takeover_userid: takeover, cursor }, TransferResults, options);
}

/** Customers whom members who left have not handed over, at most 1,000 a page; `dimission_time` in seconds. https://developer.work.weixin.qq.com/document/path/92124 */
export function listUnassigned(app: WecomApp, { cursor = '' }: { cursor?: string } = {}, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/get_unassigned_list', { cursor, page_size: 1000 }, UnassignedList, options);
}

/** Gives groups another owner, at once; at most 100 a call, 300 of one owner a day. https://developer.work.weixin.qq.com/document/path/92127 and /95703 */
export function transferGroups(app: WecomApp, kind: TransferKind, { chatIds, owner }: { chatIds: string[]; owner: string }, options?: CallOptions) {
  const path = kind === 'onJob' ? '/cgi-bin/externalcontact/groupchat/onjob_transfer' : '/cgi-bin/externalcontact/groupchat/transfer';
  return app.post(path, { chat_id_list: chatIds, new_owner: owner }, GroupsMoved, { retries: 0, ...options });
}

/** The groups of one owner, also of one who left, 1,000 a page. https://developer.work.weixin.qq.com/document/path/92120 */
export function listOwnedGroups(app: WecomApp, owner: string, cursor = '', options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/groupchat/list', { status_filter: 0, owner_filter: { userid_list: [owner] }, cursor, limit: 1000 }, OwnedGroups, options);
}
