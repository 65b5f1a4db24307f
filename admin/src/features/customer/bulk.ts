import type { InputOf } from '@scrm/shared/contract';
import type { customers } from '@scrm/shared/customer';
import type { Selection } from '../../kit/list/ListPage';

export interface BulkProps {
  selection: Selection;
  filter: InputOf<(typeof customers)['list']>;
  onStarted: () => void;
}

/** Whom a task or an export means: those who were picked, or all whom the filter meets. */
export const whomOf = ({ selection, filter }: Pick<BulkProps, 'selection' | 'filter'>) => (selection.all ? { filter } : { ids: selection.ids });
