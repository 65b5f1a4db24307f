import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, AutoComplete, Button, Form, Input, Modal, Popover } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { GroupTagCategory } from '@scrm/shared/group-chat';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { Allow } from '../../kit/me';
import { Note } from '../../kit/note';
import { PageHead } from '../../kit/page-head';
import './group-chat.css';

const useWords = words({
  zh: {
    title: '群标签', about: '只用于客户群的标签，与客户标签各是各的：名字相同也互不影响，也不会同步到企业微信。', create: '新建群标签', emptyTitle: '还没有群标签', emptyHint: '给客户群打标签，之后就能按群标签筛选和发送。', groups: (n: string) => `${n} 个群`, rename: '改名', remove: '删除', keep: '保留',
    askTitle: (name: string) => `删除群标签「${name}」？`, askText: (n: string) => `${n} 个群上的这个标签会一起去掉，不能恢复。客户标签不受影响。`, removed: '群标签已删除', renamed: '已改名', made: '群标签已新建', name: '群标签名', category: '分组', categoryHint: '选一个，或输入新的分组名',
    namesHint: '一行一个，每个最多 30 字', need: '请填写', tooLong: '最多 30 字', save: '保存', cancel: '取消', addTo: (name: string) => `在「${name}」中新建群标签`, renameCategory: (name: string) => `给分组「${name}」改名`,
  },
  en: {
    title: 'Group tags', about: 'For group chats only, and apart from customers’ tags: equal names do not mix, and nothing goes to WeCom.', create: 'New group tags', emptyTitle: 'No group tags yet', emptyHint: 'Tag groups to filter them and to write to them.', groups: (n: string) => counted(n, 'group'), rename: 'Rename', remove: 'Delete', keep: 'Keep',
    askTitle: (name: string) => `Delete the group tag “${name}”?`, askText: (n: string) => `It is taken off ${counted(n, 'group')} and cannot be brought back. Customers’ tags stay as they are.`, removed: 'Group tag deleted', renamed: 'Renamed', made: 'Group tags created', name: 'Group tag', category: 'Category', categoryHint: 'Choose one, or type a new name',
    namesHint: 'One a line, at most 30 characters each', need: 'Fill this in', tooLong: 'At most 30 characters', save: 'Save', cancel: 'Cancel', addTo: (name: string) => `New group tags in “${name}”`, renameCategory: (name: string) => `Rename the category “${name}”`,
  },
});

export function GroupTagsPage() {
  const t = useWords();
  const categories = useQuery(ask('groupTags', 'list', {}));
  const [adding, setAdding] = useState<string>();
  const all = categories.data?.items ?? [];
  const create = <Allow to="groupTags.create"><Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding('')}>{t.create}</Button></Allow>;
  return (
    <section className="stack" data-testid="group-tags">
      <PageHead title={t.title} about={t.about} action={create} />
      {categories.isPending ? <SkeletonRows count={3} /> : null}
      {categories.error ? <div className="panel"><ErrorNote error={categories.error} onAgain={() => void categories.refetch()} /></div> : null}
      {categories.data && all.length === 0 ? <div className="panel" data-testid="empty"><Note title={t.emptyTitle} hint={t.emptyHint}>{create}</Note></div> : null}
      <div className="group-tag-categories">{all.map((one) => <Category key={one.id} category={one} onAdd={() => setAdding(one.name)} />)}</div>
      {adding === undefined ? null : <NewGroupTags category={adding} categories={all.map((one) => one.name)} onClose={() => setAdding(undefined)} />}
    </section>
  );
}

function Category({ category, onAdd }: { category: GroupTagCategory; onAdd: () => void }) {
  const t = useWords();
  const rename = useAct((name: string) => api.groupTags.renameCategory({ id: category.id, name }), { done: t.renamed, touches: ['groupTags', 'groupChats'] });
  return (
    <section className="panel stack" aria-label={category.name}>
      <div className="between">
        <h2 className="ellipsis" title={category.name}>{category.name}</h2>
        <Allow to="groupTags.renameCategory">
          <Popover trigger="click" content={<Rename name={category.name} waiting={rename.isPending} onSave={(name) => rename.mutate(name)} />} destroyOnHidden>
            <Button type="text" size="small" icon={<EditOutlined />} aria-label={t.renameCategory(category.name)} />
          </Popover>
        </Allow>
      </div>
      <div className="group-tag-list">
        {category.tags.map((tag) => <TagButton key={tag.id} tag={tag} />)}
        <Allow to="groupTags.create"><Button size="small" type="dashed" icon={<PlusOutlined />} aria-label={t.addTo(category.name)} onClick={onAdd} /></Allow>
      </div>
    </section>
  );
}

function TagButton({ tag }: { tag: GroupTagCategory['tags'][number] }) {
  const t = useWords();
  const { modal } = App.useApp();
  const [open, setOpen] = useState(false);
  const rename = useAct((name: string) => api.groupTags.rename({ id: tag.id, name }), { done: t.renamed, touches: ['groupTags', 'groupChats'], onDone: () => setOpen(false) });
  const remove = useAct(() => api.groupTags.remove({ id: tag.id }), { done: t.removed, touches: ['groupTags', 'groupChats'] });

  function askFirst(): void {
    setOpen(false);
    modal.confirm({
      title: t.askTitle(tag.name), content: t.askText(figure(tag.carriers)), okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(undefined).catch(() => undefined),
    });
  }

  const content = (
    <div className="group-tag-choice">
      <Link to={`/groups?tagIds=${tag.id}`}>{t.groups(figure(tag.groupCount))}</Link>
      <Allow to="groupTags.rename"><Rename name={tag.name} waiting={rename.isPending} onSave={(name) => rename.mutate(name)} /></Allow>
      <Allow to="groupTags.remove"><Button danger type="text" icon={<DeleteOutlined />} onClick={askFirst}>{t.remove}</Button></Allow>
    </div>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" arrow={false} content={content} destroyOnHidden>
      <button type="button" className="group-tag" data-testid={`group-tag-${tag.id}`}><span className="ellipsis" title={tag.name}>{tag.name}</span><span className="soft figures small">{figure(tag.groupCount)}</span></button>
    </Popover>
  );
}

function Rename({ name, waiting, onSave }: { name: string; waiting: boolean; onSave: (name: string) => void }) {
  const t = useWords();
  return (
    <Form layout="inline" initialValues={{ name }} onFinish={(filled: { name: string }) => onSave(filled.name.trim())}>
      <Form.Item name="name" rules={[{ required: true, whitespace: true, message: '' }]}><Input aria-label={t.name} maxLength={30} style={{ width: 160 }} /></Form.Item>
      <Button htmlType="submit" icon={<EditOutlined />} loading={waiting}>{t.rename}</Button>
    </Form>
  );
}

const linesOf = (text = '') => [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))];

function NewGroupTags({ category, categories, onClose }: { category: string; categories: string[]; onClose: () => void }) {
  const t = useWords();
  const [form] = Form.useForm<{ names: string; category: string }>();
  const create = useAct((input: { categoryName: string; names: string[] }) => api.groupTags.create(input), { done: t.made, touches: ['groupTags'], onDone: onClose });
  const check = (_: unknown, text: string) => {
    const names = linesOf(text);
    if (names.length === 0) return Promise.reject(new Error(t.need));
    return names.some((name) => [...name].length > 30) ? Promise.reject(new Error(t.tooLong)) : Promise.resolve();
  };
  return (
    <Modal open title={t.create} okText={t.save} cancelText={t.cancel} confirmLoading={create.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ names: '', category: category || categories[0] || '' }} onFinish={(filled) => create.mutate({ categoryName: filled.category.trim(), names: linesOf(filled.names) })}>
        <Form.Item name="names" label={t.name} extra={t.namesHint} rules={[{ validator: check }]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} autoFocus /></Form.Item>
        <Form.Item name="category" label={t.category} extra={t.categoryHint} rules={[{ required: true, whitespace: true, message: t.need }, { max: 30, message: t.tooLong }]}><AutoComplete options={categories.map((value) => ({ value }))} /></Form.Item>
      </Form>
    </Modal>
  );
}
