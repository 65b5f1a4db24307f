import type { z } from 'zod';
import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { id, int, list, reply, text } from './reply';

export const GroupChatList = reply({ group_chat_list: list(reply({ chat_id: id, status: int })), next_cursor: text });
/** `type`: 1 staff, 2 from outside. `join_scene`: 1 invited, 2 by a link, 3 by the group's code. */
const Member = reply({
  userid: id, type: int, unionid: text, join_time: int, join_scene: int, state: text, group_nickname: text, name: text, invitor: reply({ userid: text }).nullish(),
});
export const GroupChatReply = reply({
  group_chat: reply({
    chat_id: id, name: text, owner: id, create_time: int, notice: text, member_list: list(Member), admin_list: list(reply({ userid: id })), member_version: text,
  }),
});
export type GroupChatDetail = z.output<typeof GroupChatReply>['group_chat'];

/** Groups of up to 100 owners; without owners those of the whole visible range, 81017 past 1,000 staff. https://developer.work.weixin.qq.com/document/path/92120 */
export function listGroupChats(app: WecomApp, { owners, cursor = '', limit = 100 }: { owners: string[]; cursor?: string; limit?: number }, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/groupchat/list', { status_filter: 0, owner_filter: { userid_list: owners }, cursor, limit }, GroupChatList, options);
}

/** 40050 or 49008: it was dismissed. Right after an event the answer may be older than the event. https://developer.work.weixin.qq.com/document/path/92122 */
export function getGroupChat(app: WecomApp, chatId: string, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/groupchat/get', { chat_id: chatId, need_name: 1 }, GroupChatReply, options);
}
