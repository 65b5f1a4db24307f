import dayjs from 'dayjs';
import { useSyncExternalStore } from 'react';
import { useLanguage, words } from './language';

const halfMinute = 30_000;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, halfMinute);
  return () => clearInterval(timer);
}

/** The time, stepping every half minute, so that "2 minutes ago" stays true on an open page. */
export function useNow(): number {
  const step = useSyncExternalStore(subscribe, () => Math.floor(Date.now() / halfMinute));
  return Math.max(step * halfMinute, Date.now());
}

export function absolute(at: number): string {
  return dayjs(at).format('YYYY-MM-DD HH:mm:ss');
}

/** Relative to now; the exact time on hover. */
export function Ago({ at, empty = '–' }: { at: number | null; empty?: string }) {
  useLanguage();
  const now = useNow();
  if (at === null) return <span className="soft">{empty}</span>;
  return <time dateTime={new Date(at).toISOString()} title={absolute(at)} className="nowrap">{dayjs(at).from(Math.max(now, at))}</time>;
}

/** Relative to now for a time to come: in 2 hours. */
export function Until({ at }: { at: number }) {
  useLanguage();
  const now = useNow();
  return <time dateTime={new Date(at).toISOString()} title={absolute(at)} className="nowrap">{dayjs(at).from(now)}</time>;
}

/** Hour, minute and second; the date on hover. */
export function Clock({ at }: { at: number }) {
  return <time dateTime={new Date(at).toISOString()} title={absolute(at)} className="figures nowrap">{dayjs(at).format('HH:mm:ss')}</time>;
}

const useWords = words({
  zh: { today: '今天', yesterday: '昨天' },
  en: { today: 'Today', yesterday: 'Yesterday' },
});

/** The name of a day: today, yesterday, else the date with its weekday. */
export function useDayName(): (at: number) => string {
  const t = useWords();
  const shown = useLanguage();
  return (at) => {
    const day = dayjs(at);
    if (day.isSame(dayjs(), 'day')) return t.today;
    if (day.isSame(dayjs().subtract(1, 'day'), 'day')) return t.yesterday;
    return day.format(shown === 'zh' ? 'YYYY年M月D日 dddd' : 'dddd, D MMM YYYY');
  };
}

/** 840 → `840 ms`, 2310 → `2.31 s`. */
export function milliseconds(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
