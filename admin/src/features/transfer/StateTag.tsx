import { Tag } from 'antd';
import type { ItemState } from '@scrm/shared/transfer';
import { stateColours, useTransferWords } from './words';

export function StateTag({ state }: { state: ItemState }) {
  const t = useTransferWords();
  return <Tag color={stateColours[state]} data-testid={`state-${state}`}>{t.states[state]}</Tag>;
}
