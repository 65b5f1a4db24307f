import type { Department, Staff } from '../model';
import type { AppCall, Call, Endpoint } from './endpoint';
import { appCall, asked, numberOf, page, providerCall, wordOf, wordsOf } from './endpoint';
import { inside, int, list, text } from './check';
import { findStaff, isVisible, subtree, visibleDepartments, visibleStaff } from '../context';
import { Refused } from './refuse';

function departments(call: AppCall): Department[] {
  const visible = visibleDepartments(call.corp, call.app);
  const asked = call.query.get('id');
  if (!asked) return call.corp.departments.filter((one) => visible.has(one.id));
  const root = Number(asked);
  if (!call.corp.departments.some((one) => one.id === root)) throw new Refused(60003, asked);
  if (!visible.has(root)) throw new Refused(60011, asked);
  const within = subtree(call.corp, root);
  return call.corp.departments.filter((one) => within.has(one.id) && visible.has(one.id));
}

/** Third-party apps never get names: https://developer.work.weixin.qq.com/document/path/90344 */
function presentDepartment(call: AppCall, { id, name, parentid, order }: Department) {
  return call.app.kind === 'suite' ? { id, parentid, order } : { id, name, parentid, order, department_leader: leaders(call, id) };
}

function leaders(call: AppCall, department: number): string[] {
  return call.corp.staff.filter((member) => member.leads.includes(department) && !member.left).map((member) => call.ctx.identities.userid(call.app, member.userid));
}

function membersOf(call: AppCall): Staff[] {
  const id = Number(asked(call, 'department_id', 40063));
  if (!call.corp.departments.some((one) => one.id === id)) throw new Refused(60003, String(id));
  const found = visibleStaff(call.corp, call.app).filter((member) => member.departmentIds.includes(id));
  if (found.length === 0 && !visibleDepartments(call.corp, call.app).has(id)) throw new Refused(60011, String(id));
  return found;
}

/** What each kind of app gets of a member: https://developer.work.weixin.qq.com/document/path/96067 */
function presentMember(call: AppCall, member: Staff) {
  const userid = call.ctx.identities.userid(call.app, member.userid);
  const base = {
    userid, name: call.app.kind === 'suite' ? userid : member.name, department: member.departmentIds, order: member.departmentIds.map(() => 0),
    status: member.exited ? 5 : member.active ? 1 : 4, main_department: member.departmentIds[0],
  };
  if (call.app.kind === 'suite') return { ...base, open_userid: userid };
  return {
    ...base, position: member.position, is_leader_in_dept: member.departmentIds.map((id) => (member.leads.includes(id) ? 1 : 0)), direct_leader: [], alias: '',
    external_position: member.position, ...(call.app.kind === 'agency' && { open_userid: userid }),
  };
}

/** https://developer.work.weixin.qq.com/document/path/91844 */
function searchContacts(call: Call, query: Record<string, unknown>) {
  const corp = call.ctx.identities.findCorp(wordOf(call, 'auth_corpid'));
  const app = corp && Object.values(call.ctx.world.apps).find((one) => one.corp === corp.key && one.kind !== 'selfBuilt' && !one.cancelled);
  if (!corp || !app) throw new Refused(48004);
  const word = String(query.query_word ?? '').toLowerCase();
  const type = Number(query.query_type ?? 0);
  const exact = Number(query.full_match_field ?? 0) > 0;
  const fits = (name: string) => (exact ? name.toLowerCase() === word : name.toLowerCase().includes(word));
  const found = type === 2 ? [] : visibleStaff(corp, app).filter((member) => fits(member.name) || (!exact && member.userid.includes(word)));
  const part = page(found.map((member) => call.ctx.identities.userid(app, member.userid)), String(query.cursor ?? ''), Number(query.limit ?? 50));
  const visible = visibleDepartments(corp, app);
  const parties = type === 1 ? [] : corp.departments.filter((one) => visible.has(one.id) && fits(one.name)).map((one) => one.id);
  return {
    is_last: part.next === '', ...(part.next && { next_cursor: part.next }),
    query_result: { user: { userid: part.items, open_userid: part.items }, party: { department_id: parties } },
  };
}

const query = [
  text('query_word', { missing: 40058 }), int('query_type', { among: [0, 1, 2] }), int('query_range', { among: [0, 1] }), int('limit', { min: 1, max: 200 }),
  int('full_match_field', { among: [0, 1, 2] }), text('cursor'),
];

export const contactCalls: Endpoint[] = [
  appCall('GET', 'department/list', [], (call) => ({ department: departments(call).map((one) => presentDepartment(call, one)) })),
  /** https://developer.work.weixin.qq.com/document/path/95406 */
  appCall('GET', 'department/simplelist', [], (call) => ({ department_id: departments(call).map(({ id, parentid, order }) => ({ id, parentid, order })) })),
  appCall('GET', 'department/get', [], (call) => {
    asked(call, 'id', 40063);
    return { department: presentDepartment(call, departments(call)[0]!) };
  }),
  /** https://developer.work.weixin.qq.com/document/path/90332 */
  appCall('GET', 'user/get', [], (call) => {
    const userid = call.ctx.identities.findUser(call.app, asked(call, 'userid', 41009));
    const member = userid && findStaff(call.corp, userid);
    if (!member) throw new Refused(60111);
    if (!isVisible(call.corp, call.app, member.userid)) throw new Refused(60011);
    return presentMember(call, member);
  }),
  appCall('GET', 'user/simplelist', [], (call) => ({
    userlist: membersOf(call).map((member) => {
      const userid = call.ctx.identities.userid(call.app, member.userid);
      return { userid, name: call.app.kind === 'suite' ? userid : member.name, department: member.departmentIds, ...(call.app.kind !== 'selfBuilt' && { open_userid: userid }) };
    }),
  })),
  appCall('GET', 'user/list', [], (call) => ({ userlist: membersOf(call).map((member) => presentMember(call, member)) })),
  /** https://developer.work.weixin.qq.com/document/path/96021 */
  appCall('POST', 'user/list_id', [text('cursor'), int('limit', { min: 1, max: 10_000 })], (call) => {
    const rows = visibleStaff(call.corp, call.app).flatMap((member) => member.departmentIds.map((department) => ({ userid: call.ctx.identities.userid(call.app, member.userid), department })));
    const part = page(rows, wordOf(call, 'cursor'), numberOf(call, 'limit', 10_000));
    return { dept_user: part.items.map((row) => (call.app.kind === 'suite' ? { open_userid: row.userid, department: row.department } : row)), next_cursor: part.next };
  }),
  providerCall('POST', 'service/contact/search', [text('auth_corpid', { missing: 41002 }), ...query], (call) => searchContacts(call, call.body)),
  providerCall('POST', 'service/contact/batchsearch', [text('auth_corpid', { missing: 41002 }), inside('query_request_list', query, { many: true, missing: 40058, max: 50 })], (call) => ({
    query_result_list: (call.body.query_request_list as Record<string, unknown>[]).map((one) => ({ query_request: one, ...searchContacts(call, one) })),
  })),
  /** By name; the real order is by pinyin. https://developer.work.weixin.qq.com/document/path/92093 */
  providerCall('POST', 'service/contact/sort', [text('auth_corpid', { missing: 41002 }), list('useridlist', 'string', { missing: 40058, max: 1000 })], (call) => {
    const corp = call.ctx.identities.findCorp(wordOf(call, 'auth_corpid'));
    const app = corp && Object.values(call.ctx.world.apps).find((one) => one.corp === corp.key && one.kind !== 'selfBuilt' && !one.cancelled);
    if (!corp || !app) throw new Refused(48004);
    const nameOf = (seen: string) => findStaff(corp, call.ctx.identities.findUser(app, seen) ?? '')?.name ?? '';
    return { useridlist: wordsOf(call, 'useridlist').sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'zh-CN-u-co-pinyin')) };
  }),
];
