import type { EChartsOption } from 'echarts';
import { useMemo } from 'react';
import { look } from '@scrm/shared/look';
import type { GroupNumbers } from '@scrm/shared/group-code';
import { useMode } from '../../kit/appearance';
import { Chart } from '../../kit/Chart';
import { useGroupCodeWords } from './words';

/** Visitors, joins and leaves by day. */
export function Trend({ days }: { days: GroupNumbers['days'] }) {
  const g = useGroupCodeWords();
  const colour = look[useMode()];
  const option = useMemo<EChartsOption>(() => ({
    color: [colour.accent, colour.success, colour.danger],
    grid: { left: 36, right: 12, top: 34, bottom: 24 }, legend: { top: 0, left: 0, itemHeight: 8, itemWidth: 14 }, tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: days.map((one) => one.day.slice(5)) }, yAxis: { type: 'value', minInterval: 1 },
    series: [
      { name: g.lists.visitors, type: 'bar', data: days.map((one) => one.visitors), barMaxWidth: 18, itemStyle: { borderRadius: [3, 3, 0, 0], opacity: 0.55 } },
      { name: g.lists.joined, type: 'line', data: days.map((one) => one.joined) },
      { name: g.lists.left, type: 'line', data: days.map((one) => one.left) },
    ],
  }), [days, g, colour]);
  return <Chart option={option} height={200} label={`${g.lists.visitors}, ${g.lists.joined}, ${g.lists.left}`} testId="trend" />;
}
