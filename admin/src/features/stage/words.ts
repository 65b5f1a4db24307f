import { words } from '../../kit/language';

const useText = words({
  zh: { days: (n: string) => `${n} 天`, hours: (n: string) => `${n} 小时`, minutes: (n: string) => `${n} 分钟`, short: '不到 1 分钟' },
  en: { days: (n: string) => `${n} d`, hours: (n: string) => `${n} h`, minutes: (n: string) => `${n} min`, short: 'under 1 min' },
});

/** How long somebody stood somewhere, in the largest unit that says it. */
export function useDwell(): (ms: number | null) => string {
  const t = useText();
  const say = (value: number) => (value < 10 ? Number(value.toFixed(1)) : Math.round(value)).toString();
  return (ms) => {
    if (ms === null) return '–';
    if (ms >= 86_400_000) return t.days(say(ms / 86_400_000));
    if (ms >= 3_600_000) return t.hours(say(ms / 3_600_000));
    return ms >= 60_000 ? t.minutes(say(ms / 60_000)) : t.short;
  };
}
