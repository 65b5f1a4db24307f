import type { OneTimeCode, Staff } from '../model';
import type { AppCall, Call, Endpoint } from './endpoint';
import { appCall, asked, suiteCall, wordOf } from './endpoint';
import { text } from './check';
import { absolute } from '../context';
import { makeCode, spendCode } from './authorisation';
import { Refused } from './refuse';

const ticketLife = 7_200_000;

function userTicket(call: Call, code: OneTimeCode): { user_ticket: string; expires_in: number } | Record<string, never> {
  if (code.scope === 'snsapi_base') return {};
  const { corp, appId, userid, scope } = code;
  return { user_ticket: makeCode(call.ctx, { kind: 'ticket', corp, appId, userid, scope }, ticketLife), expires_in: ticketLife / 1000 };
}

/** A ticket may be used again while it lives. */
function readTicket(call: Call): { ticket: OneTimeCode; member: Staff } {
  const ticket = call.ctx.world.codes[wordOf(call, 'user_ticket')];
  if (ticket?.kind !== 'ticket' || !ticket.corp) throw new Refused(84015);
  if (ticket.expiresAt < call.now) throw new Refused(84014);
  const member = call.ctx.world.corps[ticket.corp].staff.find((one) => one.userid === ticket.userid);
  if (!member) throw new Refused(84015);
  return { ticket, member };
}

function qrCode(call: Call, member: Staff): string {
  return absolute(call.ctx, `/sandbox/staff-qr/${encodeURIComponent(member.userid)}.png`);
}

/** https://developer.work.weixin.qq.com/document/path/91121 and /91122 */
const thirdParty: Endpoint[] = [
  suiteCall('GET', 'service/auth/getuserinfo3rd', [], (call) => {
    const code = spendCode(call.ctx, asked(call, 'code', 41008), 'oauth', 40029);
    const app = call.ctx.world.apps[code.appId];
    if (!app || app.kind !== 'suite') throw new Refused(40029, 'the code belongs to another app');
    const userid = call.ctx.identities.userid(app, code.userid);
    return { corpid: call.ctx.identities.corpid(app), userid, open_userid: userid, ...userTicket(call, code) };
  }),
  suiteCall('POST', 'service/auth/getuserdetail3rd', [text('user_ticket', { missing: 84015 })], (call) => {
    const { ticket, member } = readTicket(call);
    const app = call.ctx.world.apps[ticket.appId];
    if (app?.kind !== 'suite') throw new Refused(84015);
    const userid = call.ctx.identities.userid(app, ticket.userid);
    const consent = ticket.scope === 'snsapi_privateinfo';
    return {
      corpid: call.ctx.identities.corpid(app), userid, name: userid, gender: consent ? String(member.gender) : '0',
      avatar: consent ? absolute(call.ctx, member.avatar) : '', qr_code: consent ? qrCode(call, member) : '',
    };
  }),
];

function ownTicket(call: AppCall): Staff {
  const { ticket, member } = readTicket(call);
  if (ticket.appId !== call.app.id) throw new Refused(84015);
  return member;
}

/** https://developer.work.weixin.qq.com/document/path/91023 and /95833 */
const own: Endpoint[] = [
  appCall('GET', 'auth/getuserinfo', [], (call) => {
    const value = asked(call, 'code', 41008);
    if (call.ctx.world.codes[value]?.appId !== call.app.id) throw new Refused(40029);
    const code = spendCode(call.ctx, value, 'oauth', 40029);
    return { userid: call.ctx.identities.userid(call.app, code.userid), ...userTicket(call, code) };
  }, ['agency', 'selfBuilt']),
  appCall('POST', 'auth/getuserdetail', [text('user_ticket', { missing: 84015 })], (call) => {
    const member = ownTicket(call);
    return {
      userid: call.ctx.identities.userid(call.app, member.userid), gender: String(member.gender), avatar: absolute(call.ctx, member.avatar), qr_code: qrCode(call, member),
      mobile: member.mobile, email: member.email, biz_mail: member.email, address: '',
    };
  }, ['agency', 'selfBuilt']),
];

export const oauthCalls = [...thirdParty, ...own];
