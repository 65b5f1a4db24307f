import type { AcquisitionLink } from '../model';
import { balanceOf, linksOf } from '../acquisition';
import { absolute, findStaff, isVisible, seconds, subtree, visibleDepartments } from '../context';
import { randomHex } from '../crypto';
import { bool, inside, int, list, text } from './check';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, numberOf, page, wordOf } from './endpoint';
import { Refused } from './refuse';

/** https://developer.work.weixin.qq.com/document/path/97297 */
const perLink = 500;
const mostDays = 30;
const dayMs = 86_400_000;
const cstMs = 8 * 3_600_000;

const facts = [text('link_name', { chars: 30 }), inside('range', [list('user_list', 'string'), list('department_list', 'number')]), bool('skip_verify')];
const linkId = text('link_id', { missing: 40058 });

interface Range { user_list?: string[]; department_list?: number[] }

function rangeOf(call: AppCall): Pick<AcquisitionLink, 'users' | 'parties'> {
  const range = (call.body.range ?? {}) as Range;
  const users = (range.user_list ?? []).map((seen) => {
    const userid = call.ctx.identities.findUser(call.app, seen);
    if (!userid || !findStaff(call.corp, userid) || !isVisible(call.corp, call.app, userid)) throw new Refused(40031, seen);
    return userid;
  });
  const parties = range.department_list ?? [];
  const visible = visibleDepartments(call.corp, call.app);
  const all = new Set(users);
  for (const id of parties) {
    if (!visible.has(id)) throw new Refused(60011, String(id));
    const within = subtree(call.corp, id);
    for (const member of call.corp.staff) if (!member.left && member.departmentIds.some((one) => within.has(one))) all.add(member.userid);
  }
  if (all.size === 0) throw new Refused(40031, 'range');
  if (all.size > perLink) throw new Refused(41041, String(all.size));
  return { users, parties };
}

function ownLink(call: AppCall): AcquisitionLink {
  const link = linksOf(call.ctx)[wordOf(call, 'link_id')];
  if (!link || link.corp !== call.corp.key || link.appId !== call.app.id) throw new Refused(40058, 'link_id');
  return link;
}

const present = (call: AppCall, link: AcquisitionLink) => ({ link_id: link.linkId, link_name: link.name, url: absolute(call.ctx, `/ca/${link.linkId}`), create_time: seconds(link.createdAt) });

function customers(call: AppCall) {
  const link = ownLink(call);
  const part = page(link.customers, wordOf(call, 'cursor'), numberOf(call, 'limit', 1000));
  return {
    customer_list: part.items.map(({ person, userid, state, wrote }) => ({
      external_userid: call.ctx.identities.external(call.app, person), userid: call.ctx.identities.userid(call.app, userid), chat_status: wrote ? 1 : 0, state,
    })),
    next_cursor: part.next,
  };
}

/** Whole days, both included. */
function statistic(call: AppCall) {
  const link = ownLink(call);
  const dayOf = (at: number) => Math.floor((at + cstMs) / dayMs);
  const [from, to] = [dayOf(numberOf(call, 'start_time', 0) * 1000), dayOf(numberOf(call, 'end_time', 0) * 1000)];
  if (to < from || to - from >= mostDays) throw new Refused(40058, 'start_time, end_time');
  const within = ({ at }: { at: number }) => dayOf(at) >= from && dayOf(at) <= to;
  return { click_link_customer_cnt: new Set(link.clicks.filter(within).map(({ person }) => person)).size, new_customer_cnt: link.customers.filter(within).length };
}

export const acquisitionCalls: Endpoint[] = [
  appCall('POST', 'externalcontact/customer_acquisition/create_link', [text('link_name', { chars: 30, missing: 40058 }), ...facts.slice(1)], (call) => {
    const id = `ca${randomHex(10)}`;
    const link: AcquisitionLink = {
      linkId: id, corp: call.corp.key, appId: call.app.id, name: wordOf(call, 'link_name'), ...rangeOf(call), skipVerify: call.body.skip_verify !== false, createdAt: call.now, opened: 0, clicks: [], customers: [],
    };
    linksOf(call.ctx)[id] = link;
    call.ctx.store.touch();
    return { link: present(call, link) };
  }),
  appCall('POST', 'externalcontact/customer_acquisition/list_link', [int('limit', { min: 1, max: 100 }), text('cursor')], (call) => {
    const mine = Object.values(linksOf(call.ctx)).filter((link) => link.corp === call.corp.key && link.appId === call.app.id);
    const part = page(mine, wordOf(call, 'cursor'), numberOf(call, 'limit', 100));
    return { link_id_list: part.items.map((link) => link.linkId), next_cursor: part.next };
  }),
  appCall('POST', 'externalcontact/customer_acquisition/get', [linkId], (call) => {
    const link = ownLink(call);
    const users = link.users.map((userid) => call.ctx.identities.userid(call.app, userid));
    return { link: { ...present(call, link), skip_verify: link.skipVerify, mark_source: true }, range: { user_list: users, department_list: link.parties } };
  }),
  appCall('POST', 'externalcontact/customer_acquisition/update_link', [linkId, ...facts], (call) => {
    const link = ownLink(call);
    if (call.body.range !== undefined) Object.assign(link, rangeOf(call));
    if (wordOf(call, 'link_name')) link.name = wordOf(call, 'link_name');
    if (typeof call.body.skip_verify === 'boolean') link.skipVerify = call.body.skip_verify;
    call.ctx.store.touch();
    return {};
  }),
  appCall('POST', 'externalcontact/customer_acquisition/delete_link', [linkId], (call) => {
    delete linksOf(call.ctx)[ownLink(call).linkId];
    call.ctx.store.touch();
    return {};
  }),
  appCall('POST', 'externalcontact/customer_acquisition/customer', [linkId, int('limit', { min: 1, max: 1000 }), text('cursor')], customers),
  appCall('GET', 'externalcontact/customer_acquisition_quota', [], (call) => {
    const { balance, used } = balanceOf(call.ctx, call.corp.key);
    return { total: used, balance, quota_list: [{ expire_date: seconds(Math.floor(call.now / dayMs) * dayMs + 90 * dayMs), balance }] };
  }),
  appCall('POST', 'externalcontact/customer_acquisition/statistic', [linkId, int('start_time', { missing: 40058 }), int('end_time', { missing: 40058 })], statistic),
];
