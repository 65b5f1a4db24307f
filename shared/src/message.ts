import { z } from 'zod';
import { byteLength } from './text';

/** In which words a text is too long: WeCom counts bytes, of which a Chinese character takes three. */
export const tooLong = (limit: number) => ({ zh: `最多 ${limit} 字节`, en: `at most ${limit} bytes` });
const atMostBytes = (limit: number) => z.string().refine((text) => byteLength(text) <= limit, { params: { said: tooLong(limit) } });
const HttpUrl = z.string().max(2048).regex(/^https?:\/\/[^\s]+$/i, '需要以 http:// 或 https:// 开头');

/**
 * What can hang on a welcome or a broadcast. Pictures and files are rows of ours (`fileId`); the media id that
 * WeCom wants lives 3 days and is refreshed beforehand.
 * Limits: https://developer.work.weixin.qq.com/document/path/92137
 */
export const Attachment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), fileId: z.string().min(1).max(40) }),
  z.object({ kind: z.literal('link'), title: atMostBytes(128).min(1), url: HttpUrl, desc: atMostBytes(512).default(''), picUrl: HttpUrl.or(z.literal('')).default('') }),
  z.object({ kind: z.literal('miniprogram'), title: atMostBytes(64).min(1), appId: z.string().min(1).max(64), page: z.string().min(1).max(1024), coverFileId: z.string().min(1).max(40) }),
  z.object({ kind: z.literal('video'), fileId: z.string().min(1).max(40) }),
  z.object({ kind: z.literal('file'), fileId: z.string().min(1).max(40) }),
]);
export type Attachment = z.infer<typeof Attachment>;

/** Text with variables, and up to 9 attachments. */
export const Message = z.object({
  text: atMostBytes(4000).default(''),
  attachments: z.array(Attachment).max(9).default([]),
});
export type Message = z.infer<typeof Message>;

/** Variables that a welcome may use; each is filled when it is sent. */
export const messageVariables = ['customer', 'staff'] as const;
export type MessageVariable = (typeof messageVariables)[number];
