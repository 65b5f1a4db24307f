import type { JoinWay } from '../model';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, numberOf, wordOf, wordsOf } from './endpoint';
import { bool, int, list, text } from './check';
import { isVisible } from '../context';
import { randomHex } from '../crypto';
import { qrUrl, waysOf, waysPerCorp } from './contact-way';
import { Refused } from './refuse';

/** https://developer.work.weixin.qq.com/document/path/92229 */
const groupsPerWay = 5;

const fields = [
  int('scene', { missing: 41038, wrong: 41040, among: [1, 2] }), text('remark'), int('auto_create_room', { among: [0, 1] }), text('room_base_name', { chars: 40 }), int('room_base_id', { min: 0 }),
  list('chat_id_list', 'string', { missing: 40050, max: groupsPerWay, tooMany: 41091 }), text('state', { chars: 30 }), bool('mark_source'),
];

function ownWay(call: AppCall): JoinWay {
  const way = call.ctx.world.joinWays[wordOf(call, 'config_id')];
  if (!way || way.corp !== call.corp.key || way.appId !== call.app.id) throw new Refused(41044);
  return way;
}

function chatsOf(call: AppCall): string[] {
  return wordsOf(call, 'chat_id_list').map((seen) => {
    const chatId = call.ctx.identities.findChat(call.app, seen);
    const group = call.corp.groups.find((one) => one.chatId === chatId);
    if (!group) throw new Refused(40050, seen);
    if (!isVisible(call.corp, call.app, group.owner)) throw new Refused(60011, seen);
    return group.chatId;
  });
}

function asTold(call: AppCall): Pick<JoinWay, 'scene' | 'remark' | 'autoCreateRoom' | 'roomBaseName' | 'roomBaseId' | 'chatIds' | 'state' | 'markSource'> {
  return {
    scene: numberOf(call, 'scene', 2), remark: [...wordOf(call, 'remark')].slice(0, 30).join(''), autoCreateRoom: numberOf(call, 'auto_create_room', 1) === 1, roomBaseName: wordOf(call, 'room_base_name'),
    roomBaseId: numberOf(call, 'room_base_id', 1), chatIds: chatsOf(call), state: wordOf(call, 'state'), markSource: call.body.mark_source !== false,
  };
}

const configId = text('config_id', { missing: 41043, wrong: 41044 });

export const joinWayCalls: Endpoint[] = [
  appCall('POST', 'externalcontact/groupchat/add_join_way', fields, (call) => {
    if (waysOf(call) >= waysPerCorp) throw new Refused(41045);
    const way: JoinWay = { configId: randomHex(16), corp: call.corp.key, appId: call.app.id, ...asTold(call), createdAt: call.now, expiresAt: null };
    call.ctx.world.joinWays[way.configId] = way;
    call.ctx.store.touch();
    call.ctx.stream.send('group', {});
    return { config_id: way.configId };
  }),
  appCall('POST', 'externalcontact/groupchat/get_join_way', [configId], (call) => {
    const way = ownWay(call);
    return {
      join_way: {
        config_id: way.configId, type: 2, scene: way.scene, remark: way.remark, auto_create_room: way.autoCreateRoom ? 1 : 0, room_base_name: way.roomBaseName, room_base_id: way.roomBaseId,
        chat_id_list: way.chatIds.map((id) => call.ctx.identities.chatId(call.app, id)), state: way.state, mark_source: way.markSource, ...(way.scene === 2 && { qr_code: qrUrl(call, way) }),
      },
    };
  }),
  /** Overwrites everything. */
  appCall('POST', 'externalcontact/groupchat/update_join_way', [configId, ...fields], (call) => {
    Object.assign(ownWay(call), asTold(call));
    call.ctx.store.touch();
    call.ctx.stream.send('group', {});
    return {};
  }),
  appCall('POST', 'externalcontact/groupchat/del_join_way', [configId], (call) => {
    delete call.ctx.world.joinWays[ownWay(call).configId];
    call.ctx.store.touch();
    call.ctx.stream.send('group', {});
    return {};
  }),
];
