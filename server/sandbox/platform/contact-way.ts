import type { ContactWay } from '../model';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, numberOf, numbersOf, page, wordOf, wordsOf } from './endpoint';
import { bool, inside, int, list, someOf, text } from './check';
import { absolute, findStaff, isVisible, seconds, subtree, visibleDepartments } from '../context';
import { randomHex } from '../crypto';
import { refusal, Refused } from './refuse';

/** https://developer.work.weixin.qq.com/document/path/92572 */
const perWay = 100;
export const waysPerCorp = 500_000;
const day = 86_400;

const conclusions = inside('conclusions', [
  inside('text', [text('content', { bytes: 4000, wrong: 45002 })]), inside('image', [text('media_id')]),
  inside('link', [text('title', { bytes: 128 }), text('picurl', { bytes: 2048 }), text('desc', { bytes: 512 }), text('url', { bytes: 2048 })]),
  inside('miniprogram', [text('title', { bytes: 64 }), text('pic_media_id'), text('appid'), text('page')]),
]);
const changeable = [
  int('style', { wrong: 41042 }), text('remark', { chars: 30 }), bool('skip_verify'), text('state', { chars: 30 }), list('user', 'string'), list('party', 'number'),
  int('expires_in', { min: 1, max: 14 * day }), int('chat_expires_in', { min: 1, max: 14 * day }), text('unionid'), bool('mark_source'), conclusions,
];

/** Every member must be there, visible, signed in and have 客户联系; a department must be there and visible. */
function checkMembers(call: AppCall, type: number, users: string[], parties: number[]): void {
  const { corp, app } = call;
  const all = new Set(users);
  for (const userid of users) {
    const member = findStaff(corp, userid)!;
    if (!member.active) throw new Refused(41054, userid);
    if (member.unverified) throw new Refused(40098);
    if (!member.canReceive) throw new Refused(84074, userid);
  }
  const visible = visibleDepartments(corp, app);
  for (const id of parties) {
    if (!corp.departments.some((one) => one.id === id)) throw new Refused(60123, String(id));
    if (!visible.has(id)) throw new Refused(60011, String(id));
    const within = subtree(corp, id);
    for (const member of corp.staff) if (!member.left && member.departmentIds.some((one) => within.has(one))) all.add(member.userid);
  }
  if (type === 1 && (users.length !== 1 || parties.length > 0)) throw new Refused(40058, 'type 1 takes exactly one user');
  if (all.size === 0) throw new Refused(40031, 'user or party');
  if (all.size > perWay) throw new Refused(41041, `${all.size}`);
}

function usersOf(call: AppCall): string[] {
  return wordsOf(call, 'user').map((seen) => {
    const userid = call.ctx.identities.findUser(call.app, seen);
    if (!userid || !findStaff(call.corp, userid) || !isVisible(call.corp, call.app, userid)) throw new Refused(40031, seen);
    return userid;
  });
}

function ownWay(call: AppCall): ContactWay {
  const way = call.ctx.world.ways[wordOf(call, 'config_id')];
  if (!way || way.corp !== call.corp.key || way.appId !== call.app.id) throw new Refused(41044);
  return way;
}

/** Contact ways and join ways draw on one quota. */
export function waysOf({ ctx: { world }, corp }: AppCall): number {
  const contacts = Object.values(world.ways).filter((one) => one.corp === corp.key && !one.isTemp);
  return contacts.length + Object.values(world.joinWays).filter((one) => one.corp === corp.key && one.appId !== '').length;
}

export function qrUrl(call: Pick<AppCall, 'ctx'>, way: Pick<ContactWay, 'configId'>): string {
  return absolute(call.ctx, `/sandbox/qr/${way.configId}.png`);
}

function add(call: AppCall) {
  const { body } = call;
  const way: ContactWay = {
    configId: randomHex(16), corp: call.corp.key, appId: call.app.id, type: numberOf(call, 'type', 1), scene: numberOf(call, 'scene', 2), style: numberOf(call, 'style', 1),
    remark: wordOf(call, 'remark'), skipVerify: body.skip_verify !== false, state: wordOf(call, 'state'), users: usersOf(call), parties: numbersOf(call, 'party'),
    isTemp: body.is_temp === true, expiresIn: numberOf(call, 'expires_in', 7 * day), chatExpiresIn: numberOf(call, 'chat_expires_in', day), unionid: wordOf(call, 'unionid'),
    isExclusive: body.is_exclusive === true, markSource: body.mark_source !== false, conclusions: (body.conclusions as ContactWay['conclusions']) ?? null,
    createdAt: call.now, scans: 0,
  };
  checkMembers(call, way.isTemp ? 1 : way.type, way.users, way.parties);
  if (!way.isTemp && waysOf(call) >= waysPerCorp) throw new Refused(41045);
  call.ctx.world.ways[way.configId] = way;
  call.ctx.store.touch();
  return { config_id: way.configId, ...(way.scene === 2 && { qr_code: qrUrl(call, way) }) };
}

/** What is given overwrites; type, scene and is_temp stay. */
function update(call: AppCall) {
  const way = ownWay(call);
  const { body } = call;
  if (way.isTemp && way.createdAt + way.expiresIn * 1000 < call.now) throw new Refused(41044, 'expired');
  const users = body.user === undefined ? way.users : usersOf(call);
  const parties = body.party === undefined ? way.parties : numbersOf(call, 'party');
  checkMembers(call, way.type, users, parties);
  Object.assign(way, { users, parties });
  if (typeof body.remark === 'string') way.remark = body.remark;
  if (typeof body.skip_verify === 'boolean') way.skipVerify = body.skip_verify;
  if (typeof body.style === 'number') way.style = body.style;
  if (typeof body.state === 'string') way.state = body.state;
  if (typeof body.mark_source === 'boolean') way.markSource = body.mark_source;
  if (typeof body.conclusions === 'object') way.conclusions = body.conclusions as ContactWay['conclusions'];
  call.ctx.store.touch();
  return {};
}

function present(call: AppCall, way: ContactWay) {
  return {
    config_id: way.configId, type: way.type, scene: way.scene, ...(way.scene === 1 && { style: way.style }), remark: way.remark, skip_verify: way.skipVerify, state: way.state,
    ...(way.scene === 2 && { qr_code: qrUrl(call, way) }), user: way.users.map((userid) => call.ctx.identities.userid(call.app, userid)), party: way.parties,
    is_temp: way.isTemp, is_exclusive: way.isExclusive, mark_source: way.markSource,
    ...(way.isTemp && { expires_in: way.expiresIn, chat_expires_in: way.chatExpiresIn, unionid: way.unionid, conclusions: way.conclusions }),
  };
}

const configId = text('config_id', { missing: 41043, wrong: 41044 });

export const contactWayCalls: Endpoint[] = [
  appCall('POST', 'externalcontact/add_contact_way', [
    int('type', { missing: 41037, wrong: 41039, among: [1, 2] }), int('scene', { missing: 41038, wrong: 41040, among: [1, 2] }), ...changeable,
    bool('is_temp'), bool('is_exclusive'), someOf(['user', 'party'], 40031),
    (body) => (Array.isArray(body.user) && body.user.length > perWay ? refusal(41041) : null),
  ], add),
  appCall('POST', 'externalcontact/get_contact_way', [configId], (call) => ({ contact_way: present(call, ownWay(call)) })),
  appCall('POST', 'externalcontact/list_contact_way', [int('start_time'), int('end_time'), text('cursor'), int('limit', { min: 1, max: 1000 })], (call) => {
    const now = seconds(call.now);
    const from = numberOf(call, 'start_time', now - 90 * day);
    const to = numberOf(call, 'end_time', now);
    const mine = Object.values(call.ctx.world.ways)
      .filter((way) => way.corp === call.corp.key && way.appId === call.app.id && !way.isTemp && seconds(way.createdAt) >= from && seconds(way.createdAt) <= to);
    const part = page(mine, wordOf(call, 'cursor'), numberOf(call, 'limit', 100));
    return { contact_way: part.items.map((way) => ({ config_id: way.configId })), next_cursor: part.next };
  }),
  appCall('POST', 'externalcontact/update_contact_way', [configId, ...changeable], update),
  appCall('POST', 'externalcontact/del_contact_way', [configId], (call) => {
    delete call.ctx.world.ways[ownWay(call).configId];
    call.ctx.store.touch();
    return {};
  }),
];
