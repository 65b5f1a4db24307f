import { MergeCellsOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Popconfirm, Select, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { Ago } from '../../kit/time';
import type { CustomerDetail } from './detail';
import { MergeDialog } from './MergeDialog';
import { useIdentityWords } from './identity-words';

const useWords = words({
  zh: { title: '身份', merge: '合并客户', add: '添加', phone: '手机号', email: '邮箱', value: '号码或地址', save: '保存', cancel: '取消', verified: '已验证', remove: '删除', askRemove: '删除这条身份信息？', keep: '保留', saved: '已添加' },
  en: { title: 'Identities', merge: 'Merge', add: 'Add', phone: 'Phone', email: 'E-mail', value: 'Number or address', save: 'Save', cancel: 'Cancel', verified: 'Verified', remove: 'Delete', askRemove: 'Delete this identity?', keep: 'Keep', saved: 'Added' },
});

/** By which names this person is known, since when and from where. */
export function IdentitiesBlock({ customer }: { customer: CustomerDetail }) {
  const t = useWords();
  const i = useIdentityWords();
  const [merging, setMerging] = useState(false);
  const [adding, setAdding] = useState(false);
  const names = useQuery(ask('identities', 'ofCustomer', { customerId: customer.id }));
  const touches = ['identities', 'merges'] as const;
  const add = useAct((input: { kind: 'phone' | 'email'; value: string }) => api.identities.add({ customerId: customer.id, ...input }), { done: t.saved, touches: [...touches], onDone: () => setAdding(false) });
  const remove = useAct((id: string) => api.identities.remove({ id }), { touches: [...touches] });
  return (
    <section className="panel stack" data-testid="identities">
      <div className="between">
        <h2>{t.title}</h2>
        <Allow to="merges.merge"><Button icon={<MergeCellsOutlined />} onClick={() => setMerging(true)} data-testid="merge">{t.merge}</Button></Allow>
      </div>
      {names.error ? <ErrorNote compact error={names.error} onAgain={() => void names.refetch()} /> : null}
      {names.data?.items.map((name) => (
        <div key={name.id} className="between">
          <div style={{ minWidth: 0 }}>
            <div>{i.kinds[name.kind]} {name.verified && (name.kind === 'phone' || name.kind === 'email') ? <Tag color="success">{t.verified}</Tag> : null}</div>
            <div className="small break">{name.shown}</div>
            <div className="soft small"><Ago at={name.since || null} /> · {i.sources[name.source]}</div>
          </div>
          {name.source === 'hand' ? (
            <Allow to="identities.remove">
              <Popconfirm title={t.askRemove} okText={t.remove} cancelText={t.keep} okButtonProps={{ danger: true }} onConfirm={() => remove.mutate(name.id)}><Button type="text" size="small" danger>{t.remove}</Button></Popconfirm>
            </Allow>
          ) : null}
        </div>
      ))}
      <Allow to="identities.add">
        {adding ? (
          <Form layout="vertical" initialValues={{ kind: 'phone' }} onFinish={(filled: { kind: 'phone' | 'email'; value: string }) => add.mutate(filled)}>
            <Form.Item name="kind"><Select options={[{ value: 'phone', label: t.phone }, { value: 'email', label: t.email }]} /></Form.Item>
            <Form.Item name="value" rules={[{ required: true, whitespace: true, message: t.value }]}><Input maxLength={128} placeholder={t.value} aria-label={t.value} /></Form.Item>
            <div className="row"><Button onClick={() => setAdding(false)}>{t.cancel}</Button><Button type="primary" htmlType="submit" loading={add.isPending}>{t.save}</Button></div>
          </Form>
        ) : <Button type="dashed" size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t.add}</Button>}
      </Allow>
      {merging ? <MergeDialog survivorId={customer.id} onClose={() => setMerging(false)} /> : null}
    </section>
  );
}
