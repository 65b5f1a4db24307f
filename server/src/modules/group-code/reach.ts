import { In, IsNull } from 'typeorm';
import { AppError } from '../../core/errors';
import type { ReadDb } from '../../core/db/scope';
import type { CallContext, Reach } from '../../core/http/serve';
import { readTree } from '../channel';
import { GroupChat } from '../group-chat';
import { GroupCode, GroupCodeEntry, groupCodeWord } from './entity';

/** Who looks at codes: those with a group of somebody within reach are theirs, and one's own. */
export interface Sight extends Reach {
  self: string;
}

export async function sightOf({ actor, reach }: Pick<CallContext, 'actor' | 'reach'>): Promise<Sight> {
  return { self: actor.staffId ?? actor.id, ...(await reach()) };
}

/** Null: all of them. */
export async function codesInSight(db: ReadDb, { self, staffIds }: Sight): Promise<Set<string> | null> {
  if (staffIds === null) return null;
  const groups = new Set((staffIds.length === 0 ? [] : await db.find(GroupChat, { ownerId: In([...staffIds]) })).map((group) => group.id));
  const entries = groups.size === 0 ? [] : await db.find(GroupCodeEntry, { removedAt: IsNull() });
  const own = await db.find(GroupCode, { createdBy: self });
  return new Set([...own.map((code) => code.id), ...entries.filter((entry) => entry.groupIds.some((id) => groups.has(id))).map((entry) => entry.codeId)]);
}

/** Of the codes in sight those of a channel, `withBelow` of those below it too; `none`: of no channel; left out: of all. Null: all there are. */
export async function codesInChannel(db: ReadDb, sight: Sight, channelId: string | undefined, withBelow: boolean): Promise<string[] | null> {
  const seen = await codesInSight(db, sight);
  if (channelId === undefined) return seen && [...seen];
  const channels = withBelow && channelId !== 'none' ? (await readTree(db)).subtreeOf(channelId).map(({ id }) => id) : [channelId];
  const codes = channels.length === 0 ? [] : await db.find(GroupCode, { channelId: channelId === 'none' ? IsNull() : In(channels) });
  return codes.flatMap(({ id }) => (!seen || seen.has(id) ? [id] : []));
}

/** A code out of sight does not exist. */
export async function visibleCode(db: ReadDb, id: string, sight: Sight): Promise<GroupCode> {
  const code = await db.get(GroupCode, id, groupCodeWord);
  const seen = code.createdBy === sight.self ? null : await codesInSight(db, sight);
  if (seen && !seen.has(id)) throw new AppError('not_found', { what: groupCodeWord });
  return code;
}

/** Only groups of people within reach are put on a code or taken off it; others that stand on it already stay. */
export async function checkGroupReach(db: ReadDb, { staffIds }: Reach, wanted: readonly string[], before: readonly string[]): Promise<void> {
  const groups = wanted.length + before.length === 0 ? [] : await db.find(GroupChat, { id: In([...new Set([...wanted, ...before])]) });
  const known = new Map(groups.map((group) => [group.id, group]));
  if (wanted.some((id) => !known.has(id))) throw new AppError('not_found', { what: '客户群' });
  if (staffIds === null) return;
  const changed = [...wanted.filter((id) => !before.includes(id)), ...before.filter((id) => !wanted.includes(id))];
  const beyond = changed.flatMap((id) => known.get(id) ?? []).filter((group) => !staffIds.includes(group.ownerId));
  if (beyond.some((group) => !before.includes(group.id))) throw new AppError('not_found', { what: '客户群' });
  if (beyond.length > 0) throw new AppError('group_code_group_reach', { names: beyond.map((group) => group.name) });
}
