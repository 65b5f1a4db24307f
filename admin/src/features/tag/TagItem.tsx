import { DeleteOutlined, EditOutlined, TeamOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Popover } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { TagGroup } from '@scrm/shared/tag';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { figure, words } from '../../kit/language';
import { Allow } from '../../kit/me';

const useWords = words({
  zh: {
    customers: (n: string) => `${n} 位客户`, name: '标签名', rename: '改名', renamed: '标签已改名', remove: '删除', removed: '标签已删除', keep: '保留', foreign: '由其他应用创建，只能在企业微信中修改',
    askTitle: (name: string) => `删除标签「${name}」？`, askText: (n: string) => `${n} 位客户身上的这个标签会一起去掉，企业微信中也会删除，不能恢复。`,
  },
  en: {
    customers: (n: string) => `${n} customers`, name: 'Tag name', rename: 'Rename', renamed: 'Tag renamed', remove: 'Delete', removed: 'Tag deleted', keep: 'Keep', foreign: 'Made by another app, it can be changed in WeCom only',
    askTitle: (name: string) => `Delete the tag “${name}”?`, askText: (n: string) => `It is taken off ${n} customers and deleted in WeCom too. This cannot be undone.`,
  },
});

/** A tag with how many customers carry it; pressing it offers what can be done. */
export function TagItem({ tag }: { tag: TagGroup['tags'][number] }) {
  const t = useWords();
  const { modal } = App.useApp();
  const [open, setOpen] = useState(false);
  const rename = useAct((name: string) => api.tags.rename({ id: tag.id, name }), { done: t.renamed, touches: ['tags', 'customers'], onDone: () => setOpen(false) });
  const remove = useAct(() => api.tags.remove({ id: tag.id }), { done: t.removed, touches: ['tags', 'customers'] });

  function askFirst(): void {
    setOpen(false);
    modal.confirm({
      title: t.askTitle(tag.name), content: t.askText(figure(tag.customerCount)), okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(undefined).catch(() => undefined),
    });
  }

  const content = (
    <div className="tag-choice">
      <Link to={`/customers?tagIds=${tag.id}`}><TeamOutlined /> {t.customers(figure(tag.customerCount))}</Link>
      {tag.ours ? (
        <>
          <Allow to="tags.rename">
            <Form layout="inline" initialValues={{ name: tag.name }} onFinish={({ name }: { name: string }) => rename.mutate(name.trim())}>
              <Form.Item name="name" rules={[{ required: true, whitespace: true, message: '' }]}><Input aria-label={t.name} maxLength={30} style={{ width: 160 }} /></Form.Item>
              <Button htmlType="submit" icon={<EditOutlined />} loading={rename.isPending}>{t.rename}</Button>
            </Form>
          </Allow>
          <Allow to="tags.remove"><Button danger type="text" icon={<DeleteOutlined />} onClick={askFirst}>{t.remove}</Button></Allow>
        </>
      ) : <span className="soft small">{t.foreign}</span>}
    </div>
  );

  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" arrow={false} content={content} destroyOnHidden>
      <button type="button" className={tag.ours ? 'tag-item' : 'tag-item tag-foreign'} data-testid={`tag-${tag.id}`}>
        <span className="ellipsis" title={tag.name}>{tag.name}</span><span className="soft figures small">{figure(tag.customerCount)}</span>
      </button>
    </Popover>
  );
}
