import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import type { LiveCodeRef } from '@scrm/shared/live-code-ref';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { sentenceOf } from '../../kit/problem';

const useWords = words({ zh: { search: '搜索活码名称', none: '没有找到活码', loading: '正在查找…' }, en: { search: 'Search live codes', none: 'No live code found', loading: 'Searching…' } });

/** Finds live codes by name. */
export function LiveCodePicker({ value, onChange, id, label, max }: { value: LiveCodeRef[]; onChange: (codes: LiveCodeRef[]) => void; id: string; label: string; max?: number }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const found = useQuery(ask('liveCodes', 'list', { limit: 50, ...(keyword ? { keyword } : {}) }));
  const known = new Map([...(found.data?.items ?? []), ...value].map((one) => [one.id, { id: one.id, name: one.name }]));
  return (
    <Select<string[]>
      id={id} aria-label={label} mode="multiple" allowClear style={{ width: '100%' }} placeholder={t.search} maxCount={max} value={value.map((one) => one.id)}
      showSearch={{ searchValue: typed, onSearch: setTyped, filterOption: false }} options={[...known.values()].map((one) => ({ value: one.id, label: one.name }))}
      onChange={(ids) => onChange(ids.flatMap((one) => known.get(one) ?? []))} notFoundContent={<span className="soft">{found.error ? sentenceOf(found.error) : found.isPending ? t.loading : t.none}</span>}
    />
  );
}
