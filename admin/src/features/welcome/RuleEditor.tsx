import { Button, Form, Input, Radio, Select, Switch } from 'antd';
import { useState } from 'react';
import { acquaintances, ruleTargets, scenes } from '@scrm/shared/welcome-kind';
import { fill } from '@scrm/shared/text';
import { words } from '../../kit/language';
import { useLeaveGuard } from '../../kit/leave-guard';
import { useAllowed } from '../../kit/me';
import { MessageEditor } from '../../kit/message/MessageEditor';
import { Phone } from '../../kit/message/Phone';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { TagPicker } from '../../kit/pick/TagPicker';
import { FaultSummary } from '../live-code/FaultSummary';
import '../live-code/live-code.css';
import { CodePicker, type CodeKind } from './CodePicker';
import { DepartmentPicker } from './DepartmentPicker';
import { ruleFaultField, ruleFaultsOf, type RuleDraft, type RuleFault } from './rule-draft';
import { useRuleWords } from './rule-words';
import './welcome.css';
import { WindowsField } from './WindowsField';

const useWords = words({
  zh: {
    name: '规则名称', namePlaceholder: '例如：下班后', who: '用在哪里', target: '对象', targetHint: '活码和门店优先于员工，员工优先于部门，部门优先于全公司；门店码优先于门店', targets: '选择', enabled: '启用',
    when: '什么时候', whenHint: '不设时间段就一直有效。结束早于开始时跨到次日，算开始那一天的。', which: '哪些客户', scenes: '添加方式', anyScene: '不限', scenesHint: '不是扫我们的活码来的客户，发送前需要向企业微信问一次，最多等 2 秒',
    acquaintance: '新老客户', anybody: '不限', tags: '已有标签（任一）', tagsHint: '由任何同事打的都算；这次添加时打的不算', message: '说什么', save: '保存', cancel: '取消',
    marks: { customer: '客户昵称', staff: '员工姓名', replyTime: '回复时间' }, replyHint: '「回复时间」会换成时间段结束的时候，例如「明天 09:00」', sample: { customer: '李梅', staff: '张伟', replyTime: '明天 09:00' }, preview: '客户看到的样子', added: '你已添加了张伟，现在可以开始聊天了。',
    faults: {
      needName: '请填写规则名称', needTarget: '请选择这条规则用在哪里', badWindow: '每个时间段都要选日子，开始和结束不能相同', emptyMessage: '请填写文字或添加附件', unsoundMessage: '欢迎语还有没填好的内容', needsWindow: '用了「回复时间」，请设置时间段',
    } satisfies Record<RuleFault, string>,
  },
  en: {
    name: 'Name', namePlaceholder: 'For example: After hours', who: 'For whom', target: 'For', targetHint: 'A code or store comes before a person, a person before a department, a department before the company; a store code before a store', targets: 'Choose', enabled: 'On',
    when: 'When', whenHint: 'Without slots it holds at any time. A slot that ends before it begins reaches into the next day and counts as the day on which it began.', which: 'Which customers', scenes: 'How they came', anyScene: 'Any', scenesHint: 'Of customers who did not scan a code of ours WeCom has to be asked first, for 2 seconds at most',
    acquaintance: 'New or known', anybody: 'Any', tags: 'Has one of these tags', tagsHint: 'Given by any colleague; tags that come with this addition do not count', message: 'What is said', save: 'Save', cancel: 'Cancel',
    marks: { customer: 'Customer’s name', staff: 'Staff name', replyTime: 'Time of reply' }, replyHint: '“Time of reply” becomes the end of the slots, such as “tomorrow at 09:00”', sample: { customer: 'Li Mei', staff: 'Zhang Wei', replyTime: 'tomorrow at 09:00' }, preview: 'What the customer sees', added: 'You have added Zhang Wei. You can chat now.',
    faults: { needName: 'Give the rule a name', needTarget: 'Say for whom the rule is', badWindow: 'Each slot needs days, and an end that is not its beginning', emptyMessage: 'Write a text or add an attachment', unsoundMessage: 'Something in the welcome is not complete', needsWindow: 'The text promises a time of reply: give the rule time slots' },
  },
});

const codeKinds = ['liveCodes', 'storeCodes', 'stores'] as const satisfies readonly CodeKind[];

/** The form on the left, what the customer will see on the right. */
export function RuleEditor({ start, saving, error, onSave, onCancel, onReload }: {
  start: RuleDraft; saving: boolean; error: unknown; onSave: (draft: RuleDraft) => void; onCancel: () => void; onReload?: () => void;
}) {
  const t = useWords();
  const names = useRuleWords();
  const allowed = useAllowed();
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const [fileNames, setFileNames] = useState<Record<string, string>>({});
  const faults = tried ? ruleFaultsOf(draft) : [];
  const set = (change: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...change }));
  useLeaveGuard(JSON.stringify(draft) !== JSON.stringify(start));
  const faultOf = (field: string) => {
    const fault = faults.find((one) => ruleFaultField[one] === field);
    return fault ? { validateStatus: 'error' as const, help: t.faults[fault] } : {};
  };
  function save(): void {
    setTried(true);
    if (ruleFaultsOf(draft).length === 0) onSave(draft);
    else scrollTo({ top: 0, behavior: 'smooth' });
  }
  return (
    <div className="editor">
      <Form layout="vertical" className="editor-form" onFinish={save} component="form" data-testid="rule-form">
        <FaultSummary faults={faults.map((fault) => ({ field: ruleFaultField[fault], text: t.faults[fault] }))} error={error} onReload={onReload} />
        <section className="panel editor-section">
          <Form.Item label={t.name} htmlFor="field-name" required {...faultOf('name')}>
            <Input id="field-name" value={draft.name} maxLength={64} showCount placeholder={t.namePlaceholder} onChange={({ target }) => set({ name: target.value })} />
          </Form.Item>
          <Form.Item label={t.enabled} htmlFor="field-enabled" layout="horizontal"><Switch id="field-enabled" checked={draft.enabled} onChange={(enabled) => set({ enabled })} /></Form.Item>
        </section>
        <section className="panel editor-section">
          <h2>{t.who}</h2>
          <Form.Item label={t.target} extra={t.targetHint}>
            <Radio.Group value={draft.target} optionType="button" options={ruleTargets.map((target) => ({ value: target, label: names.targets[target] }))} onChange={({ target }) => set({ target: target.value as RuleDraft['target'] })} />
          </Form.Item>
          {draft.target === 'code' ? codeKinds.filter((kind) => allowed(`${kind}.list`) || draft.codes[kind].length > 0).map((kind, index) => (
            <Form.Item key={kind} label={names.codes[kind]} htmlFor={index === 0 ? 'field-target' : `field-${kind}`} {...(index === 0 ? faultOf('target') : {})}>
              <CodePicker id={index === 0 ? 'field-target' : `field-${kind}`} kind={kind} label={names.codes[kind]} value={draft.codes[kind]} max={200} onChange={(chosen) => set({ codes: { ...draft.codes, [kind]: chosen } })} />
            </Form.Item>
          )) : null}
          {draft.target === 'staff' || draft.target === 'department' ? (
            <Form.Item label={t.targets} htmlFor="field-target" required {...faultOf('target')}>
              {draft.target === 'staff' ? <StaffPicker id="field-target" label={t.targets} value={draft.staff} max={200} onChange={(staff) => set({ staff })} /> : null}
              {draft.target === 'department' ? <DepartmentPicker id="field-target" label={t.targets} value={draft.departmentIds} onChange={(departmentIds) => set({ departmentIds })} /> : null}
            </Form.Item>
          ) : null}
        </section>
        <section className="panel editor-section">
          <h2>{t.when}</h2>
          <p className="soft">{t.whenHint}</p>
          <Form.Item {...faultOf('windows')}><WindowsField value={draft.windows} onChange={(windows) => set({ windows })} /></Form.Item>
        </section>
        <section className="panel editor-section">
          <h2>{t.which}</h2>
          <Form.Item label={t.acquaintance}>
            <Radio.Group value={draft.acquaintance ?? ''} optionType="button" options={[{ value: '', label: t.anybody }, ...acquaintances.map((one) => ({ value: one, label: names.acquaintances[one] }))]} onChange={({ target }) => set({ acquaintance: (target.value as RuleDraft['acquaintance'] | '') || null })} />
          </Form.Item>
          <Form.Item label={t.scenes} htmlFor="field-scenes" extra={draft.scenes.length > 0 ? t.scenesHint : undefined}>
            <Select id="field-scenes" aria-label={t.scenes} mode="multiple" allowClear placeholder={t.anyScene} optionFilterProp="label" value={draft.scenes} options={scenes.map((scene) => ({ value: scene, label: names.scenes[scene] }))} onChange={(chosen) => set({ scenes: chosen })} />
          </Form.Item>
          <Form.Item label={t.tags} htmlFor="field-tags" extra={t.tagsHint}><TagPicker id="field-tags" label={t.tags} value={draft.tags} max={20} onChange={(tags) => set({ tags })} /></Form.Item>
        </section>
        <section className="panel editor-section" id="field-message" tabIndex={-1}>
          <h2>{t.message}</h2>
          <p className="soft">{t.replyHint}</p>
          <MessageEditor
            value={draft.message} showFaults={tried} fileNames={fileNames} marks={(['customer', 'staff', 'replyTime'] as const).map((id) => ({ id, mark: `{${id}}`, name: t.marks[id] }))}
            onChange={(message) => set({ message })} onFileName={(fileId, name) => setFileNames((before) => ({ ...before, [fileId]: name }))}
          />
          {faults.filter((fault) => ruleFaultField[fault] === 'message').map((fault) => <div key={fault} className="danger" role="alert">{t.faults[fault]}</div>)}
        </section>
        <div className="editor-foot"><Button onClick={onCancel}>{t.cancel}</Button><Button type="primary" htmlType="submit" loading={saving} data-testid="save">{t.save}</Button></div>
      </Form>
      <aside className="editor-side" aria-label={t.preview}>
        <span className="soft small">{t.preview}</span>
        <Phone title={t.sample.staff} name={t.sample.staff} avatarUrl="" note={t.added} text={fill(draft.message.text, t.sample)} attachments={draft.message.attachments} fileNames={fileNames} />
      </aside>
    </div>
  );
}
