import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { WeComError } from '../errors';
import { reply, text } from './reply';

export const MessageSent = reply({ invaliduser: text, unlicenseduser: text, msgid: text });

export interface TextCard {
  /** At most 128 bytes. */
  title: string;
  /** At most 512 bytes. `$userName=<userid>$` is shown as the name. */
  description: string;
  url: string;
  /** At most 4 characters. */
  button?: string;
}

/** None of them may get a message of the app. */
const nobody = 81013;

/**
 * A card of the app to at most 1,000 members. The same card within four hours arrives once, so that it may be sent again
 * when no answer came. Gives those whom it reaches; null: nobody of them may get it. https://developer.work.weixin.qq.com/document/path/90236
 */
export async function sendTextCard(app: WecomApp, userids: readonly string[], { title, description, url, button }: TextCard, options?: CallOptions): Promise<string[] | null> {
  const sent = await app.post('/cgi-bin/message/send', {
    touser: userids.join('|'), msgtype: 'textcard', agentid: app.credentials.agentId, textcard: { title, description, url, ...(button && { btntxt: button }) },
    enable_id_trans: 1, enable_duplicate_check: 1, duplicate_check_interval: 14_400,
  }, MessageSent, options).catch((error: unknown) => {
    if (error instanceof WeComError && error.errcode === nobody) return null;
    throw error;
  });
  if (!sent) return null;
  // WeCom answers in small letters, whatever it was asked with.
  const missed = new Set([...sent.invaliduser.split('|'), ...sent.unlicenseduser.split('|')].map((one) => one.toLowerCase()));
  return userids.filter((one) => !missed.has(one.toLowerCase()));
}
