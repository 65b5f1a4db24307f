import { useEffect, useState } from 'react';
import type { CustomerValues } from '@scrm/shared/field';
import { kindOf, problems, type FieldValue } from '@scrm/shared/field-kind';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { marks, useLanguage, useWords } from '../../kit/language';
import { ValueField } from './ValueField';

const words = {
  zh: { loading: '正在读取', save: '保存并移动', saving: '正在保存', again: '再试一次', locked: (names: string) => `「${names}」不能在这里填写，请联系能填写的同事。` },
  en: { loading: 'Loading', save: 'Save and move', saving: 'Saving', again: 'Try again', locked: (names: string) => `“${names}” cannot be filled in here; ask a colleague who may.` },
};

/** What a stage asks for before a customer enters it, filled in at once. */
export function StageFill({ customerId, fieldIds, filled: onFilled }: { customerId: string; fieldIds: readonly string[]; filled: () => Promise<void> }) {
  const w = useWords(words);
  const explain = useExplain();
  const language = useLanguage();
  const reading = useAction();
  const saving = useAction();
  const [known, setKnown] = useState<CustomerValues>();
  const [typed, setTyped] = useState<Record<string, FieldValue | null>>({});
  const read = () => void reading.run(async () => setKnown(await api.fields.values({ customerId })));
  useEffect(read, [customerId]);

  const items = known?.items.filter(({ field }) => fieldIds.includes(field.id)) ?? [];
  const open = items.filter(({ field, canEdit }) => canEdit && field.kind !== 'file');
  const locked = items.filter((one) => !open.includes(one));
  const parsedOf = ({ field }: (typeof items)[number]) => {
    const value = typed[field.id] ?? null;
    return value === null ? null : kindOf(field.kind).parse(value, field.options);
  };
  const isReady = items.length > 0 && locked.length === 0 && open.every((one) => parsedOf(one)?.ok);
  const waiting = saving.progress.state === 'waiting';
  const submit = () => {
    if (!isReady || waiting) return;
    void saving.run(async () => {
      await api.fields.setValues({ customerId, seenVersion: known!.version, via: 'sidebar', values: open.map(({ field }) => ({ fieldId: field.id, value: typed[field.id] ?? null })) });
      await onFilled();
    });
  };

  if (reading.progress.state === 'failed') return <p className="outcome failed" role="alert">{explain(reading.progress.error)}<button type="button" className="link" onClick={read}>{w.again}</button></p>;
  if (!known) return <p className="outcome waiting" role="status"><i className="spinner" />{w.loading}</p>;
  return (
    <form className="stage-fill" data-testid="stage-fill" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {open.map((one, index) => {
        const parsed = parsedOf(one);
        return (
          <div key={one.field.id}>
            <p className="stage-fill-name">{one.field.name}</p>
            <ValueField field={one.field} value={typed[one.field.id] ?? null} disabled={waiting} focus={index === 0} change={(value) => setTyped({ ...typed, [one.field.id]: value })} />
            {parsed && !parsed.ok && <p className="outcome failed" role="alert">{problems[parsed.problem][language]}</p>}
          </div>
        );
      })}
      {locked.length > 0 && <p className="outcome failed">{w.locked(locked.map(({ field }) => field.name).join(marks().comma))}</p>}
      {saving.progress.state === 'failed' && <p className="outcome failed" role="alert">{explain(saving.progress.error)}</p>}
      {waiting && <p className="outcome waiting" role="status"><i className="spinner" />{w.saving}</p>}
      <div className="sheet-foot"><button type="submit" className="button primary wide" data-testid="stage-fill-save" disabled={!isReady || waiting}>{w.save}</button></div>
    </form>
  );
}
