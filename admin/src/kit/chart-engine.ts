import type { EChartsOption } from 'echarts';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { look } from '@scrm/shared/look';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

function themeOf(mode: 'light' | 'dark') {
  const colour = look[mode];
  const soft = { color: colour.secondary };
  const axis = { axisLabel: soft, nameTextStyle: soft, axisLine: { lineStyle: { color: colour.line } }, axisTick: { show: false }, splitLine: { lineStyle: { color: colour.line } } };
  return {
    color: [colour.accent, colour.success, colour.warning, colour.danger, colour.faint], textStyle: { fontFamily: look.font },
    legend: { textStyle: soft, inactiveColor: colour.line }, categoryAxis: { ...axis, splitLine: { show: false } }, valueAxis: { ...axis, axisLine: { show: false } },
    tooltip: { confine: true, backgroundColor: colour.panel, borderColor: colour.line, textStyle: { color: colour.text } },
    line: { symbol: 'circle', symbolSize: 5 },
  };
}

/** Draws into `place` until the function that it gives is called. */
export function draw(place: HTMLDivElement, option: EChartsOption, mode: 'light' | 'dark'): () => void {
  const chart = init(place, themeOf(mode), { renderer: 'svg' });
  chart.setOption({ animation: !matchMedia('(prefers-reduced-motion: reduce)').matches, animationDuration: 180, ...option });
  const watcher = new ResizeObserver(() => chart.resize());
  watcher.observe(place);
  return () => {
    watcher.disconnect();
    chart.dispose();
  };
}
