import { PlusOutlined } from '@ant-design/icons';
import { Button, DatePicker, Form, Input, InputNumber, Radio, Switch } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { groupRuleNames, words } from './editor-words';
import { useLeaveGuard } from '../../kit/leave-guard';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { FaultSummary } from '../live-code/FaultSummary';
import { blankEntry, faultsOf, type Draft, type EntryDraft } from './draft';
import { ChannelPicker } from '../channel/ChannelPicker';
import { EntryFields } from './EntryFields';
import { FallbackFields } from './FallbackFields';
import { PagePreview } from './PagePreview';
import { useGroupCodeWords } from './words';
import '../live-code/live-code.css';
import './group-code.css';

/** The form on the left, the customer's page on the right. */
export function GroupCodeEditor({ start, codeId, saving, error, saveText, onSave, onCancel, onReload }: {
  start: Draft; codeId?: string; saving: boolean; error: unknown; saveText?: string; onSave: (draft: Draft) => void; onCancel: () => void; onReload?: () => void;
}) {
  const t = words();
  const g = useGroupCodeWords();
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const faults = tried ? faultsOf(draft) : [];
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const setEntry = (key: string, change: Partial<EntryDraft>) => setDraft((before) => ({ ...before, entries: before.entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)) }));
  useLeaveGuard(JSON.stringify(draft) !== JSON.stringify(start));

  function move(index: number, by: -1 | 1): void {
    const entries = [...draft.entries];
    const [entry] = entries.splice(index, 1);
    entries.splice(index + by, 0, entry!);
    set({ entries });
  }

  function save(): void {
    setTried(true);
    if (faultsOf(draft).length === 0) onSave(draft);
    else scrollTo({ top: 0, behavior: 'smooth' });
  }

  return (
    <div className="editor">
      <Form layout="vertical" className="editor-form" onFinish={save} data-testid="group-code-form" component="form">
        <FaultSummary faults={faults.map(({ field, kind }) => ({ field, text: t.faults[kind] }))} error={error} onReload={onReload} />
        <section className="panel editor-section">
          <Form.Item label={t.name} htmlFor="field-name" required extra={t.nameHint} {...(faults.some((one) => one.kind === 'needName') && { validateStatus: 'error' as const, help: t.faults.needName })}>
            <Input id="field-name" value={draft.name} maxLength={64} showCount placeholder={t.namePlaceholder} onChange={({ target }) => set({ name: target.value })} />
          </Form.Item>
          <Form.Item label={t.channel} htmlFor="field-channel" extra={t.channelHint}><ChannelPicker id="field-channel" label={t.channel} value={draft.channelId} onChange={(channelId) => set({ channelId })} /></Form.Item>
        </section>
        <section className="panel editor-section" id="field-entries">
          <h2>{t.behind}</h2>
          <Form.Item label={t.rule} extra={g.ruleHints[draft.rule]}>
            <Radio.Group value={draft.rule} onChange={({ target }) => set({ rule: target.value as Draft['rule'] })} options={groupRuleNames.map((value) => ({ value, label: g.rules[value] }))} />
          </Form.Item>
          <div className="stack">
            {draft.entries.map((entry, index) => (
              <EntryFields
                key={entry.key} entry={entry} number={index + 1} last={index === draft.entries.length - 1} byTag={draft.rule === 'tag'} faults={faults} onChange={(change) => setEntry(entry.key, change)} onMove={(by) => move(index, by)}
                onRemove={draft.entries.length > 1 ? () => set({ entries: draft.entries.filter((one) => one.key !== entry.key) }) : undefined}
              />
            ))}
            <div className="row">
              <Button icon={<PlusOutlined />} onClick={() => set({ entries: [...draft.entries, blankEntry('way')] })} data-testid="add-way">{t.addWay}</Button>
              <Button icon={<PlusOutlined />} onClick={() => set({ entries: [...draft.entries, blankEntry('picture')] })} data-testid="add-picture">{t.addPicture}</Button>
            </div>
          </div>
          <Form.Item label={t.head} htmlFor="field-head" extra={t.headHint} style={{ marginTop: 16 }}>
            <InputNumber id="field-head" min={0} max={50} precision={0} value={draft.headRoom} onChange={(headRoom) => set({ headRoom: headRoom ?? 0 })} />
          </Form.Item>
        </section>
        <section className="panel editor-section">
          <h2>{t.full}</h2>
          <FallbackFields value={draft.fallback} codeId={codeId} faults={faults} onChange={(fallback) => set({ fallback })} />
        </section>
        <section className="panel editor-section">
          <h2>{t.page}</h2>
          <Form.Item label={t.title} htmlFor="field-title" extra={t.titleHint}><Input id="field-title" value={draft.title} maxLength={40} showCount onChange={({ target }) => set({ title: target.value })} /></Form.Item>
          <Form.Item label={t.guide} htmlFor="field-guide"><Input.TextArea id="field-guide" value={draft.guide} maxLength={200} showCount autoSize={{ minRows: 2 }} onChange={({ target }) => set({ guide: target.value })} /></Form.Item>
          <Form.Item label={t.until} htmlFor="field-until" extra={t.untilHint}>
            <DatePicker id="field-until" showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" value={draft.untilAt === null ? null : dayjs(draft.untilAt)} onChange={(at) => set({ untilAt: at ? at.valueOf() : null })} />
          </Form.Item>
          <Form.Item label={t.closed} htmlFor="field-closed"><Input.TextArea id="field-closed" value={draft.closedText} maxLength={200} showCount autoSize={{ minRows: 2 }} onChange={({ target }) => set({ closedText: target.value })} /></Form.Item>
        </section>
        <section className="panel editor-section">
          <h2>{t.alerts}</h2>
          <Form.Item label={t.told} htmlFor="field-told" extra={t.toldHint}><StaffPicker id="field-told" label={t.told} max={20} value={draft.tellStaff} onChange={(tellStaff) => set({ tellStaff })} /></Form.Item>
          <Form.Item label={t.managers} htmlFor="field-managers" layout="horizontal" extra={t.managersHint}><Switch id="field-managers" aria-label={t.managers} checked={draft.tellManagers} onChange={(tellManagers) => set({ tellManagers })} /></Form.Item>
        </section>
        <div className="editor-foot">
          <Button onClick={onCancel}>{t.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={saving} data-testid="save">{saveText ?? t.save}</Button>
        </div>
      </Form>
      <PagePreview draft={draft} />
    </div>
  );
}
