import { useState } from 'react';
import type { CustomerValue } from '@scrm/shared/field';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';
import { Sheet } from '../../kit/Sheet';

const words = {
  zh: { show: '查看', hide: '遮盖', showOf: (name: string) => `查看完整的${name}`, hint: '查看会被记录：谁、何时、为什么。', reason: '查看原因', example: '例如：电话回访', cancel: '取消', again: '再试一次' },
  en: { show: 'Show', hide: 'Mask', showOf: (name: string) => `Show ${name} in full`, hint: 'It is recorded who looked, when, and why.', reason: 'Reason', example: 'For example: call back', cancel: 'Cancel', again: 'Try again' },
};

/** Asks why before a sensitive value is shown in full. */
export function Reveal({ customerId, item, shown, show }: { customerId: string; item: CustomerValue; shown: boolean; show: (text: string | null) => void }) {
  const w = useWords(words);
  const explain = useExplain();
  const { progress, run, reset } = useAction();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const name = w.showOf(item.field.name);
  const close = () => {
    reset();
    setAsking(false);
  };
  const submit = () => run(async () => {
    const { text } = await api.fields.reveal({ customerId, fieldId: item.field.id, reason: reason.trim() });
    show(text);
    setAsking(false);
  });
  return (
    <>
      <button type="button" className="link" aria-label={name} data-testid="attribute-reveal" onClick={() => (shown ? show(null) : setAsking(true))}>{shown ? w.hide : w.show}</button>
      {asking && (
        <Sheet name={name} close={close} test="reveal">
          <div className="sheet-head">
            <button type="button" className="link quiet" onClick={close}>{w.cancel}</button>
            <h2>{name}</h2>
            <button type="button" className="link strong" data-testid="reveal-show" disabled={reason.trim().length < 2 || progress.state === 'waiting'} onClick={() => void submit()}>{w.show}</button>
          </div>
          <div className="sheet-body">
            <input className="field" type="text" maxLength={200} autoFocus value={reason} placeholder={w.example} aria-label={w.reason} data-testid="reveal-reason" onChange={(event) => setReason(event.target.value)} />
            <p className="faint">{w.hint}</p>
            {progress.state === 'failed' && <p className="outcome failed" role="alert">{explain(progress.error)}<button type="button" className="link" onClick={() => void submit()}>{w.again}</button></p>}
          </div>
        </Sheet>
      )}
    </>
  );
}
