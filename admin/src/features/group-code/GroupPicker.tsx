import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useRef, useState } from 'react';
import { counted } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { sentenceOf } from '../../kit/problem';
import { useGroupCodeWords } from './words';

const useWords = words({
  zh: { search: '搜索并选择客户群', none: '没有找到客户群', loading: '正在查找…', members: (n: string) => `${n} 人` },
  en: { search: 'Search and choose groups', none: 'No groups found', loading: 'Searching…', members: (n: string) => counted(n, 'member') },
});

export interface GroupChoice { id: string; name: string; memberCount: number }

/** Finds customer groups by name. */
export function GroupPicker({ value, onChange, max, id, label }: { value: GroupChoice[]; onChange: (groups: GroupChoice[]) => void; max: number; id: string; label: string }) {
  const t = useWords();
  const g = useGroupCodeWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const found = useQuery(ask('groupChats', 'list', { limit: 50, state: 'active', ...(keyword ? { keyword } : {}) }));
  const known = useRef(new Map<string, GroupChoice>());
  for (const group of [...value, ...(found.data?.items ?? [])]) known.current.set(group.id, { id: group.id, name: group.name, memberCount: group.memberCount });
  const shown = [...new Set([...(found.data?.items ?? []).map((group) => group.id), ...value.map((group) => group.id)])].map((one) => known.current.get(one)!);
  return (
    <Select<string[]>
      id={id} aria-label={label} mode="multiple" allowClear style={{ width: '100%' }} placeholder={t.search} maxCount={max} value={value.map((group) => group.id)}
      showSearch={{ searchValue: typed, onSearch: setTyped, filterOption: false, autoClearSearchValue: false }}
      onChange={(ids) => onChange(ids.flatMap((one) => known.current.get(one) ?? []))}
      options={shown.map((group) => ({ value: group.id, label: group.name || g.unnamed, group }))}
      optionRender={({ data }) => <span className="between"><span className="ellipsis">{data.group.name || g.unnamed}</span><span className="soft small figures nowrap">{t.members(figure(data.group.memberCount))}</span></span>}
      notFoundContent={<span className="soft">{found.error ? sentenceOf(found.error) : found.isPending ? t.loading : t.none}</span>}
    />
  );
}
