import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { Done, flag, id, int, list, reply, text } from './reply';

/** `deleted` comes only where ids were asked for. */
const Tag = reply({ id, name: text, create_time: int, order: int, deleted: flag });
const TagGroup = reply({ group_id: id, group_name: text, create_time: int, order: int, deleted: flag, tag: list(Tag) });

export const CorpTagList = reply({ tag_group: list(TagGroup) });
export const CorpTagMade = reply({ tag_group: TagGroup });

/** All, or these. https://developer.work.weixin.qq.com/document/path/92117 */
export function listCorpTags(app: WecomApp, { tagIds, groupIds }: { tagIds?: string[]; groupIds?: string[] } = {}, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/get_corp_tag_list', { tag_id: tagIds, group_id: groupIds }, CorpTagList, options);
}

/**
 * Adds to a group, which an unknown name makes. Names at most 30 characters (40072), 40071 when one exists, 10,000 tags a
 * corp (40126). https://developer.work.weixin.qq.com/document/path/92117
 */
export function addCorpTags(app: WecomApp, { group, names }: { group: { id: string } | { name: string }; names: string[] }) {
  const into = 'id' in group ? { group_id: group.id } : { group_name: group.name };
  return app.post('/cgi-bin/externalcontact/add_corp_tag', { ...into, tag: names.map((name) => ({ name })) }, CorpTagMade);
}

/** `id` of a tag or a group; 60011 when another app made it. https://developer.work.weixin.qq.com/document/path/92117 */
export function editCorpTag(app: WecomApp, input: { id: string; name?: string; order?: number }) {
  return app.post('/cgi-bin/externalcontact/edit_corp_tag', input, Done);
}

/** A group goes with its last tag. https://developer.work.weixin.qq.com/document/path/92117 */
export function deleteCorpTags(app: WecomApp, { tagIds, groupIds }: { tagIds?: string[]; groupIds?: string[] }) {
  return app.post('/cgi-bin/externalcontact/del_corp_tag', { tag_id: tagIds, group_id: groupIds }, Done);
}

/** For one follower of the customer; makes no callback. https://developer.work.weixin.qq.com/document/path/92118 */
export function markTags(app: WecomApp, { userid, externalUserid, add = [], remove = [] }: { userid: string; externalUserid: string; add?: string[]; remove?: string[] }) {
  return app.post('/cgi-bin/externalcontact/mark_tag', { userid, external_userid: externalUserid, add_tag: add, remove_tag: remove }, Done);
}
