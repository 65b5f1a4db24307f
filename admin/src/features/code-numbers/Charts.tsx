import type { EChartsOption } from 'echarts';
import { useMemo } from 'react';
import { codeRate, untoldWays, type CodeStep } from '@scrm/shared/code-figures';
import type { CodeFigures, CodeNumberRow } from '@scrm/shared/code-numbers';
import { look } from '@scrm/shared/look';
import { useMode } from '../../kit/appearance';
import { Chart } from '../../kit/Chart';
import { figure } from '../../kit/language';
import { percent, useStepNames } from './steps';
import { useNumberWords } from './words';

const funnelSteps = ['scans', 'added', 'replied', 'reached'] as const satisfies readonly CodeStep[];

/** Steps that somebody tells of, each as wide as there are people in it. */
export function FunnelChart({ total, stageName }: { total: CodeFigures; stageName: string }) {
  const t = useNumberWords();
  const names = useStepNames(stageName);
  const colour = look[useMode()];
  const option = useMemo<EChartsOption>(() => {
    const steps = funnelSteps.flatMap((step) => (total[step] === null ? [] : [{ name: names[step], value: total[step], rate: codeRate(total, step), isPart: untoldWays(total.ways, step).length > 0 }]));
    const most = Math.max(1, ...steps.map(({ value }) => value));
    return {
      grid: { left: 4, right: 20, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' }, xAxis: { type: 'value', show: false, max: most },
      yAxis: [
        { type: 'category', inverse: true, data: steps.map(({ name }) => name), axisLine: { show: false } },
        { type: 'category', inverse: true, position: 'right', data: steps.map(({ value, rate, isPart }) => [figure(value), rate === null ? '' : percent(rate), isPart ? t.part : ''].filter(Boolean).join(' · ')), axisLine: { show: false }, axisLabel: { color: colour.text } },
      ],
      series: [
        { type: 'bar', stack: 'one', silent: true, itemStyle: { color: 'transparent' }, data: steps.map(({ value }) => (most - value) / 2) },
        { type: 'bar', stack: 'one', silent: true, barWidth: '70%', itemStyle: { color: colour.accent, borderRadius: 4 }, data: steps.map(({ value }, index) => ({ value, itemStyle: { opacity: 1 - index * 0.18 } })) },
      ],
    };
  }, [total, names, t, colour]);
  return <div className="panel"><h2>{t.funnel}</h2><Chart option={option} height={200} label={t.funnel} testId="funnel-chart" /></div>;
}

/** `days`: newest first. */
export function DayChart({ days }: { days: readonly CodeNumberRow[] }) {
  const t = useNumberWords();
  const names = useStepNames('');
  const colour = look[useMode()];
  const option = useMemo<EChartsOption>(() => {
    const rows = [...days].reverse();
    const line = (name: string, data: (number | null)[]) => ({ name, type: 'line' as const, data, showSymbol: rows.length < 32 });
    return {
      color: [colour.faint, colour.accent, colour.danger], grid: { left: 40, right: 12, top: 34, bottom: 24 }, legend: { top: 0, left: 0, itemHeight: 8, itemWidth: 14 }, tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: rows.map(({ key }) => key.slice(5)) }, yAxis: { type: 'value', minInterval: 1 },
      series: [
        ...(rows.some(({ scans }) => scans !== null) ? [line(names.scans, rows.map(({ scans }) => scans))] : []),
        { ...line(names.added, rows.map(({ added }) => added)), color: colour.accent }, { ...line(t.lost, rows.map(({ lostByCustomer, lostByUs }) => lostByCustomer + lostByUs)), color: colour.danger },
      ],
    };
  }, [days, names, t, colour]);
  return <div className="panel"><h2>{t.days}</h2><Chart option={option} height={200} label={t.days} testId="day-chart" /></div>;
}
