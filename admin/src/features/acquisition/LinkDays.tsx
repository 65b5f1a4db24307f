import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';

const useWords = words({
  zh: { title: '每天', none: '还没有数据，同步后显示企业微信统计的每天点击和添加', clicks: '点击', added: '添加', said: (day: string, clicks: string, added: string) => `${day}：点击 ${clicks}，添加 ${added}` },
  en: { title: 'By day', none: 'No figures yet; after a sync WeCom’s count of each day stands here', clicks: 'Opened', added: 'Added', said: (day: string, clicks: string, added: string) => `${day}: ${clicks} opened, ${added} added` },
});

const shown = 30;

/** What WeCom counts for each of the last days. */
export function LinkDays({ id }: { id: string }) {
  const t = useWords();
  const days = useQuery(ask('acquisition', 'days', { id }));
  if (days.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  if (!days.data) return <ErrorNote compact error={days.error} onAgain={() => void days.refetch()} />;
  const items = days.data.items.slice(0, shown).reverse();
  const most = Math.max(1, ...items.map(({ clicks }) => clicks));
  return (
    <section className="panel stack" data-testid="link-days">
      <div className="between"><h2>{t.title}</h2><span className="row small soft"><i className="link-key link-clicks" />{t.clicks}<i className="link-key link-added" />{t.added}</span></div>
      {items.length === 0 ? <p className="soft">{t.none}</p> : (
        <ol className="link-days">
          {items.map(({ day, clicks, added }) => (
            <li key={day} title={t.said(day, figure(clicks), figure(added))} aria-label={t.said(day, figure(clicks), figure(added))}>
              <span className="link-bars"><i className="link-clicks" style={{ height: `${(clicks / most) * 100}%` }} /><i className="link-added" style={{ height: `${(added / most) * 100}%` }} /></span>
              <span className="small soft figures">{day.slice(5)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
