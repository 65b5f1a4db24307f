import type { App, Corp, Staff } from '../model';
import type { Call, Endpoint } from './endpoint';
import { numberOf, page, providerCall, wordOf } from './endpoint';
import { int, text } from './check';
import { demo } from '../demo';
import { seconds, visibleStaff } from '../context';
import { stableId } from '../crypto';
import { Refused } from './refuse';

/** Every member who can receive customers holds a licence here: https://developer.work.weixin.qq.com/document/path/95652 */
const trialDays = 90;
const day = 86_400_000;

function ours(call: Call): { corp: Corp; app: App } {
  const corp = call.ctx.identities.findCorp(wordOf(call, 'corpid'));
  const app = corp && Object.values(call.ctx.world.apps).find((one) => one.corp === corp.key && one.kind !== 'selfBuilt' && !one.cancelled);
  if (!corp || !app) throw new Refused(701015);
  return { corp, app };
}

function account(call: Call, app: App, member: Staff) {
  return {
    userid: call.ctx.identities.userid(app, member.userid), type: member.canReceive ? 2 : 1,
    active_time: seconds(app.installedAt), expire_time: seconds(app.installedAt + 372 * day),
  };
}

const corpid = text('corpid', { missing: 41002 });

export const licenceCalls: Endpoint[] = [
  providerCall('POST', 'license/get_app_license_info', [corpid, text('suite_id', { missing: 41021 })], (call) => {
    const { app } = ours(call);
    if (wordOf(call, 'suite_id') !== demo.suite.suiteId) throw new Refused(40083);
    return { license_status: 1, trail_info: { start_time: seconds(app.installedAt), end_time: seconds(app.installedAt + trialDays * day) } };
  }),
  providerCall('POST', 'license/list_actived_account', [corpid, int('limit', { min: 1, max: 1000 }), text('cursor')], (call) => {
    const { corp, app } = ours(call);
    const part = page(visibleStaff(corp, app), wordOf(call, 'cursor'), numberOf(call, 'limit', 500));
    return { next_cursor: part.next, has_more: part.next ? 1 : 0, account_list: part.items.map((member) => account(call, app, member)) };
  }),
  providerCall('POST', 'license/get_active_info_by_user', [corpid, text('userid', { missing: 41009 })], (call) => {
    const { corp, app } = ours(call);
    const member = visibleStaff(corp, app).find((one) => call.ctx.identities.userid(app, one.userid) === wordOf(call, 'userid'));
    if (!member) throw new Refused(40003);
    return { active_status: 1, active_info_list: [{ active_code: stableId('LA', 20, corp.plainId, member.userid), ...account(call, app, member) }] };
  }),
];
