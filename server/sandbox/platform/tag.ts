import type { Tag, TagGroup } from '../model';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, numberOf, wordOf, wordsOf } from './endpoint';
import { inside, int, list, someOf, text } from './check';
import { seconds } from '../context';
import { changed } from '../friends';
import { relationOf } from './external';
import { randomId } from '../crypto';
import { Refused } from './refuse';

/** https://developer.work.weixin.qq.com/document/path/92117 */
const perCorp = 10_000;
const order = int('order', { min: 0, max: 2 ** 32 - 1 });
const name = text('name', { chars: 30, wrong: 40072 });

const living = (groups: TagGroup[]) => groups.filter((group) => !group.deleted);

/** `deleted` is only said when asked by id. */
function presentTag(tag: Tag, byId: boolean) {
  return { id: tag.id, name: tag.name, create_time: seconds(tag.createdAt), order: tag.order, ...(byId && tag.deleted && { deleted: true }) };
}

function presentGroup(group: TagGroup, tags: Tag[], byId: boolean) {
  return {
    group_id: group.id, group_name: group.name, create_time: seconds(group.createdAt), order: group.order, ...(byId && group.deleted && { deleted: true }),
    tag: tags.map((tag) => presentTag(tag, byId)),
  };
}

function listTags(call: AppCall) {
  const groups = wordsOf(call, 'group_id');
  const tags = wordsOf(call, 'tag_id');
  const all = call.corp.tagGroups;
  if (groups.length > 0) return all.filter((group) => groups.includes(group.id)).map((group) => presentGroup(group, group.tags, true));
  if (tags.length > 0) {
    return all.map((group) => ({ group, found: group.tags.filter((tag) => tags.includes(tag.id)) })).filter(({ found }) => found.length > 0)
      .map(({ group, found }) => presentGroup(group, found, true));
  }
  return living(all).map((group) => presentGroup(group, group.tags.filter((tag) => !tag.deleted), false));
}

function addTags(call: AppCall) {
  const wanted = call.body.tag as { name: string; order?: number }[];
  const { tagGroups } = call.corp;
  const groupId = wordOf(call, 'group_id');
  const groupName = wordOf(call, 'group_name');
  let group = living(tagGroups).find((one) => (groupId ? one.id === groupId : one.name === groupName));
  if (groupId && !group) throw new Refused(40068, groupId);
  const count = living(tagGroups).reduce((sum, one) => sum + one.tags.filter((tag) => !tag.deleted).length, 0);
  const fresh = wanted.filter((tag, at) => wanted.findIndex((other) => other.name === tag.name) === at);
  if (group && fresh.some((tag) => group!.tags.some((one) => !one.deleted && one.name === tag.name))) throw new Refused(40071);
  if (count + fresh.length > perCorp) throw new Refused(40126);
  const createdAt = call.now;
  if (!group) {
    group = { id: randomId('et', 22), name: groupName || '未命名', order: numberOf(call, 'order', 0), createdAt, deleted: false, tags: [], appId: call.app.id };
    tagGroups.push(group);
  }
  const made: Tag[] = fresh.map((tag) => ({ id: randomId('et', 22), name: tag.name, order: tag.order ?? 0, createdAt, deleted: false, appId: call.app.id }));
  group.tags.push(...made);
  call.ctx.store.touch();
  return { tag_group: presentGroup(group, made, false) };
}

/** A group or a tag by its id, if this app made it: https://developer.work.weixin.qq.com/document/path/92117 */
function own(call: AppCall, id: string): { group: TagGroup; tag: Tag | null } {
  for (const group of living(call.corp.tagGroups)) {
    const tag = group.tags.find((one) => one.id === id && !one.deleted) ?? null;
    if (group.id !== id && !tag) continue;
    if ((tag?.appId ?? group.appId) !== call.app.id) throw new Refused(60011, 'the tag was not created by this app');
    return { group, tag };
  }
  throw new Refused(40068, id);
}

function editTag(call: AppCall) {
  const { group, tag } = own(call, wordOf(call, 'id'));
  const changing = tag ?? group;
  const wanted = wordOf(call, 'name');
  const siblings: Tag[] = tag ? group.tags : call.corp.tagGroups;
  if (wanted && siblings.some((one) => !one.deleted && one !== changing && one.name === wanted)) throw new Refused(40071);
  if (wanted) changing.name = wanted;
  changing.order = numberOf(call, 'order', changing.order);
  call.ctx.store.touch();
  return {};
}

function deleteTags(call: AppCall) {
  const doomed = [...wordsOf(call, 'tag_id'), ...wordsOf(call, 'group_id')].map((id) => own(call, id));
  const foreign = doomed.some(({ group, tag }) => !tag && group.tags.some((one) => !one.deleted && (one.appId ?? group.appId) !== call.app.id));
  if (foreign) throw new Refused(60011, 'the group holds tags that were not created by this app');
  for (const { group, tag } of doomed) {
    for (const one of tag ? [tag] : group.tags) one.deleted = true;
    // A group without tags cannot be.
    if (group.tags.every((one) => one.deleted)) group.deleted = true;
  }
  call.ctx.store.touch();
  return {};
}

export const tagCalls: Endpoint[] = [
  appCall('POST', 'externalcontact/get_corp_tag_list', [list('tag_id', 'string'), list('group_id', 'string')], (call) => ({ tag_group: listTags(call) })),
  appCall('POST', 'externalcontact/add_corp_tag', [
    text('group_id'), text('group_name', { chars: 30, wrong: 40072 }), order, inside('tag', [text('name', { missing: 40072, chars: 30, wrong: 40072 }), order], { many: true, missing: 40068 }),
    int('agentid'), someOf(['group_id', 'group_name'], 40068),
  ], addTags),
  appCall('POST', 'externalcontact/edit_corp_tag', [text('id', { missing: 40068 }), name, order, int('agentid')], editTag),
  appCall('POST', 'externalcontact/del_corp_tag', [list('tag_id', 'string'), list('group_id', 'string'), int('agentid'), someOf(['tag_id', 'group_id'], 40068)], deleteTags),
  /** No event follows: https://developer.work.weixin.qq.com/document/path/92118 */
  appCall('POST', 'externalcontact/mark_tag', [
    text('userid', { missing: 41009 }), text('external_userid', { missing: 41035 }), list('add_tag', 'string'), list('remove_tag', 'string'), someOf(['add_tag', 'remove_tag'], 40058),
  ], (call) => {
    const one = relationOf(call);
    const known = new Set(living(call.corp.tagGroups).flatMap((group) => group.tags.filter((tag) => !tag.deleted).map((tag) => tag.id)));
    const add = wordsOf(call, 'add_tag');
    const remove = new Set(wordsOf(call, 'remove_tag'));
    const unknown = [...add, ...remove].find((id) => !known.has(id));
    if (unknown) throw new Refused(40068, unknown);
    one.tagIds = [...new Set([...one.tagIds.filter((id) => !remove.has(id)), ...add])];
    changed(call.ctx, one);
    return {};
  }),
];
