import { request } from '@tarojs/taro';
import type { Api } from '@scrm/shared/api';
import { createClient, isError, type Transport } from '@scrm/shared/client';
import { language } from './language';

const server = process.env.TARO_APP_SERVER;

const sendAs = (token: string): Transport => async (path, body) => {
  const reply = await request<unknown>({
    url: server + path,
    method: 'POST',
    data: body as Record<string, unknown>,
    header: { 'content-type': 'application/json', 'x-scrm': '1', 'accept-language': language === 'zh' ? 'zh-CN' : 'en', ...(token !== '' && { authorization: `Bearer ${token}` }) },
    timeout: 15_000,
  });
  return { status: reply.statusCode, body: reply.data };
};

/** With a visitor's token, or without. */
export const apiAs = (token: string) => createClient<Api>(sendAs(token));
export const api = apiAs('');

/** A picture's address as the server gave it; a mini-program knows no relative ones. */
export function pictureAddress(url: string): string {
  return url.startsWith('/') ? server + url : url;
}

/** For a person: what went wrong, `network` where the server was not reached. */
export function sentenceOf(error: unknown, network: string): string {
  return error instanceof Error && !isError(error, 'network') ? error.message : network;
}
