import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Import, ImportRowState } from '@scrm/shared/import';
import { askAll } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { useImportWords } from './words';

const useWords = words({
  zh: { row: (n: string) => `第 ${n} 行`, rows: '行', column: '列', what: '说明', more: '加载更多', none: '没有这样的行', whole: '整行', who: '客户' },
  en: { row: (n: string) => `Row ${n}`, rows: 'Row', column: 'Column', what: 'Reason', more: 'Load more', none: 'No such rows', whole: 'Whole row', who: 'Customer' },
});

const order: ImportRowState[] = ['wrong', 'left', 'waiting', 'planned', 'done', 'undone', 'same'];

/** The rows by what became of them, those with something to say first. */
export function RowTable({ record }: { record: Import }) {
  const t = useWords();
  const shared = useImportWords();
  const there = order.filter((state) => record.counts[state] > 0);
  const [wanted, setWanted] = useState<ImportRowState>();
  const chosen = wanted && there.includes(wanted) ? wanted : there[0];
  const rows = useInfiniteQuery({ ...askAll('imports', 'rows', { id: record.id, states: chosen ? [chosen] : [], limit: 50 }), enabled: chosen !== undefined });
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  if (chosen === undefined) return null;
  return (
    <div className="panel stack" data-testid="import-rows">
      <div className="import-tabs"><Segmented value={chosen} onChange={setWanted} options={there.map((value) => ({ value, label: `${shared.rowStates[value]} ${figure(record.counts[value])}` }))} /></div>
      {rows.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {rows.error ? <ErrorNote compact error={rows.error} onAgain={() => void rows.refetch()} /> : null}
      {rows.data && items.length === 0 ? <p className="soft">{t.none}</p> : null}
      {items.length > 0 ? (
        <table className="import-rows">
          <thead><tr><th>{t.rows}</th><th>{t.who}</th><th>{t.column}</th><th>{t.what}</th></tr></thead>
          <tbody>
            {items.map((row) => (
              <tr key={row.id} data-testid={`import-row-${row.row}`}>
                <td className="figures nowrap">{t.row(figure(row.row))}</td>
                <td>{row.customerId ? <Link to={`/customers/${row.customerId}`}>{row.customerName || row.customerId}</Link> : <span className="soft">–</span>}</td>
                <td className="break">{row.column || <span className="soft">{row.sentence ? t.whole : '–'}</span>}</td>
                <td className={row.state === 'wrong' ? 'danger break' : 'break'}>{row.sentence || shared.rowStates[row.state]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {rows.hasNextPage ? <Button loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{t.more}</Button> : null}
    </div>
  );
}
