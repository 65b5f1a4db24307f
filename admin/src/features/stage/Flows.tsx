import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Flow, StageTemplate } from '@scrm/shared/stage';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { FlowDrawer } from './FlowDrawer';

const useWords = words({
  zh: {
    title: '业务线流程', about: '范围内员工的客户走该流程，其他客户走默认流程。一名员工在多个流程的范围里时，以先建的为准。', add: '新建流程', byDefault: '默认', edit: '编辑', remove: '删除', removed: '流程已删除',
    stages: (n: number) => `${n} 个阶段`, customers: (n: string) => `${n} 位客户`, scope: (departments: number, staff: number) => `范围：${departments} 个部门，${staff} 名员工`, everyone: '其他所有客户',
    ask: (name: string) => `删除流程「${name}」？`, askText: (n: string) => `其中 ${n} 位客户会转到默认流程，阶段保持不变。`, keep: '保留', custom: '自定流转',
  },
  en: {
    title: 'Flows of business lines', about: 'Customers of the staff in range go this way, all others the default one. Staff in the range of several flows belong to the oldest.', add: 'New flow', byDefault: 'Default', edit: 'Edit', remove: 'Remove', removed: 'Flow removed',
    stages: (n: number) => counted(n, 'stage'), customers: (n: string) => counted(n, 'customer'), scope: (departments: number, staff: number) => `Range: ${counted(departments, 'department')}, ${staff} staff`, everyone: 'All other customers',
    ask: (name: string) => `Remove the flow “${name}”?`, askText: (n: string) => `${counted(n, 'customer goes', 'customers go')} to the default flow; their stage stays.`, keep: 'Keep', custom: 'Own moves',
  },
});

const sizeOf = (flow: Flow) => Object.values(flow.counts).reduce((sum, n) => sum + n, 0);

export function Flows({ template }: { template: StageTemplate }) {
  const t = useWords();
  const { modal } = App.useApp();
  const [editing, setEditing] = useState<Flow | 'new'>();
  const departments = useQuery(ask('org', 'departments', {}));
  const remove = useAct((flow: Flow) => api.stages.removeFlow({ id: flow.id, updatedAt: flow.updatedAt }), { done: t.removed, touches: ['stages', 'customers'] });

  function askFirst(flow: Flow): void {
    modal.confirm({
      title: t.ask(flow.name), content: t.askText(figure(sizeOf(flow))), okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(flow).catch(() => undefined),
    });
  }

  return (
    <section className="panel stack" aria-label={t.title}>
      <div className="between"><h2>{t.title}</h2><Button icon={<PlusOutlined />} data-testid="new-flow" onClick={() => setEditing('new')}>{t.add}</Button></div>
      <p className="soft">{t.about}</p>
      <ul className="flow-list">
        {template.flows.map((flow) => (
          <li key={flow.id} className="flow-item" data-testid={`flow-${flow.name}`}>
            <div>
              <strong>{flow.name}</strong> {flow.isDefault ? <Tag>{t.byDefault}</Tag> : null}{flow.moves ? <Tag>{t.custom}</Tag> : null}
              <div className="soft small">
                {t.stages(flow.stageIds.length)} · <Link to={`/customers?flowId=${flow.id}`}>{t.customers(figure(sizeOf(flow)))}</Link> · {flow.isDefault ? t.everyone : t.scope(flow.departmentIds.length, flow.staff.length)}
              </div>
            </div>
            <span className="row">
              <Button onClick={() => setEditing(flow)}>{t.edit}</Button>
              {flow.isDefault ? null : <Button danger type="text" onClick={() => askFirst(flow)}>{t.remove}</Button>}
            </span>
          </li>
        ))}
      </ul>
      {editing ? <FlowDrawer key={editing === 'new' ? 'new' : editing.id} flow={editing === 'new' ? undefined : editing} template={template} departments={departments.data?.items ?? []} onClose={() => setEditing(undefined)} /> : null}
    </section>
  );
}
