import { useQuery } from '@tanstack/react-query';
import { Form, Modal, Radio, TreeSelect } from 'antd';
import { useState } from 'react';
import type { TagGroup } from '@scrm/shared/tag';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { DepartmentName } from '../org/DepartmentTree';
import { useTagWords } from './words';

const useWords = words({
  zh: { title: (name: string) => `「${name}」给谁使用`, all: '全员', some: '只给这些部门（含下级部门）', pick: '选择部门', hint: '其他部门的员工看不到也不能使用这组标签；客户身上已有的标签仍然显示，但不能由他们改动。' },
  en: { title: (name: string) => `Who uses “${name}”`, all: 'Everybody', some: 'Only these departments, and those below', pick: 'Choose departments', hint: 'Staff of other departments neither see nor use these tags. Tags that customers have already stay visible, but those staff cannot change them.' },
});

export function ScopeDialog({ group, onClose }: { group: TagGroup; onClose: () => void }) {
  const t = useWords();
  const all = useTagWords();
  const departments = useQuery(ask('org', 'departments', {}));
  const [limited, setLimited] = useState(group.departmentIds !== null);
  const [chosen, setChosen] = useState<number[]>(group.departmentIds ?? []);
  const save = useAct(() => api.tags.scope({ groupId: group.id, departmentIds: limited ? chosen : null }), { done: all.scopeSaved, touches: ['tags', 'customers'], onDone: onClose });
  const items = departments.data?.items ?? [];
  const known = new Set(items.map(({ departmentId }) => departmentId));
  const below = (parent: number): object[] => items.filter(({ parentId }) => parentId === parent).map(node);
  const node = (department: (typeof items)[number]) => ({ value: department.departmentId, title: <DepartmentName department={department} />, text: department.name ?? '', children: below(department.departmentId) });
  return (
    <Modal
      open title={t.title(group.name)} okText={all.save} cancelText={all.cancel} confirmLoading={save.isPending}
      okButtonProps={{ disabled: limited && chosen.length === 0 }} onOk={() => save.mutate(undefined)} onCancel={onClose} destroyOnHidden
    >
      <Form layout="vertical">
        <Form.Item><Radio.Group vertical value={limited} onChange={({ target }) => setLimited(target.value as boolean)} options={[{ value: false, label: t.all }, { value: true, label: t.some }]} /></Form.Item>
        {limited ? (
          <Form.Item label={t.pick} htmlFor="scope-departments">
            <TreeSelect<number[]>
              id="scope-departments" multiple treeDefaultExpandAll allowClear style={{ width: '100%' }} value={chosen} onChange={setChosen} loading={departments.isPending} treeNodeFilterProp="text"
              treeData={items.filter(({ parentId }) => !known.has(parentId)).map(node)}
            />
          </Form.Item>
        ) : null}
        <p className="soft small">{t.hint}</p>
      </Form>
    </Modal>
  );
}
