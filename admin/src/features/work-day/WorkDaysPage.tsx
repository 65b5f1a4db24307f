import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { SkeletonRows } from '../../kit/list/ListPage';
import { PageHead } from '../../kit/page-head';
import { CorpZone } from './CorpZone';
import { OwnDays } from './OwnDays';
import { spansOf } from './spans';
import { useWorkDayWords } from './words';
import './work-day.css';

/** Which days are worked: the country's calendar of a year, and what the company does otherwise. */
export function WorkDaysPage() {
  const t = useWorkDayWords();
  const [year, setYear] = useState<number>();
  const calendar = useQuery({ ...ask('calendar', 'get', { year }), placeholderData: keepPreviousData });
  const { data } = calendar;
  const own = new Map(data?.items.map(({ day, kind }) => [day, kind]));
  return (
    <section className="stack" data-testid="work-days">
      <PageHead title={t.title} about={t.about} />
      {calendar.isPending ? <SkeletonRows count={4} /> : null}
      {calendar.error ? <div className="panel"><ErrorNote error={calendar.error} onAgain={() => void calendar.refetch()} /></div> : null}
      {data ? (
        <div className="work-days">
          <div className="stack">
            <CorpZone zone={data.timeZone} days={data.items} updatedAt={data.updatedAt} />
            <OwnDays days={data.items} updatedAt={data.updatedAt} onReload={() => void calendar.refetch()} />
          </div>
          <section className="panel stack" data-testid="known-days">
            <div className="between">
              <h2>{t.known(data.year)}</h2>
              <span className="row day-years">
                <Button aria-label={t.previous} title={t.previous} icon={<LeftOutlined />} onClick={() => setYear(data.year - 1)} />
                <Button aria-label={t.next} title={t.next} icon={<RightOutlined />} onClick={() => setYear(data.year + 1)} />
              </span>
            </div>
            {data.known.length === 0 ? <p className="warning">{t.unknown(data.knownUntil)}</p> : null}
            <ul className="day-list">
              {spansOf(data.known).map(({ from, to, days }) => (
                <li key={from}>
                  <span className="figures day-when">{from.slice(5)}{to === from ? '' : ` – ${to.slice(5)}`}</span>
                  <span className="day-name">{days[0]!.name}</span>
                  {days.some(({ day, kind }) => own.has(day) && (own.get(day) === 'workday') !== (kind === 'workday')) ? <Tag color="warning">{t.otherwise}</Tag> : null}
                  <span className="soft small day-kind">{days[0]!.kind === 'workday' ? t.makeUp : `${t.off} ${t.days(days.length)}`}</span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      ) : null}
    </section>
  );
}
