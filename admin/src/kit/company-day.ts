import dayjs from 'dayjs';
import { words } from './language';
import { useMe } from './me';

const useWords = words({
  zh: { zone: (zone: string) => (zone === 'Asia/Shanghai' ? '北京时间' : `公司时区 ${zone}`) },
  en: { zone: (zone: string) => (zone === 'Asia/Shanghai' ? 'Beijing time' : `the company’s zone, ${zone}`) },
});

/** Days by the company's clock; the browser may stand in another zone. */
export function useCompanyDay(): { /** `2026-10-01`, so many days ago. */ ago: (days: number) => string; /** In words, within a sentence. */ zone: string } {
  const t = useWords();
  const { timeZone } = useMe();
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(Date.now());
  return { ago: (days) => dayjs(today).subtract(days, 'day').format('YYYY-MM-DD'), zone: t.zone(timeZone) };
}
