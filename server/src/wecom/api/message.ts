import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
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

/**
 * A card of the app to at most 1,000 members. The same card within four hours arrives once, so that it may be sent again
 * when no answer came. 81013: nobody of them may get it. https://developer.work.weixin.qq.com/document/path/90236
 */
export function sendTextCard(app: WecomApp, userids: readonly string[], { title, description, url, button }: TextCard, options?: CallOptions) {
  return app.post('/cgi-bin/message/send', {
    touser: userids.join('|'), msgtype: 'textcard', agentid: app.credentials.agentId, textcard: { title, description, url, ...(button && { btntxt: button }) },
    enable_id_trans: 1, enable_duplicate_check: 1, duplicate_check_interval: 14_400,
  }, MessageSent, options);
}
