import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { counted } from '@scrm/shared/text';
import { words } from '../../kit/language';
import { FilterChip } from '../../kit/list/filters';

const useWords = words({
  zh: { today: '今天', last: (n: number) => `近 ${n} 天`, from: (day: string) => `${day} 起`, until: (day: string) => `${day} 及以前`, first: '从哪天起（含）', end: '到哪天为止（含）' },
  en: { today: 'Today', last: (n: number) => `Last ${counted(n, 'day')}`, from: (day: string) => `from ${day}`, until: (day: string) => `until ${day}`, first: 'From (inclusive)', end: 'Until (inclusive)' },
});

interface Range {
  from?: number;
  to?: number;
}

const dayOf = (at: number) => dayjs(at).format('YYYY-MM-DD');

/** Whole days, both included, in the viewer's own time; `to` is the beginning of the day after. */
export function RangeChip({ name, range, onChange }: { name: string; range: Range | undefined; onChange: (range: Range | undefined) => void }) {
  const t = useWords();
  const { from, to } = range ?? {};
  const last = to === undefined ? undefined : to - 1;
  const value = from !== undefined && last !== undefined ? (dayOf(from) === dayOf(last) ? dayOf(from) : `${dayOf(from)} – ${dayOf(last)}`) : from !== undefined ? t.from(dayOf(from)) : last !== undefined ? t.until(dayOf(last)) : undefined;
  const put = (next: Range) => onChange(next.from === undefined && next.to === undefined ? undefined : next);
  return (
    <FilterChip name={name} wide value={value} onRemove={() => onChange(undefined)}>
      {(close) => (
        <div className="range-choice">
          <div className="range-quick">
            {[1, 7, 30, 90, 365].map((days) => (
              <Button
                key={days} size="small"
                onClick={() => {
                  put({ from: dayjs().startOf('day').subtract(days - 1, 'day').valueOf() });
                  close();
                }}
              >
                {days === 1 ? t.today : t.last(days)}
              </Button>
            ))}
          </div>
          <DatePicker aria-label={t.first} placeholder={t.first} value={from === undefined ? null : dayjs(from)} maxDate={last === undefined ? undefined : dayjs(last)} onChange={(day: dayjs.Dayjs | null) => put({ from: day?.startOf('day').valueOf(), to })} getPopupContainer={(node) => node.parentElement!} />
          <DatePicker aria-label={t.end} placeholder={t.end} value={last === undefined ? null : dayjs(last)} minDate={from === undefined ? undefined : dayjs(from)} onChange={(day: dayjs.Dayjs | null) => put({ from, to: day?.startOf('day').add(1, 'day').valueOf() })} getPopupContainer={(node) => node.parentElement!} />
        </div>
      )}
    </FilterChip>
  );
}
