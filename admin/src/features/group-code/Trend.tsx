import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { GroupNumbers } from '@scrm/shared/group-code';
import { useGroupCodeWords } from './words';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const height = 200;

/** Visitors, joins and leaves by day. */
export function Trend({ days }: { days: GroupNumbers['days'] }) {
  const g = useGroupCodeWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const chart = init(place.current, null, { renderer: 'svg', height });
    const soft = { color: colour('secondary') };
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.setOption({
      animation: !still, color: [colour('accent'), colour('success'), colour('danger')], textStyle: { fontFamily: style.fontFamily },
      grid: { left: 36, right: 12, top: 34, bottom: 24 }, legend: { top: 0, left: 0, textStyle: soft, itemHeight: 8, itemWidth: 14 },
      tooltip: { trigger: 'axis', confine: true, backgroundColor: colour('panel'), borderColor: colour('line'), textStyle: { color: colour('text') } },
      xAxis: { type: 'category', data: days.map((one) => one.day.slice(5)), axisLabel: soft, axisLine: { lineStyle: { color: colour('line') } }, axisTick: { show: false } },
      yAxis: { type: 'value', minInterval: 1, axisLabel: soft, splitLine: { lineStyle: { color: colour('line') } } },
      series: [
        { name: g.lists.visitors, type: 'bar', data: days.map((one) => one.visitors), barMaxWidth: 18, itemStyle: { borderRadius: [3, 3, 0, 0], opacity: 0.55 } },
        { name: g.lists.joined, type: 'line', data: days.map((one) => one.joined), symbolSize: 6 },
        { name: g.lists.left, type: 'line', data: days.map((one) => one.left), symbolSize: 6 },
      ],
    });
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(place.current!);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [days, g]);
  return <div ref={place} style={{ height }} role="img" aria-label={`${g.lists.visitors}, ${g.lists.joined}, ${g.lists.left}`} data-testid="trend" />;
}
