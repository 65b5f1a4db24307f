import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { Done } from './reply';

/** `pic_url` only from `media/uploadimg`. Bytes: title 128 (mini-program 64), desc 512, urls 2048. */
export type SendAttachment =
  | { msgtype: 'image'; image: { media_id: string } | { pic_url: string } }
  | { msgtype: 'link'; link: { title: string; url: string; picurl?: string; desc?: string } }
  | { msgtype: 'miniprogram'; miniprogram: { title: string; pic_media_id: string; appid: string; page: string } }
  | { msgtype: 'video'; video: { media_id: string } }
  | { msgtype: 'file'; file: { media_id: string } };

export interface WelcomeInput {
  welcomeCode: string;
  /** At most 4000 bytes; text and attachments are not both empty. */
  text?: string;
  /** At most 9. */
  attachments?: SendAttachment[];
}

/**
 * The code lives 20 s and works once. 41050: too late or used. 41051: delivered, or they already chat. 41096: another app is
 * sending. Nothing is tried again here but a refused token; the caller knows how much time is left.
 * https://developer.work.weixin.qq.com/document/path/92137
 */
export function sendWelcome(app: WecomApp, { welcomeCode, text, attachments = [] }: WelcomeInput, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/send_welcome_msg', {
    welcome_code: welcomeCode, text: text ? { content: text } : undefined, attachments: attachments.length > 0 ? attachments : undefined,
  }, Done, { retries: 0, ...options });
}
