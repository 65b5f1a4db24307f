import { z } from 'zod';
import type { ProviderCalls, WecomApp } from '../client';
import type { CallOptions } from '../http';
import { flag, id, int, list, reply, text } from './reply';

/** A suite never gets names. */
const Department = reply({ id: z.number(), name: text, name_en: text, department_leader: list(id), parentid: int, order: int });
const Attribute = reply({ type: int, name: text });

/** What is filled depends on the kind of app: https://developer.work.weixin.qq.com/document/path/90332 */
const User = reply({
  /** A suite gets the userid here. */
  userid: id, name: text, open_userid: text, department: list(z.number()), order: list(z.number()), main_department: int,
  is_leader_in_dept: list(z.number()), direct_leader: list(id), position: text, alias: text, mobile: text, gender: text, email: text, biz_mail: text,
  avatar: text, thumb_avatar: text, telephone: text, address: text, qr_code: text, external_position: text,
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  status: int,
  extattr: reply({ attrs: list(Attribute) }).nullish(),
});

export const DepartmentList = reply({ department: list(Department) });
export const DepartmentIdList = reply({ department_id: list(reply({ id: z.number(), parentid: int, order: int })) });
export const DepartmentReply = reply({ department: Department });
export const UserReply = User;
export const UserSimpleList = reply({ userlist: list(reply({ userid: id, name: text, department: list(z.number()), open_userid: text })) });
export const UserList = reply({ userlist: list(User) });
export const UserIdList = reply({ next_cursor: text, dept_user: list(reply({ userid: text, open_userid: text, department: int })) });
const FoundUsers = reply({ userid: list(id), open_userid: list(id) });
export const ContactSearch = reply({
  is_last: flag, next_cursor: text,
  query_result: reply({ user: FoundUsers.nullish(), party: reply({ department_id: list(z.number()) }).nullish() }),
});

/** The whole visible tree, or what is under `departmentId`. https://developer.work.weixin.qq.com/document/path/90344 */
export function listDepartments(app: WecomApp, departmentId?: number, options?: CallOptions) {
  return app.get('/cgi-bin/department/list', { id: departmentId }, DepartmentList, options);
}

/** Ids only, all levels. https://developer.work.weixin.qq.com/document/path/95406 */
export function listDepartmentIds(app: WecomApp, departmentId?: number, options?: CallOptions) {
  return app.get('/cgi-bin/department/simplelist', { id: departmentId }, DepartmentIdList, options);
}

/** https://developer.work.weixin.qq.com/document/path/95407 */
export function getDepartment(app: WecomApp, departmentId: number) {
  return app.get('/cgi-bin/department/get', { id: departmentId }, DepartmentReply);
}

/** 60111: gone, or outside of the visible range. https://developer.work.weixin.qq.com/document/path/90332 */
export function getUser(app: WecomApp, userid: string) {
  return app.get('/cgi-bin/user/get', { userid }, UserReply);
}

/** Direct members of a department. https://developer.work.weixin.qq.com/document/path/90336 */
export function listUsersSimply(app: WecomApp, departmentId: number, options?: CallOptions) {
  return app.get('/cgi-bin/user/simplelist', { department_id: departmentId }, UserSimpleList, options);
}

/** The same with details; 45029 when the department is too large. https://developer.work.weixin.qq.com/document/path/90337 */
export function listUsers(app: WecomApp, departmentId: number, options?: CallOptions) {
  return app.get('/cgi-bin/user/list', { department_id: departmentId }, UserList, options);
}

/** One row per membership, at most 10,000 a page; not every kind of app may call it. https://developer.work.weixin.qq.com/document/path/96021 */
export function listUserIds(app: WecomApp, { cursor = '', limit = 10_000 }: { cursor?: string; limit?: number } = {}, options?: CallOptions) {
  return app.post('/cgi-bin/user/list_id', { cursor, limit }, UserIdList, options);
}

/**
 * Finds staff and departments by name where the app may not read names. `limit` 50–200.
 * https://developer.work.weixin.qq.com/document/path/91844
 */
export function searchContacts(provider: ProviderCalls, { wecomCorpId, word, agentId, kind = 'both', limit = 50, cursor }: {
  wecomCorpId: string; word: string; agentId?: number; kind?: 'both' | 'user' | 'department'; limit?: number; cursor?: string;
}) {
  return provider.post('/cgi-bin/service/contact/search', {
    auth_corpid: wecomCorpId, query_word: word, query_type: { both: 0, user: 1, department: 2 }[kind], query_range: 0, agentid: agentId, limit, cursor,
  }, ContactSearch);
}
