import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router-dom';
import type { Person } from '@scrm/shared/access';
import { counted } from '@scrm/shared/text';
import { ask, askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import { ChoiceChip, SearchBox, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { StaffPerson } from '../../kit/person';
import { useRoleName } from './permission-text';
import { PersonDrawer } from './PersonDrawer';
import { RoleTags } from './RoleTags';

const useWords = words({
  zh: { search: '搜索员工姓名', role: '角色', count: (n: string) => `${n} 位成员`, name: '姓名', roles: '角色', from: '来源', wecom: '企业微信管理员', hand: '手动分配', standard: '默认', emptyTitle: '还没有成员', emptyHint: '先在「员工」里同步通讯录，再回来分配角色。' },
  en: { search: 'Search staff by name', role: 'Role', count: (n: string) => counted(n, 'person', 'people'), name: 'Name', roles: 'Roles', from: 'From', wecom: 'Admin in WeCom', hand: 'Assigned here', standard: 'By default', emptyTitle: 'Nobody yet', emptyHint: 'Sync the directory under Staff, then give roles here.' },
});

export function PeoplePage() {
  const t = useWords();
  const nameOf = useRoleName();
  const filters = useFilters(['keyword', 'roleId']);
  const { keyword } = filters.values;
  const roles = useQuery(ask('access', 'roles', {}));
  const choices = Object.fromEntries(roles.data?.items.map((role) => [role.id, nameOf(role)]) ?? []);
  const roleId = roles.data ? oneOf(filters.values.roleId, choices) : filters.values.roleId;
  const paging = usePaging({ keyword, roleId });
  const rows = useQuery(askPage('access', 'people', { keyword, roleId, limit: pageSize, cursor: paging.cursor }));
  const [search, setSearch] = useSearchParams();
  const open = search.get('open') ?? undefined;

  function show(id: string | undefined): void {
    const next = new URLSearchParams(location.search);
    if (id) next.set('open', id);
    else next.delete('open');
    setSearch(next);
  }

  const columns: Column<Person>[] = [
    { key: 'name', title: t.name, width: 220, render: (person) => <StaffPerson staff={person.staff} second={person.position || undefined} /> },
    { key: 'roles', title: t.roles, width: 300, render: (person) => <RoleTags roles={person.roles} /> },
    { key: 'from', title: t.from, width: 140, render: (person) => <span className="soft">{person.fromWecom ? t.wecom : person.roles.every(({ id }) => id === 'staff') ? t.standard : t.hand}</span> },
  ];

  return (
    <>
      <ListPage<Person>
        testId="people" columns={columns} rows={rows} count={t.count} rowLabel={(person) => person.staff.name ?? person.staff.userId} onOpen={(person) => show(person.id)} openId={open}
        filters={(
          <>
            <SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />
            <ChoiceChip name={t.role} value={roleId} choices={choices} onChange={(next) => filters.set('roleId', next)} />
          </>
        )}
        filterCount={filters.count} onClearFilters={filters.clear} pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.emptyTitle, hint: t.emptyHint }}
      />
      <PersonDrawer id={open} onClose={() => show(undefined)} />
    </>
  );
}
