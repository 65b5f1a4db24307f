import type { EChartsOption } from 'echarts';
import { useMemo } from 'react';
import type { bands as allBands, StoreFigures } from '@scrm/shared/store-code';
import { look } from '@scrm/shared/look';
import { useMode } from '../../kit/appearance';
import { Chart } from '../../kit/Chart';
import { figure } from '../../kit/language';
import { useStoreWords } from './words';

/** What came of each day's scans; the table of days beside it has the same figures. */
export function DaysChart({ rows, from, to }: { rows: readonly (StoreFigures & { key: string })[]; from: string; to: string }) {
  const w = useStoreWords();
  const colour = look[useMode()];
  const option = useMemo<EChartsOption>(() => {
    const days: string[] = [];
    for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10));
    const known = new Map(rows.map((row) => [row.key, row]));
    const of = (what: 'scans' | 'matched' | 'added' | 'joined') => days.map((day) => known.get(day)?.[what] ?? 0);
    const line = (what: 'matched' | 'added' | 'joined') => ({ name: w.figures[what], type: 'line' as const, data: of(what) });
    return {
      color: [colour.accent, colour.secondary, colour.success, colour.warning],
      grid: { left: 36, right: 12, top: 34, bottom: 24 }, legend: { top: 0, left: 0, itemHeight: 8, itemWidth: 14 }, tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: days.map((day) => day.slice(5)) }, yAxis: { type: 'value', minInterval: 1 },
      series: [{ name: w.figures.scans, type: 'bar', data: of('scans'), barMaxWidth: 18, itemStyle: { borderRadius: [3, 3, 0, 0], opacity: 0.55 } }, line('matched'), line('added'), line('joined')],
    };
  }, [rows, from, to, w, colour]);
  return <Chart option={option} height={240} label={w.figures.scans} testId="days-chart" />;
}

type Band = (typeof allBands)[number];

/** How far off they scanned, as bars and as numbers that open their lists. */
export function BandsChart({ bands, onAsk }: { bands: readonly { band: Band; visits: number }[]; onAsk: (band: Band) => void }) {
  const w = useStoreWords();
  const option = useMemo<EChartsOption>(() => ({
    grid: { left: 36, right: 12, top: 12, bottom: 8 }, tooltip: { trigger: 'axis', axisPointer: { type: 'none' } },
    xAxis: { type: 'category', data: bands.map(({ band }) => w.bands[band]), axisLabel: { show: false } }, yAxis: { type: 'value', minInterval: 1 },
    series: [{ name: w.figures.matched, type: 'bar', data: bands.map(({ visits }) => visits), barMaxWidth: 56, itemStyle: { borderRadius: [4, 4, 0, 0] } }],
  }), [bands, w]);
  return (
    <>
      <Chart option={option} height={200} label={w.figures.matched} testId="bands-chart" />
      <div className="bands">
        {bands.map(({ band, visits }) => (
          <button key={band} type="button" className="band" disabled={visits === 0} onClick={() => onAsk(band)} data-testid={`band-${band}`}><span className="soft small">{w.bands[band]}</span><span className="figures number-cell">{figure(visits)}</span></button>
        ))}
      </div>
    </>
  );
}
