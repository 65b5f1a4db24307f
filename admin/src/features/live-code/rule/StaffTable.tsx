import { InputNumber } from 'antd';
import type { Slot } from '@scrm/shared/live-code-rule';
import { words } from '../../../kit/language';
import { StaffName } from '../../../kit/person';
import { refOf, type Names } from './rule-draft';
import { useRuleWords } from './words';

const useWords = words({
  zh: { who: '员工', weight: '权重', quota: '每轮名额', dailyCap: '每天最多', roundCap: '每轮最多', openCap: '同时会话', none: '不限' },
  en: { who: 'Staff', weight: 'Weight', quota: 'Per round', dailyCap: 'Per day', roundCap: 'Per round, at most', openCap: 'Open at once', none: 'No limit' },
});

type Column = 'weight' | 'quota' | 'dailyCap' | 'roundCap' | 'openCap';
type Entry = { staffId: string } & Partial<Record<Column, number | null>>;

export const columnsOf = (choose: Slot['choose']): Column[] => [...(choose === 'weight' ? ['weight' as const] : []), ...(choose === 'quota' ? ['quota' as const] : []), 'dailyCap', ...(choose === 'quota' ? [] : ['roundCap' as const]), 'openCap'];

/** What holds for each of these people; an empty field is no limit. `who`: what they are called together. */
export function StaffTable<E extends Entry>({ columns, staff, names, onChange, who, ...rest }: {
  columns: readonly Column[]; staff: E[]; names: Names; onChange: (staff: E[]) => void; who?: string; 'data-testid'?: string;
}) {
  const t = useWords();
  const r = useRuleWords();
  const set = (index: number, change: Partial<Entry>) => onChange(staff.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <div className="slot-staff" {...rest}>
      <table>
        <thead><tr><th>{who ?? t.who}</th>{columns.map((column) => <th key={column}>{t[column]}</th>)}</tr></thead>
        <tbody>
          {staff.map((entry, index) => {
            const person = refOf(names, entry.staffId, r.gone);
            return (
              <tr key={entry.staffId}>
                <td className="slot-who"><StaffName staff={person} /></td>
                {columns.map((column) => (
                  <td key={column}>
                    <InputNumber
                      aria-label={`${person.name ?? ''} ${t[column]}`} min={1} max={column === 'weight' || column === 'quota' ? 1000 : 100_000} precision={0} value={entry[column]} placeholder={t.none}
                      style={{ width: 84 }} onChange={(value) => set(index, { [column]: value ?? (column === 'weight' || column === 'quota' ? 1 : null) })}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
