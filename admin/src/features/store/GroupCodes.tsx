import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Tag } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router-dom';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { useGroupCodeWords } from '../group-code/words';

const useWords = words({
  zh: { add: '选择群活码', none: '没有找到群活码', up: '上移', down: '下移', remove: '移除', full: '已满' },
  en: { add: 'Choose a group code', none: 'No group code found', up: 'Up', down: 'Down', remove: 'Remove', full: 'Full' },
});

/** As the contract has it. */
const most = 5;

interface Ref {
  id: string;
  name: string;
}

/** The group codes of a store in the order in which they are filled. */
export function GroupCodes({ value, onChange, id, label }: { value: Ref[]; onChange: (codes: Ref[]) => void; id: string; label: string }) {
  const t = useWords();
  const g = useGroupCodeWords();
  const allowed = useAllowed();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim()) || undefined;
  const found = useQuery({ ...askPage('groupCodes', 'list', { keyword, limit: 50 }), enabled: allowed('groupCodes.list') });
  const rows = found.data?.items ?? [];
  const move = (from: number, to: number) => onChange(value.map((code, at) => (at === from ? value[to]! : at === to ? value[from]! : code)));
  return (
    <div className="stack" style={{ gap: 8 }} data-testid="store-group-codes">
      {value.map((code, at) => {
        const row = rows.find((one) => one.id === code.id);
        return (
          <div key={code.id} className="row" style={{ flexWrap: 'nowrap' }}>
            <span className="soft figures">{at + 1}</span>
            <Link className="ellipsis" style={{ flex: 1, minWidth: 0 }} to={`/group-codes/${code.id}`} target="_blank">{code.name}</Link>
            {row ? <Tag color={row.warnings.includes('full') ? 'warning' : 'success'}>{row.warnings.includes('full') ? t.full : row.free === null ? g.unlimited : g.places(figure(row.free))}</Tag> : null}
            <Button size="small" type="text" icon={<ArrowUpOutlined />} aria-label={t.up} disabled={at === 0} onClick={() => move(at, at - 1)} />
            <Button size="small" type="text" icon={<ArrowDownOutlined />} aria-label={t.down} disabled={at === value.length - 1} onClick={() => move(at, at + 1)} />
            <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t.remove} onClick={() => onChange(value.filter((one) => one !== code))} />
          </div>
        );
      })}
      {value.length < most ? (
        <Select
          id={id} aria-label={label} placeholder={t.add} value={null} loading={found.isFetching} disabled={!allowed('groupCodes.list')} notFoundContent={t.none} showSearch={{ onSearch: setTyped, filterOption: false, searchValue: typed }}
          options={rows.filter((row) => !value.some((one) => one.id === row.id)).map((row) => ({ value: row.id, label: row.name }))}
          onChange={(chosen: string | null) => {
            const row = rows.find((one) => one.id === chosen);
            if (row) onChange([...value, { id: row.id, name: row.name }]);
            setTyped('');
          }}
        />
      ) : null}
    </div>
  );
}
