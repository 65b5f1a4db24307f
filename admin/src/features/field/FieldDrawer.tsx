import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Drawer, Form, Input, Select, Skeleton, Switch } from 'antd';
import { useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router-dom';
import type { Field } from '@scrm/shared/field';
import { fieldKinds, kindOf, longFormAt, type FieldKind } from '@scrm/shared/field-kind';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { useLanguage, words } from '../../kit/language';
import { useCloseGuard } from '../../kit/leave-guard';
import { FieldEnd } from './FieldEnd';
import { KindChange } from './KindChange';
import { OptionsEditor, type OptionDraft } from './OptionsEditor';
import { useFieldRoles } from './roles';

const useWords = words({
  zh: {
    create: '新建字段', edit: '编辑字段', save: '保存', cancel: '取消', saved: '字段已保存', name: '名称', needName: '请填写名称', hint: '填写提示', hintExample: '给填写的人看，例如：以万元计', kind: '类型', options: '选项', required: '必填',
    requiredHint: '填写后不能清空；没有填的客户会提示补充', sensitive: '敏感', sensitiveHint: '加密保存，平时遮盖显示；查看完整内容要写明原因并留下记录', notSealable: '这种类型不能加密', see: '谁能看', editWho: '谁能改', reveal: '谁能看完整内容', everyone: '所有能看客户的人',
    long: '必填字段已经很多：表单越长，填完的人越少。', gone: '字段不存在或已被删除', change: '更改类型', pickOption: '请至少填写一个选项',
  },
  en: {
    create: 'New field', edit: 'Edit field', save: 'Save', cancel: 'Cancel', saved: 'Field saved', name: 'Name', needName: 'Give it a name', hint: 'Hint', hintExample: 'For whoever fills it in, such as: in ten thousands', kind: 'Type', options: 'Options', required: 'Required',
    requiredHint: 'Once filled in it cannot be cleared; customers without it are marked', sensitive: 'Sensitive', sensitiveHint: 'Kept encrypted and shown masked; showing it in full takes a reason, which is recorded', notSealable: 'This type cannot be encrypted', see: 'Who sees it', editWho: 'Who changes it', reveal: 'Who sees it in full', everyone: 'Everybody who sees the customer',
    long: 'There are many required fields already: the longer a form, the fewer people fill it in.', gone: 'The field does not exist or was deleted', change: 'Change type', pickOption: 'Give at least one option',
  },
});

interface Filled { name: string; hint: string; kind: FieldKind; required: boolean; sensitive: boolean; options: OptionDraft[]; seeRoles: string[]; editRoles: string[]; revealRoles: string[] }

const blank: Filled = { name: '', hint: '', kind: 'text', required: false, sensitive: false, options: [{ name: '' }], seeRoles: [], editRoles: [], revealRoles: [] };

/** Makes a field, or changes one; the address says which. */
export function FieldDrawer() {
  const t = useWords();
  const { id = '' } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const isNew = id === 'new';
  const living = useQuery(ask('fields', 'list', { archived: false }));
  const archived = useQuery({ ...ask('fields', 'list', { archived: true }), enabled: !isNew });
  const field = [...living.data?.items ?? [], ...archived.data?.items ?? []].find((one) => one.id === id);
  const [changed, setChanged] = useState(false);
  const close = () => void navigate({ pathname: '/fields', search });
  const leave = useCloseGuard(changed, close);
  const requiredCount = living.data?.items.filter((one) => one.required && one.id !== id).length ?? 0;
  const waiting = living.isPending || (!isNew && archived.isPending);
  const error = living.error ?? archived.error;
  return (
    <Drawer open onClose={leave} size={520} title={<span className="ellipsis drawer-title">{isNew ? t.create : field?.name ?? t.edit}</span>} data-testid="field-drawer">
      {waiting ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {error ? <ErrorNote error={error} onAgain={() => { void living.refetch(); void archived.refetch(); }} /> : null}
      {!waiting && !error && !isNew && !field ? <Alert type="info" showIcon title={t.gone} /> : null}
      {!waiting && !error && (isNew || field) ? <FieldForm key={`${id} ${field?.kind}`} field={field} requiredCount={requiredCount} onChanged={setChanged} onLeave={leave} onClose={close} /> : null}
    </Drawer>
  );
}

/** What was loaded stays under the hands of whoever types, whatever is news of the field meanwhile. */
function FieldForm({ field: news, requiredCount, onChanged, onLeave, onClose }: { field: Field | undefined; requiredCount: number; onChanged: (changed: boolean) => void; onLeave: () => void; onClose: () => void }) {
  const t = useWords();
  const { choices } = useFieldRoles();
  const language = useLanguage();
  const [form] = Form.useForm<Filled>();
  const [field] = useState(news);
  const kind = Form.useWatch('kind', form) ?? field?.kind ?? 'text';
  const required = Form.useWatch('required', form) ?? field?.required ?? false;
  const sensitive = Form.useWatch('sensitive', form) ?? field?.sensitive ?? false;
  const { canSeal, hasOptions } = kindOf(kind);
  const start: Filled = field ?? blank;
  const isArchived = field !== undefined && field.archivedAt !== null;
  const save = useAct(({ kind, ...filled }: Filled) => {
    const draft = { ...filled, sensitive: filled.sensitive && kindOf(kind).canSeal, options: kindOf(kind).hasOptions ? filled.options.filter((one) => one.name.trim() !== '') : [] };
    return field ? api.fields.update({ ...draft, id: field.id, updatedAt: field.updatedAt }) : api.fields.create({ ...draft, kind });
  }, { done: t.saved, touches: ['fields'], quiet: true, onDone: onClose });
  const who = (name: 'seeRoles' | 'editRoles' | 'revealRoles', label: string) => (
    <Form.Item name={name} label={label}><Select mode="multiple" optionFilterProp="label" placeholder={t.everyone} options={choices([...start.seeRoles, ...start.editRoles, ...start.revealRoles])} maxCount={50} /></Form.Item>
  );

  return (
    <>
      <Form form={form} layout="vertical" initialValues={start} disabled={isArchived} onValuesChange={(_, now: Filled) => onChanged((Object.keys(now) as (keyof Filled)[]).some((name) => JSON.stringify(now[name]) !== JSON.stringify(start[name])))} onFinish={(filled) => save.mutate({ ...blank, ...field, ...filled })} data-testid="field-form">
        {save.error ? <ErrorNote compact error={save.error} /> : null}
        <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true, message: t.needName }]}><Input maxLength={64} autoFocus={!field} /></Form.Item>
        <Form.Item name="hint" label={t.hint}><Input maxLength={200} placeholder={t.hintExample} /></Form.Item>
        <Form.Item label={t.kind} required htmlFor="kind">
          <div className="row">
            <Form.Item name="kind" noStyle><Select style={{ width: 200 }} disabled={field !== undefined} options={fieldKinds.map((each) => ({ value: each, label: kindOf(each).name[language] }))} /></Form.Item>
            {field && !isArchived ? <KindChange field={field} /> : null}
          </div>
        </Form.Item>
        {hasOptions ? (
          <Form.Item name="options" label={t.options} required rules={[{ validator: (_, options: OptionDraft[] = []) => (options.some((one) => one.name.trim() !== '' && !one.retired) ? Promise.resolve() : Promise.reject(new Error(t.pickOption))) }]}>
            <OptionsEditor />
          </Form.Item>
        ) : null}
        <Form.Item name="required" label={t.required} valuePropName="checked" extra={required && requiredCount + 1 >= longFormAt ? <span className="warning">{t.long}</span> : t.requiredHint}><Switch /></Form.Item>
        <Form.Item name="sensitive" valuePropName="checked" extra={canSeal ? t.sensitiveHint : t.notSealable}><Checkbox disabled={!canSeal || isArchived}>{t.sensitive}</Checkbox></Form.Item>
        {who('seeRoles', t.see)}
        {who('editRoles', t.editWho)}
        {sensitive && canSeal ? who('revealRoles', t.reveal) : null}
        {isArchived ? null : <div className="row"><Button type="primary" htmlType="submit" loading={save.isPending}>{t.save}</Button><Button onClick={onLeave}>{t.cancel}</Button></div>}
      </Form>
      {field ? <FieldEnd field={field} onDone={onClose} /> : null}
    </>
  );
}
