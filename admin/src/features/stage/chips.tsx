import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { ChoiceList } from '../../kit/list/ChoiceList';
import { FilterChip } from '../../kit/list/filters';
import { DepartmentName, DepartmentTree } from '../org/DepartmentTree';
import { StageMark } from './StageMark';

const useWords = words({
  zh: { stage: '阶段', flow: '流程', department: '部门', search: '搜索阶段', and: '、', gone: '已删除' },
  en: { stage: 'Stage', flow: 'Flow', department: 'Department', search: 'Search stages', and: ', ', gone: 'Removed' },
});

/** Any of these stages. Names come from the template, so that an address alone is enough. */
export function StageChip({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const template = useQuery(ask('stages', 'get', {}));
  const stages = template.data?.stages;
  const nameOf = (id: string) => (stages ? stages.find((stage) => stage.id === id)?.name ?? t.gone : '…');
  return (
    <FilterChip name={t.stage} wide value={ids.length > 0 ? ids.map(nameOf).join(t.and) : undefined} onRemove={() => onChange([])}>
      {() => (
        <ChoiceList
          label={t.search} many typed={typed} onType={setTyped} chosen={ids}
          choices={stages?.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase())).map((stage) => ({ id: stage.id, label: <StageMark stage={stage} /> }))}
          onChoose={(id) => onChange(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])}
        />
      )}
    </FilterChip>
  );
}

/** Only where there are flows to choose from, or one is chosen. */
export function FlowChip({ id, onChange }: { id: string | undefined; onChange: (id: string | undefined) => void }) {
  const t = useWords();
  const template = useQuery(ask('stages', 'get', {}));
  const flows = template.data?.flows ?? [];
  if (flows.length < 2 && id === undefined) return null;
  return (
    <FilterChip name={t.flow} value={id === undefined ? undefined : template.data ? flows.find((flow) => flow.id === id)?.name ?? t.gone : '…'} onRemove={() => onChange(undefined)}>
      {(close) => <ChoiceList label={t.flow} typed="" onType={() => undefined} chosen={id ? [id] : []} choices={flows.map((flow) => ({ id: flow.id, label: flow.name }))} onChoose={(next) => { onChange(next); close(); }} />}
    </FilterChip>
  );
}

export function DepartmentChip({ id, onChange }: { id: number | undefined; onChange: (id: number | undefined) => void }) {
  const t = useWords();
  const departments = useQuery(ask('org', 'departments', {}));
  const chosen = departments.data?.items.find((one) => one.departmentId === id);
  return (
    <FilterChip name={t.department} wide value={id === undefined ? undefined : chosen ? <DepartmentName department={chosen} /> : '…'} onRemove={() => onChange(undefined)}>
      {(close) => <DepartmentTree departments={departments} value={id} onChange={(next) => { onChange(next); close(); }} />}
    </FilterChip>
  );
}
