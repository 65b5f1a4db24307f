import { ApiError } from '@scrm/shared/client';
import { language } from './language';

const offline = {
  zh: '连接不上服务器，请检查网络后再试',
  en: 'The server cannot be reached, check the network and try again',
};
const broken = {
  zh: '页面出现问题，请刷新后再试',
  en: 'Something on this page went wrong, reload and try again',
};

/** What a person reads about a failure: the server's sentence where there is one. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return broken[language()];
  return error.code === 'network' ? offline[language()] : error.message;
}

export function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : error instanceof Error ? error.name : 'unknown';
}
