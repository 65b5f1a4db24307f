import { useEffect, useRef } from 'react';
import type { EChartsOption } from 'echarts';
import { useMode } from './appearance';

/**
 * A chart in the colours of the page. `label` says what it shows to whoever does not see it, so a table with the same figures stands beside.
 * Keep `option` between renders (`useMemo`): another one draws anew. The drawing code is fetched with the first chart.
 */
export function Chart({ option, height, label, testId }: { option: EChartsOption; height: number; label: string; testId?: string }) {
  const mode = useMode();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let clear: (() => void) | undefined;
    let isGone = false;
    void import('./chart-engine').then(({ draw }) => {
      if (!isGone && place.current) clear = draw(place.current, option, mode);
    }, () => undefined);
    return () => {
      isGone = true;
      clear?.();
    };
  }, [option, mode]);
  return <div ref={place} style={{ height }} role="img" aria-label={label} data-testid={testId} />;
}
