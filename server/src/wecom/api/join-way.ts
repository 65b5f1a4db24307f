import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { Done, flag, id, int, list, reply, text } from './reply';

export const JoinWayMade = reply({ config_id: id });
export const JoinWayReply = reply({
  join_way: reply({ config_id: id, remark: text, auto_create_room: flag, room_base_name: text, room_base_id: int, chat_id_list: list(id), qr_code: text, state: text }),
});

export interface JoinWayInput {
  /** 1 to 5 (41091). */
  chatIds: string[];
  /** At most 30 characters; comes back with each member of the group. */
  state: string;
  /** Cut at 30 characters. */
  remark: string;
  /** WeCom opens another group when all are full: `roomBaseName` and a number that begins with `roomBaseId`. */
  autoCreate: boolean;
  roomBaseName: string;
  roomBaseId: number;
}

const bodyOf = ({ chatIds, state, remark, autoCreate, roomBaseName, roomBaseId }: JoinWayInput) => ({
  scene: 2, remark, auto_create_room: autoCreate ? 1 : 0, ...(autoCreate && { room_base_name: roomBaseName, room_base_id: roomBaseId }), chat_id_list: chatIds, state,
});

/** Draws on the 500,000 of the contact ways (41045). Nothing lists them, so keep the id. The picture comes with `getJoinWay`. https://developer.work.weixin.qq.com/document/path/92229 */
export function addJoinWay(app: WecomApp, input: JoinWayInput, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/groupchat/add_join_way', bodyOf(input), JoinWayMade, { retries: 0, ...options });
}

/** 41044: there is none. https://developer.work.weixin.qq.com/document/path/92229 */
export function getJoinWay(app: WecomApp, configId: string) {
  return app.post('/cgi-bin/externalcontact/groupchat/get_join_way', { config_id: configId }, JoinWayReply);
}

/** Overwrites everything. https://developer.work.weixin.qq.com/document/path/92229 */
export function updateJoinWay(app: WecomApp, configId: string, input: JoinWayInput) {
  return app.post('/cgi-bin/externalcontact/groupchat/update_join_way', { config_id: configId, ...bodyOf(input) }, Done);
}

/** https://developer.work.weixin.qq.com/document/path/92229 */
export function deleteJoinWay(app: WecomApp, configId: string) {
  return app.post('/cgi-bin/externalcontact/groupchat/del_join_way', { config_id: configId }, Done);
}
