import type { CSSProperties } from 'react';
import type { StageRef } from '@scrm/shared/stage';
import './stage.css';

/** The stage's colour for whatever is drawn inside, as `var(--stage)`. */
export function stageStyle({ colour }: Pick<StageRef, 'colour'>, more: CSSProperties = {}): CSSProperties {
  return { ...more, '--stage': `var(--${colour})` } as CSSProperties;
}

/** A dot in the stage's colour, and its name. */
export function StageMark({ stage }: { stage: StageRef }) {
  return <span className="stage-chip" style={stageStyle(stage)}><i className="stage-dot" aria-hidden /><span className="ellipsis" title={stage.name}>{stage.name}</span></span>;
}
