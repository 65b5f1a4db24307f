import type { CustomerColumn } from '@scrm/shared/audience';
import { useAllowed } from '../../kit/me';
import { ExportButton } from '../export/ExportButton';
import { BulkAssign } from './BulkAssign';
import { BulkStage } from './BulkStage';
import { BulkTags } from './BulkTags';
import { whomOf, type BulkProps } from './bulk';

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
