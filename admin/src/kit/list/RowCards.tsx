import { Checkbox } from 'antd';
import { words } from '../language';
import type { Column } from './column';

const useWords = words({ zh: { pick: '选择' }, en: { pick: 'Select' } });

/** The rows of a list on a phone: the first column heads a card, the others are lines in it. */
export function RowCards<T extends { id: string }>({ items, columns, onOpen, rowLabel, picked, onPick }: {
  items: T[]; columns: Column<T>[]; onOpen?: (row: T) => void; rowLabel: (row: T) => string; picked: string[]; onPick?: (ids: string[]) => void;
}) {
  const t = useWords();
  const [head, ...lines] = columns;
  return (
    <ul className="row-cards">
      {items.map((row) => (
        <li
          key={row.id} className="panel row-card" data-testid={`row-${row.id}`} aria-label={rowLabel(row)} tabIndex={onOpen ? 0 : undefined}
          onClick={(event) => {
            if (onOpen && !(event.target as Element).closest('a, button, input, label')) onOpen(row);
          }}
          onKeyDown={(event) => {
            if (onOpen && event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
          }}
        >
          <div className="row-card-head">
            {onPick ? (
              <Checkbox
                aria-label={`${t.pick} ${rowLabel(row)}`} checked={picked.includes(row.id)}
                onChange={({ target }) => onPick(target.checked ? [...picked, row.id] : picked.filter((id) => id !== row.id))}
              />
            ) : null}
            <div className="row-card-title">{head?.render(row)}</div>
          </div>
          <dl className="row-card-lines">
            {lines.filter(({ onPhone }) => onPhone !== 'hidden').map(({ key, title, render }) => (
              <div key={key}>{title ? <dt>{title}</dt> : null}<dd>{render(row)}</dd></div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
