import { Checkbox, Input, Select } from 'antd';
import { Link } from 'react-router-dom';
import type { DayKind, TimeWindow } from '@scrm/shared/live-code-rule';
import { words } from '../../../kit/language';
import { everyDay, isWholeDay } from './rule-draft';
import { useRuleWords } from './words';

const useWords = words({
  zh: { days: '星期', kinds: '日期类型', whole: '全天', from: '开始', to: '结束', next: '次日', which: '哪些是工作日' },
  en: { days: 'Weekdays', kinds: 'Kind of day', whole: 'All day', from: 'From', to: 'To', next: 'next day', which: 'Which days are those' },
});

const kindsOf: Record<string, DayKind[]> = { any: ['workday', 'holiday'], workday: ['workday'], holiday: ['holiday'] };

/** On which days and from when to when. `onlyTime`: the day is given. */
export function TimeFields({ value, onChange, onlyTime }: { value: TimeWindow; onChange: (change: Partial<TimeWindow>) => void; onlyTime?: boolean }) {
  const t = useWords();
  const r = useRuleWords();
  const kind = value.dayKinds.length === 2 ? 'any' : value.dayKinds[0]!;
  return (
    <div className="slot-time">
      {onlyTime ? null : (
        <>
          <Checkbox.Group
            aria-label={t.days} value={value.weekdays} className="slot-days" options={everyDay.map((day) => ({ value: day, label: r.weekdays[day - 1] }))}
            onChange={(weekdays) => (weekdays.length > 0 ? onChange({ weekdays: [...weekdays].sort() }) : undefined)}
          />
          <Select
            aria-label={t.kinds} value={kind} style={{ width: 110 }} onChange={(chosen) => onChange({ dayKinds: kindsOf[chosen] })}
            options={[{ value: 'any', label: r.anyDay }, { value: 'workday', label: r.workday }, { value: 'holiday', label: r.holiday }]}
          />
          {kind === 'any' ? null : <Link to="/work-days" target="_blank" className="small">{t.which}</Link>}
        </>
      )}
      <Checkbox checked={isWholeDay(value)} onChange={({ target }) => onChange(target.checked ? { from: '00:00', to: '24:00' } : { from: '09:00', to: '18:00' })}>{t.whole}</Checkbox>
      {isWholeDay(value) ? null : (
        <span className="row">
          <Input type="time" aria-label={t.from} value={value.from} style={{ width: 112 }} onChange={({ target }) => (target.value ? onChange({ from: target.value }) : undefined)} />
          –
          <Input type="time" aria-label={t.to} value={value.to === '24:00' ? '00:00' : value.to} style={{ width: 112 }} onChange={({ target }) => (target.value ? onChange({ to: target.value === '00:00' ? '24:00' : target.value }) : undefined)} />
          {value.to <= value.from ? <span className="soft small">{t.next}</span> : null}
        </span>
      )}
    </div>
  );
}
