import { byteLength } from '@scrm/shared/text';
import type { ChatMessage } from '../control';
import type { WelcomeCode } from '../model';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, wordOf } from './endpoint';
import type { Rule } from './check';
import { firstRefusal, inside, someOf, text } from './check';
import { say } from '../friends';
import { findMedia, mediaUrl } from './media';
import { refusal, Refused } from './refuse';

/** 20 s, once: https://developer.work.weixin.qq.com/document/path/92137 */
const life = 20_000;
const most = 9;

interface Attachment {
  msgtype: string;
  image?: { media_id?: string; pic_url?: string };
  link?: { title: string; picurl?: string; desc?: string; url: string };
  miniprogram?: { title: string; pic_media_id: string; appid: string; page: string };
  video?: { media_id: string };
  file?: { media_id: string };
}

export const attachmentRules: Record<string, Rule[]> = {
  image: [text('media_id'), text('pic_url', { bytes: 2048 }), someOf(['media_id', 'pic_url'], 40007)],
  link: [text('title', { missing: 40058, bytes: 128 }), text('picurl', { bytes: 2048 }), text('desc', { bytes: 512 }), text('url', { missing: 40058, bytes: 2048, pattern: /^https?:\/\// })],
  miniprogram: [text('title', { missing: 40058, bytes: 64 }), text('pic_media_id', { missing: 40007 }), text('appid', { missing: 40058 }), text('page', { missing: 40058 })],
  video: [text('media_id', { missing: 40007 })],
  file: [text('media_id', { missing: 40007 })],
};

const attachment: Rule = (body) => {
  const rules = typeof body.msgtype === 'string' ? attachmentRules[body.msgtype] : undefined;
  if (!rules) return refusal(41065, String(body.msgtype));
  const content = body[body.msgtype as string];
  if (typeof content !== 'object' || content === null) return refusal(41065, `${body.msgtype as string} is empty`);
  return firstRefusal(rules, content as Record<string, unknown>);
};

export const contents: Rule[] = [
  inside('text', [(body) => (typeof body.content === 'string' && byteLength(body.content) > 4000 ? refusal(45002, 'text.content is longer than 4000 bytes') : null)]),
  inside('attachments', [attachment], { many: true, max: most, tooMany: 41064 }),
  (body) => ((body.text as { content?: string } | undefined)?.content || (Array.isArray(body.attachments) && body.attachments.length > 0) ? null : refusal(44001, 'text or attachments')),
];

function findCode(call: AppCall): WelcomeCode {
  const { welcomes, friendships } = call.ctx.world;
  const code = welcomes[wordOf(call, 'welcome_code')];
  if (!code || code.appId !== call.app.id || code.at + life < call.now) throw new Refused(41050);
  // Other apps hold codes of the same moment: the first one that sends wins.
  const one = friendships[code.friendship];
  if (!one?.welcomeCodes.includes(code.code)) throw new Refused(41050);
  if (one.chatting || one.welcomed) throw new Refused(41051);
  if (one.welcomeCodes.some((rival) => welcomes[rival]?.state === 'sending')) throw new Refused(41096);
  return code;
}

export function messagesOf(call: AppCall): Partial<ChatMessage>[] {
  const messages: Partial<ChatMessage>[] = [];
  const content = (call.body.text as { content?: string } | undefined)?.content;
  if (content) messages.push({ kind: 'text', text: content });
  for (const one of (call.body.attachments ?? []) as Attachment[]) messages.push(messageOf(call, one));
  return messages;
}

function messageOf(call: AppCall, { msgtype, image, link, miniprogram, video, file }: Attachment): Partial<ChatMessage> {
  if (image) return { kind: 'image', mediaUrl: image.media_id ? mediaUrl(findMedia(call, image.media_id)) : (image.pic_url ?? '') };
  if (link) return { kind: 'link', text: link.title, url: link.url, desc: link.desc ?? '', mediaUrl: link.picurl ?? '' };
  if (miniprogram) return { kind: 'miniprogram', text: miniprogram.title, url: `${miniprogram.appid}/${miniprogram.page}`, mediaUrl: mediaUrl(findMedia(call, miniprogram.pic_media_id)) };
  const media = findMedia(call, video?.media_id ?? file?.media_id ?? '');
  return { kind: msgtype === 'video' ? 'video' : 'file', text: media.filename, mediaUrl: mediaUrl(media) };
}

const send: Endpoint = appCall('POST', 'externalcontact/send_welcome_msg', [text('welcome_code', { missing: 41049 }), ...contents], (call) => {
  const code = call.ctx.world.welcomes[wordOf(call, 'welcome_code')]!;
  const one = call.ctx.world.friendships[code.friendship]!;
  code.state = 'used';
  one.welcomed = true;
  for (const message of messagesOf(call)) say(call.ctx, one, 'staff', message.text ?? '', { ...message, byApp: true });
  return {};
});

/** Claims the code before anything is waited for, as the platform does: a slow sending keeps others out. */
send.begin = (call) => {
  messagesOf(call);
  findCode(call).state = 'sending';
  return {};
};

export const welcomeCalls: Endpoint[] = [send];
