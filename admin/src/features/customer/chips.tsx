import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { StaffRef } from '@scrm/shared/org';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { ChoiceList } from '../../kit/list/ChoiceList';
import { FilterChip } from '../../kit/list/filters';
import { Face, StaffName } from '../../kit/person';

const useWords = words({
  zh: { tags: '标签', staff: '员工', code: '活码', chosen: '已选择', searchTags: '搜索标签', searchStaff: '搜索员工姓名', searchCodes: '搜索活码', and: '、' },
  en: { tags: 'Tags', staff: 'Staff', code: 'Live code', chosen: 'Chosen', searchTags: 'Search tags', searchStaff: 'Search staff by name', searchCodes: 'Search live codes', and: ', ' },
});

/** Any of these tags. Names come from the list, so that an address alone is enough. */
export function TagChip({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const groups = useQuery({ ...ask('tags', 'list', {}), enabled: ids.length > 0 });
  const names = new Map(groups.data?.items.flatMap(({ tags }) => tags.map(({ id, name }) => [id, name] as const)));
  return (
    <FilterChip name={t.tags} wide value={ids.map((id) => names.get(id) ?? '…').join(t.and)} onRemove={() => onChange([])}>
      {() => <TagChoice ids={ids} onChange={onChange} />}
    </FilterChip>
  );
}

function TagChoice({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const groups = useQuery(ask('tags', 'list', {}));
  const choices = groups.data?.items.flatMap((group) => group.tags.map(({ id, name }) => ({ id, label: name, group: group.name })));
  return (
    <ChoiceList
      label={t.searchTags} many typed={typed} onType={setTyped} chosen={ids}
      choices={choices?.filter(({ label }) => label.toLowerCase().includes(typed.trim().toLowerCase()))}
      onChoose={(id) => onChange(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])}
    />
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
        <StaffChoice
          id={id}
          onChoose={(staff) => {
            setPicked(staff);
            onChange(staff.id);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

function StaffChoice({ id, onChoose }: { id: string | undefined; onChoose: (staff: StaffRef) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const found = useQuery(ask('org', 'staff', { limit: 100, ...(keyword ? { keyword } : {}) }));
  return (
    <ChoiceList
      label={t.searchStaff} typed={typed} onType={setTyped} chosen={id ? [id] : []}
      choices={found.data?.items.map((staff) => ({ id: staff.id, label: <span className="staff-name"><Face name={staff.name} url={staff.avatarUrl} size={22} /><StaffName staff={staff} /></span> }))}
      onChoose={(chosen) => {
        const staff = found.data?.items.find((one) => one.id === chosen);
        if (staff) onChoose(staff);
      }}
    />
  );
}

export function CodeChip({ id, onChange }: { id: string | undefined; onChange: (id: string | undefined) => void }) {
  const t = useWords();
  const code = useQuery({ ...ask('liveCodes', 'get', { id: id ?? '' }), enabled: id !== undefined });
  return (
    <FilterChip name={t.code} wide value={id === undefined ? undefined : code.data?.name ?? t.chosen} onRemove={() => onChange(undefined)}>
      {(close) => (
        <CodeChoice
          id={id}
          onChoose={(next) => {
            onChange(next);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

function CodeChoice({ id, onChoose }: { id: string | undefined; onChoose: (id: string) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const found = useQuery(ask('liveCodes', 'list', { limit: 50, ...(keyword ? { keyword } : {}) }));
  return <ChoiceList label={t.searchCodes} typed={typed} onType={setTyped} chosen={id ? [id] : []} onChoose={onChoose} choices={found.data?.items.map((code) => ({ id: code.id, label: code.name }))} />;
}
