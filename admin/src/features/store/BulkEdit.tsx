import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, InputNumber, Modal, Radio, TreeSelect } from 'antd';
import { useState } from 'react';
import type { InputOf } from '@scrm/shared/contract';
import type { stores } from '@scrm/shared/store';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { useMe } from '../../kit/me';
import { HoursEditor } from './HoursEditor';
import { blankDraft } from './draft';
import { regionTree } from './regions';
import { useStoreWords } from './words';

const useWords = words({
  zh: { title: (n: string) => `修改 ${n} 家门店`, hint: '勾选要改的项，其他保持不变', region: '区域', none: '不分区域', radius: '服务半径（米）', state: '状态', priority: '优先级', hours: '营业时间', save: '修改', cancel: '取消', done: (changed: string, skipped: number) => `已修改 ${changed} 家门店${skipped > 0 ? `，${skipped} 家已不在或不在你的范围内` : ''}` },
  en: { title: (n: string) => `Change ${counted(n, 'store')}`, hint: 'Tick what is to change; the rest stays', region: 'Region', none: 'None', radius: 'Radius (m)', state: 'State', priority: 'Priority', hours: 'Hours', save: 'Change', cancel: 'Cancel', done: (changed: string, skipped: number) => `${counted(changed, 'store')} changed${skipped > 0 ? `, ${counted(skipped, 'is', 'are')} gone or out of your reach` : ''}` },
});

type Patch = InputOf<(typeof stores)['bulkEdit']>['patch'];

export function BulkEdit({ ids, onClose, onDone }: { ids: string[]; onClose: () => void; onDone: () => void }) {
  const t = useWords();
  const w = useStoreWords();
  const regions = useQuery(ask('stores', 'regions', {}));
  const { hours } = blankDraft(useMe().timeZone);
  const [patch, setPatch] = useState<Patch>({});
  const save = useAct(() => api.stores.bulkEdit({ ids, patch }), { quiet: true, touches: ['stores'], done: ({ changed, skipped }) => t.done(figure(changed), skipped), onDone: () => { onDone(); onClose(); } });
  const start: Required<Patch> = { regionId: null, radiusM: 5000, state: 'active', priority: 0, hours };
  const tick = (key: keyof Patch, name: string) => (
    <Checkbox checked={patch[key] !== undefined} onChange={({ target }) => setPatch(({ [key]: _, ...rest }) => (target.checked ? { ...rest, [key]: start[key] } : rest))}>{name}</Checkbox>
  );
  return (
    <Modal
      open title={t.title(figure(ids.length))} okText={t.save} cancelText={t.cancel} width={640} confirmLoading={save.isPending}
      okButtonProps={{ disabled: Object.keys(patch).length === 0 }} onOk={() => save.mutate(undefined)} onCancel={onClose}
    >
      <p className="soft">{t.hint}</p>
      {save.error ? <ErrorNote compact error={save.error} /> : null}
      <Form layout="vertical" component="div">
        <Form.Item>{tick('regionId', t.region)}{patch.regionId !== undefined ? <TreeSelect aria-label={t.region} value={patch.regionId ?? undefined} allowClear treeDefaultExpandAll placeholder={t.none} treeData={regionTree(regions.data?.items ?? [])} onChange={(regionId?: string) => setPatch({ ...patch, regionId: regionId ?? null })} /> : null}</Form.Item>
        <Form.Item>{tick('radiusM', t.radius)}{patch.radiusM !== undefined ? <InputNumber aria-label={t.radius} value={patch.radiusM} min={50} max={100_000} onChange={(radiusM) => setPatch({ ...patch, radiusM: radiusM ?? 50 })} /> : null}</Form.Item>
        <Form.Item>{tick('state', t.state)}{patch.state !== undefined ? <Radio.Group value={patch.state} onChange={({ target }) => setPatch({ ...patch, state: target.value as 'active' })} options={(['active', 'closed'] as const).map((value) => ({ value, label: w.states[value] }))} /> : null}</Form.Item>
        <Form.Item>{tick('priority', t.priority)}{patch.priority !== undefined ? <InputNumber aria-label={t.priority} value={patch.priority} min={0} max={99} onChange={(priority) => setPatch({ ...patch, priority: priority ?? 0 })} /> : null}</Form.Item>
        <Form.Item>{tick('hours', t.hours)}{patch.hours !== undefined ? <HoursEditor value={{ ...hours, ...patch.hours } as never} onChange={(hours) => setPatch({ ...patch, hours })} /> : null}</Form.Item>
      </Form>
    </Modal>
  );
}
