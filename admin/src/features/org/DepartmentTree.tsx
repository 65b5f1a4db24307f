import type { UseQueryResult } from '@tanstack/react-query';
import { Skeleton, Tree } from 'antd';
import type { DataNode } from 'antd/es/tree';
import type { ReplyOf } from '@scrm/shared/contract';
import type { org } from '@scrm/shared/org';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { OpenData } from '../../kit/open-data';

type Departments = ReplyOf<(typeof org)['departments']>;
type Department = Departments['items'][number];

const useWords = words({ zh: { all: '全部员工', none: '没有可见的部门' }, en: { all: 'All staff', none: 'No department is visible' } });

export function DepartmentName({ department }: { department: Department }) {
  return department.name === null ? <OpenData type="departmentName" openid={String(department.departmentId)} /> : <>{department.name}</>;
}

/** A department whose parent is out of the app's sight stands at the top. */
function nodesOf(departments: Department[]): DataNode[] {
  const ids = new Set(departments.map(({ departmentId }) => departmentId));
  const below = (parent: number): DataNode[] => departments.filter(({ parentId }) => parentId === parent).map(toNode);
  const toNode = (department: Department): DataNode => ({
    key: department.departmentId,
    title: <span className="org-node"><span className="ellipsis"><DepartmentName department={department} /></span><span className="soft small figures">{figure(department.staffCount)}</span></span>,
    children: below(department.departmentId),
  });
  return departments.filter(({ parentId }) => !ids.has(parentId)).map(toNode);
}

export function DepartmentTree({ departments, value, onChange }: { departments: UseQueryResult<Departments>; value: number | undefined; onChange: (id: number | undefined) => void }) {
  const t = useWords();
  if (departments.isPending) return <Skeleton active title={false} paragraph={{ rows: 6 }} />;
  if (!departments.data) return <ErrorNote compact error={departments.error} onAgain={() => void departments.refetch()} />;
  return (
    <>
      <button type="button" className={value === undefined ? 'org-all org-all-on' : 'org-all'} aria-pressed={value === undefined} onClick={() => onChange(undefined)}>{t.all}</button>
      {departments.data.items.length === 0 ? <p className="soft">{t.none}</p> : (
        <Tree
          blockNode defaultExpandAll selectedKeys={value === undefined ? [] : [value]} treeData={nodesOf(departments.data.items)}
          onSelect={([key]) => onChange(key === undefined ? undefined : Number(key))}
        />
      )}
    </>
  );
}
