import type { Window } from '@scrm/shared/welcome-rule';
import { dayAfter, wallTime, type CompanyCalendar } from '../../core/calendar';
import { endOf } from './window';

const weekdays = { zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'], en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] };
const dayOf = (day: string) => new Date(`${day}T00:00:00Z`);

/** When the windows of an off-hours text are over, in words and in the language of the text: 明天 09:00, Monday 09:00. '' where they never end. */
export function replyTime(windows: readonly Window[], at: number, calendar: CompanyCalendar, template: string): string {
  const end = endOf(windows, at, calendar);
  if (end === null) return '';
  const language = /\p{Script=Han}/u.test(template) ? 'zh' : 'en';
  const [now, then] = [wallTime(at, calendar.zone), wallTime(end, calendar.zone)];
  const clock = `${String(Math.floor(then.minute / 60)).padStart(2, '0')}:${String(then.minute % 60).padStart(2, '0')}`;
  const ahead = (dayOf(then.day).getTime() - dayOf(now.day).getTime()) / 86_400_000;
  const [, month, date] = then.day.split('-').map(Number);
  const near = { zh: ['今天', '明天'], en: ['today', 'tomorrow'] }[language][ahead];
  // Beyond a week the name of a day would be misread.
  const far = language === 'zh' ? `${month}月${date}日` : `${date} ${dayOf(then.day).toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' })}`;
  const name = near ?? (then.day <= dayAfter(now.day, 6) ? weekdays[language][dayOf(then.day).getUTCDay()]! : far);
  return language === 'en' && near === undefined ? `on ${name} at ${clock}` : language === 'en' ? `${name} at ${clock}` : `${name} ${clock}`;
}
