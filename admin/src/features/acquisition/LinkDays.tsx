import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { EChartsOption } from 'echarts';
import { useMemo } from 'react';
import type { ReplyOf } from '@scrm/shared/contract';
import type { acquisition } from '@scrm/shared/acquisition';
import { look } from '@scrm/shared/look';
import { useMode } from '../../kit/appearance';
import { ask } from '../../kit/ask';
import { Chart } from '../../kit/Chart';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';

const useWords = words({
  zh: { title: '每天', none: '还没有数据，同步后显示企业微信统计的每天点击和添加', day: '日期', clicks: '点击', added: '添加', table: '每天的数字' },
  en: { title: 'By day', none: 'No figures yet; a sync brings WeCom’s count of each day', day: 'Day', clicks: 'Opened', added: 'Added', table: 'Figures by day' },
});

type Days = ReplyOf<(typeof acquisition)['days']>['items'];
const shown = 60;

/** What WeCom counts for each of the last days. */
export function LinkDays({ id }: { id: string }) {
  const t = useWords();
  const days = useQuery(ask('acquisition', 'days', { id }));
  if (days.isPending) return <div className="panel"><Skeleton active title={false} paragraph={{ rows: 2 }} /></div>;
  if (!days.data) return <div className="panel"><ErrorNote compact error={days.error} onAgain={() => void days.refetch()} /></div>;
  const { items } = days.data;
  return (
    <section className="panel stack" data-testid="link-days">
      <h2>{t.title}</h2>
      {items.length === 0 ? <p className="soft">{t.none}</p> : <Drawn days={items} />}
    </section>
  );
}

/** `days`: newest first. */
function Drawn({ days }: { days: Days }) {
  const t = useWords();
  const colour = look[useMode()];
  const option = useMemo<EChartsOption>(() => {
    const rows = days.slice(0, shown).reverse();
    return {
      grid: { left: 40, right: 12, top: 34, bottom: 24 }, legend: { top: 0, left: 0, itemHeight: 8, itemWidth: 14 }, tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: rows.map(({ day }) => day.slice(5)) }, yAxis: { type: 'value', minInterval: 1 },
      series: [
        { name: t.clicks, type: 'bar', data: rows.map(({ clicks }) => clicks), barMaxWidth: 24, itemStyle: { color: colour.faint, borderRadius: [3, 3, 0, 0] } },
        { name: t.added, type: 'bar', data: rows.map(({ added }) => added), barMaxWidth: 24, itemStyle: { color: colour.accent, borderRadius: [3, 3, 0, 0] } },
      ],
    };
  }, [days, t, colour]);
  return (
    <>
      <Chart option={option} height={200} label={t.title} testId="link-chart" />
      <details>
        <summary className="soft small">{t.table}</summary>
        <table className="link-table">
          <thead><tr><th>{t.day}</th><th>{t.clicks}</th><th>{t.added}</th></tr></thead>
          <tbody>{days.map(({ day, clicks, added }) => <tr key={day}><td>{day}</td><td className="figures">{figure(clicks)}</td><td className="figures">{figure(added)}</td></tr>)}</tbody>
        </table>
      </details>
    </>
  );
}
