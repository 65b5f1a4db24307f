import { useEffect, useState } from 'react';
import { isError } from '@scrm/shared/client';
import type { CustomerValue, CustomerValues, StaleFields } from '@scrm/shared/field';
import { kindOf, problems } from '@scrm/shared/field-kind';
import type { Me } from '@scrm/shared/session';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useLanguage, useWords } from '../../kit/language';
import { Said } from '../../kit/StaffName';
import { keptDraft, type Draft } from './kept-draft';
import { ValueField } from './ValueField';

const words = {
  zh: { save: '保存', cancel: '取消', saving: '正在保存', none: '确认没有', kept: '。填写的内容已为你保留。', again: '再试一次', clash: (who: string) => `${who} 刚刚改成了：`, mine: '用我的替换', theirs: '保留对方的', unknown: '未知', masked: '原值已遮盖，填写新值会替换它' },
  en: { save: 'Save', cancel: 'Cancel', saving: 'Saving', none: 'There is none', kept: '. What you entered is kept.', again: 'Try again', clash: (who: string) => `${who} has just changed it to:`, mine: 'Use mine', theirs: 'Keep theirs', unknown: 'Unknown', masked: 'The value is masked; what you enter replaces it' },
};

/** One value being filled in. When saving fails, what was typed stays, also when the page is left, and is sent by itself once the network is back. */
export function AttributeEditor({ me, customerId, item, version, close, saved, reload }: {
  me: Me; customerId: string; item: CustomerValue; version: number; close: () => void; saved: (values: CustomerValues) => void; reload: () => void;
}) {
  const w = useWords(words);
  const explain = useExplain();
  const language = useLanguage();
  const { field } = item;
  const { progress, run, reset } = useAction();
  const [draft, setDraft] = useState<Draft>(() => keptDraft.read(me, customerId, field.id) ?? { value: item.value, none: item.state === 'none', seenVersion: version });
  const parsed = draft.value === null ? null : kindOf(field.kind).parse(draft.value, field.options);
  const problem = parsed && !parsed.ok ? problems[parsed.problem][language] : '';
  const waiting = progress.state === 'waiting';
  const error = progress.state === 'failed' ? progress.error : null;
  const clash = isError(error, 'stale_edit') ? (error.data as unknown as StaleFields) : null;

  const submit = async (seenVersion: number) => {
    if (waiting || problem) return;
    keptDraft.keep(me, customerId, field.id, draft);
    await run(async () => {
      const values = await api.fields.setValues({ customerId, seenVersion, via: 'sidebar', values: [{ fieldId: field.id, value: draft.value, none: draft.none }] });
      keptDraft.forget(me, customerId, field.id);
      saved(values);
    });
  };
  const leave = () => {
    keptDraft.forget(me, customerId, field.id);
    reset();
    close();
  };
  useEffect(() => {
    if (!isError(error, 'network')) return;
    const retry = () => void submit(draft.seenVersion);
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  });

  return (
    <form className="line editing" data-testid={`attribute-${field.key ?? field.id}`} onSubmit={(event) => { event.preventDefault(); void submit(draft.seenVersion); }}>
      <span className="line-label">{field.name}</span>
      {!draft.none && <ValueField field={field} value={draft.value} disabled={waiting} change={(value) => { reset(); setDraft({ ...draft, value }); }} />}
      {item.masked && draft.value === null && <p className="faint">{w.masked}</p>}
      {!field.required && <label className="check"><input type="checkbox" checked={draft.none} disabled={waiting} onChange={(event) => { reset(); setDraft({ ...draft, value: null, none: event.target.checked }); }} />{w.none}</label>}
      {problem && <p className="outcome failed" role="alert">{problem}</p>}
      {clash ? clash.fields.map((one) => (
        <div key={one.fieldId} className="outcome failed" role="alert" data-testid="attribute-clash">
          <p><Said text={w.clash(one.by)} /> <bdi>{one.theirs || w.unknown}</bdi></p>
          <div className="line-actions">
            <button type="button" className="button" onClick={() => { leave(); reload(); }}>{w.theirs}</button>
            <button type="button" className="button primary" onClick={() => { setDraft({ ...draft, seenVersion: clash.version }); void submit(clash.version); }}>{w.mine}</button>
          </div>
        </div>
      )) : (
        <div className="line-actions">
          <span className="counter" />
          <button type="button" className="button" disabled={waiting} onClick={leave}>{w.cancel}</button>
          <button type="submit" className="button primary" data-testid="attribute-save" disabled={waiting || problem !== '' || (item.masked && draft.value === null && !draft.none)}>{w.save}</button>
        </div>
      )}
      {waiting && <p className="outcome waiting" role="status"><i className="spinner" />{w.saving}</p>}
      {error !== null && !clash && (
        <p className="outcome failed" role="alert" data-testid="attribute-failed">{explain(error)}{w.kept}<button type="button" className="link" onClick={() => void submit(draft.seenVersion)}>{w.again}</button></p>
      )}
    </form>
  );
}
