import type { z } from 'zod';
import type { WecomApp } from '../client';
import type { CallOptions } from '../http';
import { Done, id, int, reply, text } from './reply';
import type { SendAttachment } from './welcome';

export const GroupWelcomeMade = reply({ template_id: id });
const media = reply({}).optional();
export const GroupWelcomeReply = reply({
  text: reply({ content: text }).optional(), link: reply({ title: text, url: text }).optional(), miniprogram: reply({ title: text, page: text }).optional(), image: media, file: media, video: media, errcode: int,
});

export type GroupWelcomeFound = z.infer<typeof GroupWelcomeReply>;

/** Text at most 3,000 bytes, in which `%NICKNAME%` stands for the customer's name, and one attachment. */
export interface GroupWelcomeContent {
  text: string;
  attachment: SendAttachment | null;
}

/** Each kind of attachment stands under its own name, not in a list. */
function bodyOf({ text: content, attachment }: GroupWelcomeContent): object {
  if (!attachment) return { text: { content } };
  const { msgtype: _, ...hanging } = attachment;
  return { text: content ? { content } : undefined, ...hanging };
}

/** 41055: there are 100 in the company. Asked once: who asks again may make a second one. https://developer.work.weixin.qq.com/document/path/92366 */
export function addGroupWelcome(app: WecomApp, content: GroupWelcomeContent, notify: boolean, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/group_welcome_template/add', { ...bodyOf(content), notify: notify ? 1 : 0 }, GroupWelcomeMade, { retries: 0, ...options });
}

/** What is left out is taken away. 41058: another app made it. https://developer.work.weixin.qq.com/document/path/92366 */
export function editGroupWelcome(app: WecomApp, templateId: string, content: GroupWelcomeContent, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/group_welcome_template/edit', { template_id: templateId, ...bodyOf(content) }, Done, options);
}

/** https://developer.work.weixin.qq.com/document/path/92366 */
export function getGroupWelcome(app: WecomApp, templateId: string, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/group_welcome_template/get', { template_id: templateId }, GroupWelcomeReply, options);
}

/** https://developer.work.weixin.qq.com/document/path/92366 */
export function deleteGroupWelcome(app: WecomApp, templateId: string, options?: CallOptions) {
  return app.post('/cgi-bin/externalcontact/group_welcome_template/del', { template_id: templateId }, Done, options);
}
