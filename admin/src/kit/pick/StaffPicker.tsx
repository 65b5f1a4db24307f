import { useQuery } from '@tanstack/react-query';
import { Select, Tooltip } from 'antd';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Staff, StaffRef } from '@scrm/shared/org';
import { ask } from '../ask';
import { words } from '../language';
import { Face, StaffName } from '../person';
import { sentenceOf } from '../problem';

const useWords = words({
  zh: {
    search: '搜索员工姓名', none: '没有找到员工', loading: '正在查找…',
    states: { active: '未开通客户联系', disabled: '账号已禁用', notActivated: '账号未激活', left: '已离职' },
    more: '只显示前 100 名，请输入姓名查找',
  },
  en: {
    search: 'Search staff by name', none: 'No staff found', loading: 'Searching…',
    states: { active: 'No customer contact', disabled: 'Account disabled', notActivated: 'Account not activated', left: 'Has left' },
    more: 'The first 100 are shown, type a name to find others',
  },
});

const shownAtOnce = 100;

/** Why this person cannot be given customers; nothing when they can. */
function useHindrance(): (staff: Staff) => string {
  const t = useWords();
  return (staff) => (staff.canReceive && staff.state === 'active' ? '' : (staff.state === 'active' && staff.refusal) || t.states[staff.state]);
}

interface StaffPickerProps {
  value?: StaffRef[];
  onChange?: (staff: StaffRef[]) => void;
  max?: number;
  id?: string;
  label: string;
  placeholder?: string;
}

/** Finds staff by name, shows the chosen ones as chips, and says why somebody cannot be chosen. */
export function StaffPicker({ value = [], onChange, max, id, label, placeholder }: StaffPickerProps) {
  const t = useWords();
  const hindrance = useHindrance();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim());
  const found = useQuery(ask('org', 'staff', { limit: shownAtOnce, ...(keyword ? { keyword } : {}) }));
  const known = useRef(new Map<string, StaffRef>());
  for (const one of [...value, ...(found.data?.items ?? [])]) known.current.set(one.id, one);

  const options = useMemo(() => (found.data?.items ?? []).map((staff) => ({
    value: staff.id, staff, title: '', disabled: hindrance(staff) !== '',
  })), [found.data]);

  function choose(ids: string[]): void {
    onChange?.(ids.map((one) => known.current.get(one)).filter((one) => one !== undefined));
  }

  return (
    <Select<string[]>
      id={id} aria-label={label} mode="multiple" style={{ width: '100%' }} allowClear
      placeholder={placeholder ?? t.search} maxCount={max}
      showSearch={{ searchValue: typed, onSearch: setTyped, filterOption: false, autoClearSearchValue: false }}
      value={value.map((one) => one.id)} onChange={choose}
      options={[...options, ...value.filter((one) => !options.some((option) => option.value === one.id)).map((one) => ({ value: one.id, staff: one, title: '', disabled: false, style: { display: 'none' } }))]}
      labelRender={({ value: chosen }) => <Chosen staff={known.current.get(String(chosen))} />}
      optionRender={({ data }) => <Option staff={data.staff} reason={'canReceive' in data.staff ? hindrance(data.staff as Staff) : ''} />}
      notFoundContent={<span className="soft">{found.error ? sentenceOf(found.error) : found.isPending ? t.loading : t.none}</span>}
      popupRender={(menu) => (
        <>
          {menu}
          {found.data && found.data.nextCursor !== null ? <div className="soft small picker-foot">{t.more}</div> : null}
        </>
      )}
    />
  );
}

function Chosen({ staff }: { staff: StaffRef | undefined }) {
  if (!staff) return null;
  return <span className="staff-name"><Face name={staff.name} url={staff.avatarUrl} size={18} /><span className="ellipsis" title={staff.name ?? undefined}><StaffName staff={staff} /></span></span>;
}

function Option({ staff, reason }: { staff: StaffRef & Partial<Staff>; reason: string }) {
  return (
    <Tooltip title={reason} placement="left">
      <span className="between" data-testid={`staff-${staff.userId}`}>
        <span className="staff-name"><Face name={staff.name} url={staff.avatarUrl} size={22} /><StaffName staff={staff} /></span>
        <span className="small soft ellipsis">{reason || staff.position}</span>
      </span>
    </Tooltip>
  );
}
