import type { Friendship, Person } from '../model';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, asked, numberOf, page, wordOf, wordsOf } from './endpoint';
import { int, list, someOf, text } from './check';
import { absolute, findStaff, isVisible, seconds, visibleStaff } from '../context';
import { changed } from '../friends';
import { Refused } from './refuse';

/** A member that the app sees, by the id that the app uses. */
export function memberOf(call: AppCall, seen: string): string {
  const userid = call.ctx.identities.findUser(call.app, seen);
  if (!userid || !findStaff(call.corp, userid)) throw new Refused(40003, seen);
  if (!isVisible(call.corp, call.app, userid)) throw new Refused(60011, seen);
  return userid;
}

function listedMember(call: AppCall, seen: string): string {
  const userid = call.ctx.identities.findUser(call.app, seen);
  if (!userid || !isVisible(call.corp, call.app, userid)) throw new Refused(40031, seen);
  return userid;
}

export function customerOf(call: AppCall, seen: string): Person {
  const id = call.ctx.identities.findExternal(call.app, seen);
  const person = id ? call.ctx.world.people[id] : undefined;
  if (!person) throw new Refused(40096, seen);
  return person;
}

/** Who the platform counts as a customer: the member still has them. Whether they deleted the member makes no difference. */
function isCustomer(one: Friendship): boolean {
  return one.staffHasCustomer && !one.pending;
}

function followsOf(call: AppCall, keep: (one: Friendship) => boolean): Friendship[] {
  const seen = new Set(visibleStaff(call.corp, call.app).map((member) => member.userid));
  return Object.values(call.ctx.world.friendships).filter((one) => one.corp === call.corp.key && isCustomer(one) && seen.has(one.userid) && keep(one));
}

/** The relation behind a call that names a member and a customer. */
export function relationOf(call: AppCall): Friendship {
  const userid = memberOf(call, wordOf(call, 'userid'));
  const person = customerOf(call, wordOf(call, 'external_userid'));
  const one = call.ctx.world.friendships[`${call.corp.key}|${userid}|${person.id}`];
  if (!one || !isCustomer(one)) throw new Refused(84061);
  return one;
}

/** Third-party apps get name and type only; the unionid is for self-built apps. https://developer.work.weixin.qq.com/document/path/92114 */
function presentCustomer(call: AppCall, person: Person) {
  const { kind } = call.app;
  const outside = person.type === 2 ? { position: person.position, corp_name: person.corpName, corp_full_name: `${person.corpName}有限公司`, external_profile: { external_attr: [] } } : {};
  const look = kind === 'suite' ? { gender: 0 } : { avatar: absolute(call.ctx, person.avatar), gender: person.gender };
  return {
    external_userid: call.ctx.identities.external(call.app, person.id), name: person.name, type: person.type, ...look, ...outside,
    ...(kind === 'selfBuilt' && person.unionid && { unionid: person.unionid }),
  };
}

function operatorOf(call: AppCall, one: Friendship): string {
  return one.operator === one.person ? call.ctx.identities.external(call.app, one.person) : call.ctx.identities.userid(call.app, one.operator);
}

function presentFollow(call: AppCall, one: Friendship) {
  return {
    userid: call.ctx.identities.userid(call.app, one.userid), remark: one.remark, description: one.description, createtime: seconds(one.addedAt),
    ...(call.app.kind === 'selfBuilt' && { remark_mobiles: one.remarkMobiles }), ...(one.remarkCompany && { remark_corp_name: one.remarkCompany }),
    oper_userid: operatorOf(call, one), add_way: one.addWay, ...(one.state && { state: one.state }),
    ...(one.addWay === 10 && { wechat_channels: { nickname: '沙盒视频号', source: 1 } }),
  };
}

function tagsOf(call: AppCall, one: Friendship) {
  return call.corp.tagGroups.flatMap((group) => group.tags
    .filter((tag) => !tag.deleted && one.tagIds.includes(tag.id))
    .map((tag) => ({ group_name: group.name, tag_name: tag.name, tag_id: tag.id, type: 1 })));
}

const followersPerPage = 500;

export const externalCalls: Endpoint[] = [
  /** https://developer.work.weixin.qq.com/document/path/92571 */
  appCall('GET', 'externalcontact/get_follow_user_list', [], (call) => ({
    follow_user: visibleStaff(call.corp, call.app).filter((member) => member.canReceive).map((member) => call.ctx.identities.userid(call.app, member.userid)),
  })),
  /** https://developer.work.weixin.qq.com/document/path/92113 */
  appCall('GET', 'externalcontact/list', [], (call) => {
    const userid = memberOf(call, asked(call, 'userid', 41009));
    const found = followsOf(call, (one) => one.userid === userid);
    if (found.length === 0) throw new Refused(84061);
    return { external_userid: found.map((one) => call.ctx.identities.external(call.app, one.person)) };
  }),
  /** https://developer.work.weixin.qq.com/document/path/92114 */
  appCall('GET', 'externalcontact/get', [], (call) => {
    const person = customerOf(call, asked(call, 'external_userid', 41035));
    const follows = followsOf(call, (one) => one.person === person.id);
    if (follows.length === 0) throw new Refused(84061);
    const part = page(follows, call.query.get('cursor') ?? '', followersPerPage);
    return {
      external_contact: presentCustomer(call, person), follow_user: part.items.map((one) => ({ ...presentFollow(call, one), tags: tagsOf(call, one) })),
      ...(part.next && { next_cursor: part.next }),
    };
  }),
  /** https://developer.work.weixin.qq.com/document/path/92994 */
  appCall('POST', 'externalcontact/batch/get_by_user', [list('userid_list', 'string', { missing: 40031, wrong: 40031, max: 100 }), text('cursor'), int('limit', { min: 1 })], (call) => {
    const users = new Set(wordsOf(call, 'userid_list').map((seen) => listedMember(call, seen)));
    const part = page(followsOf(call, (one) => users.has(one.userid)), wordOf(call, 'cursor'), Math.min(100, numberOf(call, 'limit', 50)));
    return {
      external_contact_list: part.items.map((one) => ({
        external_contact: presentCustomer(call, call.ctx.world.people[one.person]!),
        follow_info: { ...presentFollow(call, one), tag_id: tagsOf(call, one).map((tag) => tag.tag_id) },
      })),
      next_cursor: part.next, ...(call.app.kind !== 'selfBuilt' && { fail_info: { unlicensed_userid_list: [] } }),
    };
  }),
  /** No event follows: https://developer.work.weixin.qq.com/document/path/92115 */
  appCall('POST', 'externalcontact/remark', [
    text('userid', { missing: 41009 }), text('external_userid', { missing: 41035 }), text('remark', { chars: 20 }), text('description', { chars: 150 }),
    text('remark_company', { chars: 20 }), list('remark_mobiles', 'string', { max: 20 }), text('remark_pic_mediaid'),
    someOf(['remark', 'description', 'remark_company', 'remark_mobiles', 'remark_pic_mediaid'], 40058),
  ], (call) => {
    const one = relationOf(call);
    const { body } = call;
    if (typeof body.remark === 'string') one.remark = body.remark;
    if (typeof body.description === 'string') one.description = body.description;
    if (typeof body.remark_company === 'string' && call.ctx.world.people[one.person]?.type === 1) one.remarkCompany = body.remark_company;
    if (body.remark_mobiles) one.remarkMobiles = wordsOf(call, 'remark_mobiles').filter(Boolean);
    changed(call.ctx, one);
    return {};
  }),
];
