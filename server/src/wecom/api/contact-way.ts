import { z } from 'zod';
import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { Done, flag, id, int, list, reply, text } from './reply';

export const ContactWayMade = reply({ config_id: id, qr_code: text });
export const ContactWayReply = reply({
  contact_way: reply({
    config_id: id, type: int, scene: int, style: int, remark: text, skip_verify: flag, state: text, qr_code: text,
    user: list(id), party: list(z.number()), is_temp: flag, is_exclusive: flag,
  }),
});
export const ContactWayList = reply({ contact_way: list(reply({ config_id: id })), next_cursor: text });

export interface ContactWayInput {
  /** With `parties` at most 100 people once departments are opened (41041). */
  userids: string[];
  parties?: number[];
  /** At most 30 characters; comes back in events and in the follow relation. */
  state: string;
  /** At most 30 characters. */
  remark?: string;
  skipVerify: boolean;
  /** 1: exactly one member; 2 (unless said otherwise): one of several. It cannot be changed. */
  type?: 1 | 2;
}

/**
 * A QR code that adds one of several staff. 500,000 per corp, shared with join ways (41045); 41054 and 40098 when someone is
 * not activated or verified. Keep the `config_id`: the console does not show it.
 * https://developer.work.weixin.qq.com/document/path/92572
 */
export function addContactWay(app: WecomApp, { userids, parties = [], state, remark, skipVerify, type = 2 }: ContactWayInput, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/add_contact_way', {
    type, scene: 2, user: userids, party: parties, state, remark, skip_verify: skipVerify,
  }, ContactWayMade, { retries: 0, ...options });
}

/** https://developer.work.weixin.qq.com/document/path/92572 */
export function getContactWay(app: WecomApp, configId: string) {
  return app.post('/cgi-bin/externalcontact/get_contact_way', { config_id: configId }, ContactWayReply);
}

/** Ids of the ways made since 2021-07-10, at most 1,000 a page; times in seconds. https://developer.work.weixin.qq.com/document/path/92572 */
export function listContactWays(app: WecomApp, { startTime, endTime, cursor, limit = 1000 }: { startTime?: number; endTime?: number; cursor?: string; limit?: number } = {}, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/list_contact_way', { start_time: startTime, end_time: endTime, cursor, limit }, ContactWayList, options);
}

/** What is given replaces what was, lists as a whole; the picture stays. https://developer.work.weixin.qq.com/document/path/92572 */
export function updateContactWay(app: WecomApp, configId: string, { userids, parties, state, remark, skipVerify }: Partial<Omit<ContactWayInput, 'type'>>) {
  return app.post('/cgi-bin/externalcontact/update_contact_way', {
    config_id: configId, user: userids, party: parties, state, remark, skip_verify: skipVerify,
  }, Done);
}

/** 41044 when it is gone already. https://developer.work.weixin.qq.com/document/path/92572 */
export function deleteContactWay(app: WecomApp, configId: string) {
  return app.post('/cgi-bin/externalcontact/del_contact_way', { config_id: configId }, Done);
}
