import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import type { Role } from '@scrm/shared/access';
import { counted } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Allow } from '../../kit/me';
import { RoleEditor } from './RoleEditor';
import { useRoleName, useScopeNames } from './permission-text';

const useWords = words({
  zh: { count: (n: string) => `${n} 个角色`, add: '新建角色', name: '角色', builtIn: '内置', own: '自定义', scope: '能看到谁的客户', people: '人数', grants: (n: number, deny: number) => `${n} 项权限${deny > 0 ? `，禁止 ${deny} 项` : ''}`, empty: '没有角色', emptyHint: '' },
  en: { count: (n: string) => counted(n, 'role'), add: 'New role', name: 'Role', builtIn: 'Built in', own: 'Custom', scope: 'Whose customers', people: 'People', grants: (n: number, deny: number) => `${counted(n, 'permission')}${deny > 0 ? `, ${deny} denied` : ''}`, empty: 'No roles', emptyHint: '' },
});

export function RolesPage() {
  const t = useWords();
  const nameOf = useRoleName();
  const scopes = useScopeNames();
  const rows = useQuery({ ...ask('access', 'roles', {}), placeholderData: undefined });
  const [search, setSearch] = useSearchParams();
  const open = search.get('role');
  const show = (id: string | undefined) => setSearch(id ? { role: id } : {});

  const columns: Column<Role>[] = [
    { key: 'name', title: t.name, width: 240, render: (role) => <span className="row"><strong className="ellipsis" title={nameOf(role)}>{nameOf(role)}</strong><Tag color={role.builtIn ? undefined : 'blue'}>{role.builtIn ? t.builtIn : t.own}</Tag></span> },
    { key: 'grants', title: '', width: 180, render: (role) => <span className="soft">{t.grants(role.allow.length, role.deny.length)}</span> },
    { key: 'scope', title: t.scope, width: 180, render: (role) => scopes[role.scope] },
    { key: 'people', title: t.people, width: 90, align: 'right', render: (role) => (role.id === 'staff' ? <span className="soft">–</span> : <Link className="figures" to={`/system/access?roleId=${role.id}`}>{figure(role.people)}</Link>) },
  ];
  return (
    <>
      <ListPage<Role>
        testId="roles" columns={columns} rows={rows} count={t.count} rowLabel={nameOf} onOpen={(role) => show(role.id)} openId={open ?? undefined} empty={{ title: t.empty, hint: t.emptyHint }}
        filters={<Allow to="access.createRole"><Button type="primary" onClick={() => show('new')} data-testid="new-role">{t.add}</Button></Allow>}
      />
      {open && rows.data ? <RoleEditor key={open} role={rows.data.items.find(({ id }) => id === open)} onClose={() => show(undefined)} /> : null}
    </>
  );
}
