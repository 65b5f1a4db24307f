import { useState } from 'react';
import { useAction } from '../../kit/action';
import { useWords } from '../../kit/language';
import { Outcome } from '../../kit/Outcome';

const words = {
  zh: { edit: '编辑', save: '保存', cancel: '取消', editOf: (label: string) => `编辑${label}`, tooLong: (limit: number) => `最多 ${limit} 个字` },
  en: { edit: 'Edit', save: 'Save', cancel: 'Cancel', editOf: (label: string) => `Edit ${label.toLowerCase()}`, tooLong: (limit: number) => `At most ${limit} characters` },
};

/** A line of text that turns into a field and back. What was typed stays when saving fails. */
export function EditableText({ name, label, empty, value, limit, editable, long = false, save }: {
  name: string; label: string; empty: string; value: string; limit: number; editable: boolean; long?: boolean; save: (text: string) => Promise<void>;
}) {
  const w = useWords(words);
  const { progress, run, reset } = useAction();
  const [draft, setDraft] = useState<string | null>(null);
  const waiting = progress.state === 'waiting';

  if (draft === null) {
    return (
      <div className="line" data-testid={name}>
        <span className="line-label">{label}</span>
        <span className={value ? 'line-value' : 'line-value faint'} data-testid={`${name}-value`}>{value || empty}</span>
        {editable && <button type="button" className="link" data-testid={`${name}-edit`} aria-label={w.editOf(label)} onClick={() => { reset(); setDraft(value); }}>{w.edit}</button>}
        <Outcome progress={progress} />
      </div>
    );
  }

  const text = draft.trim();
  const tooLong = text.length > limit;
  const submit = async () => {
    if (text === value) return setDraft(null);
    if (await run(() => save(text))) setDraft(null);
  };
  const field = {
    className: 'field', value: draft, 'aria-label': label, disabled: waiting, autoFocus: true, 'data-testid': `${name}-field`,
  };
  return (
    <form className="line editing" data-testid={name} onSubmit={(event) => { event.preventDefault(); if (!waiting && !tooLong) void submit(); }}>
      <span className="line-label">{label}</span>
      {long
        ? <textarea {...field} rows={4} onChange={(event) => setDraft(event.target.value)} />
        : <input {...field} type="text" onChange={(event) => setDraft(event.target.value)} />}
      <div className="line-actions">
        <span className={tooLong ? 'counter over' : 'counter'}>{tooLong ? `${w.tooLong(limit)} · ` : ''}{text.length}/{limit}</span>
        <button type="button" className="button" disabled={waiting} onClick={() => { reset(); setDraft(null); }}>{w.cancel}</button>
        <button type="submit" className="button primary" data-testid={`${name}-save`} disabled={waiting || tooLong}>{w.save}</button>
      </div>
      <Outcome progress={progress} />
    </form>
  );
}
