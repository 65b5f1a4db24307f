import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, DatePicker, Input, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import type { Hours } from '@scrm/shared/store';
import { words } from '../../kit/language';
import { ZoneSelect } from '../../kit/zone-select';
import { useStoreWords } from './words';
import './store.css';

const useWords = words({
  zh: { always: '全天营业', weekly: '按周营业', slot: '添加时段', days: '星期', from: '开始', to: '结束', remove: '删除', exceptions: '例外日期', exception: '添加例外', closedAll: '当天休息', note: '说明，例如国庆节', zone: '时区', overnight: '结束不晚于开始时，算到第二天' },
  en: { always: 'Always open', weekly: 'By the week', slot: 'Add hours', days: 'Days', from: 'From', to: 'To', remove: 'Remove', exceptions: 'Exceptions', exception: 'Add an exception', closedAll: 'Closed that day', note: 'What for, a holiday say', zone: 'Time zone', overnight: 'An end that is not after the beginning is on the next day' },
});

export const clocks = [...Array.from({ length: 48 }, (_, half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`), '24:00'].map((value) => ({ value, label: value }));

export function DaysSelect({ value, onChange, label }: { value: number[]; onChange: (days: number[]) => void; label: string }) {
  const w = useStoreWords();
  return <Select mode="multiple" aria-label={label} value={value} onChange={(days) => onChange([...days].sort())} options={w.days.map((text, day) => ({ value: day + 1, label: text }))} style={{ flex: '1 1 200px' }} maxTagCount="responsive" placeholder={w.everyDay} />;
}

export function ClockSelect({ value, onChange, label }: { value: string; onChange: (clock: string) => void; label: string }) {
  const options = clocks.some((one) => one.value === value) ? clocks : [{ value, label: value }, ...clocks];
  return <Select aria-label={label} value={value} onChange={onChange} options={options} style={{ width: 92 }} />;
}

function put<T>(list: readonly T[], at: number, patch: Partial<T>): T[] {
  return list.map((one, nth) => (nth === at ? { ...one, ...patch } : one));
}

function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, nth) => nth !== at);
}

/** The week, the days that go by other hours, and in which zone. */
export function HoursEditor({ value, onChange }: { value: Hours; onChange: (hours: Hours) => void }) {
  const t = useWords();
  const { weekly, exceptions, zone } = value;
  const set = (change: Partial<Hours>) => onChange({ ...value, ...change });
  return (
    <div className="stack" id="field-hours" tabIndex={-1}>
      <Radio.Group value={weekly.length === 0 ? 'always' : 'weekly'} onChange={({ target }) => set({ weekly: target.value === 'always' ? [] : [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '21:00' }] })} options={[{ value: 'weekly', label: t.weekly }, { value: 'always', label: t.always }]} />
      {weekly.length > 0 ? (
        <div>
          {weekly.map(({ days, from, to }, at) => (
            <div className="slot-row" key={at}>
              <DaysSelect label={t.days} value={days} onChange={(next) => set({ weekly: put(weekly, at, { days: next }) })} />
              <ClockSelect label={t.from} value={from} onChange={(clock) => set({ weekly: put(weekly, at, { from: clock }) })} />
              <ClockSelect label={t.to} value={to} onChange={(clock) => set({ weekly: put(weekly, at, { to: clock }) })} />
              <Button type="text" icon={<DeleteOutlined />} aria-label={t.remove} disabled={weekly.length === 1} onClick={() => set({ weekly: without(weekly, at) })} />
            </div>
          ))}
          <div className="row"><Button icon={<PlusOutlined />} onClick={() => set({ weekly: [...weekly, { days: [6, 7], from: '10:00', to: '22:00' }] })}>{t.slot}</Button><span className="soft small">{t.overnight}</span></div>
        </div>
      ) : null}
      <div>
        {exceptions.map(({ date, slots, note }, at) => (
          <div className="slot-row" key={at}>
            <DatePicker value={dayjs(date)} allowClear={false} onChange={(next) => set({ exceptions: put(exceptions, at, { date: dayjs(next).format('YYYY-MM-DD') }) })} />
            <Select
              aria-label={t.exceptions} value={slots.length === 0 ? 'closed' : 'open'} style={{ width: 130 }} options={[{ value: 'closed', label: t.closedAll }, { value: 'open', label: t.weekly }]}
              onChange={(what) => set({ exceptions: put(exceptions, at, { slots: what === 'closed' ? [] : [{ from: '10:00', to: '18:00' }] }) })}
            />
            {slots[0] ? (
              <>
                <ClockSelect label={t.from} value={slots[0].from} onChange={(from) => set({ exceptions: put(exceptions, at, { slots: put(slots, 0, { from }) }) })} />
                <ClockSelect label={t.to} value={slots[0].to} onChange={(to) => set({ exceptions: put(exceptions, at, { slots: put(slots, 0, { to }) }) })} />
              </>
            ) : null}
            <Input value={note} maxLength={40} placeholder={t.note} style={{ flex: '1 1 140px', width: 'auto' }} onChange={({ target }) => set({ exceptions: put(exceptions, at, { note: target.value }) })} />
            <Button type="text" icon={<DeleteOutlined />} aria-label={t.remove} onClick={() => set({ exceptions: without(exceptions, at) })} />
          </div>
        ))}
        <Button icon={<PlusOutlined />} onClick={() => set({ exceptions: [...exceptions, { date: dayjs().format('YYYY-MM-DD'), slots: [], note: '' }] })}>{t.exception}</Button>
      </div>
      <div className="row"><span className="soft">{t.zone}</span><ZoneSelect label={t.zone} value={zone} onChange={(next) => set({ zone: next })} /></div>
    </div>
  );
}
