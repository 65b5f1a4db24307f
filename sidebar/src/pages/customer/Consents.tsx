import { useCallback, useEffect, useState } from 'react';
import type { ConsentState } from '@scrm/shared/privacy';
import type { Me } from '@scrm/shared/session';
import { useAction, type Progress } from '../../kit/action';
import { api } from '../../kit/api';
import { can } from '../../kit/can';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';

const words = {
  zh: {
    title: '同意', states: { given: '已同意', withdrawn: '已撤回', never: '未表态', outdated: '需重新同意' }, give: '登记同意', withdraw: '登记撤回', evidence: '客户怎样表示同意？', evidenceHint: '例如：聊天里回复「同意」', save: '保存', cancel: '取消',
    sure: '客户要撤回？立即生效', again: '再试一次', waiting: '正在保存',
  },
  en: {
    title: 'Consent', states: { given: 'Given', withdrawn: 'Withdrawn', never: 'Not said', outdated: 'Ask again' }, give: 'Record consent', withdraw: 'Record withdrawal', evidence: 'How did they consent?', evidenceHint: 'Such as: wrote “I agree” in the chat', save: 'Save', cancel: 'Cancel',
    sure: 'Do they withdraw? It holds at once', again: 'Try again', waiting: 'Saving',
  },
};

/** What this customer agreed to, and what they say now, written down beside the chat. Nothing where there is no purpose. */
export function Consents({ me, customerId, changed }: { me: Me; customerId: string; changed: () => void }) {
  const w = useWords(words);
  const explain = useExplain();
  const [items, setItems] = useState<ConsentState[]>([]);
  const [error, setError] = useState<unknown>(null);
  const allowed = can(me, 'consents.ofCustomer');

  const load = useCallback(() => {
    if (!allowed) return;
    setError(null);
    api.consents.ofCustomer({ customerId }).then((reply) => setItems(reply.items), setError);
  }, [allowed, customerId]);
  useEffect(load, [load]);

  if (items.length === 0 && error === null) return null;
  return (
    <section className="card" data-testid="consents">
      <div className="card-head"><h2>{w.title}</h2></div>
      {error === null ? null : <p className="small danger">{explain(error)} <button type="button" className="link" onClick={load}>{w.again}</button></p>}
      {items.map((one) => (
        <Consent
          key={`${one.purposeId} ${one.state} ${one.at}`} consent={one} editable={can(me, 'consents.record')}
          record={async (given, evidence) => {
            const reply = await api.consents.record({ customerId, purposeId: one.purposeId, given, evidence, channel: 'sidebar' });
            setItems(reply.items);
            changed();
          }}
        />
      ))}
    </section>
  );
}

function Consent({ consent, editable, record }: { consent: ConsentState; editable: boolean; record: (given: boolean, evidence: string) => Promise<void> }) {
  const w = useWords(words);
  const { progress, run } = useAction();
  const [asking, setAsking] = useState<'give' | 'withdraw' | null>(null);
  const [evidence, setEvidence] = useState('');
  const waiting = progress.state === 'waiting';
  const holds = consent.state === 'given';
  const tone = holds ? 'small success' : consent.state === 'withdrawn' ? 'small danger' : 'small';
  return (
    <div className="line editing" data-testid={`consent-${consent.state}`}>
      <div className="line-actions">
        <span className="line-value">{consent.name}</span>
        <span className={tone}>{w.states[consent.state]}</span>
        {editable && asking === null && <button type="button" className="link" data-testid={holds ? 'withdraw' : 'give'} onClick={() => setAsking(holds ? 'withdraw' : 'give')}>{holds ? w.withdraw : w.give}</button>}
      </div>
      {asking === 'give' && <textarea className="field" rows={2} maxLength={500} aria-label={w.evidence} placeholder={w.evidenceHint} value={evidence} disabled={waiting} autoFocus data-testid="evidence" onChange={(event) => setEvidence(event.target.value)} />}
      {asking !== null && (
        <div className="line-actions">
          <span className="counter">{asking === 'give' ? w.evidence : w.sure}</span>
          <button type="button" className="button" disabled={waiting} onClick={() => setAsking(null)}>{w.cancel}</button>
          <button type="button" className="button primary" data-testid="consent-save" disabled={waiting || (asking === 'give' && evidence.trim() === '')} onClick={() => void run(() => record(asking === 'give', evidence))}>{asking === 'give' ? w.save : w.withdraw}</button>
        </div>
      )}
      <Failure progress={progress} />
    </div>
  );
}

function Failure({ progress }: { progress: Progress }) {
  const w = useWords(words);
  const explain = useExplain();
  if (progress.state === 'failed') return <p className="outcome failed" role="status">{explain(progress.error)}</p>;
  return progress.state === 'waiting' ? <p className="outcome waiting" role="status"><i className="spinner" />{w.waiting}</p> : null;
}
