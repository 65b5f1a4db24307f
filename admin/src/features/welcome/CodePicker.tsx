import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { api } from '../../api';
import { words } from '../../kit/language';
import { sentenceOf } from '../../kit/problem';

const useWords = words({
  zh: { search: { liveCodes: '搜索活码名称', storeCodes: '搜索门店码名称', stores: '搜索门店名称', acquisition: '搜索获客链接名称' }, none: '没有找到', loading: '正在查找…' },
  en: { search: { liveCodes: 'Search live codes', storeCodes: 'Search store codes', stores: 'Search stores', acquisition: 'Search acquisition links' }, none: 'None found', loading: 'Searching…' },
});
export type CodeKind = 'liveCodes' | 'storeCodes' | 'stores';
export type PickKind = CodeKind | 'acquisition';
export interface Named { id: string; name: string }

/** Finds live codes, store codes, stores or acquisition links by name. */
export function CodePicker({ kind, value, onChange, id, label, max, disabled }: { kind: PickKind; value: Named[]; onChange: (chosen: Named[]) => void; id: string; label: string; max?: number; disabled?: boolean }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const input = { limit: 50, ...(keyword ? { keyword } : {}) };
  const found = useQuery<{ items: Named[] }>({ queryKey: [kind, 'list', input], queryFn: () => api[kind].list(input) });
  const known = new Map([...(found.data?.items ?? []), ...value].map((one) => [one.id, { id: one.id, name: one.name }]));
  return (
    <Select<string[]>
      id={id} aria-label={label} mode="multiple" allowClear style={{ width: '100%' }} placeholder={t.search[kind]} maxCount={max} disabled={disabled} value={value.map((one) => one.id)}
      showSearch={{ searchValue: typed, onSearch: setTyped, filterOption: false }} options={[...known.values()].map((one) => ({ value: one.id, label: one.name }))}
      onChange={(ids) => onChange(ids.flatMap((one) => known.get(one) ?? []))} notFoundContent={<span className="soft">{found.error ? sentenceOf(found.error) : found.isPending ? t.loading : t.none}</span>}
    />
  );
}
