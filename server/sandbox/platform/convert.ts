import type { Person } from '../model';
import type { AppCall, Call, Endpoint } from './endpoint';
import { appCall, numberOf, suiteCall, wordOf, wordsOf } from './endpoint';
import { int, list, text } from './check';
import { findStaff } from '../context';
import { customerOf } from './external';
import { openidOf } from '../pay';
import { stableId } from '../crypto';
import { Refused } from './refuse';

/** Ids from one world to the other: https://developer.work.weixin.qq.com/document/path/97108 */
const thirdParty = ['suite' as const, 'agency' as const];

function byUnionid(call: Call): Person {
  const unionid = wordOf(call, 'unionid');
  const person = Object.values(call.ctx.world.people).find((one) => one.unionid === unionid);
  if (!person) throw new Refused(610014);
  return person;
}

function isCustomerOf(call: Call, corp: string, person: Person): boolean {
  return Object.values(call.ctx.world.friendships).some((one) => one.corp === corp && one.person === person.id && one.staffHasCustomer);
}

const pendingId = (call: AppCall, unionid: string) => stableId('pd', 40, 'pending', call.corp.plainId, unionid);

/** The self-built app of a corp and the app that an encrypted id came from. */
function sourceApp(call: AppCall) {
  const source = Object.values(call.ctx.world.apps).find((app) => app.corp === call.corp.key && app.agentId === numberOf(call, 'source_agentid', 0) && app.kind !== 'selfBuilt');
  if (!source) throw new Refused(40056, 'source_agentid');
  return source;
}

export const convertCalls: Endpoint[] = [
  appCall('POST', 'batch/userid_to_openuserid', [list('userid_list', 'string', { missing: 40063, max: 1000 })], (call) => {
    const known = (userid: string) => findStaff(call.corp, userid) !== null;
    const asked = wordsOf(call, 'userid_list');
    return {
      open_userid_list: asked.filter(known).map((userid) => ({ userid, open_userid: call.ctx.identities.openUserid(call.corp, userid) })),
      invalid_userid_list: asked.filter((userid) => !known(userid)),
    };
  }, thirdParty),
  appCall('POST', 'batch/openuserid_to_userid', [list('open_userid_list', 'string', { missing: 40063, max: 1000 }), int('source_agentid', { missing: 41011 })], (call) => {
    const source = sourceApp(call);
    const pairs = wordsOf(call, 'open_userid_list').map((open) => ({ open_userid: open, userid: call.ctx.identities.findUser(source, open) }));
    return { userid_list: pairs.filter((one) => one.userid), invalid_open_userid_list: pairs.filter((one) => !one.userid).map((one) => one.open_userid) };
  }, ['selfBuilt']),
  appCall('POST', 'externalcontact/get_new_external_userid', [list('external_userid_list', 'string', { missing: 40063, max: 1000 })], (call) => ({
    // Ids of new installations are new already and come back as they are.
    items: wordsOf(call, 'external_userid_list').map((id) => ({ external_userid: id, new_external_userid: id })),
  }), thirdParty),
  appCall('POST', 'externalcontact/to_service_external_userid', [text('external_userid', { missing: 41035 })], (call) => {
    const person = Object.keys(call.ctx.world.people).find((id) => call.ctx.identities.externalUserid('plain', call.corp, id) === wordOf(call, 'external_userid'));
    if (!person) throw new Refused(40096);
    return { external_userid: call.ctx.identities.externalUserid('provider', call.corp, person) };
  }, ['agency']),
  appCall('POST', 'externalcontact/from_service_external_userid', [text('external_userid', { missing: 41035 }), int('source_agentid', { missing: 41011 })], (call) => {
    const person = call.ctx.identities.findExternal(sourceApp(call), wordOf(call, 'external_userid'));
    if (!person) throw new Refused(40096);
    return { external_userid: call.ctx.identities.external(call.app, person) };
  }, ['selfBuilt']),
  appCall('POST', 'externalcontact/convert_to_openid', [text('external_userid', { missing: 41035 })], (call) => ({
    openid: openidOf(call.corp.plainId, customerOf(call, wordOf(call, 'external_userid')).id),
  })),
  appCall('POST', 'externalcontact/unionid_to_external_userid', [text('unionid', { missing: 610014 }), text('openid')], (call) => {
    const person = byUnionid(call);
    if (!isCustomerOf(call, call.corp.key, person)) throw new Refused(84061);
    return { external_userid: call.ctx.identities.external(call.app, person.id) };
  }, thirdParty),
  appCall('POST', 'idconvert/unionid_to_external_userid', [
    text('unionid', { missing: 610014 }), text('openid', { missing: 40063 }), int('subject_type', { among: [0, 1] }), text('mass_call_ticket'),
  ], (call) => {
    const person = byUnionid(call);
    return isCustomerOf(call, call.corp.key, person) ? { external_userid: call.ctx.identities.external(call.app, person.id) } : { pending_id: pendingId(call, person.unionid) };
  }, thirdParty),
  appCall('POST', 'idconvert/batch/external_userid_to_pending_id', [text('chat_id'), list('external_userid', 'string', { missing: 41035, max: 100 })], (call) => ({
    result: wordsOf(call, 'external_userid').flatMap((seen) => {
      const id = call.ctx.identities.findExternal(call.app, seen);
      const person = id ? call.ctx.world.people[id] : undefined;
      return person?.unionid ? [{ external_userid: seen, pending_id: pendingId(call, person.unionid) }] : [];
    }),
  }), thirdParty),
  appCall('POST', 'idconvert/external_tagid', [list('external_tagid_list', 'string', { missing: 40063, max: 1000 })], (call) => {
    const known = new Set(call.corp.tagGroups.flatMap((group) => [group.id, ...group.tags.map((tag) => tag.id)]));
    const asked = wordsOf(call, 'external_tagid_list');
    return {
      items: asked.filter((id) => known.has(id)).map((id) => ({ external_tagid: id, open_external_tagid: id })),
      invalid_external_tagid_list: asked.filter((id) => !known.has(id)),
    };
  }, thirdParty),
  suiteCall('POST', 'service/externalcontact/unionid_to_external_userid_3rd', [text('unionid', { missing: 610014 }), text('openid', { missing: 40063 }), text('corpid')], (call) => {
    const person = byUnionid(call);
    const only = call.ctx.identities.findCorp(wordOf(call, 'corpid'));
    const apps = Object.values(call.ctx.world.apps).filter((app) => app.kind === 'suite' && !app.cancelled && (!only || app.corp === only.key));
    return {
      external_userid_info: apps.filter((app) => isCustomerOf(call, app.corp, person))
        .map((app) => ({ corpid: call.ctx.identities.corpid(app), external_userid: call.ctx.identities.external(app, person.id) })),
    };
  }),
];
