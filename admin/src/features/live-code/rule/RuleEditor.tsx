import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Collapse, Input } from 'antd';
import dayjs from 'dayjs';
import type { DateException, ReceptionRule, Slot } from '@scrm/shared/live-code-rule';
import { words } from '../../../kit/language';
import { OtherRules } from './OtherRules';
import { blankSlot, type Names } from './rule-draft';
import { SlotCard } from './SlotCard';
import { TryRule } from './TryRule';
import { WeekPicture } from './WeekPicture';
import './rule.css';

const useWords = words({
  zh: { addSlot: '添加时段', dates: '特别日期', datesNote: '那一天只按这里的安排，不按每周排班；不设时段就是不接待', addDate: '添加日期', removeDate: '删除这个日期', closed: '这天不安排值班，由后备接待', others: '后备、老客户与验证' },
  en: { addSlot: 'Add a slot', dates: 'Special dates', datesNote: 'On that day only this holds and not the week; without a slot it is closed', addDate: 'Add a date', removeDate: 'Delete this date', closed: 'Nobody is on duty, the backup receives', others: 'Backup, known customers, confirmation' },
});

/** The whole rule: the shifts of the week as cards and as a picture, what is otherwise on some days, and a place to try it. */
export function RuleEditor({ rule, names, isPage, id, onChange, onNames }: {
  rule: ReceptionRule; names: Names; isPage: boolean; id?: string; onChange: (rule: ReceptionRule) => void; onNames: (names: Partial<Names>) => void;
}) {
  const t = useWords();
  const set = (change: Partial<ReceptionRule>) => onChange({ ...rule, ...change });
  const setDate = (index: number, change: Partial<DateException>) => set({ dates: rule.dates.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  const replace = (slots: Slot[], index: number, slot: Slot) => slots.map((one, at) => (at === index ? slot : one));
  const lastStaff = () => rule.slots.at(-1)?.staff.map(({ staffId }) => staffId) ?? [];
  const firstOf = (index: number) => rule.slots.length + rule.dates.slice(0, index).reduce((sum, { slots }) => sum + slots.length, 0);
  return (
    <div className="rule">
      {rule.slots.map((slot, index) => (
        <SlotCard
          key={index} slot={slot} number={index} names={names} isPage={isPage} onNames={onNames} onChange={(changed) => set({ slots: replace(rule.slots, index, changed) })}
          onRemove={rule.slots.length > 1 ? () => set({ slots: rule.slots.filter((_, at) => at !== index) }) : undefined}
        />
      ))}
      <Button icon={<PlusOutlined />} data-testid="add-slot" onClick={() => set({ slots: [...rule.slots, blankSlot([])] })}>{t.addSlot}</Button>
      <WeekPicture rule={rule} />
      <Collapse
        items={[
          { key: 'others', label: t.others, forceRender: true, children: <OtherRules rule={rule} names={names} isPage={isPage} onChange={set} onNames={onNames} /> },
          { key: 'dates', label: `${t.dates}${rule.dates.length > 0 ? ` (${rule.dates.length})` : ''}`, children: (
            <div className="stack-tight">
              <span className="soft small">{t.datesNote}</span>
              {rule.dates.map(({ date, slots }, index) => (
                <div key={index} className="rule-date">
                  <div className="row">
                    <Input type="date" aria-label={t.dates} value={date} style={{ width: 160 }} onChange={({ target }) => (target.value ? setDate(index, { date: target.value }) : undefined)} />
                    <Button size="small" icon={<PlusOutlined />} onClick={() => setDate(index, { slots: [...slots, blankSlot(lastStaff())] })}>{t.addSlot}</Button>
                    <Button type="text" danger icon={<DeleteOutlined />} aria-label={t.removeDate} onClick={() => set({ dates: rule.dates.filter((_, at) => at !== index) })} />
                  </div>
                  {slots.length === 0 ? <span className="soft small">{t.closed}</span> : slots.map((slot, at) => (
                    <SlotCard
                      key={at} slot={slot} number={firstOf(index) + at} names={names} isPage={isPage} onlyTime onNames={onNames} onChange={(changed) => setDate(index, { slots: replace(slots, at, changed) })}
                      onRemove={() => setDate(index, { slots: slots.filter((_, other) => other !== at) })}
                    />
                  ))}
                </div>
              ))}
              <Button icon={<PlusOutlined />} onClick={() => set({ dates: [...rule.dates, { date: dayjs().add(rule.dates.length + 1, 'day').format('YYYY-MM-DD'), slots: [] }] })}>{t.addDate}</Button>
            </div>
          ) },
        ]}
      />
      <TryRule rule={rule} id={id} />
    </div>
  );
}
