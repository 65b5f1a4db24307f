import { DeleteOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import type { Choice, Slot } from '@scrm/shared/live-code-rule';
import { words } from '../../../kit/language';
import { MessageEditor } from '../../../kit/message/MessageEditor';
import { StaffPicker } from '../../../kit/pick/StaffPicker';
import { TagPicker } from '../../../kit/pick/TagPicker';
import { LabelSelect } from '../../org/LabelCell';
import { colourOf, entriesOf, refOf, type Names } from './rule-draft';
import { columnsOf, StaffTable } from './StaffTable';
import { TimeFields } from './TimeFields';
import { useRuleWords } from './words';

const useWords = words({
  zh: { name: '时段名称', namePlaceholder: '例如：白班', remove: '删除这个时段', staff: '当班员工', staffPlaceholder: '选择当班员工', choose: '分配方式', chooseHint: '活码由企业微信分配时，名单中的人由它随机选择；上限和名额通过调整名单来保证', limits: '设置上限', capHint: '由企业微信分配时：它先选人，我们收到添加后再把已满的人移出名单，所以同时扫码时可能多出几位。「同时会话」按添加后 30 分钟计算。', capHintPage: '「同时会话」按扫码后 30 分钟计算，企业微信不告知会话何时结束。', welcome: '这个时段用自己的欢迎语', tags: '这个时段打自己的标签', remark: '这个时段用自己的备注', remarkPlaceholder: '例如：夜-{customer}', prefer: '优先让有这些标签的人接待', preferPlaceholder: '例如：英语、华东', preferHint: '标签在「员工」页设置。客户所在地区要从活码本身知道：一个地区一个活码。', only: '只让他们接待，其他人不接（都没空时由后备接待）', rest: '他们都没空时，其他当班员工接待' },
  en: { name: 'Name of the slot', namePlaceholder: 'For example: day shift', remove: 'Delete this slot', staff: 'On duty', staffPlaceholder: 'Choose who is on duty', choose: 'How they are chosen', chooseHint: 'When WeCom assigns, it picks at random from the list; caps and quotas are kept by changing the list', limits: 'Set limits', capHint: 'When WeCom assigns: it chooses first, and we take who is full off the list once we hear of it, so a few over the cap are possible when many scan at once. “Open at once” counts 30 minutes from an add.', capHintPage: '“Open at once” counts 30 minutes from a scan: WeCom does not tell when a conversation ends.', welcome: 'A welcome of its own', tags: 'Tags of its own', remark: 'A remark of its own', remarkPlaceholder: 'For example: night-{customer}', prefer: 'Those with these labels first', preferPlaceholder: 'For example: English, East', preferHint: 'Labels are set on the page “Staff”. A customer’s region has to come from the code itself: one code for each region.', only: 'Only they receive (when none can, the backup does)', rest: 'When none of them can, the others on duty receive' },
});

/** One shift: when, who, how they are chosen, and what is said then. */
export function SlotCard({ slot, number, names, isPage, onlyTime, onChange, onNames, onRemove }: {
  slot: Slot; number: number; names: Names; isPage: boolean; onlyTime?: boolean; onChange: (slot: Slot) => void; onNames: (names: Partial<Names>) => void; onRemove?: () => void;
}) {
  const t = useWords();
  const r = useRuleWords();
  const needsNumbers = slot.choose === 'weight' || slot.choose === 'quota';
  const [wantsLimits, setLimits] = useState(slot.staff.some(({ dailyCap, roundCap, openCap }) => dailyCap ?? roundCap ?? openCap));
  const [wantsLabels, setWantsLabels] = useState(slot.prefer !== undefined);
  const limits = needsNumbers || wantsLimits;
  const [files, setFiles] = useState<Record<string, string>>({});
  const set = (change: Partial<Slot>) => onChange({ ...slot, ...change });
  function limit(on: boolean): void {
    setLimits(on);
    if (!on) set({ staff: slot.staff.map((one) => ({ ...one, dailyCap: null, roundCap: null, openCap: null })) });
  }
  return (
    <div className="slot-card" style={{ borderInlineStartColor: colourOf(number) }} data-testid="slot">
      <div className="between">
        <Input aria-label={t.name} value={slot.name} maxLength={32} placeholder={t.namePlaceholder} style={{ maxWidth: 280 }} onChange={({ target }) => set({ name: target.value })} />
        {onRemove ? <Button type="text" danger icon={<DeleteOutlined />} aria-label={t.remove} title={t.remove} onClick={onRemove} /> : null}
      </div>
      <TimeFields value={slot} onlyTime={onlyTime} onChange={set} />
      <StaffPicker
        label={t.staff} placeholder={t.staffPlaceholder} max={100} value={slot.staff.map(({ staffId }) => refOf(names, staffId, r.gone))}
        onChange={(staff) => {
          onNames({ staff: Object.fromEntries(staff.map((one) => [one.id, one])) });
          set({ staff: entriesOf(slot.staff, staff) });
        }}
      />
      <div className="row slot-options">
        <span className="soft">{t.choose}</span>
        <Select<Choice> aria-label={t.choose} value={slot.choose} style={{ width: 150 }}
          onChange={(choose) => set({ choose })} options={Object.entries(r.chooses).map(([value, label]) => ({ value: value as Choice, label }))} />
        <Checkbox checked={limits} disabled={needsNumbers} onChange={({ target }) => limit(target.checked)}>{t.limits}</Checkbox>
      </div>
      <Checkbox
        checked={wantsLabels} data-testid="prefer"
        onChange={({ target }) => {
          setWantsLabels(target.checked);
          if (!target.checked) set({ prefer: undefined });
        }}
      >{t.prefer}</Checkbox>
      {wantsLabels ? (
        <div className="stack-tight" data-testid="prefer-fields">
          <LabelSelect
            label={t.prefer} placeholder={t.preferPlaceholder} value={slot.prefer?.labels ?? []}
            onChange={(labels) => set({ prefer: labels.length > 0 ? { labels, only: slot.prefer?.only ?? false } : undefined })}
          />
          <Radio.Group
            value={slot.prefer?.only ?? false} disabled={!slot.prefer} options={[{ value: false, label: t.rest }, { value: true, label: t.only }]}
            onChange={({ target }) => set({ prefer: { labels: slot.prefer?.labels ?? [], only: target.value as boolean } })}
          />
          <span className="soft small">{t.preferHint}</span>
        </div>
      ) : null}
      {isPage || slot.choose === 'sequence' ? null : <span className="soft small">{t.chooseHint}</span>}
      {limits ? <span className="soft small" data-testid="cap-hint">{isPage ? t.capHintPage : t.capHint}</span> : null}
      {limits && slot.staff.length > 0 ? <StaffTable columns={columnsOf(slot.choose)} staff={slot.staff} names={names} onChange={(staff) => set({ staff })} /> : null}
      <div className="row slot-options">
        <Checkbox checked={slot.welcome !== null} onChange={({ target }) => set({ welcome: target.checked ? { text: '', attachments: [] } : null })}>{t.welcome}</Checkbox>
        <Checkbox checked={slot.tagIds !== null} onChange={({ target }) => set({ tagIds: target.checked ? [] : null })}>{t.tags}</Checkbox>
        <Checkbox checked={slot.remarkTemplate !== null} onChange={({ target }) => set({ remarkTemplate: target.checked ? '' : null })}>{t.remark}</Checkbox>
      </div>
      {slot.welcome === null ? null : <MessageEditor
        value={slot.welcome} showFaults={false} fileNames={files} onChange={(welcome) => set({ welcome })} onFileName={(id, name) => setFiles((before) => ({ ...before, [id]: name }))} />}
      {slot.tagIds === null ? null : (
        <TagPicker
          label={t.tags} max={20} creates value={slot.tagIds.flatMap((id) => names.tags[id] ?? [])}
          onChange={(tags) => {
            onNames({ tags: Object.fromEntries(tags.map((one) => [one.id, one])) });
            set({ tagIds: tags.map(({ id }) => id) });
          }}
        />
      )}
      {slot.remarkTemplate === null ? null : <Input aria-label={t.remark} value={slot.remarkTemplate} maxLength={100} placeholder={t.remarkPlaceholder} onChange={({ target }) => set({ remarkTemplate: target.value })} />}
    </div>
  );
}
