import { EllipsisOutlined, StarFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Dropdown, Form, Input, Modal, Radio, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { SavedView } from '@scrm/shared/audience';
import { plainName } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { sameList, type useListState } from './list-state';

const useWords = words({
  zh: {
    view: '视图', all: '全部客户', own: '我的视图', others: '同事分享的视图', by: (name: string) => `来自 ${name}`, save: '保存修改', saveAs: '另存为视图', more: '视图操作', rename: '重命名与分享', remove: '删除视图', makeDefault: '设为我的默认', noDefault: '取消默认',
    name: '名称', nameNeeded: '请填写名称', shared: '谁可以用', sharedWith: { nobody: '仅自己', role: '相同角色的同事', everyone: '所有能看客户的同事' }, made: '视图已保存', removed: '视图已删除', changed: '已修改',
    removeTitle: (name: string) => `删除视图「${name}」？`, removeText: '与你共享此视图的同事也将无法再使用。客户不受影响。', cancel: '取消',
  },
  en: {
    view: 'View', all: 'All customers', own: 'My views', others: 'Shared by colleagues', by: (name: string) => `by ${name}`, save: 'Save changes', saveAs: 'Save as a view', more: 'What to do with the view', rename: 'Rename and share', remove: 'Delete view', makeDefault: 'Make it my default', noDefault: 'No default any more',
    name: 'Name', nameNeeded: 'Give it a name', shared: 'Who may use it', sharedWith: { nobody: 'Only me', role: 'Colleagues with my role', everyone: 'Everyone who sees customers' }, made: 'The view is saved', removed: 'The view is deleted', changed: 'Changed',
    removeTitle: (name: string) => `Delete the view “${name}”?`, removeText: 'Colleagues whom you shared it with lose it too. Customers are not touched.', cancel: 'Cancel',
  },
});

type ListState = ReturnType<typeof useListState>;
type Fields = Pick<SavedView, 'name' | 'shared'>;

/** Views that were saved: open, save, rename, share, make the default, delete. */
export function Views({ list }: { list: ListState }) {
  const t = useWords();
  const { modal } = App.useApp();
  const views = useQuery(ask('views', 'list', {}));
  const [editing, setEditing] = useState<'new' | SavedView>();
  const items = views.data?.items ?? [];
  const chosen = items.find(({ id }) => id === list.viewId);
  const isChanged = chosen !== undefined && !sameList(list, chosen);
  const now = { filter: list.filter, columns: [...list.columns] };
  const shared = { touches: ['views' as const] };
  const save = useAct(() => api.views.update({ id: chosen!.id, updatedAt: chosen!.updatedAt, ...now }), { ...shared, done: t.made });
  const remove = useAct((view: SavedView) => api.views.remove({ id: view.id }), { ...shared, done: t.removed, onDone: () => list.open(null) });
  const setDefault = useAct((id: string | null) => api.views.setDefault({ id }), { ...shared, done: t.changed });
  useDefaultView(list, views.data?.items);

  const options = [
    { value: '', label: t.all },
    ...[{ label: t.own, of: items.filter((view) => view.own) }, { label: t.others, of: items.filter((view) => !view.own) }].filter((group) => group.of.length > 0)
      .map((group) => ({
        label: group.label, title: group.label,
        options: group.of.map(({ id, name, own, ownerName, isDefault }) => ({ value: id, label: isDefault ? <><StarFilled className="view-star" /> {name}</> : name, title: own || plainName(ownerName) === '' ? name : t.by(ownerName) })),
      })),
  ];
  const actions = chosen ? [
    ...(chosen.own ? [{ key: 'rename', label: t.rename, onClick: () => setEditing(chosen) }] : []),
    { key: 'default', label: chosen.isDefault ? t.noDefault : t.makeDefault, onClick: () => setDefault.mutate(chosen.isDefault ? null : chosen.id) },
    ...(chosen.own ? [{
      key: 'remove', danger: true, label: t.remove,
      onClick: () => void modal.confirm({
        title: t.removeTitle(chosen.name), content: t.removeText, okText: t.remove, cancelText: t.cancel, okButtonProps: { danger: true },
        onOk: () => remove.mutateAsync(chosen).catch(() => undefined),
      }),
    }] : []),
  ] : [];

  return (
    <div className="views" data-testid="views">
      <Select<string> aria-label={t.view} className="views-select" value={chosen?.id ?? ''} options={options} loading={views.isPending} onChange={(id) => list.open(items.find((view) => view.id === id) ?? null)} />
      {isChanged && chosen.own ? <Button type="primary" ghost loading={save.isPending} onClick={() => save.mutate(undefined)}>{t.save}</Button> : null}
      {chosen === undefined || isChanged ? <Button data-testid="save-view" onClick={() => setEditing('new')}>{t.saveAs}</Button> : null}
      {actions.length > 0 ? <Dropdown trigger={['click']} menu={{ items: actions }}><Button icon={<EllipsisOutlined />} aria-label={t.more} /></Dropdown> : null}
      {editing ? <ViewForm view={editing === 'new' ? null : editing} now={now} onClose={() => setEditing(undefined)} onSaved={(view) => (editing === 'new' ? list.stay(view.id) : undefined)} /> : null}
    </div>
  );
}

/** A list that is opened without any wish shows the person's own default, once. */
function useDefaultView(list: ListState, views: readonly SavedView[] | undefined): void {
  const wasBare = useRef(list.isBare);
  useEffect(() => {
    if (!views || !wasBare.current) return;
    wasBare.current = false;
    const view = views.find(({ isDefault }) => isDefault);
    if (view && location.search === '') list.open(view);
  }, [views]);
}

function ViewForm({ view, now, onClose, onSaved }: { view: SavedView | null; now: Pick<SavedView, 'filter' | 'columns'>; onClose: () => void; onSaved: (view: SavedView) => void }) {
  const t = useWords();
  const [form] = Form.useForm<Fields>();
  const save = useAct((fields: Fields) => (view ? api.views.update({ id: view.id, updatedAt: view.updatedAt, ...fields }) : api.views.create({ ...now, ...fields })), {
    done: t.made, touches: ['views'],
    onDone: (saved) => {
      onSaved(saved);
      onClose();
    },
  });
  return (
    <Modal open title={view ? t.rename : t.saveAs} okText={view ? t.save : t.saveAs} cancelText={t.cancel} confirmLoading={save.isPending} onCancel={onClose} onOk={form.submit}>
      <Form<Fields> form={form} layout="vertical" initialValues={{ name: view?.name ?? '', shared: view?.shared ?? 'nobody' }} onFinish={(fields) => save.mutate(fields)}>
        <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true, message: t.nameNeeded }]}><Input autoFocus maxLength={40} showCount /></Form.Item>
        <Form.Item name="shared" label={t.shared}><Radio.Group vertical options={(['nobody', 'role', 'everyone'] as const).map((value) => ({ value, label: t.sharedWith[value] }))} /></Form.Item>
      </Form>
    </Modal>
  );
}
