import { EditOutlined, MergeCellsOutlined, PlusOutlined, StopOutlined, UndoOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import type { LeadSource } from '@scrm/shared/field';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, marks, words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { Note } from '../../kit/note';
import { PageHead } from '../../kit/page-head';
import { sourceOptions } from './LeadSourceRow';
import './field.css';

const useWords = words({
  zh: {
    title: '客户来源', about: '客户从哪里来：只能从这里的名单中选，别的系统传来的名称按同义词归入。企业微信记录的添加方式和活码另外保留。', create: '新建来源', child: (name: string) => `在「${name}」下新建`, edit: '编辑来源', name: '名称', needName: '请填写名称', synonyms: '同义词',
    synonymsHint: '别的系统或表格里的叫法，回车添加；传入这些名称时都算作这个来源', save: '保存', cancel: '取消', saved: '来源已保存', retire: (name: string) => `停用${name}`, restore: (name: string) => `恢复${name}`, retired: '已停用', retiredDone: '来源已停用，已有的客户保留', restoredDone: '来源已恢复', parent: '上级', top: '（一级来源）',
    merge: (name: string) => `合并${name}`, mergeTitle: (name: string) => `把「${name}」合并到`, mergeText: (n: string, name: string) => `${n} 位客户会改为所选来源，「${name}」成为它的同义词。合并后不能拆开。`, mergeDo: '合并', merged: '来源已合并', into: '合并到', customers: (n: string) => `${n} 位客户`, editName: (name: string) => `编辑${name}`,
    emptyTitle: '还没有客户来源', emptyHint: '先列出常用的来源，例如「线上 / 信息流广告」「线下 / 展会」，员工填写时只能选，不会写乱。', keep: '不停用', retireDo: '停用', retireAsk: (name: string) => `停用「${name}」？`, retireText: '之后不能再选它（下级一起停用），已有这个来源的客户保留。可以恢复。',
  },
  en: {
    title: 'Lead sources', about: 'Where customers come from: picked from this list only, and names from other systems are mapped by synonym. How WeCom says they were added, and the live code, are kept beside it.', create: 'New source', child: (name: string) => `New under “${name}”`, edit: 'Edit source', name: 'Name', needName: 'Give it a name', synonyms: 'Synonyms',
    synonymsHint: 'What other systems or sheets call it, one by one; such names count as this source', save: 'Save', cancel: 'Cancel', saved: 'Source saved', retire: (name: string) => `Retire ${name}`, restore: (name: string) => `Restore ${name}`, retired: 'Retired', retiredDone: 'Retired; customers who have it keep it', restoredDone: 'Restored', parent: 'Under', top: '(at the top)',
    merge: (name: string) => `Merge ${name}`, mergeTitle: (name: string) => `Merge “${name}” into`, mergeText: (n: string, name: string) => `${counted(n, 'customer gets', 'customers get')} the chosen source, and “${name}” becomes its synonym. This cannot be undone.`, mergeDo: 'Merge', merged: 'Merged', into: 'Into', customers: (n: string) => counted(n, 'customer'), editName: (name: string) => `Edit ${name}`,
    emptyTitle: 'No lead sources yet', emptyHint: 'List the usual ones first, such as “Online / Ads” or “Offline / Fair”: staff can only choose, so nothing is spelt in three ways.', keep: 'Keep', retireDo: 'Retire', retireAsk: (name: string) => `Retire “${name}”?`, retireText: 'It cannot be chosen any more, nor what stands under it; customers who have it keep it. It can be restored.',
  },
});

type Edited = { source: LeadSource | null; parentId: string | null };

export function SourcesPage() {
  const t = useWords();
  const sources = useQuery(ask('sources', 'list', {}));
  const [edited, setEdited] = useState<Edited>();
  const [merging, setMerging] = useState<LeadSource>();
  const items = sources.data?.items ?? [];
  const create = <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited({ source: null, parentId: null })}>{t.create}</Button>;
  const row = (source: LeadSource) => <Row key={source.id} source={source} onEdit={setEdited} onMerge={setMerging} />;
  return (
    <section className="stack" data-testid="lead-sources">
      <PageHead title={t.title} about={t.about} action={create} />
      {sources.isPending ? <SkeletonRows count={4} /> : null}
      {sources.error ? <div className="panel"><ErrorNote error={sources.error} onAgain={() => void sources.refetch()} /></div> : null}
      {sources.data && items.length === 0 ? <div className="panel" data-testid="empty"><Note title={t.emptyTitle} hint={t.emptyHint}>{create}</Note></div> : null}
      {items.length > 0 ? <div className="panel source-tree">{items.filter((one) => one.parentId === null).flatMap((top) => [row(top), ...items.filter((one) => one.parentId === top.id).map(row)])}</div> : null}
      {edited ? <SourceModal edited={edited} parents={items.filter((one) => one.parentId === null && one.retiredAt === null)} onClose={() => setEdited(undefined)} /> : null}
      {merging ? <MergeModal source={merging} items={items} onClose={() => setMerging(undefined)} /> : null}
    </section>
  );
}

function Row({ source, onEdit, onMerge }: { source: LeadSource; onEdit: (edited: Edited) => void; onMerge: (source: LeadSource) => void }) {
  const t = useWords();
  const { modal } = App.useApp();
  const retire = useAct(() => api.sources.retire({ id: source.id }), { done: t.retiredDone, touches: ['sources'] });
  const restore = useAct(() => api.sources.restore({ id: source.id }), { done: t.restoredDone, touches: ['sources'] });
  const askFirst = () => void modal.confirm({
    title: t.retireAsk(source.name), content: t.retireText, okText: t.retireDo, cancelText: t.keep, okButtonProps: { danger: true },
    onOk: () => retire.mutateAsync(undefined).catch(() => undefined),
  });
  const { name } = source;
  return (
    <div className={source.parentId ? 'source-row source-child' : 'source-row'} data-testid={`source-${source.id}`}>
      <div className="source-name">
        <span className={source.retiredAt === null ? 'break' : 'soft break'}>{name}</span> {source.retiredAt === null ? null : <Tag>{t.retired}</Tag>}
        {source.synonyms.length > 0 ? <div className="soft small break">{t.synonyms}{marks().colon}{source.synonyms.join(marks().comma)}</div> : null}
      </div>
      <span className="soft small figures nowrap">{t.customers(figure(source.customerCount))}</span>
      <span className="option-acts">
        {source.parentId === null && source.retiredAt === null ? <Button type="text" size="small" icon={<PlusOutlined />} aria-label={t.child(name)} title={t.child(name)} onClick={() => onEdit({ source: null, parentId: source.id })} /> : null}
        <Button type="text" size="small" icon={<EditOutlined />} aria-label={t.editName(name)} title={t.editName(name)} onClick={() => onEdit({ source, parentId: source.parentId })} />
        <Button type="text" size="small" icon={<MergeCellsOutlined />} aria-label={t.merge(name)} title={t.merge(name)} onClick={() => onMerge(source)} />
        {source.retiredAt === null
          ? <Button type="text" size="small" icon={<StopOutlined />} aria-label={t.retire(name)} title={t.retire(name)} onClick={askFirst} />
          : <Button type="text" size="small" icon={<UndoOutlined />} aria-label={t.restore(name)} title={t.restore(name)} loading={restore.isPending} onClick={() => restore.mutate(undefined)} />}
      </span>
    </div>
  );
}

function SourceModal({ edited: { source, parentId }, parents, onClose }: { edited: Edited; parents: LeadSource[]; onClose: () => void }) {
  const t = useWords();
  const [form] = Form.useForm<{ name: string; synonyms: string[]; parentId: string }>();
  const save = useAct((filled: { name: string; synonyms: string[]; parentId?: string }) => (source
    ? api.sources.update({ id: source.id, name: filled.name, synonyms: filled.synonyms })
    : api.sources.create({ name: filled.name, synonyms: filled.synonyms, parentId: filled.parentId || null })), { done: t.saved, touches: ['sources'], quiet: true, onDone: onClose });
  return (
    <Modal open title={source ? t.edit : t.create} okText={t.save} cancelText={t.cancel} confirmLoading={save.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form form={form} layout="vertical" initialValues={{ name: source?.name ?? '', synonyms: source?.synonyms ?? [], parentId: parentId ?? '' }} onFinish={(filled) => save.mutate(filled)}>
        {save.error ? <ErrorNote compact error={save.error} /> : null}
        <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true, message: t.needName }]}><Input maxLength={64} autoFocus /></Form.Item>
        {source ? null : <Form.Item name="parentId" label={t.parent}><Select options={[{ value: '', label: t.top }, ...parents.map((one) => ({ value: one.id, label: one.name }))]} /></Form.Item>}
        <Form.Item name="synonyms" label={t.synonyms} extra={t.synonymsHint}><Select mode="tags" open={false} suffixIcon={null} maxCount={50} tokenSeparators={[',', '，', '、']} /></Form.Item>
      </Form>
    </Modal>
  );
}

function MergeModal({ source, items, onClose }: { source: LeadSource; items: LeadSource[]; onClose: () => void }) {
  const t = useWords();
  const [into, setInto] = useState<string>();
  const merge = useAct((intoId: string) => api.sources.merge({ id: source.id, intoId }), { done: t.merged, touches: ['sources'], quiet: true, onDone: onClose });
  return (
    <Modal
      open title={t.mergeTitle(source.name)} okText={t.mergeDo} cancelText={t.cancel} okButtonProps={{ danger: true, disabled: !into }} confirmLoading={merge.isPending}
      onOk={() => into && merge.mutate(into)} onCancel={onClose}
    >
      <div className="stack">
        {merge.error ? <ErrorNote compact error={merge.error} /> : null}
        <Select aria-label={t.into} value={into} onChange={setInto} showSearch={{ optionFilterProp: 'label' }} options={sourceOptions(items).filter((one) => one.value !== source.id)} style={{ width: '100%' }} />
        <p className="soft">{t.mergeText(figure(source.customerCount), source.name)}</p>
      </div>
    </Modal>
  );
}
