import { ArrowDownOutlined, ArrowUpOutlined, LockOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Segmented, Tag } from 'antd';
import { Outlet, useLocation, useNavigate, useParams } from 'react-router-dom';
import type { Field } from '@scrm/shared/field';
import { kindOf, longFormAt } from '@scrm/shared/field-kind';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { marks, useLanguage, words } from '../../kit/language';
import { useFilters } from '../../kit/list/filters';
import { ListPage, type Column } from '../../kit/list/ListPage';
import { Allow } from '../../kit/me';
import { useFieldRoles } from './roles';
import './field.css';

const useWords = words({
  zh: {
    title: '自定义字段', about: '想了解客户的哪些情况：在客户详情和侧边栏里填写，可按字段筛选。', create: '新建字段', count: (n: string) => `${n} 个字段`, name: '字段', kind: '类型', marks: '设置', who: '谁能看', order: '顺序',
    required: '必填', sensitive: '敏感', everyone: '所有能看客户的人', up: (name: string) => `上移${name}`, down: (name: string) => `下移${name}`, state: '显示', active: '使用中', archived: '已归档', options: (n: number) => `${n} 个选项`,
    emptyTitle: '没有归档的字段', emptyHint: '归档字段后，客户的值都会保留，可以随时恢复。', emptyActive: '还没有字段', emptyActiveHint: '新建一个字段，例如「预算」或「孩子年龄」。',
    long: (n: number) => `已有 ${n} 个必填字段：表单越长，填完的人越少。请只保留真正需要的。`,
  },
  en: {
    title: 'Custom fields', about: 'What you want to know of customers: filled in on the customer’s page and in the sidebar, and filtered by.', create: 'New field', count: (n: string) => counted(n, 'field'), name: 'Field', kind: 'Type', marks: 'Settings', who: 'Who sees it', order: 'Order',
    required: 'Required', sensitive: 'Sensitive', everyone: 'Everybody who sees the customer', up: (name: string) => `Move ${name} up`, down: (name: string) => `Move ${name} down`, state: 'Show', active: 'In use', archived: 'Archived', options: (n: number) => counted(n, 'option'),
    emptyTitle: 'No archived fields', emptyHint: 'An archived field keeps all values of the customers and can be restored at any time.', emptyActive: 'No fields yet', emptyActiveHint: 'Add one, such as “Budget” or “Age of the child”.',
    long: (n: number) => `There are ${n} required fields: the longer a form, the fewer people fill it in. Keep what you really need.`,
  },
});

export function FieldsPage() {
  const t = useWords();
  const { nameOf } = useFieldRoles();
  const language = useLanguage();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { id } = useParams();
  const filters = useFilters(['archived']);
  const archived = filters.values.archived === '1';
  const rows = useQuery(ask('fields', 'list', { archived }));
  const order = useAct((ids: string[]) => api.fields.order({ ids }), { touches: ['fields'] });
  const items = rows.data?.items ?? [];
  const required = archived ? 0 : items.filter((field) => field.required).length;

  function move(field: Field, by: -1 | 1): void {
    const ids = items.map((one) => one.id);
    const at = ids.indexOf(field.id);
    [ids[at], ids[at + by]] = [ids[at + by]!, ids[at]!];
    order.mutate(ids);
  }

  const columns: Column<Field>[] = [
    { key: 'name', title: t.name, render: (field) => <><strong className="break">{field.name}</strong>{field.hint ? <div className="soft small ellipsis" title={field.hint}>{field.hint}</div> : null}</> },
    { key: 'kind', title: t.kind, width: 150, render: (field) => <>{kindOf(field.kind).name[language]}{field.options.length > 0 ? <span className="soft small"> · {t.options(field.options.filter((one) => !one.retired).length)}</span> : null}</> },
    { key: 'marks', title: t.marks, width: 160, render: (field) => <span className="field-marks">{field.required ? <Tag color="error">{t.required}</Tag> : null}{field.sensitive ? <Tag icon={<LockOutlined />}>{t.sensitive}</Tag> : null}{field.required || field.sensitive ? null : <span className="soft">–</span>}</span> },
    { key: 'who', title: t.who, onPhone: 'hidden', render: (field) => (field.seeRoles.length === 0 ? <span className="soft">{t.everyone}</span> : field.seeRoles.map(nameOf).join(marks().comma)) },
    ...(archived ? [] : [{
      key: 'order', title: t.order, width: 96, render: (field: Field) => {
        const at = items.indexOf(field);
        return (
          <span className="nowrap">
            <Button type="text" size="small" icon={<ArrowUpOutlined />} aria-label={t.up(field.name)} disabled={at === 0 || order.isPending} onClick={() => move(field, -1)} />
            <Button type="text" size="small" icon={<ArrowDownOutlined />} aria-label={t.down(field.name)} disabled={at === items.length - 1 || order.isPending} onClick={() => move(field, 1)} />
          </span>
        );
      },
    }]),
  ];
  const open = (to: string) => void navigate({ pathname: `/fields/${to}`, search });
  const create = <Allow to="fields.create"><Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>{t.create}</Button></Allow>;

  return (
    <>
      <ListPage<Field>
        title={t.title} about={t.about} action={create} testId="fields" rows={rows} columns={columns} rowLabel={(field) => field.name} openId={id} onOpen={(field) => open(field.id)}
        count={t.count} above={required >= longFormAt ? <Alert type="warning" showIcon title={t.long(required)} /> : undefined}
        filters={<Segmented aria-label={t.state} value={archived ? '1' : ''} onChange={(value) => filters.set('archived', value)} options={[{ value: '', label: t.active }, { value: '1', label: t.archived }]} />}
        empty={archived ? { title: t.emptyTitle, hint: t.emptyHint } : { title: t.emptyActive, hint: t.emptyActiveHint, action: create }}
      />
      <Outlet />
    </>
  );
}
