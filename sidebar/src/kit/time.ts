import type { Language } from '@scrm/shared/error';
import { tagOf } from './language';

const oneDay = 86_400_000;

/** A key that is the same for all moments of one local day. */
export function dayOf(at: number): string {
  return new Date(at).toDateString();
}

/** 今天, 昨天, 3月5日 周四, 2024年3月5日. */
export function dayName(at: number, language: Language, now = Date.now()): string {
  if (dayOf(at) === dayOf(now)) return language === 'zh' ? '今天' : 'Today';
  if (dayOf(at) === dayOf(now - oneDay)) return language === 'zh' ? '昨天' : 'Yesterday';
  const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(tagOf(language), {
    month: language === 'zh' ? 'long' : 'short', day: 'numeric', ...(thisYear ? { weekday: 'short' } : { year: 'numeric' }),
  }).format(at);
}

/** 09:05 */
export function clock(at: number, language: Language): string {
  return new Intl.DateTimeFormat(tagOf(language), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** 今天 09:05 */
export function moment(at: number, language: Language): string {
  return `${dayName(at, language)} ${clock(at, language)}`;
}
