import { DownOutlined, TableOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import type { CustomerColumn } from '@scrm/shared/audience';
import { words } from '../../kit/language';
import { allColumns, usualColumns } from './list-state';

const useWords = words({
  zh: { columns: '列', up: (name: string) => `${name} 上移`, down: (name: string) => `${name} 下移`, usual: '恢复默认' },
  en: { columns: 'Columns', up: (name: string) => `Move ${name} up`, down: (name: string) => `Move ${name} down`, usual: 'Back to the usual' },
});

/** Which columns, and in which order: those that are shown stand first. */
export function Columns({ shown, titles, onChange }: { shown: readonly CustomerColumn[]; titles: Record<CustomerColumn, string>; onChange: (columns: CustomerColumn[]) => void }) {
  const t = useWords();
  const hidden = allColumns.filter((column) => !shown.includes(column));

  function move(column: CustomerColumn, by: number): void {
    const next = [...shown];
    const at = next.indexOf(column);
    next.splice(at, 1);
    next.splice(at + by, 0, column);
    onChange(next);
  }

  return (
    <Popover
      trigger="click" placement="bottomRight" arrow={false} destroyOnHidden
      content={(
        <div className="columns-choice" data-testid="columns-choice">
          <ul>
            {[...shown, ...hidden].map((column) => {
              const at = shown.indexOf(column);
              return (
                <li key={column}>
                  <Checkbox checked={at >= 0} onChange={({ target }) => onChange(target.checked ? [...shown, column] : shown.filter((one) => one !== column))}>{titles[column]}</Checkbox>
                  {at >= 0 ? (
                    <span className="nowrap">
                      <Button type="text" size="small" icon={<UpOutlined />} aria-label={t.up(titles[column])} disabled={at === 0} onClick={() => move(column, -1)} />
                      <Button type="text" size="small" icon={<DownOutlined />} aria-label={t.down(titles[column])} disabled={at === shown.length - 1} onClick={() => move(column, 1)} />
                    </span>
                  ) : null}
                </li>
              );
            })}
          </ul>
          <Button size="small" disabled={shown.join() === usualColumns.join()} onClick={() => onChange([...usualColumns])}>{t.usual}</Button>
        </div>
      )}
    >
      <Button icon={<TableOutlined />} aria-haspopup="dialog" data-testid="columns">{t.columns}</Button>
    </Popover>
  );
}
