import type { CustomerColumn } from '@scrm/shared/audience';
import type { InputOf } from '@scrm/shared/contract';
import type { customers } from '@scrm/shared/customer';
import type { Selection } from '../../kit/list/ListPage';
import { useAllowed } from '../../kit/me';
import { ExportButton } from '../export/ExportButton';
import { BulkAssign } from './BulkAssign';
import { BulkStage } from './BulkStage';
import { BulkTags } from './BulkTags';

export interface BulkProps {
  selection: Selection;
  filter: InputOf<(typeof customers)['list']>;
  onStarted: () => void;
}

/** Whom a task or an export means: those who were picked, or all whom the filter meets. */
export const whomOf = ({ selection, filter }: Pick<BulkProps, 'selection' | 'filter'>) => (selection.all ? { filter } : { ids: selection.ids });

/** What can be done with many customers at once. */
export function BulkActions({ columns, ...props }: BulkProps & { columns: readonly CustomerColumn[] }) {
  const allowed = useAllowed();
  const starts = allowed('tasks.start');
  return (
    <>
      {starts && allowed('customers.tag') ? <BulkTags {...props} /> : null}
      {starts && allowed('stages.move') ? <BulkStage {...props} /> : null}
      {starts && allowed('transfers.create') ? <BulkAssign {...props} /> : null}
      {allowed('exports.customers') ? <ExportButton bulk whom={whomOf(props)} count={props.selection.count} columns={columns} /> : null}
    </>
  );
}
