import type { Context } from './context';
import type { CorpKey } from './control';
import type { Staff, Tag, TagGroup } from './model';
import { findStaff, mainApp, visibleStaff } from './context';
import { announceStaff, announceShuffle, announceTag, pushTicket, tellData, tellSuite } from './announce';
import { demo } from './demo';
import { Impossible } from './friends';
import { avatarOf } from './seed';
import { randomId } from './crypto';

/** What an admin does in WeCom's console. */
export async function saveCallback(ctx: Context, corp: CorpKey, pasted: { url: string; token: string; aesKey: string; sidebarUrl: string }): Promise<{ verified: boolean; error: string }> {
  const { url } = pasted;
  if (!URL.canParse(url)) throw new Impossible('回调地址不是有效的 URL');
  if (corp === 'suite') {
    // In the provider's console the check is made with the provider's own corp id.
    const error = await ctx.deliverer.verify(url, demo.suite.token, demo.suite.aesKey, demo.provider.corpId);
    if (!error) ctx.world.suiteUrl = url;
    if (!error) pushTicket(ctx);
    return { verified: !error, error };
  }
  const app = ctx.world.apps[corp];
  if (!app) throw new Impossible('这家企业没有自己的应用');
  const token = pasted.token || demo.corps[corp].token;
  const aesKey = pasted.aesKey || demo.corps[corp].aesKey;
  const error = await ctx.deliverer.verify(url, token, aesKey, ctx.identities.corpid(app));
  if (!error) Object.assign(app, { callback: { url, token, aesKey }, sidebarUrl: pasted.sidebarUrl });
  ctx.store.touch();
  return { verified: !error, error };
}

/** The visible range: the suite hears `change_auth`, each member who comes in or falls out `subscribe` or `unsubscribe`. */
export function changeScope(ctx: Context, key: CorpKey, users: string[], departments: number[]): Record<string, never> {
  const app = mainApp(ctx, key);
  if (!app) throw new Impossible('这家企业没有安装应用');
  const corp = ctx.world.corps[key];
  const unknown = users.find((userid) => !findStaff(corp, userid));
  if (unknown) throw new Impossible(`没有成员 ${unknown}`);
  const before = new Set(visibleStaff(corp, app).map((member) => member.userid));
  app.visible = { users, departments };
  const after = new Set(visibleStaff(corp, app).map((member) => member.userid));
  ctx.store.touch();
  if (app.kind === 'suite') tellSuite(ctx, key, 'change_auth', { AuthCorpId: ctx.identities.corpid(app), State: '' });
  for (const userid of after) if (!before.has(userid)) tellData(ctx, app, 'subscribe', userid);
  for (const userid of before) if (!after.has(userid)) tellData(ctx, app, 'unsubscribe', userid);
  return {};
}

interface StaffChange { customerLimit?: unknown; leave?: unknown; exit?: unknown; canReceive?: unknown; unverified?: unknown; departmentIds?: unknown; name?: unknown }

/** 客户联系 is switched without an event; coming, moving and leaving are told. A new userid with a name is a new member. */
export function changeStaff(ctx: Context, key: CorpKey, userid: string, change: StaffChange): Record<string, never> {
  const corp = ctx.world.corps[key];
  const departmentIds = Array.isArray(change.departmentIds) ? change.departmentIds.filter((id) => typeof id === 'number') : null;
  if (departmentIds && (departmentIds.length === 0 || departmentIds.some((id) => !corp.departments.some((one) => one.id === id)))) throw new Impossible('没有这个部门');
  const member = findStaff(corp, userid);
  if (!member && typeof change.name === 'string' && change.name) {
    join(ctx, key, userid, change.name, departmentIds ?? [1]);
    return {};
  }
  if (!member) throw new Impossible('没有这位成员，或者已经离职');
  if (typeof change.canReceive === 'boolean') Object.assign(member, { canReceive: change.canReceive, active: member.active || change.canReceive });
  if (typeof change.unverified === 'boolean') member.unverified = change.unverified;
  if (typeof change.customerLimit === 'number') member.customerLimit = change.customerLimit;
  if (departmentIds) {
    member.departmentIds = departmentIds;
    announceStaff(ctx, key, 'update_user', userid, departmentIds);
  }
  if (change.exit === true) exit(ctx, key, member);
  if (change.leave === true) leave(ctx, key, member);
  ctx.store.touch();
  return {};
}

function join(ctx: Context, key: CorpKey, userid: string, name: string, departmentIds: number[]): void {
  const corp = ctx.world.corps[key];
  if (corp.staff.some((one) => one.userid === userid)) throw new Impossible('这个账号已被使用过');
  corp.staff.push({
    userid, name, avatar: avatarOf(userid, name), gender: 0, mobile: '', email: `${userid}@example.com`, position: '', departmentIds, leads: [], active: true, canReceive: true, left: false,
  });
  ctx.identities.addUser(corp, userid);
  ctx.store.touch();
  announceStaff(ctx, key, 'create_user', userid, departmentIds);
}

/** They left by themselves; WeCom goes on showing them until an administrator removes them. */
function exit(ctx: Context, key: CorpKey, member: Staff): void {
  Object.assign(member, { exited: true, active: false, canReceive: false });
  announceStaff(ctx, key, 'update_user', member.userid);
}

function leave(ctx: Context, key: CorpKey, member: Staff): void {
  announceStaff(ctx, key, 'delete_user', member.userid);
  const app = mainApp(ctx, key);
  if (app) tellData(ctx, app, 'unsubscribe', member.userid);
  member.left = true;
  member.leftAt = ctx.clock.now();
}

/** By hand in WeCom: without an id a new tag, with one a new name or the end of it. */
export function changeCorpTag(ctx: Context, key: CorpKey, asked: { id: string; name: string; groupName: string; order: number | null; remove: boolean }): { id: string; groupId: string } {
  const { tagGroups } = ctx.world.corps[key];
  ctx.store.touch();
  if (!asked.id) return addTag(ctx, key, asked.groupName, asked.name);
  const group = tagGroups.find((one) => !one.deleted && (one.id === asked.id || one.tags.some((tag) => tag.id === asked.id && !tag.deleted)));
  if (!group) throw new Impossible('没有这个标签');
  const tag = group.tags.find((one) => one.id === asked.id) ?? null;
  const changing: Tag = tag ?? group;
  if (asked.remove) for (const one of tag ? [tag] : [group, ...group.tags]) one.deleted = true;
  else if (asked.name) changing.name = asked.name;
  if (asked.order !== null) {
    changing.order = asked.order;
    announceShuffle(ctx, key, tag ? group.id : '');
    return { id: asked.id, groupId: group.id };
  }
  // A group that is deleted takes its tags with it without a word.
  if (tag && group.tags.every((one) => one.deleted)) group.deleted = true;
  announceTag(ctx, key, asked.remove ? 'delete' : 'update', tag ? 'tag' : 'tag_group', asked.id);
  return { id: asked.id, groupId: group.id };
}

function addTag(ctx: Context, key: CorpKey, groupName: string, name: string): { id: string; groupId: string } {
  if (!groupName || !name) throw new Impossible('缺少 groupName 或 name');
  const { tagGroups } = ctx.world.corps[key];
  const createdAt = ctx.clock.now();
  let group: TagGroup | undefined = tagGroups.find((one) => !one.deleted && one.name === groupName);
  if (!group) {
    group = { id: randomId('et', 22), name: groupName, order: 0, createdAt, deleted: false, appId: '', tags: [] };
    tagGroups.push(group);
    announceTag(ctx, key, 'create', 'tag_group', group.id);
  }
  const tag: Tag = { id: randomId('et', 22), name, order: 0, createdAt, deleted: false, appId: '' };
  group.tags.push(tag);
  announceTag(ctx, key, 'create', 'tag', tag.id);
  return { id: tag.id, groupId: group.id };
}
