import type { Clock } from '../../core/clock';
import { write, type ReadDb } from '../../core/db/scope';
import type { Services } from '../../core/services';
import { listCorpTags } from '../../wecom/api/tag';
import { WeComError } from '../../wecom/errors';
import '../corp';
import { replaceTags, deleteTags, saveGroups, tagsByWecomIds, type WecomTagGroup } from './service';
import { Tag, TagGroup } from './entity';

/** What a call to WeCom for one corp needs; jobs and routes both have it. */
export interface TagContext {
  db: ReadDb;
  corpId: string;
  clock: Clock;
  wecom: Services['wecom'];
}

/** There is no such tag or group. */
const unknown = 40068;

/** https://developer.work.weixin.qq.com/document/path/92117 */
export async function syncTags({ db, corpId, clock, wecom }: TagContext): Promise<void> {
  const { tag_group } = await listCorpTags(await wecom(corpId));
  await write(db, (tx) => replaceTags(tx, tag_group, clock.now()));
}

/** Events come late and in any order, so the tag or group is looked at as it is now. */
export async function lookAgain(context: TagContext, wecomId: string, kind: 'tag' | 'tag_group'): Promise<void> {
  const { db, clock } = context;
  const groups = await ask(context, kind === 'tag' ? { tagIds: [wecomId] } : { groupIds: [wecomId] });
  await write(db, async (tx) => {
    await saveGroups(tx, groups, clock.now());
    const shown = new Set(groups.flatMap((group) => group.tag.map((tag) => tag.id)));
    if (kind === 'tag') return shown.has(wecomId) ? undefined : deleteTags(tx, [wecomId], clock.now());
    // Deleting a group tells of the group alone, so its tags are gone when it does not show them.
    const group = await tx.findOne(TagGroup, { wecomGroupId: wecomId });
    const known = group ? await tx.find(Tag, { groupId: group.id }) : [];
    await deleteTags(tx, known.map((tag) => tag.wecomTagId).filter((id) => !shown.has(id)), clock.now());
  });
}

/** Reads those of these tags (WeCom's ids) that we have not heard of yet. Calls WeCom, so never inside a transaction. */
export async function ensureTagsSynced(context: TagContext, wecomIds: readonly string[]): Promise<void> {
  const known = await tagsByWecomIds(context.db, wecomIds);
  const missing = [...new Set(wecomIds)].filter((id) => !known.has(id));
  if (missing.length === 0) return;
  const groups = await ask(context, { tagIds: missing });
  await write(context.db, (tx) => saveGroups(tx, groups, context.clock.now()));
}

async function ask({ corpId, wecom }: TagContext, ids: { tagIds?: string[]; groupIds?: string[] }): Promise<WecomTagGroup[]> {
  try {
    return (await listCorpTags(await wecom(corpId), ids)).tag_group;
  } catch (error) {
    if (error instanceof WeComError && error.errcode === unknown) return [];
    throw error;
  }
}
