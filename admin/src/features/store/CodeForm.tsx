import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Radio, TreeSelect } from 'antd';
import { useState } from 'react';
import type { StoreCode } from '@scrm/shared/store-code';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { useCloseGuard } from '../../kit/leave-guard';
import { TagPicker } from '../../kit/pick/TagPicker';
import { regionTree } from './regions';
import { StoreSelect } from './StoreSelect';
import { useStoreWords } from './words';

const useWords = words({
  zh: {
    create: '新建门店码', edit: '编辑门店码', name: '名称', nameHint: '只有你们看得到', form: '扫码后', region: '用于哪些门店', all: '全部门店', outOfRange: '不在任何门店的半径内', nearest: '给最近的门店，并说明超出范围', default: '给默认门店', store: '默认门店', storeHint: '没有门店能接待时也用它', belongs: '已经是其他门店的客户', belongsHint: '在微信里打开、且配置了服务号时才认得出客户', tags: '自动打标签', remark: '自动备注', insert: '插入',
    variables: { customer: '客户昵称', store: '门店', code: '码名称', date: '添加日期' }, offText: '停用后显示的文字', offPlaceholder: '例如：活动已结束，请到店咨询', save: '保存', cancel: '取消', made: '门店码已建好', saved: '已保存，印出的码不变',
  },
  en: {
    create: 'New store code', edit: 'Edit store code', name: 'Name', nameHint: 'Only you see it', form: 'A scan leads to', region: 'For which stores', all: 'All stores', outOfRange: 'In no store’s radius', nearest: 'The nearest, saying that it is out of range', default: 'The default store', store: 'Default store', storeHint: 'Also when no store can receive', belongs: 'Already another store’s customer', belongsHint: 'Known only inside WeChat, with an official account set up', tags: 'Set tags', remark: 'Set remark', insert: 'Insert',
    variables: { customer: 'Customer’s name', store: 'Store', code: 'Code', date: 'Date' }, offText: 'Shown while it is off', offPlaceholder: 'For example: the campaign is over, ask in the store', save: 'Save', cancel: 'Cancel', made: 'The store code is made', saved: 'Saved, printed codes stay the same',
  },
});

export function CodeForm({ code, onClose, onSaved }: { code: StoreCode | null; onClose: () => void; onSaved: (code: StoreCode) => void }) {
  const t = useWords();
  const w = useStoreWords();
  const regions = useQuery(ask('stores', 'regions', {}));
  const [draft, setDraft] = useState(() => ({
    name: code?.name ?? '', form: code?.form ?? 'owner' as const, regionId: code?.region?.id ?? null, outOfRange: code?.outOfRange ?? 'nearest' as const, defaultStore: code?.defaultStore ?? null, belongs: code?.belongs ?? 'keep' as const,
    tags: code?.tags ?? [], remarkTemplate: code?.remarkTemplate ?? '', offText: code?.offText ?? '',
  }));
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }));
  const close = useCloseGuard(draft, onClose);
  const { form, defaultStore, tags, ...rest } = draft;
  const input = { ...rest, name: draft.name.trim(), defaultStoreId: defaultStore?.id ?? null, tagIds: tags.map(({ id }) => id) };
  const save = useAct(() => (code ? api.storeCodes.update({ ...input, id: code.id, updatedAt: code.updatedAt }) : api.storeCodes.create({ ...input, form })), { quiet: true, done: code ? t.saved : t.made, touches: ['storeCodes'], onDone: onSaved });
  return (
    <Drawer
      open onClose={close} size={560} title={code ? t.edit : t.create} data-testid="store-code-form"
      footer={<div className="row" style={{ justifyContent: 'flex-end' }}><Button onClick={close}>{t.cancel}</Button><Button type="primary" loading={save.isPending} disabled={draft.name.trim() === ''} onClick={() => save.mutate(undefined)} data-testid="save">{t.save}</Button></div>}
    >
      {save.error ? <ErrorNote compact error={save.error} /> : null}
      <Form layout="vertical" component="div">
        <Form.Item label={t.name} htmlFor="code-name" required extra={t.nameHint}><Input id="code-name" value={draft.name} maxLength={64} autoFocus onChange={({ target }) => set({ name: target.value })} /></Form.Item>
        <Form.Item label={t.form} extra={w.formHints[form]}><Radio.Group value={form} disabled={code !== null} onChange={({ target }) => set({ form: target.value as 'owner' })} options={(['owner', 'group'] as const).map((value) => ({ value, label: w.forms[value] }))} /></Form.Item>
        <Form.Item label={t.region} htmlFor="code-region"><TreeSelect id="code-region" value={draft.regionId ?? undefined} allowClear treeDefaultExpandAll placeholder={t.all} treeData={regionTree(regions.data?.items ?? [])} onChange={(id?: string) => set({ regionId: id ?? null })} /></Form.Item>
        <Form.Item label={t.outOfRange}><Radio.Group vertical value={draft.outOfRange} onChange={({ target }) => set({ outOfRange: target.value as 'nearest' })} options={(['nearest', 'default'] as const).map((value) => ({ value, label: t[value] }))} /></Form.Item>
        <Form.Item label={t.store} htmlFor="code-store" extra={t.storeHint} required={draft.outOfRange === 'default'}><StoreSelect id="code-store" label={t.store} value={draft.defaultStore} onChange={(store) => set({ defaultStore: store })} /></Form.Item>
        {form === 'owner' ? (
          <>
            <Form.Item label={t.belongs} extra={t.belongsHint}><Radio.Group value={draft.belongs} onChange={({ target }) => set({ belongs: target.value as 'keep' })} options={(['keep', 'ask', 'move'] as const).map((value) => ({ value, label: w.belongs[value] }))} /></Form.Item>
            <Form.Item label={t.tags} htmlFor="code-tags"><TagPicker id="code-tags" label={t.tags} value={tags} max={20} creates onChange={(next) => set({ tags: next })} /></Form.Item>
            <Form.Item label={t.remark} htmlFor="code-remark">
              <Input id="code-remark" value={draft.remarkTemplate} maxLength={100} placeholder="{store}-{customer}" onChange={({ target }) => set({ remarkTemplate: target.value })} />
              <div className="row" style={{ marginTop: 8 }}><span className="soft small">{t.insert}</span>{(['customer', 'store', 'code', 'date'] as const).map((name) => <Button key={name} size="small" onClick={() => set({ remarkTemplate: `${draft.remarkTemplate}{${name}}`.slice(0, 100) })}>{t.variables[name]}</Button>)}</div>
            </Form.Item>
          </>
        ) : null}
        <Form.Item label={t.offText} htmlFor="code-off"><Input id="code-off" value={draft.offText} maxLength={200} placeholder={t.offPlaceholder} onChange={({ target }) => set({ offText: target.value })} /></Form.Item>
      </Form>
    </Drawer>
  );
}
