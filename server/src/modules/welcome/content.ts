import { In } from 'typeorm';
import type { Attachment, Message } from '@scrm/shared/message';
import type { JobContext } from '../../core/jobs/define';
import type { SendAttachment } from '../../wecom/api/welcome';
import { customerByExternalUserid } from '../customer';
import { filesOf, mediaIdAt, mediaIdOf, StoredFile } from '../file';
import { staffByUserIds } from '../org';
import { fillText } from './text';
import type { AskWecom } from './asked';
import { within } from './within';

/** For a file whose refreshing failed beforehand; past it the message goes without. */
const uploadLimitMs = 5_000;

export interface Content {
  text: string;
  attachments: SendAttachment[];
  /** Names of files that could not be had in time. */
  leftOut: string[];
}

export const isEmpty = (message: Message) => message.text.trim() === '' && message.attachments.length === 0;

/** Whose names stand in for the variables. */
interface Words {
  userId: string;
  externalUserid: string;
  replyTime: string;
  ask: AskWecom;
}

/** The message as WeCom takes it, from rows that are here; `renewMedia` uploads its files anew. */
export async function composeWelcome(
  context: JobContext, message: Message, { userId, externalUserid, replyTime, ask }: Words, { renewMedia = false } = {},
): Promise<Content> {
  const [customer, staff, media] = await Promise.all([
    message.text.includes('{customer}') ? customerName(context, externalUserid, ask) : null,
    message.text.includes('{staff}') ? staffName(context, userId) : null,
    readMedia(context, message, renewMedia),
  ]);
  const attachments = message.attachments.map((one) => toSend(one, media.ids)).filter((one) => one !== null);
  return { text: fillText(message.text, { customer, staff, replyTime }), attachments, leftOut: media.missing };
}

async function customerName({ db }: JobContext, externalUserid: string, ask: AskWecom): Promise<string | null> {
  const known = await customerByExternalUserid(db, externalUserid);
  if (known?.name) return known.name;
  return (await ask())?.name || null;
}

async function staffName({ db }: JobContext, userId: string): Promise<string | null> {
  return (await staffByUserIds(db, [userId])).get(userId)?.name ?? null;
}

async function readMedia(context: JobContext, message: Message, renew: boolean): Promise<{ ids: Map<string, string>; missing: string[] }> {
  const fileIds = [...new Set(filesOf(message).map((wish) => wish.fileId))];
  const files = fileIds.length === 0 ? [] : await context.db.find(StoredFile, { id: In(fileIds) });
  const ids = new Map<string, string>();
  const missing: string[] = [];
  await Promise.all(files.map(async (file) => {
    const good = renew ? null : mediaIdAt(file, context.clock.now());
    const id = good ?? await within(uploadLimitMs, (signal) => mediaIdOf(context, file.id, { renew, signal }));
    if (id) ids.set(file.id, id);
    else missing.push(file.name);
  }));
  return { ids, missing };
}

export function toSend(attachment: Attachment, media: Map<string, string>): SendAttachment | null {
  if (attachment.kind === 'link') {
    const { title, url, desc, picUrl } = attachment;
    return { msgtype: 'link', link: { title, url, ...(desc && { desc }), ...(picUrl && { picurl: picUrl }) } };
  }
  const id = media.get(attachment.kind === 'miniprogram' ? attachment.coverFileId : attachment.fileId);
  if (!id) return null;
  switch (attachment.kind) {
    case 'image': return { msgtype: 'image', image: { media_id: id } };
    case 'video': return { msgtype: 'video', video: { media_id: id } };
    case 'file': return { msgtype: 'file', file: { media_id: id } };
    case 'miniprogram': return { msgtype: 'miniprogram', miniprogram: { title: attachment.title, appid: attachment.appId, page: attachment.page, pic_media_id: id } };
  }
}
