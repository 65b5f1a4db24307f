import { job } from '../../core/jobs/define';
import { write } from '../../core/db/scope';
import { createTags, tagLibrary, tagRefs, type TagContext } from '../tag';
import { Channel } from './entity';
import { readTree } from './tree';

/** The group of the tags that are made for channels. */
const groupName = '渠道';
const longest = 30;

/** So that the tag is there before the first customer is. */
export const makeTag = job<{ channelId: string }>('channel.makeTag', { lane: 'bulk' }, async ({ channelId }, context) => {
  await ensureChannelTag(context, channelId);
});

/** Our id of the tag of everybody who comes through this channel; it is made in WeCom where it is missing or was deleted. Not inside a transaction. */
export async function ensureChannelTag(context: TagContext & { tagLimit: number }, channelId: string): Promise<string | null> {
  const { db } = context;
  const tree = await readTree(db);
  const channel = tree.get(channelId);
  if (!channel) return null;
  if (channel.tagId !== null && (await tagRefs(db, [channel.tagId])).has(channel.tagId)) return channel.tagId;
  const library = (await tagLibrary(db)).filter((tag) => tag.groupName === groupName);
  const used = new Set((await db.find(Channel)).flatMap(({ tagId }) => tagId ?? []));
  const isOthers = (name: string) => library.some((tag) => tag.name === name && used.has(tag.id));
  const line = tree.lineOf(channelId).map(({ name }) => name);
  // Of several channels of one name the first has it for itself; the others are told apart by what they stand under.
  const isFirst = tree.inOrder().every((one) => one.name !== channel.name || one.id >= channelId);
  const name = [...(isFirst ? [line.at(-1)!] : []), tail(line.join('·')), tail(`${line.at(-1)!}·${channelId.slice(-6)}`)].find((one) => !isOthers(one))!;
  const known = library.find((tag) => tag.name === name);
  if (!known) await createTags(context, groupName, [name]);
  const tagId = known?.id ?? (await tagLibrary(db)).find((tag) => tag.groupName === groupName && tag.name === name)?.id ?? null;
  await write(db, (tx) => tx.update(Channel, { id: channelId }, { tagId }));
  return tagId;
}

const tail = (text: string): string => [...text].slice(-longest).join('');
