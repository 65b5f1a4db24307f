import { useQuery } from '@tanstack/react-query';
import { Checkbox, Segmented, Tag } from 'antd';
import { useDeferredValue, useState } from 'react';
import { addWayNames } from '@scrm/shared/customer-text';
import type { AudienceFilter } from '@scrm/shared/audience';
import type { StaffRef } from '@scrm/shared/org';
import { ask } from '../../kit/ask';
import { useLanguage, words } from '../../kit/language';
import { ChoiceList } from '../../kit/list/ChoiceList';
import { FilterChip } from '../../kit/list/filters';
import { Face, StaffName } from '../../kit/person';
import { DepartmentName } from '../org/DepartmentTree';

const useWords = words({
  zh: {
    tags: '标签', staff: '员工', departments: '部门', code: '活码', source: '来源', chosen: (n: number) => `已选 ${n} 个`, searchTags: '搜索标签', searchStaff: '搜索员工姓名', searchCodes: '搜索活码', searchDepartments: '搜索部门', searchWays: '搜索添加方式', searchSources: '搜索客户来源', and: '、', or: ' 或 ', also: '；',
    modes: { any: '含任一', all: '全部都有', none: '都没有' }, how: '怎样匹配标签', sourceKinds: { liveCode: '通过活码', link: '通过获客链接', addWay: '企业微信其他方式', unknown: '未知' }, addWay: '添加方式',
  },
  en: {
    tags: 'Tags', staff: 'Staff', departments: 'Department', code: 'Live code', source: 'Source', chosen: (n: number) => `${n} chosen`, searchTags: 'Search tags', searchStaff: 'Search staff by name', searchCodes: 'Search live codes', searchDepartments: 'Search departments', searchWays: 'Search ways', searchSources: 'Search lead sources', and: ', ', or: ' or ', also: '; ',
    modes: { any: 'Any of', all: 'All of', none: 'None of' }, how: 'How tags are matched', sourceKinds: { liveCode: 'By a live code', link: 'By an acquisition link', addWay: 'Another WeCom way', unknown: 'Unknown' }, addWay: 'Way of adding',
  },
});

function toggled<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((each) => each !== one) : [...list, one];
}

type Tags = NonNullable<AudienceFilter['tags']>;
type Mode = keyof Tags;
const modes = ['any', 'all', 'none'] as const;

/** Any, all or none of some tags, in one place. Names come from the list, so that an address alone is enough. */
export function TagsChip({ tags = {}, onChange }: { tags: Tags | undefined; onChange: (tags: Tags | undefined) => void }) {
  const t = useWords();
  const asked = modes.filter((mode) => tags[mode]?.length);
  const groups = useQuery({ ...ask('tags', 'list', {}), enabled: asked.length > 0 });
  const names = new Map(groups.data?.items.flatMap(({ tags: list }) => list.map(({ id, name }) => [id, name] as const)));
  const sentence = asked.map((mode) => `${t.modes[mode]} ${tags[mode]!.map((id) => names.get(id) ?? '…').join(mode === 'any' ? t.or : t.and)}`).join(t.also);
  return (
    <FilterChip name={t.tags} wide value={sentence} onRemove={() => onChange(undefined)}>
      {() => <TagsChoice tags={tags} onChange={onChange} />}
    </FilterChip>
  );
}

function TagsChoice({ tags, onChange }: { tags: Tags; onChange: (tags: Tags) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const [mode, setMode] = useState<Mode>(modes.find((one) => tags[one]?.length) ?? 'any');
  const groups = useQuery(ask('tags', 'list', {}));
  const choices = groups.data?.items.flatMap((group) => group.tags.map(({ id, name }) => ({ id, label: name, group: group.name })));
  const names = new Map(choices?.map(({ id, label }) => [id, label]));
  const put = (which: Mode, id: string) => onChange({ ...tags, [which]: toggled(tags[which] ?? [], id) });
  return (
    <div className="tags-choice" data-testid="tags-choice">
      <Segmented<Mode> block aria-label={t.how} value={mode} onChange={setMode} options={modes.map((one) => ({ value: one, label: `${t.modes[one]}${tags[one]?.length ? ` (${tags[one].length})` : ''}` }))} />
      {modes.filter((one) => tags[one]?.length).map((one) => (
        <div key={one} className="tags-chosen"><span className="soft small nowrap">{t.modes[one]}</span>{tags[one]!.map((id) => <Tag key={id} closable onClose={() => put(one, id)}>{names.get(id) ?? '…'}</Tag>)}</div>
      ))}
      <ChoiceList
        label={t.searchTags} many typed={typed} onType={setTyped} chosen={tags[mode] ?? []} onChoose={(id) => put(mode, id)}
        choices={choices?.filter(({ label }) => label.toLowerCase().includes(typed.trim().toLowerCase()))}
      />
    </div>
  );
}

export function StaffChip({ ids = [], onChange }: { ids: string[] | undefined; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const [picked, setPicked] = useState<StaffRef[]>([]);
  const isUnknown = ids.some((id) => !picked.some((staff) => staff.id === id));
  const found = useQuery({ ...ask('org', 'staff', { limit: 200 }), enabled: isUnknown });
  const chosen = ids.map((id) => [...picked, ...(found.data?.items ?? [])].find((staff) => staff.id === id));
  const names = chosen.every((staff) => staff) ? chosen.map((staff, i) => <span key={staff!.id}>{i > 0 ? t.or : ''}<StaffName staff={staff!} /></span>) : t.chosen(ids.length);
  return (
    <FilterChip name={t.staff} wide value={ids.length > 0 ? names : undefined} onRemove={() => onChange([])}>
      {() => (
        <StaffChoice
          ids={ids}
          onChoose={(staff) => {
            setPicked((before) => [...before, staff]);
            onChange(toggled(ids, staff.id));
          }}
        />
      )}
    </FilterChip>
  );
}

function StaffChoice({ ids, onChoose }: { ids: string[]; onChoose: (staff: StaffRef) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const found = useQuery(ask('org', 'staff', { limit: 100, ...(keyword ? { keyword } : {}) }));
  return (
    <ChoiceList
      label={t.searchStaff} many typed={typed} onType={setTyped} chosen={ids}
      choices={found.data?.items.map((staff) => ({ id: staff.id, label: <span className="staff-name"><Face name={staff.name} url={staff.avatarUrl} size={22} /><StaffName staff={staff} /></span> }))}
      onChoose={(chosen) => {
        const staff = found.data?.items.find((one) => one.id === chosen);
        if (staff) onChoose(staff);
      }}
    />
  );
}

export function DepartmentsChip({ ids = [], onChange }: { ids: number[] | undefined; onChange: (ids: number[]) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const departments = useQuery(ask('org', 'departments', {}));
  const known = departments.data?.items ?? [];
  const chosen = known.filter(({ departmentId }) => ids.includes(departmentId));
  const names = chosen.length > 0 ? chosen.map((department, i) => <span key={department.departmentId}>{i > 0 ? t.or : ''}<DepartmentName department={department} /></span>) : t.chosen(ids.length);
  return (
    <FilterChip name={t.departments} wide value={ids.length > 0 ? names : undefined} onRemove={() => onChange([])}>
      {() => (
        <ChoiceList
          label={t.searchDepartments} many typed={typed} onType={setTyped} chosen={ids.map(String)} onChoose={(id) => onChange(toggled(ids, Number(id)))}
          choices={departments.data && known.filter(({ name }) => (name ?? '').toLowerCase().includes(typed.trim().toLowerCase())).map((department) => ({ id: String(department.departmentId), label: <DepartmentName department={department} /> }))}
        />
      )}
    </FilterChip>
  );
}

export function CodesChip({ ids = [], onChange }: { ids: string[] | undefined; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const first = useQuery({ ...ask('liveCodes', 'get', { id: ids[0] ?? '' }), enabled: ids.length > 0 });
  return (
    <FilterChip name={t.code} wide value={ids.length === 0 ? undefined : ids.length === 1 ? first.data?.name ?? t.chosen(1) : t.chosen(ids.length)} onRemove={() => onChange([])}>
      {() => <CodeChoice ids={ids} keyword={keyword} typed={typed} onType={setTyped} onChoose={(id) => onChange(toggled(ids, id))} />}
    </FilterChip>
  );
}

function CodeChoice({ ids, keyword, typed, onType, onChoose }: { ids: string[]; keyword: string; typed: string; onType: (text: string) => void; onChoose: (id: string) => void }) {
  const t = useWords();
  const found = useQuery(ask('liveCodes', 'list', { limit: 50, ...(keyword ? { keyword } : {}) }));
  return <ChoiceList label={t.searchCodes} many typed={typed} onType={onType} chosen={ids} onChoose={onChoose} choices={found.data?.items.map((code) => ({ id: code.id, label: code.name }))} />;
}

type Kinds = NonNullable<AudienceFilter['sourceKinds']>;

export function SourceChip({ kinds = [], onChange }: { kinds: Kinds | undefined; onChange: (kinds: Kinds) => void }) {
  const t = useWords();
  const all = Object.keys(t.sourceKinds) as Kinds;
  return (
    <FilterChip name={t.source} value={kinds.map((kind) => t.sourceKinds[kind]).join(t.or)} onRemove={() => onChange([])}>
      {() => <Checkbox.Group className="stacked" value={kinds} onChange={onChange} options={all.map((value) => ({ value, label: t.sourceKinds[value] }))} />}
    </FilterChip>
  );
}

/** What people chose of the company's own list; one at the top stands for those under it too. Only where there is such a list. */
export function LeadSourcesChip({ name, ids, onChange }: { name: string; ids: string[]; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const sources = useQuery(ask('sources', 'list', {}));
  const all = sources.data?.items ?? [];
  if (all.length === 0 && ids.length === 0) return null;
  const nameOf = (id: string) => all.find((one) => one.id === id)?.name ?? '…';
  const labelOf = ({ name: own, parentId }: (typeof all)[number]) => (parentId === null ? own : `${nameOf(parentId)} / ${own}`);
  // Each with those under it.
  const inOrder = all.filter(({ parentId }) => parentId === null).flatMap((top) => [top, ...all.filter(({ parentId }) => parentId === top.id)]);
  const choices = inOrder.map((one) => ({ id: one.id, label: labelOf(one) })).filter(({ label }) => label.toLowerCase().includes(typed.trim().toLowerCase()));
  return (
    <FilterChip name={name} wide value={ids.length > 0 ? ids.map(nameOf).join(t.or) : undefined} onRemove={() => onChange([])}>
      {() => <ChoiceList label={t.searchSources} many typed={typed} onType={setTyped} chosen={ids} choices={choices} onChoose={(id) => onChange(toggled(ids, id))} />}
    </FilterChip>
  );
}

export function AddWaysChip({ ways = [], onChange }: { ways: number[] | undefined; onChange: (ways: number[]) => void }) {
  const t = useWords();
  const language = useLanguage();
  const [typed, setTyped] = useState('');
  const names = addWayNames(language);
  return (
    <FilterChip name={t.addWay} wide value={ways.map((way) => names.get(way) ?? String(way)).join(t.or)} onRemove={() => onChange([])}>
      {() => (
        <ChoiceList
          label={t.searchWays} many typed={typed} onType={setTyped} chosen={ways.map(String)} onChoose={(way) => onChange(toggled(ways, Number(way)))}
          choices={[...names].filter(([, name]) => name.toLowerCase().includes(typed.trim().toLowerCase())).map(([way, label]) => ({ id: String(way), label }))}
        />
      )}
    </FilterChip>
  );
}
