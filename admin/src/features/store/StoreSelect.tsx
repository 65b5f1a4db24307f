import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { askPage } from '../../kit/ask';

/** One store, found by its name. */
export function StoreSelect({ value, onChange, id, label }: { value: { id: string; name: string } | null; onChange: (store: { id: string; name: string } | null) => void; id?: string; label: string }) {
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim()) || undefined;
  const found = useQuery(askPage('stores', 'list', { keyword, limit: 20 }));
  const options = [...(value ? [value] : []), ...(found.data?.items ?? [])].filter((one, at, all) => all.findIndex((other) => other.id === one.id) === at);
  return (
    <Select
      id={id} aria-label={label} placeholder={label} value={value?.id ?? null} allowClear loading={found.isFetching} showSearch={{ onSearch: setTyped, filterOption: false }} style={{ width: '100%' }}
      options={options.map((store) => ({ value: store.id, label: store.name }))} onChange={(chosen?: string | null) => onChange(options.find((store) => store.id === chosen) ?? null)}
    />
  );
}
