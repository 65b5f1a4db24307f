import { EditOutlined, EyeOutlined, LockOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import type { CustomerValue, StaleFields } from '@scrm/shared/field';
import { kindOf, problems, type FileValue } from '@scrm/shared/field-kind';
import { isError } from '@scrm/shared/client';
import { nameIn } from '@scrm/shared/text';
import { api, fileUrl } from '../../api';
import { useAct } from '../../kit/act';
import { ConflictModal } from '../../kit/conflict';
import { ErrorNote } from '../../kit/error-note';
import { useLanguage, words } from '../../kit/language';
import { Said } from '../../kit/person';
import { absolute } from '../../kit/time';
import { RevealModal } from './RevealModal';
import { ValueEditor, type Draft } from './ValueEditor';
import { useFieldWords } from './words';

const useWords = words({
  zh: { unknown: '未知', none: '无', edit: (name: string) => `编辑${name}`, reveal: (name: string) => `查看完整的${name}`, hide: '重新遮盖', save: '保存', cancel: '取消', clear: '清空', saved: '已保存', required: '必填', replace: '原值已遮盖，填写新值会替换它', by: (who: string, source: string, at: string) => `${who} · ${source} · ${at}` },
  en: { unknown: 'Unknown', none: 'None', edit: (name: string) => `Edit ${name}`, reveal: (name: string) => `Show ${name} in full`, hide: 'Mask again', save: 'Save', cancel: 'Cancel', clear: 'Clear', saved: 'Saved', required: 'required', replace: 'The value is masked; what you enter replaces it', by: (who: string, source: string, at: string) => `${who} · ${source} · ${at}` },
});

interface Props { customerId: string; item: CustomerValue; version: number; onSaved: () => void }

/** One value: read, looked at in full, edited in place. */
export function AttributeRow(props: Props) {
  const { customerId, item } = props;
  const { field, state, masked, canReveal, canEdit, by } = item;
  const t = useWords();
  const f = useFieldWords();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [clear, setClear] = useState<string>();
  // What was shown in full is the value of before, once somebody changed it.
  useEffect(() => setClear(undefined), [by?.at]);
  const origin = by ? <Said text={t.by(by.staff ? nameIn(by.staff) : by.name, f.sources[by.source], absolute(by.at))} /> : undefined;
  return (
    <div className="attribute" data-testid={`attribute-${field.key ?? field.id}`}>
      <dt title={field.hint || undefined}>
        <span className="ellipsis">{field.name}</span>
        {field.required ? <span className="danger" aria-label={t.required}>*</span> : null}
        {field.sensitive ? <LockOutlined className="soft" /> : null}
      </dt>
      {editing ? <dd><Editor {...props} onEnd={() => setEditing(false)} /></dd> : (
        <dd className="attribute-value">
          <Tooltip title={origin} placement="topLeft">
            <span className="attribute-text break">{state === 'value' ? <Shown item={item} clear={masked ? clear : undefined} /> : <span className="soft">{state === 'none' ? t.none : t.unknown}</span>}</span>
          </Tooltip>
          <span className="attribute-acts">
            {masked && canReveal ? <Button type="text" size="small" icon={<EyeOutlined />} aria-label={clear ? t.hide : t.reveal(field.name)} onClick={() => (clear ? setClear(undefined) : setAsking(true))} /> : null}
            {canEdit ? <Button type="text" size="small" icon={<EditOutlined />} aria-label={t.edit(field.name)} onClick={() => setEditing(true)} /> : null}
          </span>
        </dd>
      )}
      {asking ? <RevealModal name={field.name} reveal={(reason) => api.fields.reveal({ customerId, fieldId: field.id, reason })} onClose={() => setAsking(false)} onShown={setClear} /> : null}
    </div>
  );
}

function Shown({ item, clear }: { item: CustomerValue; clear: string | undefined }) {
  if (item.field.kind === 'file' && item.value) return <a href={fileUrl((item.value as FileValue).fileId)} target="_blank" rel="noreferrer">{item.text}</a>;
  return <bdi className="attribute-plain">{clear ?? item.text}</bdi>;
}

function Editor({ customerId, item, version, onSaved, onEnd }: Props & { onEnd: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const { field } = item;
  const [draft, setDraft] = useState<Draft>({ value: item.value, none: item.state === 'none' });
  // What was on the screen when the editing began, also when the page has read something newer since.
  const [seen] = useState(version);
  const [clash, setClash] = useState<StaleFields>();
  const end = () => {
    onSaved();
    onEnd();
  };
  const save = useAct((seenVersion: number) => api.fields.setValues({ customerId, seenVersion, via: 'console', values: [{ fieldId: field.id, ...draft }] }), { done: t.saved, quiet: true, onDone: end });
  const parsed = draft.value === null ? null : kindOf(field.kind).parse(draft.value, field.options);
  const problem = parsed && !parsed.ok ? problems[parsed.problem][language] : undefined;
  const isSame = draft.none === (item.state === 'none') && JSON.stringify(draft.value) === JSON.stringify(item.value);

  function submit(seenVersion: number): void {
    if (problem) return;
    if (isSame) return onEnd();
    save.mutate(seenVersion, { onError: (error) => { if (isError(error, 'stale_edit')) setClash(error.data as unknown as StaleFields); } });
  }

  return (
    <form className="attribute-editor" onSubmit={(event) => { event.preventDefault(); submit(seen); }} onKeyDown={(event) => event.key === 'Escape' && onEnd()}>
      <ValueEditor field={field} draft={draft} onChange={setDraft} invalid={problem !== undefined} />
      {item.masked && draft.value === null ? <span className="soft small">{t.replace}</span> : null}
      {problem ? <span className="danger small" role="alert">{problem}</span> : null}
      {save.error && !isError(save.error, 'stale_edit') ? <ErrorNote compact error={save.error} onAgain={() => submit(seen)} /> : null}
      <div className="row">
        <Button size="small" type="primary" htmlType="submit" loading={save.isPending} disabled={problem !== undefined || (item.masked && isSame)}>{t.save}</Button>
        <Button size="small" onClick={onEnd}>{t.cancel}</Button>
        {item.state === 'value' && !field.required && !item.masked ? <Button size="small" type="text" onClick={() => setDraft({ value: null, none: false })}>{t.clear}</Button> : null}
      </div>
      {clash ? (
        <ConflictModal
          clashes={clash.fields.map((one) => ({ ...one, mine: draft.value === null ? (draft.none ? t.none : t.unknown) : parsed?.ok ? kindOf(field.kind).show(parsed.value, field.options) : '', theirs: one.theirs || t.unknown }))} saving={save.isPending}
          onMine={() => { setClash(undefined); submit(clash.version); }} onTheirs={end} onClose={() => setClash(undefined)}
        />
      ) : null}
    </form>
  );
}
