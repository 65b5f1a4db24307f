import { z } from 'zod';
import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { Done, flag, id, int, list, reply, text } from './reply';

const Link = reply({ link_id: id, link_name: text, url: text, create_time: int });
export const LinkMade = reply({ link: Link });
export const LinkReply = reply({ link: reply({ link_name: text, url: text, create_time: int, skip_verify: flag }), range: reply({ user_list: list(id), department_list: list(z.number()) }) });
export const LinkList = reply({ link_id_list: list(id), next_cursor: text });
/** `chat_status`: 0 the customer has not written, 1 has, 2 unknown. */
export const LinkCustomers = reply({ customer_list: list(reply({ external_userid: id, userid: id, chat_status: int, state: text })), next_cursor: text });
/** `total` was used so far; times in seconds. */
export const LinkQuota = reply({ total: int, balance: int, quota_list: list(reply({ expire_date: int, balance: int })) });
export const LinkStatistic = reply({ click_link_customer_cnt: int, new_customer_cnt: int });

export interface LinkInput {
  /** At most 30 characters. */
  name: string;
  /** With the departments at most 500 people. */
  userids: string[];
  departments: number[];
  skipVerify: boolean;
}

const base = '/cgi-bin/externalcontact/customer_acquisition';
const bodyOf = ({ name, userids, departments, skipVerify }: LinkInput) => ({ link_name: name, range: { user_list: userids, department_list: departments }, skip_verify: skipVerify });

/** 41095 when there are too many. https://developer.work.weixin.qq.com/document/path/97297 */
export function createAcquisitionLink(app: WecomApp, input: LinkInput, options?: CallOptions) {
  return app.post(`${base}/create_link`, bodyOf(input), LinkMade, { retries: 0, ...options });
}

/** The range is replaced as a whole. https://developer.work.weixin.qq.com/document/path/97297 */
export function updateAcquisitionLink(app: WecomApp, linkId: string, input: LinkInput) {
  return app.post(`${base}/update_link`, { link_id: linkId, ...bodyOf(input) }, Done);
}

/** https://developer.work.weixin.qq.com/document/path/97297 */
export function deleteAcquisitionLink(app: WecomApp, linkId: string) {
  return app.post(`${base}/delete_link`, { link_id: linkId }, Done);
}

/** https://developer.work.weixin.qq.com/document/path/97297 */
export function getAcquisitionLink(app: WecomApp, linkId: string) {
  return app.post(`${base}/get`, { link_id: linkId }, LinkReply);
}

/** Of this app's links those that are still there, at most 100 a page. https://developer.work.weixin.qq.com/document/path/97297 */
export function listAcquisitionLinks(app: WecomApp, cursor?: string) {
  return app.post(`${base}/list_link`, { limit: 100, cursor }, LinkList);
}

/** At most 1,000 a page. https://developer.work.weixin.qq.com/document/path/97298 */
export function listLinkCustomers(app: WecomApp, linkId: string, cursor?: string) {
  return app.post(`${base}/customer`, { link_id: linkId, limit: 1000, cursor }, LinkCustomers);
}

/** https://developer.work.weixin.qq.com/document/path/97375 */
export function acquisitionQuota(app: WecomApp) {
  return app.get('/cgi-bin/externalcontact/customer_acquisition_quota', {}, LinkQuota);
}

/** Whole days, both included; at most 30, of the last 180. Times in seconds. https://developer.work.weixin.qq.com/document/path/97375 */
export function linkStatistic(app: WecomApp, linkId: string, { from, to }: { from: number; to: number }) {
  return app.post(`${base}/statistic`, { link_id: linkId, start_time: from, end_time: to }, LinkStatistic);
}
