import type { Context } from './context';
import type { AcquisitionLink, App, Friendship, GroupChat, Transfer } from './model';
import type { CorpKey } from './control';
import { appsOf, findStaff, isVisible, keyOf, seconds } from './context';
import { demo } from './demo';
import { randomId } from './crypto';
import { xml } from './xml';
import type { XmlValue } from './xml';

/**
 * Who hears of what. A suite's app hears on the suite's command address (`InfoType`), agency and self-built apps on
 * their own (`Event`): https://developer.work.weixin.qq.com/document/path/92277 and /92130
 */
function tell(ctx: Context, app: App, family: string, fields: Record<string, XmlValue>): void {
  const event = typeof fields.ChangeType === 'string' ? `${family}.${fields.ChangeType}` : family;
  const now = seconds(ctx.clock.now());
  if (app.kind === 'suite') {
    const { SuiteId, AuthCorpId } = { SuiteId: demo.suite.suiteId, AuthCorpId: ctx.identities.corpid(app) };
    ctx.deliverer.send({ to: 'command' }, app.corp, event, xml({ SuiteId, AuthCorpId, InfoType: family, TimeStamp: now, ...fields }));
    return;
  }
  if (!app.callback) return;
  const head = { ToUserName: ctx.identities.corpid(app), FromUserName: 'sys', CreateTime: now, MsgType: 'event', Event: family };
  ctx.deliverer.send({ to: 'app', appId: app.id }, app.corp, event, xml({ ...head, ...fields }));
}

export type ContactChange = 'add_external_contact' | 'add_half_external_contact' | 'edit_external_contact' | 'del_external_contact' | 'del_follow_user';

/** Each app that sees the member gets a welcome code of its own; the first that uses one wins. */
export function announceContact(ctx: Context, change: ContactChange, one: Friendship, welcome = false, more: Record<string, XmlValue> = {}): void {
  if (welcome) one.welcomeCodes = [];
  // Where the console greets, no app gets a code.
  const greets = welcome && !findStaff(ctx.world.corps[one.corp], one.userid)?.consoleWelcome;
  for (const app of appsOf(ctx, one.corp)) {
    if (!isVisible(ctx.world.corps[one.corp], app, one.userid)) continue;
    const arriving = change === 'add_external_contact' || change === 'add_half_external_contact';
    tell(ctx, app, 'change_external_contact', {
      ChangeType: change,
      UserID: ctx.identities.userid(app, one.userid),
      ExternalUserID: ctx.identities.external(app, one.person),
      State: arriving && one.state ? one.state : undefined,
      WelcomeCode: arriving && greets ? makeWelcomeCode(ctx, app, one) : undefined,
      ...more,
    });
  }
}

/** To the app that made the link. https://developer.work.weixin.qq.com/document/path/97299 */
export function announceAcquisition(ctx: Context, link: AcquisitionLink, change: string, fields: Record<string, XmlValue>, one?: Friendship): void {
  const app = ctx.world.apps[link.appId];
  if (!app) return;
  const whom = one ? { UserID: ctx.identities.userid(app, one.userid), ExternalUserID: ctx.identities.external(app, one.person) } : {};
  tell(ctx, app, 'customer_acquisition', { ChangeType: change, ...whom, ...fields });
}

/** `userid` is the member who should have got the customer; nothing tells from whom. */
export function announceTransferFail(ctx: Context, { corp, person, to }: Transfer, reason: 'customer_refused' | 'customer_limit_exceed'): void {
  for (const app of appsOf(ctx, corp)) {
    if (!isVisible(ctx.world.corps[corp], app, to)) continue;
    tell(ctx, app, 'change_external_contact', { ChangeType: 'transfer_fail', FailReason: reason, UserID: ctx.identities.userid(app, to), ExternalUserID: ctx.identities.external(app, person) });
  }
}

function makeWelcomeCode(ctx: Context, app: App, one: Friendship): string {
  const code = randomId('', 33);
  ctx.world.welcomes[code] = { code, appId: app.id, friendship: keyOf(one), at: ctx.clock.now(), state: 'fresh' };
  one.welcomeCodes.push(code);
  return code;
}

export function announceStaff(ctx: Context, corp: CorpKey, change: 'create_user' | 'update_user' | 'delete_user', userid: string, departmentIds?: number[]): void {
  for (const app of appsOf(ctx, corp)) {
    const id = ctx.identities.userid(app, userid);
    tell(ctx, app, 'change_contact', { ChangeType: change, UserID: id, OpenUserID: app.kind === 'suite' ? id : undefined, Department: departmentIds?.join(',') });
  }
}

export function announceTag(ctx: Context, corp: CorpKey, change: 'create' | 'update' | 'delete', type: 'tag' | 'tag_group', id: string): void {
  for (const app of appsOf(ctx, corp)) tell(ctx, app, 'change_external_tag', { Id: id, TagType: type, ChangeType: change });
}

/** Somebody dragged tags of a group, or groups (then `groupId` is ''), into another order. https://developer.work.weixin.qq.com/document/path/92277 */
export function announceShuffle(ctx: Context, corp: CorpKey, groupId: string): void {
  for (const app of appsOf(ctx, corp)) tell(ctx, app, 'change_external_tag', { Id: groupId || undefined, ChangeType: 'shuffle' });
}

export interface ChatUpdate {
  detail: 'add_member' | 'del_member' | 'change_owner' | 'change_name' | 'change_notice';
  joinScene?: number;
  quitScene?: number;
  who?: { userid?: string; person?: string }[];
  /** The version before. */
  last?: string;
}

/** Told to apps that see the owner. Both scenes are always there for a change of members. https://developer.work.weixin.qq.com/document/path/92130 */
export function announceChat(ctx: Context, corp: CorpKey, change: 'create' | 'update' | 'dismiss', group: GroupChat, update?: ChatUpdate): void {
  for (const app of appsOf(ctx, corp)) {
    if (!isVisible(ctx.world.corps[corp], app, group.owner)) continue;
    const { who } = update ?? {};
    tell(ctx, app, 'change_external_chat', {
      ChatId: ctx.identities.chatId(app, group.chatId), ChangeType: change, UpdateDetail: update?.detail,
      ...(who && {
        JoinScene: update!.joinScene ?? 0, QuitScene: update!.quitScene ?? 0, MemChangeCnt: who.length,
        MemChangeList: { items: who.map((one) => (one.userid ? ctx.identities.userid(app, one.userid) : ctx.identities.external(app, one.person!))) },
        LastMemVer: update!.last, CurMemVer: group.version,
      }),
    });
  }
}

/** `suite_ticket`: every 10 minutes, each valid for 30. https://developer.work.weixin.qq.com/document/path/90628 */
export function pushTicket(ctx: Context): void {
  const ticket = randomId('sandbox-ticket-', 24);
  const at = ctx.clock.now();
  ctx.world.tickets = [...ctx.world.tickets.filter((one) => one.at > at - 3_600_000), { value: ticket, at }];
  tellSuite(ctx, null, 'suite_ticket', { SuiteTicket: ticket });
}

/** https://developer.work.weixin.qq.com/document/path/91882 */
export function announceTranslation(ctx: Context, app: App, jobId: string): void {
  tell(ctx, app, 'batch_job_result', { BatchJob: { fields: { JobId: jobId, JobType: 'contact_id_translate', ErrCode: 0, ErrMsg: 'ok' } } });
}

/** Authorisation events want their answer within a second. https://developer.work.weixin.qq.com/document/path/97175 */
export function tellSuite(ctx: Context, corp: CorpKey | null, type: string, fields: Record<string, XmlValue>): void {
  const plain = xml({ SuiteId: demo.suite.suiteId, InfoType: type, TimeStamp: seconds(ctx.clock.now()), ...fields });
  ctx.deliverer.send({ to: 'command' }, corp, type, plain, type !== 'suite_ticket');
}

/** Events of the suite's data address: someone entered or left the visible range, opened the app… */
export function tellData(ctx: Context, app: App, event: string, userid: string): void {
  const plain = xml({
    ToUserName: ctx.identities.corpid(app), FromUserName: ctx.identities.userid(app, userid), CreateTime: seconds(ctx.clock.now()),
    MsgType: 'event', Event: event, AgentID: app.agentId,
  });
  if (app.kind === 'suite') ctx.deliverer.send({ to: 'data', corp: app.corp }, app.corp, event, plain);
  else if (app.callback) ctx.deliverer.send({ to: 'app', appId: app.id }, app.corp, event, plain);
}
