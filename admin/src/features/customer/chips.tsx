import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { FilterChip } from '../../kit/list/filters';
import { StaffName } from '../../kit/person';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { TagPicker } from '../../kit/pick/TagPicker';

const useWords = words({
  zh: { tags: '标签', staff: '员工', code: '活码', chosen: '已选择', search: '搜索活码', and: '、' },
  en: { tags: 'Tags', staff: 'Staff', code: 'Live code', chosen: 'Chosen', search: 'Search live codes', and: ', ' },
});

/** Any of these tags. Names come from the list, so that an address alone is enough. */
export function TagChip({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const groups = useQuery({ ...ask('tags', 'list', {}), enabled: ids.length > 0 });
  const known: TagRef[] = (groups.data?.items ?? []).flatMap((group) => group.tags.map((tag) => ({ id: tag.id, name: tag.name, groupName: group.name })));
  const chosen = ids.map((id) => known.find((tag) => tag.id === id) ?? { id, name: '…', groupName: '' });
  return (
    <FilterChip name={t.tags} wide value={chosen.map((tag) => tag.name).join(t.and)} onRemove={() => onChange([])}>
      {() => <TagPicker label={t.tags} value={chosen} inPopover onChange={(tags) => onChange(tags.map((tag) => tag.id))} />}
    </FilterChip>
  );
}

export function StaffChip({ id, onChange }: { id: string | undefined; onChange: (id: string | undefined) => void }) {
  const t = useWords();
  const [picked, setPicked] = useState<StaffRef>();
  const found = useQuery({ ...ask('org', 'staff', { limit: 200 }), enabled: id !== undefined && picked?.id !== id });
  const chosen = picked?.id === id ? picked : found.data?.items.find((staff) => staff.id === id);
  return (
    <FilterChip name={t.staff} wide value={id === undefined ? undefined : chosen ? <StaffName staff={chosen} /> : t.chosen} onRemove={() => onChange(undefined)}>
      {(close) => (
        <StaffPicker
          label={t.staff} single anybody inPopover value={chosen ? [chosen] : []}
          onChange={([staff]) => {
            setPicked(staff);
            onChange(staff?.id);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

export function CodeChip({ id, onChange }: { id: string | undefined; onChange: (id: string | undefined) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const code = useQuery({ ...ask('liveCodes', 'get', { id: id ?? '' }), enabled: id !== undefined });
  return (
    <FilterChip name={t.code} wide value={id === undefined ? undefined : code.data?.name ?? t.chosen} onRemove={() => onChange(undefined)}>
      {(close) => (
        <CodeChoice
          typed={typed} onType={setTyped} value={id} placeholder={t.search}
          onChoose={(next) => {
            onChange(next);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

function CodeChoice({ typed, onType, value, placeholder, onChoose }: { typed: string; onType: (text: string) => void; value: string | undefined; placeholder: string; onChoose: (id: string | undefined) => void }) {
  const found = useQuery(ask('liveCodes', 'list', { limit: 50, ...(typed.trim() ? { keyword: typed.trim() } : {}) }));
  return (
    <Select
      autoFocus open allowClear style={{ width: '100%' }} aria-label={placeholder} placeholder={placeholder} loading={found.isPending}
      showSearch={{ onSearch: onType, filterOption: false }} value={value}
      options={(found.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))} onChange={onChoose}
    />
  );
}
