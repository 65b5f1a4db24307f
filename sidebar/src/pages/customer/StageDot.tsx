import type { StageColour } from '@scrm/shared/stage';

export function StageDot({ colour }: { colour: StageColour }) {
  return <i className="stage-dot" style={{ background: `var(--${colour})` }} aria-hidden="true" />;
}
