import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, InputNumber, Radio, Skeleton, Switch } from 'antd';
import { useState } from 'react';
import type { LossKind, LossRule, LossSettings } from '@scrm/shared/loss-alert';
import type { StaffRef } from '@scrm/shared/org';
import type { ReplyOf } from '@scrm/shared/contract';
import type { lossAlerts } from '@scrm/shared/loss-alert';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { useCompanyDay } from '../../kit/company-day';
import { ErrorNote } from '../../kit/error-note';
import { marks, words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { StaffPicker } from '../../kit/pick/StaffPicker';

const useWords = words({
  zh: {
    title: '流失提醒设置', about: '以应用消息发到企业微信。', kinds: { byStaff: '员工删除客户', byCustomer: '客户删除员工' }, on: '开启提醒', when: { atOnce: '立即', daily: '每日汇总' }, self: '员工本人', managers: '所在部门的负责人', chosen: '指定人员', hour: (zone: string) => `每日汇总在几点发送（${zone}）`, save: '保存', saved: '提醒设置已保存', nobody: '没有选择任何人，提醒不会发出',
  },
  en: {
    title: 'Alerts', about: 'Sent to WeCom as messages of the app.', kinds: { byStaff: 'Staff delete a customer', byCustomer: 'A customer deletes staff' }, on: 'Tell somebody', when: { atOnce: 'At once', daily: 'Once a day' }, self: 'The staff member', managers: 'Who leads their departments', chosen: 'Chosen people', hour: (zone: string) => `Hour of the daily message (${zone})`, save: 'Save', saved: 'Alerts saved', nobody: 'Nobody is chosen, so nobody is told',
  },
});

type Loaded = ReplyOf<typeof lossAlerts.settings>;

export function LossSettingsDrawer({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const settings = useQuery({ ...ask('lossAlerts', 'settings', {}), staleTime: 0 });
  return (
    <Drawer open title={t.title} size={480} onClose={onClose}>
      {settings.isPending ? <Skeleton active /> : null}
      {settings.error ? <ErrorNote error={settings.error} onAgain={() => void settings.refetch()} /> : null}
      {settings.data && !settings.isFetching ? <Editor loaded={settings.data} onDone={onClose} /> : null}
    </Drawer>
  );
}

function Editor({ loaded, onDone }: { loaded: Loaded; onDone: () => void }) {
  const t = useWords();
  const { zone } = useCompanyDay();
  const allowed = useAllowed();
  const [draft, setDraft] = useState<LossSettings>({ byCustomer: loaded.byCustomer, byStaff: loaded.byStaff, digestHour: loaded.digestHour });
  const [known, setKnown] = useState<Map<string, StaffRef>>(() => new Map(loaded.chosen.map((one) => [one.id, one])));
  const save = useAct((input: LossSettings) => api.lossAlerts.saveSettings({ ...input, updatedAt: loaded.updatedAt }), { done: t.saved, touches: ['lossAlerts'], onDone });
  const isDaily = [draft.byCustomer, draft.byStaff].some((rule) => rule.on && rule.when === 'daily');
  function choose(kind: LossKind, staff: StaffRef[]): void {
    setKnown(new Map([...known, ...staff.map((one) => [one.id, one] as const)]));
    setDraft({ ...draft, [kind]: { ...draft[kind], staffIds: staff.map((one) => one.id) } });
  }
  return (
    <div className="stack">
      <p className="soft">{t.about}</p>
      {(['byStaff', 'byCustomer'] as const).map((kind) => (
        <RuleEditor
          key={kind} title={t.kinds[kind]} rule={draft[kind]} chosen={draft[kind].staffIds.flatMap((id) => known.get(id) ?? [])}
          onChange={(part) => setDraft({ ...draft, [kind]: { ...draft[kind], ...part } })} onChoose={(staff) => choose(kind, staff)}
        />
      ))}
      {isDaily ? <label className="row">{t.hour(zone)}<InputNumber min={0} max={23} precision={0} value={draft.digestHour} onChange={(hour) => setDraft({ ...draft, digestHour: hour ?? 9 })} /></label> : null}
      {allowed('lossAlerts.saveSettings') ? <Button type="primary" loading={save.isPending} data-testid="save-loss-settings" onClick={() => save.mutate(draft)}>{t.save}</Button> : null}
    </div>
  );
}

function RuleEditor({ title, rule, chosen, onChange, onChoose }: { title: string; rule: LossRule; chosen: StaffRef[]; onChange: (part: Partial<LossRule>) => void; onChoose: (staff: StaffRef[]) => void }) {
  const t = useWords();
  const isNobody = rule.on && !rule.toSelf && !rule.toManagers && rule.staffIds.length === 0;
  return (
    <section className="panel stack">
      <label className="between"><h3>{title}</h3><Switch checked={rule.on} aria-label={`${title}${marks().colon}${t.on}`} onChange={(on) => onChange({ on })} /></label>
      {rule.on ? (
        <>
          <Radio.Group value={rule.when} onChange={({ target }) => onChange({ when: target.value as LossRule['when'] })} options={(['atOnce', 'daily'] as const).map((value) => ({ value, label: t.when[value] }))} />
          <Checkbox checked={rule.toSelf} onChange={({ target }) => onChange({ toSelf: target.checked })}>{t.self}</Checkbox>
          <Checkbox checked={rule.toManagers} onChange={({ target }) => onChange({ toManagers: target.checked })}>{t.managers}</Checkbox>
          <StaffPicker label={`${title}${marks().colon}${t.chosen}`} placeholder={t.chosen} max={50} value={chosen} onChange={onChoose} />
          {isNobody ? <span className="warning small">{t.nobody}</span> : null}
        </>
      ) : null}
    </section>
  );
}
