import type { GroupWelcomeMessage } from '@scrm/shared/group-welcome';
import type { Message } from '@scrm/shared/message';
import type { SendAttachment } from '../../wecom/api/welcome';
import { filesOf, mediaIdOf, type MediaContext } from '../file';
import { toSend } from './content';

/** As a message, of which there is one attachment at most. */
export const sentWith = ({ text, attachment }: GroupWelcomeMessage): Message => ({ text, attachments: attachment ? [attachment] : [] });

/** Its attachment as WeCom takes it; uploads the file when that is needed. */
export async function hangingOf(context: MediaContext, message: GroupWelcomeMessage, renew: boolean): Promise<SendAttachment | null> {
  if (!message.attachment) return null;
  const ids = new Map<string, string>();
  for (const { fileId } of filesOf(sentWith(message))) ids.set(fileId, await mediaIdOf(context, fileId, { renew }));
  return toSend(message.attachment, ids);
}
