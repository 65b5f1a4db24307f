import { Button, Checkbox, Form, Input, Switch } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { words } from '../../kit/language';
import { useLeaveGuard } from '../../kit/leave-guard';
import { MessageEditor } from '../../kit/message/MessageEditor';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { TagPicker } from '../../kit/pick/TagPicker';
import { RuleSection } from '../red-packet/RuleSection';
import type { Draft, Fault } from './draft';
import { faultField, faultsOf, remarkOf, staffLimit, tagLimit } from './draft';
import { EditorPreview } from './EditorPreview';
import { ReceptionWay } from './ReceptionWay';
import { RuleEditor } from './rule/RuleEditor';
import { FaultSummary } from './FaultSummary';
import { PlaceFields } from './PlaceFields';
import './live-code.css';

const useWords = words({
  zh: {
    name: '活码名称', nameHint: '只有你们看得到，例如投放的地点', namePlaceholder: '例如：浦东门店收银台', who: '谁来接待', staff: '接待员工', staffHint: (n: number) => `最多 ${n} 名；多于一名时，由企业微信在名单中选择`, staffPlaceholder: '搜索并选择员工',
    skip: '自动通过好友', skipOn: '客户扫码后直接成为好友', skipOff: '员工确认后才成为好友，欢迎语会晚一些；确认之前企业微信不告知有人申请，不计入添加', after: '添加之后', tags: '自动打标签', remark: '自动备注', remarkPlaceholder: '例如：{customer}-{code}', overHand: '员工手写过的备注也改', insert: '插入', variables: { customer: '客户昵称', code: '活码名称', channel: '渠道名称', tag: '第一个标签', date: '添加日期' },
    becomes: '备注会是', cut: '超过 20 字的部分会被截去', none: '不填则不改备注', welcome: '欢迎语', welcomeHint: '客户添加后几秒内自动发出', needSlotStaff: '每个时段至少要有一名员工', save: '保存', cancel: '取消', sampleCustomer: '李梅', sampleCode: '活码名称',
    faults: { needName: '请填写活码名称', needStaff: '请至少选择一名接待员工', tooManyStaff: '接待员工最多 100 名', tooManyTags: '标签最多 20 个', unsoundWelcome: '欢迎语还有没填好的内容' } satisfies Record<Fault, string>,
  },
  en: {
    name: 'Name', nameHint: 'Only you see it, for example the place', namePlaceholder: 'For example: Pudong store, till', who: 'Who receives', staff: 'Staff', staffHint: (n: number) => `At most ${n}; of several, WeCom picks one`, staffPlaceholder: 'Search and choose staff',
    skip: 'Add at once', skipOn: 'Whoever scans is a friend at once', skipOff: 'A friend after staff confirm, the welcome comes later; until then WeCom does not tell who asked, and nobody is counted', after: 'After adding', tags: 'Set tags', remark: 'Set remark', remarkPlaceholder: 'For example: {customer}-{code}', overHand: 'Also where staff wrote one by hand', insert: 'Insert', variables: { customer: 'Customer’s name', code: 'Code name', channel: 'Channel', tag: 'First tag', date: 'Date' },
    becomes: 'The remark will be', cut: 'What goes beyond 20 characters is cut off', none: 'Left empty, the remark stays as it is', welcome: 'Welcome', welcomeHint: 'Sent within seconds of adding', needSlotStaff: 'Each slot needs at least one staff member', save: 'Save', cancel: 'Cancel', sampleCustomer: 'Li Mei', sampleCode: 'Code name',
    faults: { needName: 'Give the live code a name', needStaff: 'Choose at least one staff member', tooManyStaff: 'At most 100 staff', tooManyTags: 'At most 20 tags', unsoundWelcome: 'Something in the welcome is not complete' },
  },
});

/** The form on the left, what the customer will see on the right. */
export function LiveCodeEditor({ start, saving, error, saveText, onSave, onCancel, onReload, id }: {
  id?: string; start: Draft; saving: boolean; error: unknown; saveText?: string; onSave: (draft: Draft) => void; onCancel: () => void; onReload?: () => void;
}) {
  const t = useWords();
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const [fileNames, setFileNames] = useState<Record<string, string>>({});
  const faults = tried ? faultsOf(draft) : [];
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  useLeaveGuard(JSON.stringify(draft) !== JSON.stringify(start));

  function faultOf(field: keyof Draft) {
    const fault = faults.find((one) => faultField[one] === field);
    return fault ? { validateStatus: 'error' as const, help: t.faults[fault] } : {};
  }

  function save(): void {
    setTried(true);
    if (faultsOf(draft).length === 0) onSave(draft);
    else scrollTo({ top: 0, behavior: 'smooth' });
  }

  const remark = remarkOf(draft.remarkTemplate, { customer: t.sampleCustomer, code: draft.name.trim() || t.sampleCode, channel: t.variables.channel, tag: draft.tags[0]?.name ?? '', date: dayjs().format('YYYY-MM-DD') });
  return (
    <div className="editor">
      <Form layout="vertical" className="editor-form" onFinish={save} data-testid="live-code-form" component="form">
        <FaultSummary faults={faults.map((fault) => ({ field: faultField[fault], text: t.faults[fault] }))} error={error} onReload={onReload} />
        <section className="panel editor-section">
          <Form.Item label={t.name} htmlFor="field-name" required extra={t.nameHint} {...faultOf('name')}>
            <Input id="field-name" value={draft.name} maxLength={64} showCount placeholder={t.namePlaceholder} onChange={({ target }) => set({ name: target.value })} />
          </Form.Item>
        </section>
        <section className="panel editor-section">
          <h2>{t.who}</h2>
          <ReceptionWay draft={draft} onChange={set} />
          {draft.rule ? (
            <div id="field-staff" tabIndex={-1}>
              {faults.includes('needStaff') ? <div className="danger" role="alert">{t.needSlotStaff}</div> : null}
              <RuleEditor
                rule={draft.rule} names={draft.names} isPage={draft.serve === 'page'} id={id} onChange={(rule) => set({ rule })}
                onNames={({ staff, tags }) => setDraft((before) => ({ ...before, names: { staff: { ...before.names.staff, ...staff }, tags: { ...before.names.tags, ...tags } } }))}
              />
            </div>
          ) : (
          <>
            <Form.Item label={t.staff} htmlFor="field-staff" required extra={t.staffHint(staffLimit)} {...faultOf('staff')}>
              <StaffPicker id="field-staff" label={t.staff} value={draft.staff} max={staffLimit} placeholder={t.staffPlaceholder} onChange={(staff) => set({ staff })} />
            </Form.Item>
            <Form.Item label={t.skip} htmlFor="field-skip" extra={draft.skipVerify ? t.skipOn : t.skipOff} layout="horizontal">
              <Switch id="field-skip" aria-label={t.skip} checked={draft.skipVerify} onChange={(skipVerify) => set({ skipVerify })} />
            </Form.Item>
          </>
          )}
        </section>
        <PlaceFields draft={draft} onChange={set} />
        <section className="panel editor-section">
          <h2>{t.after}</h2>
          <Form.Item label={t.tags} htmlFor="field-tags" {...faultOf('tags')}>
            <TagPicker id="field-tags" label={t.tags} value={draft.tags} max={tagLimit} creates onChange={(tags) => set({ tags })} />
          </Form.Item>
          <Form.Item
            label={t.remark} htmlFor="field-remark"
            extra={draft.remarkTemplate.trim() ? <span className="remark-preview" data-testid="remark-preview">{t.becomes} <code>{remark.text}</code>{remark.cut ? <span className="warning">{t.cut}</span> : null}</span> : t.none}
          >
            <Input id="field-remark" value={draft.remarkTemplate} maxLength={100} placeholder={t.remarkPlaceholder} onChange={({ target }) => set({ remarkTemplate: target.value })} />
            <div className="row" style={{ marginTop: 8 }}>
              <span className="soft small">{t.insert}</span>
              {(['customer', 'code', 'channel', 'tag', 'date'] as const).map((name) => (
                <Button key={name} size="small" onClick={() => set({ remarkTemplate: `${draft.remarkTemplate}{${name}}`.slice(0, 100) })} data-testid={`remark-${name}`}>{t.variables[name]}</Button>
              ))}
            </div>
            {draft.remarkTemplate.trim() ? <Checkbox style={{ marginTop: 8 }} checked={draft.remarkOverHand} onChange={({ target }) => set({ remarkOverHand: target.checked })} data-testid="over-hand">{t.overHand}</Checkbox> : null}
          </Form.Item>
        </section>
        <section className="panel editor-section" id="field-welcome">
          <h2>{t.welcome}</h2>
          <p className="soft">{t.welcomeHint}</p>
          <MessageEditor
            value={draft.welcome} showFaults={tried} fileNames={fileNames}
            onChange={(welcome) => set({ welcome })} onFileName={(fileId, name) => setFileNames((before) => ({ ...before, [fileId]: name }))}
          />
          {faults.includes('unsoundWelcome') ? <div className="danger" role="alert">{t.faults.unsoundWelcome}</div> : null}
        </section>
        {id ? <RuleSection liveCodeId={id} /> : null}
        <div className="editor-foot">
          <Button onClick={onCancel}>{t.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={saving} data-testid="save">{saveText ?? t.save}</Button>
        </div>
      </Form>
      <EditorPreview draft={draft} fileNames={fileNames} />
    </div>
  );
}
