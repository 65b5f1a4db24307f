import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useRef, useState } from 'react';
import { counted } from '@scrm/shared/text';
import { askAll } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { useDayName } from '../../kit/time';
import { ActivityRow } from './ActivityRow';
import type { Activity } from './detail';

const useWords = words({
  zh: { title: '动态', about: (n: string) => `${n} 条`, filter: '动态类型', all: '全部', come: '添加与流失', welcome: '欢迎语', tag: '标签', remark: '备注与资料', stage: '阶段', note: '笔记', none: '还没有动态', more: '更早的动态' },
  en: { title: 'Timeline', about: (n: string) => counted(n, 'entry', 'entries'), filter: 'Kind', all: 'All', come: 'Added and lost', welcome: 'Welcome', tag: 'Tags', remark: 'Remarks', stage: 'Stage', note: 'Notes', none: 'Nothing has happened yet', more: 'Earlier' },
});

const groups = {
  all: undefined,
  come: ['customer.added', 'customer.lost', 'customer.half', 'customer.restored', 'customer.synced', 'customer.handedOver', 'customer.takenOver'],
  welcome: ['customer.welcomed', 'customer.welcomeMissed'],
  tag: ['customer.tagged', 'customer.untagged'],
  remark: ['customer.remarked', 'customer.edited'],
  stage: ['customer.stageMoved'],
  note: ['customer.noted'],
} as const satisfies Record<string, readonly Activity['kind'][] | undefined>;
type Group = keyof typeof groups;

/** What happened, newest first, by day; more comes while one scrolls. */
export function Timeline({ customerId }: { customerId: string }) {
  const t = useWords();
  const [group, setGroup] = useState<Group>('all');
  const kinds = groups[group];
  const pages = useInfiniteQuery(askAll('customers', 'timeline', { id: customerId, limit: 30, ...(kinds ? { kinds: [...kinds] } : {}) }));
  const activities = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = pages.data?.pages[0]?.total;

  return (
    <section className="panel stack" aria-label={t.title} data-testid="timeline">
      <div className="between">
        <h2>{t.title}</h2>
        <span className="soft figures small">{total === undefined ? '' : t.about(figure(total))}</span>
      </div>
      <div className="timeline-filter">
        <Segmented<Group> size="small" aria-label={t.filter} value={group} onChange={setGroup} options={(Object.keys(groups) as Group[]).map((value) => ({ value, label: t[value] }))} />
      </div>
      {pages.isPending ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {pages.error ? <ErrorNote error={pages.error} onAgain={() => void pages.refetch()} /> : null}
      {pages.data && activities.length === 0 ? <p className="soft timeline-none">{t.none}</p> : null}
      <Days activities={activities} />
      {pages.hasNextPage ? <More busy={pages.isFetchingNextPage} onMore={() => void pages.fetchNextPage()} label={t.more} /> : null}
    </section>
  );
}

function Days({ activities }: { activities: Activity[] }) {
  const dayName = useDayName();
  const days = new Map<string, Activity[]>();
  for (const activity of activities) {
    const day = dayjs(activity.at).format('YYYY-MM-DD');
    days.set(day, [...(days.get(day) ?? []), activity]);
  }
  return [...days].map(([day, items]) => (
    <div key={day}>
      <h3 className="timeline-day">{dayName(items[0]!.at)}</h3>
      <ol className="timeline">{items.map((activity) => <ActivityRow key={activity.id} activity={activity} />)}</ol>
    </div>
  ));
}

/** Asks for more when it comes into sight, or when pressed. */
function More({ busy, onMore, label }: { busy: boolean; onMore: () => void; label: string }) {
  const end = useRef<HTMLDivElement>(null);
  const ask = useRef(onMore);
  ask.current = busy ? () => undefined : onMore;
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && ask.current(), { rootMargin: '200px' });
    if (end.current) watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [busy]);
  return <div ref={end}><Button block type="text" loading={busy} onClick={onMore}>{label}</Button></div>;
}
