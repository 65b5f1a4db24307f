import { useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { ask } from '../../kit/ask';
import { DepartmentLabel } from './RuleAim';

/** Departments as they stand in the company. */
export function DepartmentPicker({ value, onChange, id, label }: { value: number[]; onChange: (ids: number[]) => void; id: string; label: string }) {
  const departments = useQuery(ask('org', 'departments', {}));
  const items = departments.data?.items ?? [];
  const known = new Set(items.map(({ departmentId }) => departmentId));
  const below = (parent: number): object[] => items.filter(({ parentId }) => parentId === parent).map(node);
  const node = (department: (typeof items)[number]) => ({ value: department.departmentId, title: <DepartmentLabel department={department} />, text: department.name ?? '', children: below(department.departmentId) });
  return (
    <TreeSelect<number[]>
      id={id} aria-label={label} multiple treeDefaultExpandAll allowClear style={{ width: '100%' }} value={value} onChange={onChange} loading={departments.isPending} treeNodeFilterProp="text"
      treeData={items.filter(({ parentId }) => !known.has(parentId)).map(node)}
    />
  );
}
