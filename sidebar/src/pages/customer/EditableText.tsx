import { useState } from 'react';
import { isError } from '@scrm/shared/client';
import type { StaleRemark } from '@scrm/shared/customer';
import { useAction } from '../../kit/action';
import { useWords } from '../../kit/language';
import { Outcome } from '../../kit/Outcome';
import { Said } from '../../kit/StaffName';

const words = {
  zh: { edit: '编辑', save: '保存', cancel: '取消', editOf: (label: string) => `编辑${label}`, tooLong: (limit: number) => `最多 ${limit} 个字`, clash: (who: string) => `${who}刚刚改成了：`, wecom: '企业微信里', colleague: '同事', none: '空', keepTheirs: '保留对方的', keepMine: '用我的替换' },
  en: { edit: 'Edit', save: 'Save', cancel: 'Cancel', editOf: (label: string) => `Edit ${label.toLowerCase()}`, tooLong: (limit: number) => `At most ${limit} characters`, clash: (who: string) => `${who} has just changed it to:`, wecom: 'WeCom', colleague: 'A colleague', none: 'Empty', keepTheirs: 'Keep theirs', keepMine: 'Use mine' },
};

/** A line of text that turns into a field and back. What was typed stays when saving fails; what somebody else wrote meanwhile is shown first. */
export function EditableText({ name, label, empty, value, limit, editable, long = false, save, theirs }: {
  name: string; label: string; empty: string; value: string; limit: number; editable: boolean; long?: boolean;
  save: (text: string, seen: string) => Promise<void>; theirs: (stale: StaleRemark) => string;
}) {
  const w = useWords(words);
  const { progress, run, reset } = useAction();
  const [draft, setDraft] = useState<string | null>(null);
  // What stood there when the editing began.
  const [seen, setSeen] = useState(value);
  const waiting = progress.state === 'waiting';
  const clash = progress.state === 'failed' && isError(progress.error, 'stale_edit') ? progress.error.data as unknown as StaleRemark : null;

  if (draft === null) {
    return (
      <div className="line" data-testid={name}>
        <span className="line-label">{label}</span>
        <span className={value ? 'line-value' : 'line-value faint'} data-testid={`${name}-value`}>{value || empty}</span>
        {editable && <button type="button" className="link" data-testid={`${name}-edit`} aria-label={w.editOf(label)} onClick={() => { reset(); setSeen(value); setDraft(value); }}>{w.edit}</button>}
        <Outcome progress={progress} />
      </div>
    );
  }

  const text = draft.trim();
  const tooLong = text.length > limit;
  const submit = async (from: string) => {
    if (text === from) return setDraft(null);
    setSeen(from);
    if (await run(() => save(text, from))) setDraft(null);
  };
  const field = {
    className: 'field', value: draft, 'aria-label': label, disabled: waiting, autoFocus: true, 'data-testid': `${name}-field`,
  };
  return (
    <form className="line editing" data-testid={name} onSubmit={(event) => { event.preventDefault(); if (!waiting && !tooLong) void submit(seen); }}>
      <span className="line-label">{label}</span>
      {long
        ? <textarea {...field} rows={4} onChange={(event) => setDraft(event.target.value)} />
        : <input {...field} type="text" onChange={(event) => setDraft(event.target.value)} />}
      {clash ? (
        <div className="outcome failed" role="alert" data-testid={`${name}-clash`}>
          <p><Said text={w.clash(clash.by === 'wecom' ? w.wecom : clash.by || w.colleague)} /> <bdi>{theirs(clash) || w.none}</bdi></p>
          <div className="line-actions">
            <button type="button" className="button" onClick={() => { reset(); setSeen(theirs(clash)); setDraft(theirs(clash)); }}>{w.keepTheirs}</button>
            <button type="button" className="button primary" data-testid={`${name}-mine`} onClick={() => void submit(theirs(clash))}>{w.keepMine}</button>
          </div>
        </div>
      ) : null}
      <div className="line-actions">
        <span className={tooLong ? 'counter over' : 'counter'}>{tooLong ? `${w.tooLong(limit)} · ` : ''}{text.length}/{limit}</span>
        <button type="button" className="button" disabled={waiting} onClick={() => { reset(); setDraft(null); }}>{w.cancel}</button>
        <button type="submit" className="button primary" data-testid={`${name}-save`} disabled={waiting || tooLong}>{w.save}</button>
      </div>
      {clash ? null : <Outcome progress={progress} />}
    </form>
  );
}
