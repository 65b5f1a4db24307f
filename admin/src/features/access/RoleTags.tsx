import { Tag } from 'antd';
import type { RoleRef } from '@scrm/shared/session';
import { useRoleName } from './permission-text';
import './access.css';

export function RoleTags({ roles }: { roles: readonly RoleRef[] }) {
  const name = useRoleName();
  return <span className="role-tags">{roles.map((role) => <Tag key={role.id} color={role.id === 'admin' ? 'blue' : undefined} title={name(role)}>{name(role)}</Tag>)}</span>;
}
