import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber } from 'antd';
import { words } from '../../kit/language';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { blankOwner, type OwnerDraft } from './draft';
import { ClockSelect, DaysSelect } from './HoursEditor';

const useWords = words({
  zh: { who: '店主', choose: '选择店主', deputy: '替补（可不选）', days: '在班日', from: '上班', to: '下班', cap: '每日上限', noCap: '不限', remove: '移除店主', add: '添加店主' },
  en: { who: 'Owner', choose: 'Choose the owner', deputy: 'Deputy, if any', days: 'On duty', from: 'From', to: 'To', cap: 'Most per day', noCap: 'No cap', remove: 'Remove the owner', add: 'Add an owner' },
});

/** In their order: the first who is on duty with room takes the next customer. */
export function OwnersEditor({ value, onChange }: { value: OwnerDraft[]; onChange: (owners: OwnerDraft[]) => void }) {
  const t = useWords();
  const put = (at: number, patch: Partial<OwnerDraft>) => onChange(value.map((owner, nth) => (nth === at ? { ...owner, ...patch } : owner)));
  return (
    <div id="field-owners" tabIndex={-1}>
      {value.map(({ staff, deputy, days, from, to, dailyCap }, at) => (
        <div className="owner-row" key={at} data-testid={`owner-${at}`}>
          <div className="owner-who"><StaffPicker id={`owner-${at}-staff`} label={t.who} max={1} value={staff ? [staff] : []} placeholder={t.choose} onChange={(next) => put(at, { staff: next.at(-1) ?? null })} /></div>
          <div className="owner-who"><StaffPicker id={`owner-${at}-deputy`} label={t.deputy} max={1} value={deputy ? [deputy] : []} placeholder={t.deputy} onChange={(next) => put(at, { deputy: next.at(-1) ?? null })} /></div>
          <DaysSelect label={t.days} value={days} onChange={(next) => put(at, { days: next })} />
          <ClockSelect label={t.from} value={from} onChange={(clock) => put(at, { from: clock })} />
          <ClockSelect label={t.to} value={to} onChange={(clock) => put(at, { to: clock })} />
          <InputNumber aria-label={t.cap} value={dailyCap} min={1} max={10000} placeholder={t.noCap} prefix={t.cap} style={{ width: 170 }} onChange={(cap) => put(at, { dailyCap: cap })} />
          <Button type="text" icon={<DeleteOutlined />} aria-label={t.remove} onClick={() => onChange(value.filter((_, nth) => nth !== at))} />
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => onChange([...value, blankOwner])} data-testid="add-owner">{t.add}</Button>
    </div>
  );
}
