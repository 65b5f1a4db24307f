import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { api } from '../../api';
import { askPage } from '../ask';
import { words } from '../language';
import { sentenceOf } from '../problem';

const useWords = words({
  zh: { liveCodes: '渠道活码', groupCodes: '群活码', choose: '输入名称查找', none: '没有找到', loading: '正在查找…', unseen: '看不到的活码（已删除，或不在你的范围内）' },
  en: { liveCodes: 'Live codes', groupCodes: 'Group codes', choose: 'Type to search', none: 'None found', loading: 'Searching…', unseen: 'A code that is gone or out of your reach' },
});

export type CodeKind = 'liveCodes' | 'groupCodes';
const shown = 50;
const kindOf = (id: string): CodeKind => (id.startsWith('gc_') ? 'groupCodes' : 'liveCodes');

interface Chosen {
  kinds: readonly CodeKind[];
  value: string | null | undefined;
  onChange: (id: string | null) => void;
  id?: string;
  label: string;
  placeholder?: string;
  /** Not to be chosen. */
  but?: string | undefined;
  /** Stands before all codes. */
  first?: { value: string; label: string };
  allowClear?: boolean;
  disabled?: boolean;
}

/** Finds one code among however many by its name. What is chosen keeps its name, found or not. */
export function CodeSelect({ kinds, value, onChange, id, label, placeholder, but, first, allowClear = false, disabled = false }: Chosen) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim()) || undefined;
  const live = useQuery({ ...askPage('liveCodes', 'list', { keyword, limit: shown }), enabled: kinds.includes('liveCodes') });
  const group = useQuery({ ...askPage('groupCodes', 'list', { keyword, limit: shown }), enabled: kinds.includes('groupCodes') });
  const found = { liveCodes: live.data?.items ?? [], groupCodes: group.data?.items ?? [] };
  const isOwn = Boolean(value) && value !== first?.value;
  const known = [...found.liveCodes, ...found.groupCodes].find((one) => one.id === value);
  const kind = kindOf(value ?? '');
  const chosen = useQuery<{ name: string }>({ queryKey: [kind, 'get', { id: value ?? '' }], queryFn: () => api[kind].get({ id: value ?? '' }), enabled: isOwn && known === undefined });
  const name = isOwn ? known?.name ?? chosen.data?.name ?? (chosen.error ? t.unseen : '…') : first?.label;
  const listed = kinds.map((one) => ({ label: t[one], options: found[one].filter((code) => code.id !== but).map((code) => ({ value: code.id, label: code.name })) }));
  const unlisted = isOwn && known === undefined && keyword === undefined ? [{ value: value!, label: name }] : [];
  const error = live.error ?? group.error;
  return (
    <Select<string>
      id={id} aria-label={label} allowClear={allowClear} disabled={disabled} placeholder={placeholder ?? t.choose} style={{ width: '100%' }} loading={live.isFetching || group.isFetching}
      value={value || undefined} labelRender={() => name}
      showSearch={{ searchValue: typed, onSearch: setTyped, filterOption: false }} options={[...(first && keyword === undefined ? [first] : []), ...unlisted, ...(kinds.length > 1 ? listed : listed[0]!.options)]}
      onChange={(next: string | undefined) => { setTyped(''); onChange(next ?? null); }} notFoundContent={<span className="soft">{error ? sentenceOf(error) : live.isFetching || group.isFetching ? t.loading : t.none}</span>}
    />
  );
}
