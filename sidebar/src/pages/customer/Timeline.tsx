import { useEffect, useRef } from 'react';
import type { Activity } from '@scrm/shared/customer';
import { nameIn } from '@scrm/shared/text';
import { useExplain } from '../../kit/explain';
import { useLanguage, useWords } from '../../kit/language';
import { Said } from '../../kit/StaffName';
import { clock, dayName, dayOf } from '../../kit/time';
import { sentenceOf } from './sentence';
import { words } from './words';

const own = {
  zh: { loading: '正在读取动态', again: '再试一次', none: '还没有动态', end: '以上是全部动态', somebody: '员工' },
  en: { loading: 'Loading the timeline', again: 'Try again', none: 'Nothing happened yet', end: 'That is everything', somebody: 'Staff' },
};

export function Timeline({ timeline, error, again, loadMore }: {
  timeline: { items: Activity[]; nextCursor: string | null; total: number } | null; error: unknown; again: () => void; loadMore: () => Promise<void>;
}) {
  const w = useWords(words);
  const o = useWords(own);
  const explain = useExplain();
  const language = useLanguage();
  const end = useRef<HTMLDivElement>(null);
  const cursor = timeline?.nextCursor ?? null;
  const pausedByError = error !== null;

  useEffect(() => {
    if (!end.current || cursor === null || pausedByError) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void loadMore();
    }, { rootMargin: '200px' });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [cursor, pausedByError, loadMore]);

  return (
    <section className="card" data-testid="timeline">
      <div className="card-head"><h2>{w.timeline}</h2>{timeline && <span className="count">{timeline.total}</span>}</div>
      {byDay(timeline?.items ?? []).map(({ day, items }) => (
        <div key={day} className="day">
          <h3>{dayName(items[0]!.at, language)}</h3>
          <ol>{items.map((item) => <Row key={item.id} item={item} />)}</ol>
        </div>
      ))}
      {error !== null && <p className="outcome failed" role="status">{explain(error)}<button type="button" className="link" onClick={timeline ? () => void loadMore() : again}>{o.again}</button></p>}
      {error === null && (timeline === null || cursor !== null) && <p className="outcome" role="status"><i className="spinner" />{o.loading}</p>}
      {timeline?.items.length === 0 && <p className="faint">{o.none}</p>}
      {timeline !== null && cursor === null && timeline.items.length > 0 && <p className="faint end">{o.end}</p>}
      <div ref={end} />
    </section>
  );
}

function Row({ item }: { item: Activity }) {
  const o = useWords(own);
  const language = useLanguage();
  const { title, more } = sentenceOf(item, language);
  return (
    <li className="event" data-testid="event" data-kind={item.kind}>
      <time className="event-time" dateTime={new Date(item.at).toISOString()}>{clock(item.at, language)}</time>
      <div className="event-text">
        <p><Said text={title.replace('{staff}', () => (item.staff ? nameIn(item.staff) : o.somebody))} /></p>
        {more && <p className="small wrap"><Said text={more} /></p>}
      </div>
    </li>
  );
}

/** Rows come newest first; a day is a run of them. */
function byDay(items: Activity[]): { day: string; items: Activity[] }[] {
  const days: { day: string; items: Activity[] }[] = [];
  for (const item of items) {
    const day = dayOf(item.at);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}
