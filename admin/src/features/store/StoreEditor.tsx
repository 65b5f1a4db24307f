import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Radio, Slider, TreeSelect } from 'antd';
import { useState } from 'react';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { useLeaveGuard } from '../../kit/leave-guard';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { TagPicker } from '../../kit/pick/TagPicker';
import { FaultSummary } from '../live-code/FaultSummary';
import '../live-code/live-code.css';
import type { Draft, Fault } from './draft';
import { faultField, faultsOf } from './draft';
import { GroupCodes } from './GroupCodes';
import { HoursEditor } from './HoursEditor';
import { OwnersEditor } from './OwnersEditor';
import { PlaceEditor } from './PlaceEditor';
import { regionTree } from './regions';
import { useStoreWords } from './words';

const useWords = words({
  zh: {
    basics: '门店', name: '门店名称', namePlaceholder: '例如：人民广场店', no: '门店编号', noHint: '企业自己的编号，导入时按它对应；不填则自动生成', region: '区域', noRegion: '不分区域', telephone: '电话', state: '状态', priority: '优先级', priorityHint: '距离相同时，数字大的优先', where: '位置', address: '地址', addressPlaceholder: '例如：上海市黄浦区人民大道 100 号', radius: '服务半径（米）', radiusHint: '50 米到 100 公里；站在半径内的客户才算在范围内',
    hours: '营业时间', hoursHint: '不在营业时间的门店会被跳过', who: '谁来接待', owners: '店主', ownersHint: '按顺序：第一个在班且没到上限的店主接待；不在班、到上限或不能接待时由替补接待', reception: '接待人员', receptionHint: '没有店主可以接待时', choose: '搜索并选择员工', tags: '自动打标签', tagsHint: '通过这家店添加的客户会打上', group: '门店群码', groupHint: '「门店群码」扫码后按顺序展示：前一个的群都满了就到下一个，全部满了由店主或接待人员接待', save: '保存', cancel: '取消',
    faults: { needName: '请填写门店名称', radius: '服务半径要在 50 米到 100 公里之间', ownerTwice: '同一位店主只能出现一次', ownDeputy: '店主不能是自己的替补', slotDays: '每个营业时段都要选择星期' } satisfies Record<Fault, string>,
  },
  en: {
    basics: 'Store', name: 'Name', namePlaceholder: 'For example: People’s Square', no: 'Number', noHint: 'Your own number, by which imports find it; left empty, one is made', region: 'Region', noRegion: 'None', telephone: 'Phone', state: 'State', priority: 'Priority', priorityHint: 'At the same distance the higher one wins', where: 'Where', address: 'Address', addressPlaceholder: 'For example: 100 People’s Avenue, Shanghai', radius: 'Radius (m)', radiusHint: '50 m to 100 km; whoever stands in it is in range',
    hours: 'Hours', hoursHint: 'A store that is not open is passed over', who: 'Who receives', owners: 'Owners', ownersHint: 'In this order: the first on duty with room. Off duty, at the cap or away, the deputy takes over', reception: 'Receptionists', receptionHint: 'When no owner can', choose: 'Search and choose staff', tags: 'Set tags', tagsHint: 'For whoever is added through this store', group: 'Group codes', groupHint: 'For store-group codes, in this order: the next when all groups of one are full, and the owner or receptionist when all are', save: 'Save', cancel: 'Cancel',
    faults: { needName: 'Give the store a name', radius: 'The radius goes from 50 m to 100 km', ownerTwice: 'An owner can stand on the list only once', ownDeputy: 'An owner cannot be their own deputy', slotDays: 'Choose the days of each slot' },
  },
});

/** Slides over the decades: 50 m to 100 km. */
const toSlide = (metres: number) => Math.log10(metres / 50) / Math.log10(2000) * 100;
const fromSlide = (share: number) => {
  const metres = 50 * 2000 ** (share / 100);
  const step = 10 ** Math.floor(Math.log10(metres)) / 2;
  return Math.max(50, Math.min(100_000, Math.round(metres / step) * step));
};

export function StoreEditor({ start, self, saving, error, onSave, onCancel, onReload }: {
  start: Draft; self?: string; saving: boolean; error: unknown; onSave: (draft: Draft) => void; onCancel: () => void; onReload?: () => void;
}) {
  const t = useWords();
  const w = useStoreWords();
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const regions = useQuery(ask('stores', 'regions', {}));
  const faults = tried ? faultsOf(draft) : [];
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  useLeaveGuard(JSON.stringify(draft) !== JSON.stringify(start));

  function save(): void {
    setTried(true);
    if (faultsOf(draft).length === 0) onSave(draft);
    else scrollTo({ top: 0, behavior: 'smooth' });
  }
  const faultOf = (field: string) => {
    const fault = faults.find((one) => faultField[one] === field);
    return fault ? { validateStatus: 'error' as const, help: t.faults[fault] } : {};
  };

  return (
    <Form layout="vertical" className="store-form" onFinish={save} component="form" data-testid="store-form">
      <FaultSummary faults={faults.map((fault) => ({ field: faultField[fault], text: t.faults[fault] }))} error={error} onReload={onReload} />
      <section className="panel editor-section">
        <h2>{t.basics}</h2>
        <Form.Item label={t.name} htmlFor="field-name" required {...faultOf('name')}><Input id="field-name" value={draft.name} maxLength={64} placeholder={t.namePlaceholder} onChange={({ target }) => set({ name: target.value })} /></Form.Item>
        <Form.Item label={t.no} htmlFor="field-no" extra={t.noHint}><Input id="field-no" value={draft.no} maxLength={32} onChange={({ target }) => set({ no: target.value })} /></Form.Item>
        <Form.Item label={t.region} htmlFor="field-region"><TreeSelect id="field-region" value={draft.regionId ?? undefined} allowClear treeDefaultExpandAll placeholder={t.noRegion} treeData={regionTree(regions.data?.items ?? [])} onChange={(regionId?: string) => set({ regionId: regionId ?? null })} /></Form.Item>
        <Form.Item label={t.telephone} htmlFor="field-telephone"><Input id="field-telephone" value={draft.telephone} maxLength={32} onChange={({ target }) => set({ telephone: target.value })} /></Form.Item>
        <Form.Item label={t.state}><Radio.Group value={draft.state} onChange={({ target }) => set({ state: target.value as Draft['state'] })} options={(['active', 'closed'] as const).map((value) => ({ value, label: w.states[value] }))} /></Form.Item>
        <Form.Item label={t.priority} htmlFor="field-priority" extra={t.priorityHint}><InputNumber id="field-priority" value={draft.priority} min={0} max={99} onChange={(priority) => set({ priority: priority ?? 0 })} /></Form.Item>
      </section>
      <section className="panel editor-section">
        <h2>{t.where}</h2>
        <Form.Item label={t.address} htmlFor="field-address"><Input id="field-address" value={draft.address} maxLength={200} placeholder={t.addressPlaceholder} onChange={({ target }) => set({ address: target.value })} /></Form.Item>
        <PlaceEditor draft={draft} self={self} onChange={set} />
        <Form.Item label={t.radius} htmlFor="field-radius" extra={t.radiusHint} {...faultOf('radius')} style={{ marginTop: 16 }}>
          <div className="row" style={{ flexWrap: 'nowrap' }}>
            <Slider value={toSlide(draft.radiusM)} min={0} max={100} step={0.5} tooltip={{ formatter: null }} onChange={(share) => set({ radiusM: fromSlide(share) })} style={{ flex: 1 }} />
            <InputNumber id="field-radius" value={draft.radiusM} min={50} max={100_000} step={100} onChange={(radiusM) => set({ radiusM: Math.round(radiusM ?? 50) })} />
          </div>
        </Form.Item>
      </section>
      <section className="panel editor-section">
        <h2>{t.hours}</h2>
        <p className="soft">{t.hoursHint}</p>
        <HoursEditor value={draft.hours} onChange={(hours) => set({ hours })} />
      </section>
      <section className="panel editor-section">
        <h2>{t.who}</h2>
        <Form.Item label={t.owners} extra={t.ownersHint} {...faultOf('owners')}><OwnersEditor value={draft.owners} onChange={(owners) => set({ owners })} /></Form.Item>
        <Form.Item label={t.reception} htmlFor="field-reception" extra={t.receptionHint}><StaffPicker id="field-reception" label={t.reception} value={draft.receptionists} max={50} placeholder={t.choose} onChange={(receptionists) => set({ receptionists })} /></Form.Item>
        <Form.Item label={t.tags} htmlFor="field-tags" extra={t.tagsHint}><TagPicker id="field-tags" label={t.tags} value={draft.tags} max={20} creates onChange={(tags) => set({ tags })} /></Form.Item>
        <Form.Item label={t.group} htmlFor="field-group" extra={t.groupHint}><GroupCodes id="field-group" label={t.group} value={draft.groupCodes} onChange={(groupCodes) => set({ groupCodes })} /></Form.Item>
      </section>
      <div className="editor-foot">
        <Button onClick={onCancel}>{t.cancel}</Button>
        <Button type="primary" htmlType="submit" loading={saving} data-testid="save">{t.save}</Button>
      </div>
    </Form>
  );
}
