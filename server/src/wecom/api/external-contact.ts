import type { z } from 'zod';
import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { Done, id, int, list, reply, text } from './reply';

const Channels = reply({ nickname: text, source: int });
/** Avatar, gender and unionid are hidden from suites. `type`: 1 a WeChat user, 2 a WeCom user of another corp. */
const ExternalContact = reply({
  external_userid: id, name: text, type: int, gender: int, avatar: text, unionid: text, position: text, corp_name: text, corp_full_name: text,
});
const Follow = reply({
  userid: id, remark: text, description: text, createtime: int, remark_corp_name: text, remark_mobiles: list(text),
  oper_userid: text,
  /** How they met: https://developer.work.weixin.qq.com/document/path/92114 */
  add_way: int,
  /** Ours, from the contact way. */
  state: text,
  wechat_channels: Channels.nullish(),
});
/** `type`: 1 the corp's, 2 the staff member's own (no id), 3 a strategy's. */
const FollowTag = reply({ group_name: text, tag_name: text, tag_id: text, type: int });

export const FollowUserList = reply({ follow_user: list(id) });
export const ExternalUserList = reply({ external_userid: list(id) });
export const ExternalContactReply = reply({
  external_contact: ExternalContact, follow_user: list(Follow.extend({ tags: list(FollowTag) })), next_cursor: text,
});
export const ExternalContactBatch = reply({
  external_contact_list: list(reply({ external_contact: ExternalContact, follow_info: Follow.extend({ tag_id: list(id) }) })),
  next_cursor: text,
  fail_info: reply({ unlicensed_userid_list: list(id) }).nullish(),
});

/** Staff of the visible range who may have customers. https://developer.work.weixin.qq.com/document/path/92571 */
export function listFollowUsers(app: WecomApp, options?: CallOptions) {
  return app.get('/cgi-bin/externalcontact/get_follow_user_list', {}, FollowUserList, options);
}

/** All customers of one staff member; 84061 when there is none. https://developer.work.weixin.qq.com/document/path/92113 */
export function listExternalUserids(app: WecomApp, userid: string, options?: CallOptions) {
  return app.get('/cgi-bin/externalcontact/list', { userid }, ExternalUserList, options);
}

/** `cursor` only past 500 followers. https://developer.work.weixin.qq.com/document/path/92114 */
export function getExternalContact(app: WecomApp, externalUserid: string, cursor?: string, options?: CallOptions) {
  return app.get('/cgi-bin/externalcontact/get', { external_userid: externalUserid, cursor }, ExternalContactReply, options);
}

/**
 * Customers of up to 100 staff with their follow relation, up to 100 a page; a customer comes once per follower.
 * 701008 when none of them has a licence. https://developer.work.weixin.qq.com/document/path/92994
 */
export function batchGetByUser(app: WecomApp, { userids, cursor = '', limit = 100 }: { userids: string[]; cursor?: string; limit?: number }, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/batch/get_by_user', { userid_list: userids, cursor, limit }, ExternalContactBatch, options);
}

export interface RemarkInput {
  userid: string;
  externalUserid: string;
  /** At most 20 characters. */
  remark?: string;
  /** At most 150 characters. */
  description?: string;
  /** At most 20 characters; WeChat users only. */
  remarkCompany?: string;
  /** Replaces all of them; `['']` removes them. */
  remarkMobiles?: string[];
}

/** What is not given stays. Makes no callback. https://developer.work.weixin.qq.com/document/path/92115 */
export function remarkExternalContact(app: WecomApp, input: RemarkInput) {
  return app.post('/cgi-bin/externalcontact/remark', {
    userid: input.userid, external_userid: input.externalUserid, remark: input.remark, description: input.description,
    remark_company: input.remarkCompany, remark_mobiles: input.remarkMobiles,
  }, Done);
}

export type ExternalContactDetail = z.output<typeof ExternalContactReply>;
export type ExternalContactRow = z.output<typeof ExternalContactBatch>['external_contact_list'][number];
