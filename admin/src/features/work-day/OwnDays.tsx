import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, Button, DatePicker, Input, Select, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import type { DayKind, OwnDay } from '@scrm/shared/calendar';
import { dayKinds, mostOwnDays } from '@scrm/shared/welcome-kind';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { Allow, useAllowed } from '../../kit/me';
import { codeOf, sentenceOf } from '../../kit/problem';
import { daysFrom, spansOf } from './spans';
import { useWorkDayWords } from './words';

/** Days of which the company says itself whether they are worked. Each change is saved by itself. */
export function OwnDays({ days, updatedAt, onReload }: { days: OwnDay[]; updatedAt: number; onReload: () => void }) {
  const t = useWorkDayWords();
  const canSave = useAllowed()('calendar.save');
  const [range, setRange] = useState<[Dayjs, Dayjs] | null>(null);
  const [kind, setKind] = useState<DayKind>('holiday');
  const [name, setName] = useState('');
  const [isAsked, setAsked] = useState(false);
  const save = useAct((items: OwnDay[]) => api.calendar.save({ items, updatedAt }), { quiet: true, touches: ['calendar', 'reception', 'liveCodes', 'welcomeRules'] });
  const picked = range === null ? [] : daysFrom(range[0].format('YYYY-MM-DD'), range[1].format('YYYY-MM-DD'));
  const rest = days.filter(({ day }) => !picked.includes(day));
  const isTooMany = rest.length + picked.length > mostOwnDays;
  const replaced = days.length - rest.length;

  function add(): void {
    setAsked(true);
    if (picked.length === 0 || isTooMany) return;
    save.mutate([...rest, ...picked.map((day) => ({ day, kind, name: name.trim() }))], {
      onSuccess: () => {
        setRange(null);
        setName('');
        setAsked(false);
      },
    });
  }

  return (
    <section className="panel stack" data-testid="own-days">
      <div><h2>{t.own}</h2><p className="soft small">{t.ownNote}</p></div>
      <Allow to="calendar.save">
        <div className="day-add">
          <DatePicker.RangePicker
            aria-label={t.range} value={range} status={isAsked && picked.length === 0 ? 'error' : undefined} inputReadOnly className="day-range"
            onChange={(value) => setRange(value?.[0] && value[1] ? [value[0], value[1]] : null)}
          />
          <Select aria-label={t.kind} value={kind} onChange={setKind} style={{ width: 150 }} options={dayKinds.map((value) => ({ value, label: t.kinds[value] }))} />
          <Input aria-label={t.name} placeholder={t.name} maxLength={64} value={name} className="day-note" onChange={({ target }) => setName(target.value)} onPressEnter={add} />
          <Button type="primary" icon={<PlusOutlined />} loading={save.isPending} onClick={add} data-testid="add-days">{t.add}</Button>
        </div>
        {isAsked && picked.length === 0 ? <span className="danger small" role="alert">{t.noRange}</span> : null}
        {isTooMany ? <span className="danger small" role="alert">{t.full(mostOwnDays)}</span> : null}
        {replaced > 0 && picked.length > 0 ? <span className="warning small" data-testid="replaces">{t.replaces(replaced)}</span> : null}
        <span className="soft small">{t.kindNote}</span>
      </Allow>
      {save.error ? <Alert type="error" showIcon title={sentenceOf(save.error)} description={codeOf(save.error)} action={<Button size="small" onClick={() => { save.reset(); onReload(); }}>{t.reload}</Button>} /> : null}
      {days.length === 0 ? <p className="soft">{t.none}</p> : (
        <ul className="day-list">
          {spansOf(days).map(({ from, to, days: own }) => (
            <li key={from} data-testid={`own-${from}`}>
              <span className="figures day-when">{from}{to === from ? '' : ` – ${to.slice(0, 5) === from.slice(0, 5) ? to.slice(5) : to}`}</span>
              <span className="day-name">{own[0]!.name}</span>
              <Tag color={own[0]!.kind === 'workday' ? 'blue' : undefined} className="day-kind">{t.kinds[own[0]!.kind]}</Tag>
              {canSave ? <Button type="text" aria-label={`${t.remove} ${from}`} icon={<DeleteOutlined />} disabled={save.isPending} onClick={() => save.mutate(days.filter((one) => !own.includes(one)))} /> : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
