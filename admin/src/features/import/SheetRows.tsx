import { Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import { figure, words } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import './import.css';

const useWords = words({
  zh: { row: (n: string) => `第 ${n} 行`, rows: '行', column: '列', what: '说明', whole: '整行' },
  en: { row: (n: string) => `Row ${n}`, rows: 'Row', column: 'Column', what: 'Reason', whole: 'Whole row' },
});

/** Which of the states that some row is in is looked at: the first of them until another is chosen. */
export function useRowState<S extends string>(order: readonly S[], counts: Record<S, number>) {
  const there = order.filter((state) => counts[state] > 0);
  const [wanted, choose] = useState<S>();
  return { there, chosen: wanted && there.includes(wanted) ? wanted : there[0], choose };
}

interface Row { id: string; row: number; column: string; sentence: string }
interface Cells { who: ReactNode; where?: string; what: string; isWrong: boolean }

/** The rows of a sheet by what became of them. */
export function SheetRows<S extends string, R extends Row>({ testId, states: { there, chosen, choose }, names, counts, who, rows, cells }: {
  testId: string; states: ReturnType<typeof useRowState<S>>; names: Record<S, string>; counts: Record<S, number>; who: string; rows: Parameters<typeof Growing<R>>[0]['rows']; cells: (row: R) => Cells;
}) {
  const t = useWords();
  if (chosen === undefined) return null;
  return (
    <div className="panel stack" data-testid={testId}>
      <div className="import-tabs"><Segmented<S> value={chosen} onChange={choose} options={there.map((value) => ({ value, label: `${names[value]} ${figure(counts[value])}` }))} /></div>
      <Growing rows={rows}>
        {(items) => (
          <table className="import-rows">
            <thead><tr><th>{t.rows}</th><th>{who}</th><th>{t.column}</th><th>{t.what}</th></tr></thead>
            <tbody>{items.map((row) => <Line key={row.id} row={row} cells={cells(row)} />)}</tbody>
          </table>
        )}
      </Growing>
    </div>
  );
}

function Line({ row: { row, column, sentence }, cells: { who, where, what, isWrong } }: { row: Row; cells: Cells }) {
  const t = useWords();
  return (
    <tr data-testid={`sheet-row-${row}`}>
      <td className="figures nowrap">{t.row(figure(row))}</td>
      <td className="break">{who || <span className="soft">–</span>}</td>
      <td className="break">{column || <span className="soft">{sentence ? t.whole : where || '–'}</span>}</td>
      <td className={isWrong ? 'danger break' : 'break'}>{sentence || what}</td>
    </tr>
  );
}
