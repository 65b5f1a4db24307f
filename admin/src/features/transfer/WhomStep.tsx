import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Radio, Switch, TreeSelect } from 'antd';
import type { Department, StaffRef } from '@scrm/shared/org';
import { counted } from '@scrm/shared/text';
import type { Assignment } from '@scrm/shared/transfer';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { Person } from '../../kit/person';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { TagPicker } from '../../kit/pick/TagPicker';
import type { Draft } from './draft';
import { useTransferWords } from './words';

export interface Words { message: string; nextStep: string; autoRetry: boolean; groups: boolean }

const useWords = words({
  zh: {
    way: '怎么分配', hints: { even: '一位或多位接替人，多位时平均分配', department: '分给部门里所有能接待客户的成员', tag: '按客户的标签分给不同的人', hand: '为每位选中的客户指定接替人' }, takers: '接替人', department: '部门', rule: '规则', addRule: '加一条规则', otherwise: '其余客户交给',
    message: '给客户的说明', messageHint: '最多 200 字；不填则使用企业微信的默认说明', nextStep: '给接替人的下一步', nextStepHint: '写明答应过什么、接下来要做什么；接替人会在交接简报里看到', groups: (n: number) => `名下 ${n} 个客户群也转给第一位接替人`, auto: '被拒绝或受限时，到时自动重试', remove: '删除',
  },
  en: {
    way: 'How', hints: { even: 'One taker, or several in equal shares', department: 'To all of a department who can receive', tag: 'By the customers’ tags', hand: 'A taker for each chosen customer' }, takers: 'Takers', department: 'Department', rule: 'Rule', addRule: 'Add a rule', otherwise: 'The others go to',
    message: 'What the customer reads', messageHint: 'At most 200 characters; WeCom’s own words when empty', nextStep: 'Next step for the taker', nextStepHint: 'What was promised and what is to be done; the taker reads it in the brief', groups: (n: number) => `${counted(n, 'group goes', 'groups go')} to the first taker too`, auto: 'Retry by itself when refused or held back', remove: 'Remove',
  },
});

export function WhomStep({ draft, onChange, told, onTell, groups }: { draft: Draft; onChange: (part: Partial<Draft>) => void; told: Words; onTell: (part: Partial<Words>) => void; groups: number | undefined }) {
  const t = useWords();
  const { ways } = useTransferWords();
  const offered: Assignment['way'][] = draft.which === 'chosen' ? ['even', 'department', 'tag', 'hand'] : ['even', 'department', 'tag'];
  return (
    <Form layout="vertical" component="div" className="stack">
      <h3>{t.way}</h3>
      <Radio.Group
        vertical value={draft.way} onChange={({ target }) => onChange({ way: target.value as Assignment['way'] })}
        options={offered.map((value) => ({ value, label: <span>{ways[value]} <span className="soft small">{t.hints[value]}</span></span> }))}
      />
      {draft.way === 'even' ? <StaffPicker id="takers" label={t.takers} value={draft.takers} onChange={(takers) => onChange({ takers })} max={100} /> : null}
      {draft.way === 'department' ? <DepartmentSelect value={draft.departmentId} onChange={(departmentId) => onChange({ departmentId })} /> : null}
      {draft.way === 'tag' ? <Rules draft={draft} onChange={onChange} /> : null}
      {draft.way === 'hand' ? draft.chosen.map((one) => (
        <div key={one.id} className="pair-row">
          <Person size={28} name={one.name} url={one.avatarUrl} />
          <OneStaff label={`${t.takers} ${one.name}`} value={draft.pairs[one.id]} onChange={(staff) => onChange({ pairs: { ...draft.pairs, [one.id]: staff } })} />
        </div>
      )) : null}
      {draft.kind === 'onJob' ? (
        <Form.Item label={t.message} extra={t.messageHint}>
          <Input.TextArea aria-label={t.message} maxLength={200} showCount autoSize={{ minRows: 2, maxRows: 5 }} value={told.message} onChange={({ target }) => onTell({ message: target.value })} />
        </Form.Item>
      ) : null}
      <Form.Item label={t.nextStep} extra={t.nextStepHint}>
        <Input.TextArea aria-label={t.nextStep} maxLength={500} showCount autoSize={{ minRows: 2, maxRows: 6 }} value={told.nextStep} onChange={({ target }) => onTell({ nextStep: target.value })} />
      </Form.Item>
      {groups ? <label className="row"><Switch checked={told.groups} onChange={(on) => onTell({ groups: on })} />{t.groups(groups)}</label> : null}
      <label className="row"><Switch checked={told.autoRetry} onChange={(autoRetry) => onTell({ autoRetry })} />{t.auto}</label>
    </Form>
  );
}

function OneStaff({ label, value, onChange }: { label: string; value: StaffRef | undefined; onChange: (staff: StaffRef | undefined) => void }) {
  return <StaffPicker label={label} max={1} value={value ? [value] : []} onChange={([staff]) => onChange(staff)} />;
}

function Rules({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const t = useWords();
  const edit = (at: number, part: Partial<Draft['rules'][number]>) => onChange({ rules: draft.rules.map((rule, each) => (each === at ? { ...rule, ...part } : rule)) });
  return (
    <div className="stack">
      {draft.rules.map((rule, at) => (
        <div key={at} className="rule-row">
          <TagPicker label={`${t.rule} ${at + 1}`} max={1} value={rule.tag ? [rule.tag] : []} onChange={([tag]) => edit(at, { tag })} />
          <OneStaff label={`${t.takers} ${at + 1}`} value={rule.staff} onChange={(staff) => edit(at, { staff })} />
          <Button type="text" disabled={draft.rules.length === 1} onClick={() => onChange({ rules: draft.rules.filter((_, each) => each !== at) })}>{t.remove}</Button>
        </div>
      ))}
      <Button onClick={() => onChange({ rules: [...draft.rules, { tag: undefined, staff: undefined }] })}>{t.addRule}</Button>
      <Form.Item label={t.otherwise}><OneStaff label={t.otherwise} value={draft.otherwise} onChange={(otherwise) => onChange({ otherwise })} /></Form.Item>
    </div>
  );
}

interface Node { value: number; title: string; children: Node[] }

function DepartmentSelect({ value, onChange }: { value: number | undefined; onChange: (id: number | undefined) => void }) {
  const t = useWords();
  const found = useQuery(ask('org', 'departments', {}));
  const all = found.data?.items ?? [];
  const label = (one: Department) => one.name ?? `${t.department} ${one.departmentId}`;
  const under = (parentId: number): Node[] => all.filter((one) => one.parentId === parentId)
    .map((one) => ({ value: one.departmentId, title: `${label(one)} (${one.staffCount})`, children: under(one.departmentId) }));
  const known = new Set(all.map((one) => one.departmentId));
  const roots = [...new Set(all.filter((one) => !known.has(one.parentId)).map((one) => one.parentId))].flatMap(under);
  return <TreeSelect<number> aria-label={t.department} treeDefaultExpandAll allowClear showSearch={{ treeNodeFilterProp: 'title' }} style={{ width: '100%' }} placeholder={t.department} loading={found.isPending} treeData={roots} value={value} onChange={onChange} />;
}
