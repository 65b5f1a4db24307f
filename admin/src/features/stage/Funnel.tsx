import type { ReactNode } from 'react';
import type { StageRef } from '@scrm/shared/stage';
import { StageMark, stageStyle } from './StageMark';

/** Stages from first to last, as wide as there are customers in them. */
export function Funnel({ rows, label }: { rows: { stage: StageRef; count: number; shown: ReactNode }[]; label: string }) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ol className="funnel" aria-label={label} data-testid="funnel">
      {rows.map(({ stage, count, shown }) => (
        <li key={stage.id} className="funnel-row">
          <StageMark stage={stage} />
          <span className="funnel-track" aria-hidden><span className="funnel-bar" style={stageStyle(stage, { width: `${(count / most) * 100}%` })} /></span>
          <span className="funnel-number">{shown}</span>
        </li>
      ))}
    </ol>
  );
}
