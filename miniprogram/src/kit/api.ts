import { request } from '@tarojs/taro';
import type { Api } from '@scrm/shared/api';
import { createClient, type Transport } from '@scrm/shared/client';
import { language } from './language';

const server = process.env.TARO_APP_SERVER;

const send: Transport = async (path, body) => {
  const reply = await request<unknown>({
    url: server + path,
    method: 'POST',
    data: body as Record<string, unknown>,
    header: { 'content-type': 'application/json', 'x-scrm': '1', 'accept-language': language === 'zh' ? 'zh-CN' : 'en' },
    timeout: 15_000,
  });
  return { status: reply.statusCode, body: reply.data };
};

export const api = createClient<Api>(send);

/** A picture's address as the server gave it; a mini-program knows no relative ones. */
export function pictureAddress(url: string): string {
  return url.startsWith('/') ? server + url : url;
}
