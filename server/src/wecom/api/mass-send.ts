import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import type { SendAttachment } from './welcome';
import { Done, id, int, list, reply, text } from './reply';

export const MassSendMade = reply({ fail_list: list(id), msgid: text });
/** `status`: 0 not sent yet, 2 sent. */
export const MassSendTasks = reply({ task_list: list(reply({ userid: id, status: int, send_time: int })), next_cursor: text });
/** `status`: 0 not sent yet, 1 sent, 2 no friend any more, 3 had as many as the month allows. */
export const MassSendResults = reply({ send_list: list(reply({ external_userid: text, userid: text, status: int, send_time: int })), next_cursor: text });

export interface MassSendInput { sender: string; externalUserids: readonly string[]; content: string; attachments: SendAttachment[] }

/**
 * Asks one member to send this to some of their customers, at most 10,000; nothing goes out before they confirm. Those to whom it cannot go come back in
 * `fail_list`; 41048 when that is all of them. https://developer.work.weixin.qq.com/document/path/92135
 */
export function addMassSend(app: WecomApp, { sender, externalUserids, content, attachments }: MassSendInput, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/add_msg_template', {
    chat_type: 'single', sender, external_userid: externalUserids, ...(content && { text: { content } }), attachments,
  }, MassSendMade, { retries: 0, ...options });
}

/** 41063 right after it was made. https://developer.work.weixin.qq.com/document/path/93338 */
export function getMassSendTasks(app: WecomApp, msgid: string) {
  return app.post('/cgi-bin/externalcontact/get_groupmsg_task', { msgid, limit: 1000 }, MassSendTasks);
}

/** https://developer.work.weixin.qq.com/document/path/93338 */
export function getMassSendResults(app: WecomApp, { msgid, userid, cursor }: { msgid: string; userid: string; cursor?: string }) {
  return app.post('/cgi-bin/externalcontact/get_groupmsg_send_result', { msgid, userid, limit: 1000, cursor }, MassSendResults);
}

/** At most 3 a day (41094). https://developer.work.weixin.qq.com/document/path/97610 */
export function remindMassSend(app: WecomApp, msgid: string) {
  return app.post('/cgi-bin/externalcontact/remind_groupmsg_send', { msgid }, Done);
}

/** Stops what was not sent yet. 41093 when it was stopped before. https://developer.work.weixin.qq.com/document/path/97611 */
export function cancelMassSend(app: WecomApp, msgid: string) {
  return app.post('/cgi-bin/externalcontact/cancel_groupmsg_send', { msgid }, Done);
}
