import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useDeferredValue } from 'react';
import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import { minuteOf } from '@scrm/shared/live-code-rule-problem';
import type { RosterDay } from '@scrm/shared/reception';
import { askPage } from '../../../kit/ask';
import { ErrorNote } from '../../../kit/error-note';
import { marks, words } from '../../../kit/language';
import { Said } from '../../../kit/person';
import { colourOf } from './rule-draft';
import { useRuleWords } from './words';

const useWords = words({
  zh: { title: '未来 7 天谁在值班', gap: '有时间没人值班，会由后备名单接待', noGap: '每个时间都有人值班', closed: '不接待', holidays: '日历里还没有这一年的法定节假日，只按周末和你们自己的日历判断休息日', exception: '特别日期', off: '休息日' },
  en: { title: 'Who is on duty in the next 7 days', gap: 'Nobody is on duty at times; the backup receives then', noGap: 'Somebody is on duty at all times', closed: 'Closed', holidays: 'The public holidays of this year are not known yet; days off are weekends and your own calendar', exception: 'Special', off: 'Off' },
});

/** The week as a picture: a line a day, slots in their colours, gaps in the colour of a warning. */
export function WeekPicture({ rule }: { rule: ReceptionRule }) {
  const t = useWords();
  const roster = useQuery({ ...askPage('reception', 'roster', { rule: useDeferredValue(rule) }), retry: false });
  if (roster.error) return <ErrorNote error={roster.error} onAgain={() => void roster.refetch()} />;
  const { days = [], problems = [], knowsHolidays = true } = roster.data ?? {};
  const gaps = days.filter(({ spans, isException }) => !(isException && spans.length === 1 && spans[0]!.slot < 0)).flatMap(({ date, spans }) => spans.filter(({ slot }) => slot < 0).map((span) => ({ date, ...span })));
  return (
    <div className="week" data-testid="week">
      <div className="between"><strong>{t.title}</strong><span className="soft small">{rule.timeZone}</span></div>
      {problems.length > 0 ? <Alert type="error" showIcon role="alert" data-testid="rule-problems" title={<Said text={problems[0]!} />} description={problems.length > 1 ? <Said text={problems.slice(1).join(marks().semicolon)} /> : undefined} /> : null}
      <div className="week-scale" aria-hidden>{[0, 6, 12, 18, 24].map((hour) => <span key={hour}>{hour}</span>)}</div>
      {days.map((day) => <DayLine key={day.date} day={day} rule={rule} />)}
      {problems.length > 0 || days.length === 0 ? null : gaps.length === 0 ? <span className="success small">{t.noGap}</span> : (
        <span className="warning small" data-testid="gaps">{t.gap}{marks().colon}{gaps.slice(0, 6).map(({ date, from, to }) => `${date.slice(5)} ${from}–${to}`).join(marks().comma)}{gaps.length > 6 ? ' …' : ''}</span>
      )}
      {knowsHolidays ? null : <span className="soft small">{t.holidays}</span>}
    </div>
  );
}

function DayLine({ day: { date, weekday, kind, isException, spans }, rule }: { day: RosterDay; rule: ReceptionRule }) {
  const t = useWords();
  const r = useRuleWords();
  const slots = [...rule.slots, ...rule.dates.flatMap((one) => one.slots)];
  return (
    <div className="week-day">
      <span className="week-name"><span>{r.week(r.weekdays[weekday - 1]!)}</span><span className="soft small">{date.slice(5)} {isException ? t.exception : kind === 'holiday' ? t.off : ''}</span></span>
      <span className="week-line">
        {spans.map(({ from, to, slot }) => {
          const [start, end] = [minuteOf(from), minuteOf(to)];
          const name = slot < 0 ? r.nobody : slots[slot]?.name || r.slotNo(slot + 1);
          return (
            <span key={from} className={slot < 0 ? 'week-gap' : 'week-slot'} style={{ insetInlineStart: `${start / 14.4}%`, width: `${(end - start) / 14.4}%`, ...(slot >= 0 && { background: colourOf(slot) }) }} title={`${from}–${to} ${name}`}>
              {end - start >= 180 ? name : ''}
            </span>
          );
        })}
      </span>
    </div>
  );
}
