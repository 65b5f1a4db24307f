import { DeleteOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Store } from '@scrm/shared/store';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { EditPage } from '../../kit/edit-page';
import { words } from '../../kit/language';
import { Allow, useAllowed, useMe } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { AimingRules } from '../welcome/AimingRules';
import type { Draft } from './draft';
import { blankDraft, draftOf, inputOf } from './draft';
import { StoreEditor } from './StoreEditor';

const useWords = words({
  zh: { create: '新建门店', edit: '编辑门店', note: '保存后立即生效，已印出的门店码不变', made: '门店已建好', saved: '已保存', remove: '删除门店', removed: '门店已删除', askTitle: (name: string) => `删除「${name}」？`, askText: '门店码不再带客户到这里；已添加的客户和数据保留。只是暂停营业的话，把状态改成停业即可。', keep: '保留' },
  en: { create: 'New store', edit: 'Edit store', note: 'Takes effect at once, printed codes stay the same', made: 'The store is made', saved: 'Saved', remove: 'Delete', removed: 'The store was deleted', askTitle: (name: string) => `Delete “${name}”?`, askText: 'Store codes lead nobody here any more; customers and figures stay. If it only pauses, set its state to closed.', keep: 'Keep' },
});

export function NewStorePage() {
  const t = useWords();
  const { timeZone } = useMe();
  const [start] = useState(() => blankDraft(timeZone));
  const navigate = useNavigate();
  const create = useAct((draft: Draft) => api.stores.create(inputOf(draft)), { quiet: true, done: t.made, touches: ['stores'], onDone: () => navigate('/stores', { replace: true }) });
  return <div className="stack"><PageHead title={t.create} /><StoreEditor start={start} saving={create.isPending} error={create.error} onSave={create.mutate} onCancel={() => navigate('/stores')} /></div>;
}

export function EditStorePage() {
  const t = useWords();
  return <EditPage of="stores" load={(id) => api.stores.get({ id })} title={t.edit} about={t.note} action={(store) => <Remove store={store} />}>{(store, onReload) => <Editing store={store} onReload={onReload} />}</EditPage>;
}

function Editing({ store, onReload }: { store: Store; onReload: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const update = useAct((draft: Draft) => api.stores.update({ ...inputOf(draft), id: store.id, updatedAt: store.updatedAt }), {
    quiet: true, done: t.saved, touches: ['stores', 'storeCodes'],
    onDone: (saved) => {
      queries.setQueryData(['stores', 'get', { id: store.id }], saved);
      void navigate('/stores', { replace: true });
    },
  });
  return <StoreEditor start={draftOf(store)} self={store.id} saving={update.isPending} error={update.error} onSave={update.mutate} onCancel={() => navigate('/stores')} onReload={onReload} />;
}

function Remove({ store }: { store: Store }) {
  const t = useWords();
  const { modal } = App.useApp();
  const mayAsk = useAllowed()('welcomeRules.aimedAt');
  const navigate = useNavigate();
  const remove = useAct(() => api.stores.remove({ id: store.id }), { done: t.removed, touches: ['stores', 'welcomeRules'], onDone: () => navigate('/stores', { replace: true }) });
  const askFirst = () => void modal.confirm({
    title: t.askTitle(store.name), content: <><p>{t.askText}</p><AimingRules id={store.id} mayAsk={mayAsk} /></>,
    okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => remove.mutateAsync(undefined).catch(() => undefined),
  });
  return <Allow to="stores.remove"><Button danger icon={<DeleteOutlined />} loading={remove.isPending} onClick={askFirst}>{t.remove}</Button></Allow>;
}
