import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Input, Modal, Skeleton, TreeSelect } from 'antd';
import { useState } from 'react';
import type { StaffRef } from '@scrm/shared/org';
import type { Region } from '@scrm/shared/store';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { Note } from '../../kit/note';
import { StaffNames } from '../../kit/person';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { regionTree } from './regions';
import './store.css';

const useWords = words({
  zh: { title: '区域', about: '区域经理只看得到自己区域和下级区域的门店。', create: '新建区域', edit: '编辑区域', child: (name: string) => `在「${name}」下新建`, name: '名称', parent: '上级区域', top: '（最上级）', managers: '区域经理', choose: '选择员工', stores: (n: string) => `${n} 家门店`, save: '保存', cancel: '取消', saved: '区域已保存', remove: '删除', removed: '区域已删除', askTitle: (name: string) => `删除区域「${name}」？`, keep: '保留', empty: '还没有区域', emptyHint: '按大区、城市把门店分开，扫码时客户可以按城市选店。' },
  en: { title: 'Regions', about: 'Who manages a region sees the stores in it and below, and no others.', create: 'New region', edit: 'Edit region', child: (name: string) => `New under “${name}”`, name: 'Name', parent: 'Under', top: '(at the top)', managers: 'Managers', choose: 'Choose staff', stores: (n: string) => counted(n, 'store'), save: 'Save', cancel: 'Cancel', saved: 'Region saved', remove: 'Delete', removed: 'Region deleted', askTitle: (name: string) => `Delete the region “${name}”?`, keep: 'Keep', empty: 'No regions yet', emptyHint: 'Sort stores by region and city; customers can then choose by city.' },
});

interface Edited { region: Region | null; parentId: string | null }

export function RegionsDrawer({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const { modal } = App.useApp();
  const allowed = useAllowed();
  const regions = useQuery(ask('stores', 'regions', {}));
  const [edited, setEdited] = useState<Edited>();
  const remove = useAct((id: string) => api.stores.removeRegion({ id }), { done: t.removed, touches: ['stores'] });
  const items = regions.data?.items ?? [];
  const depthOf = (region: Region): number => {
    const parent = items.find(({ id }) => id === region.parentId);
    return parent ? depthOf(parent) + 1 : 0;
  };
  const parentOf = ({ parentId }: Region) => (items.some(({ id }) => id === parentId) ? parentId : null);
  const inOrder = (parentId: string | null): Region[] => items.filter((region) => parentOf(region) === parentId).flatMap((region) => [region, ...inOrder(region.id)]);
  const may = allowed('stores.createRegion');
  return (
    <Drawer open onClose={onClose} size={560} title={t.title} data-testid="regions-drawer" extra={may ? <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited({ region: null, parentId: null })}>{t.create}</Button> : null}>
      <p className="soft">{t.about}</p>
      {regions.isPending ? <Skeleton active /> : null}
      {regions.error ? <ErrorNote error={regions.error} onAgain={() => void regions.refetch()} /> : null}
      {regions.data && items.length === 0 ? <Note title={t.empty} hint={t.emptyHint} /> : null}
      {inOrder(null).map((region) => (
        <div key={region.id} className="region-line" style={{ paddingInlineStart: depthOf(region) * 20 }}>
          <span className="region-name">
            {region.name} <span className="soft small figures">{t.stores(figure(region.stores))}</span>
            {region.managers.length > 0 ? <span className="soft small"> · <StaffNames staff={region.managers} /></span> : null}
          </span>
          {may ? (
            <>
              <Button type="text" size="small" icon={<PlusOutlined />} aria-label={t.child(region.name)} onClick={() => setEdited({ region: null, parentId: region.id })} />
              <Button type="text" size="small" icon={<EditOutlined />} aria-label={`${t.edit} ${region.name}`} onClick={() => setEdited({ region, parentId: region.parentId })} />
              <Button
                type="text" size="small" icon={<DeleteOutlined />} aria-label={`${t.remove} ${region.name}`}
                onClick={() => void modal.confirm({
                  title: t.askTitle(region.name), okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => remove.mutateAsync(region.id).catch(() => undefined),
                })}
              />
            </>
          ) : null}
        </div>
      ))}
      {edited ? <RegionModal edited={edited} items={items} onClose={() => setEdited(undefined)} /> : null}
    </Drawer>
  );
}

function RegionModal({ edited: { region, parentId }, items, onClose }: { edited: Edited; items: Region[]; onClose: () => void }) {
  const t = useWords();
  const [name, setName] = useState(region?.name ?? '');
  const [parent, setParent] = useState(parentId);
  const [managers, setManagers] = useState<StaffRef[]>(region?.managers ?? []);
  const draft = { name: name.trim(), parentId: parent, managerIds: managers.map(({ id }) => id) };
  const save = useAct(() => (region ? api.stores.updateRegion({ ...draft, id: region.id, updatedAt: region.updatedAt }) : api.stores.createRegion(draft)), { quiet: true, done: t.saved, touches: ['stores'], onDone: onClose });
  return (
    <Modal open title={region ? t.edit : t.create} okText={t.save} cancelText={t.cancel} confirmLoading={save.isPending} okButtonProps={{ disabled: name.trim() === '' }} onOk={() => save.mutate(undefined)} onCancel={onClose}>
      {save.error ? <ErrorNote compact error={save.error} /> : null}
      <Form layout="vertical" component="div">
        <Form.Item label={t.name} htmlFor="region-name" required><Input id="region-name" value={name} maxLength={40} autoFocus onChange={({ target }) => setName(target.value)} onPressEnter={() => { if (name.trim()) save.mutate(undefined); }} /></Form.Item>
        <Form.Item label={t.parent} htmlFor="region-parent"><TreeSelect id="region-parent" value={parent ?? undefined} allowClear treeDefaultExpandAll placeholder={t.top} treeData={regionTree(items)} onChange={(id?: string) => setParent(id ?? null)} /></Form.Item>
        <Form.Item label={t.managers} htmlFor="region-managers"><StaffPicker id="region-managers" label={t.managers} value={managers} max={20} placeholder={t.choose} onChange={setManagers} /></Form.Item>
      </Form>
    </Modal>
  );
}
