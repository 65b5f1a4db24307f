import { z } from 'zod';
import type { SuiteCalls, WecomApp } from '../client';
import type { Hosts } from '../hosts';
import { Done, flag, id, int, list, reply, text } from './reply';

const Corp = reply({
  corpid: id, corp_name: text, corp_full_name: text, corp_type: text, corp_square_logo_url: text, corp_user_max: int, subject_type: int,
});
const Privilege = reply({
  level: int, allow_user: list(id), allow_party: list(z.number()), allow_tag: list(z.number()),
  extra_user: list(id), extra_party: list(z.number()), extra_tag: list(z.number()),
});
const Agent = reply({
  agentid: z.number(), name: text, square_logo_url: text, round_logo_url: text,
  /** 0: an admin authorised, 1: a member did for themself. */
  auth_mode: int,
  /** True for an agency-built app. */
  is_customized_app: flag,
  privilege: Privilege.nullish(),
});
/** A suite has one app, or none when it only reads the address book. */
const AuthInfo = reply({ agent: list(Agent) });
const AuthUser = reply({ userid: text, open_userid: text, name: text, avatar: text });
const Admin = reply({ userid: id, open_userid: text, /** 0: may send messages, 1: manages the app. */ auth_type: int });

export const PreAuthCode = reply({ pre_auth_code: id, expires_in: int });
export const PermanentCodeV2 = reply({ permanent_code: id, auth_corp_info: Corp, auth_user_info: AuthUser.nullish(), state: text });
export const PermanentCode = PermanentCodeV2.extend({ auth_info: AuthInfo.nullish() });
export const Authorisation = reply({ auth_corp_info: Corp, auth_info: AuthInfo.nullish() });
export const CorpToken = reply({ access_token: id, expires_in: int });
export const AdminList = reply({ admin: list(Admin) });

/** Lives 20 minutes. https://developer.work.weixin.qq.com/document/path/90601 */
export function getPreAuthCode(suite: SuiteCalls) {
  return suite.get('/cgi-bin/service/get_pre_auth_code', {}, PreAuthCode);
}

/** `isTest`: needed while the suite is not published. https://developer.work.weixin.qq.com/document/path/90602 */
export function setSessionInfo(suite: SuiteCalls, { preAuthCode, isTest }: { preAuthCode: string; isTest: boolean }) {
  return suite.post('/cgi-bin/service/set_session_info', { pre_auth_code: preAuthCode, session_info: { appid: [], auth_type: isTest ? 1 : 0 } }, Done);
}

/**
 * Trades the auth code (10 minutes, once; 40078 when it was used) for the permanent code. Gives no agents: ask `getAuthInfo`.
 * https://developer.work.weixin.qq.com/document/path/100776
 */
export function getPermanentCode(suite: SuiteCalls, authCode: string) {
  return suite.post('/cgi-bin/service/v2/get_permanent_code', { auth_code: authCode }, PermanentCodeV2);
}

/** The older form, slow while a person waits. https://developer.work.weixin.qq.com/document/path/90603 */
export function getPermanentCodeV1(suite: SuiteCalls, authCode: string) {
  return suite.post('/cgi-bin/service/get_permanent_code', { auth_code: authCode }, PermanentCode);
}

/** 40084: the authorisation was cancelled. https://developer.work.weixin.qq.com/document/path/100795 */
export function getAuthInfo(suite: SuiteCalls, { wecomCorpId, permanentCode }: { wecomCorpId: string; permanentCode: string }) {
  return suite.post('/cgi-bin/service/v2/get_auth_info', { auth_corpid: wecomCorpId, permanent_code: permanentCode }, Authorisation);
}

/** https://developer.work.weixin.qq.com/document/path/90604 */
export function getAuthInfoV1(suite: SuiteCalls, { wecomCorpId, permanentCode }: { wecomCorpId: string; permanentCode: string }) {
  return suite.post('/cgi-bin/service/get_auth_info', { auth_corpid: wecomCorpId, permanent_code: permanentCode }, Authorisation);
}

/** Admins of the app: third-party and agency-built apps. https://developer.work.weixin.qq.com/document/path/100072 */
export function listAdmins(app: WecomApp) {
  return app.post('/cgi-bin/agent/get_admin_list', {}, AdminList);
}

/** The older form, with the suite's token. https://developer.work.weixin.qq.com/document/path/90606 */
export function listAdminsV1(suite: SuiteCalls, { wecomCorpId, agentId }: { wecomCorpId: string; agentId: number }) {
  return suite.post('/cgi-bin/service/get_admin_list', { auth_corpid: wecomCorpId, agentid: agentId }, AdminList);
}

/**
 * Where an admin installs the suite. `state`: letters and digits, at most 128; the page comes back to
 * `redirectUri?auth_code=…&expires_in=600&state=…`. https://developer.work.weixin.qq.com/document/path/90597
 */
export function installUrl(hosts: Hosts, { suiteId, preAuthCode, redirectUri, state }: { suiteId: string; preAuthCode: string; redirectUri: string; state: string }): string {
  const query = new URLSearchParams({ suite_id: suiteId, pre_auth_code: preAuthCode, redirect_uri: redirectUri, state });
  return `${hosts.install}/3rdapp/install?${query}`;
}
