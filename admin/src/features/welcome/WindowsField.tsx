import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { dayKinds } from '@scrm/shared/welcome-kind';
import type { Window } from '@scrm/shared/welcome-rule';
import { useCompanyDay } from '../../kit/company-day';
import { words } from '../../kit/language';
import { offHours } from './rule-draft';
import { clock, useRuleWords } from './rule-words';

const useWords = words({
  zh: { days: '哪些日子', from: '从', to: '到', next: '次日', add: '添加时间段', off: '非工作时间（工作日 9:00–18:00 以外）', remove: '移除时间段', zone: (zone: string) => `按${zone}` },
  en: { days: 'Which days', from: 'From', to: 'To', next: 'next day', add: 'Add a slot', off: 'Off hours (outside of workdays 9:00–18:00)', remove: 'Remove slot', zone: (zone: string) => `Times are in ${zone}` },
});

/** Slots of the week by kind of day; one that ends before it begins reaches into the next day. */
export function WindowsField({ value, onChange }: { value: Window[]; onChange: (windows: Window[]) => void }) {
  const t = useWords();
  const names = useRuleWords();
  const { zone } = useCompanyDay();
  const put = (index: number, change: Partial<Window>) => onChange(value.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <div className="windows" id="field-windows" tabIndex={-1}>
      {value.map((window, index) => (
        <div key={index} className="window" data-testid={`window-${index}`}>
          <Select mode="multiple" aria-label={t.days} placeholder={t.days} value={window.days} status={window.days.length === 0 ? 'error' : undefined} options={dayKinds.map((kind) => ({ value: kind, label: names.days[kind] }))} onChange={(days) => put(index, { days })} />
          <span className="row">
            <TimeInput label={t.from} value={window.from} onChange={(from) => put(index, { from })} />
            <span className="soft">–{window.to < window.from ? ` ${t.next}` : ''}</span>
            <TimeInput label={t.to} value={window.to} isEnd onChange={(to) => put(index, { to })} />
            <Button type="text" aria-label={`${t.remove} ${index + 1}`} icon={<DeleteOutlined />} onClick={() => onChange(value.filter((_, at) => at !== index))} />
          </span>
        </div>
      ))}
      <span className="row">
        <Button icon={<PlusOutlined />} data-testid="add-window" onClick={() => onChange([...value, { days: ['workday'], from: 540, to: 1080 }])}>{t.add}</Button>
        {value.length === 0 ? <Button data-testid="off-hours" onClick={() => onChange(offHours)}>{t.off}</Button> : <span className="soft small">{t.zone(zone)}</span>}
      </span>
    </div>
  );
}

/** `9:30`, `18:00`, and at the end of a slot `24:00`. What is no time stays red and changes nothing. */
function TimeInput({ label, value, isEnd = false, onChange }: { label: string; value: number; isEnd?: boolean; onChange: (minutes: number) => void }) {
  const [text, setText] = useState(clock(value));
  useEffect(() => setText(clock(value)), [value]);
  const read = (typed: string): number | null => {
    const [, hour, minute] = /^(\d{1,2})[:：](\d{2})$/.exec(typed.trim()) ?? [];
    const minutes = Number(hour) * 60 + Number(minute);
    return hour !== undefined && Number(minute) < 60 && (isEnd ? minutes >= 1 && minutes <= 1440 : minutes < 1440) ? minutes : null;
  };
  return (
    <Input
      aria-label={label} value={text} inputMode="numeric" status={read(text) === null ? 'error' : undefined} className="figures"
      onChange={({ target }) => {
        setText(target.value);
        const minutes = read(target.value);
        if (minutes !== null && target.value.trim().length === 5) onChange(minutes);
      }}
      onBlur={() => {
        const minutes = read(text);
        if (minutes === null) setText(clock(value));
        else onChange(minutes);
      }}
    />
  );
}
