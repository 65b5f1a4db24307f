import { createContext, useContext } from 'react';
import type { CallError } from '../api';
import { en } from './en';
import { zh, type Words } from './zh';

export type { Words };

const Spoken = createContext<Words>(zh);
export const SpeakProvider = Spoken.Provider;
export const useWords = (): Words => useContext(Spoken);

export const wordsOf = (lang: string | undefined): Words => (lang === 'en' ? en : zh);

/** What went wrong, as a sentence. */
export function sentenceOf(error: CallError, words: Words): string {
  return error.offline ? words.phone.offline : error.message;
}

/** WeCom's days are China's days, whoever looks. */
const zone = { timeZone: 'Asia/Shanghai', hourCycle: 'h23' } as const;

export const hourOf = (at: number, words: Words) =>
  new Intl.DateTimeFormat(words.lang, { ...zone, hour: '2-digit', minute: '2-digit' }).format(at);

export const secondOf = (at: number, words: Words) =>
  new Intl.DateTimeFormat(words.lang, { ...zone, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);

export const dayOf = (at: number, words: Words) =>
  new Intl.DateTimeFormat(words.lang, { ...zone, month: 'short', day: 'numeric' }).format(at);

export const dateOf = (at: number, words: Words) =>
  new Intl.DateTimeFormat(words.lang, { ...zone, year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }).format(at);

/** As WeChat writes it above a bubble: only the hour today, the day before it otherwise. */
export function whenOf(at: number, now: number, words: Words): string {
  return dayOf(at, words) === dayOf(now, words) ? hourOf(at, words) : `${dayOf(at, words)} ${hourOf(at, words)}`;
}

export const countOf = (n: number, words: Words) => new Intl.NumberFormat(words.lang).format(n);
