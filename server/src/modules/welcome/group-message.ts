import type { GroupWelcomeMessage } from '@scrm/shared/group-welcome';
import type { Message } from '@scrm/shared/message';
import { truncate } from '@scrm/shared/text';
import type { GroupWelcomeFound } from '../../wecom/api/group-welcome';
import type { SendAttachment } from '../../wecom/api/welcome';
import { filesOf, mediaIdOf, type MediaContext } from '../file';
import { toSend } from './content';

const kinds = ['image', 'link', 'miniprogram', 'video', 'file'] as const;
const shownBytes = 200;

/** What WeCom has in its place where that is something else; null: the same. A picture or file is told apart by its kind alone. */
export function differenceOf({ text, attachment }: GroupWelcomeMessage, found: GroupWelcomeFound): string | null {
  const own = found.text?.content ?? '';
  const hanging = kinds.find((kind) => found[kind]);
  const isSame = own.trim() === text.trim() && hanging === attachment?.kind
    && (attachment?.kind !== 'link' || (found.link!.url === attachment.url && found.link!.title === attachment.title))
    && (attachment?.kind !== 'miniprogram' || (found.miniprogram!.page === attachment.page && found.miniprogram!.title === attachment.title));
  return isSame ? null : truncate([own, found.link?.title ?? found.miniprogram?.title ?? (hanging ? `[${hanging}]` : '')].filter((part) => part !== '').join(' · '), shownBytes);
}

/** As a message, of which there is one attachment at most. */
export const sentWith = ({ text, attachment }: GroupWelcomeMessage): Message => ({ text, attachments: attachment ? [attachment] : [] });

/** Its attachment as WeCom takes it; uploads the file when that is needed. */
export async function hangingOf(context: MediaContext, message: GroupWelcomeMessage, renew: boolean): Promise<SendAttachment | null> {
  if (!message.attachment) return null;
  const ids = new Map<string, string>();
  for (const { fileId } of filesOf(sentWith(message))) ids.set(fileId, await mediaIdOf(context, fileId, { renew }));
  return toSend(message.attachment, ids);
}
