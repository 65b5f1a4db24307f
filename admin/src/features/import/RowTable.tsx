import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { Import, ImportRowState } from '@scrm/shared/import';
import { askAll } from '../../kit/ask';
import { words } from '../../kit/language';
import { SheetRows, useRowState } from './SheetRows';
import { useImportWords } from './words';

const useWords = words({ zh: { who: '客户' }, en: { who: 'Customer' } });

const order: ImportRowState[] = ['wrong', 'left', 'waiting', 'planned', 'done', 'undone', 'same'];

/** The rows by what became of them, those with something to say first. */
export function RowTable({ record: { id, counts } }: { record: Import }) {
  const t = useWords();
  const { rowStates } = useImportWords();
  const states = useRowState(order, counts);
  const rows = useInfiniteQuery({ ...askAll('imports', 'rows', { id, states: states.chosen ? [states.chosen] : [], limit: 50 }), enabled: states.chosen !== undefined });
  return (
    <SheetRows
      testId="import-rows" states={states} names={rowStates} counts={counts} who={t.who} rows={rows}
      cells={({ customerId, customerName, state }) => ({ who: customerId ? <Link to={`/customers/${customerId}`}>{customerName || customerId}</Link> : null, what: rowStates[state], isWrong: state === 'wrong' })}
    />
  );
}
