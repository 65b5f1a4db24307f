import { Badge } from 'antd';
import type { LiveCode } from '@scrm/shared/live-code';
import { stateColours, useStateNames } from './words';

export function StateBadge({ state }: { state: LiveCode['state'] }) {
  const names = useStateNames();
  return <span className="nowrap" data-state={state}><Badge status={stateColours[state]} text={names[state]} /></span>;
}
