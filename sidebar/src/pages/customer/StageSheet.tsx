import { useState } from 'react';
import { isError } from '@scrm/shared/client';
import type { Standing } from '@scrm/shared/stage';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';
import { Sheet } from '../../kit/Sheet';
import { StageDot } from './StageDot';
import { StageFill } from './StageFill';

const words = {
  zh: {
    title: '移到哪个阶段', fill: (name: string) => `进入「${name}」前请填写`, cancel: '取消', back: '返回', here: '当前', reason: (name: string) => `为什么移到「${name}」`, own: '原因（选填）', note: '说明（选填）', move: '移动', moving: '正在移动',
    stale: (name: string) => `同事刚把客户移到了「${name}」，请看一下再决定`, none: '从这里不能再移到其他阶段', look: '知道了',
  },
  en: {
    title: 'Move to which stage', fill: (name: string) => `Fill in before “${name}”`, cancel: 'Cancel', back: 'Back', here: 'Here now', reason: (name: string) => `Why “${name}”`, own: 'Reason (optional)', note: 'Note (optional)', move: 'Move', moving: 'Moving',
    stale: (name: string) => `A colleague has just moved the customer to “${name}”; have a look and decide again`, none: 'There is no way on from here', look: 'All right',
  },
};

type Step = Standing['steps'][number];

/** Two taps move a customer: the stage in the header, then where to. What is lost asks why. */
export function StageSheet({ customerId, standing, close, moved, stale }: {
  customerId: string; standing: Standing; close: () => void; moved: (standing: Standing) => void; stale: () => void;
}) {
  const w = useWords(words);
  const explain = useExplain();
  const { progress, run, reset } = useAction();
  const [seen] = useState(standing);
  const [asking, setAsking] = useState<Step | null>(null);
  const [note, setNote] = useState('');
  const [own, setOwn] = useState('');
  const [filling, setFilling] = useState<{ to: Step; reason: string; fieldIds: string[] } | null>(null);
  const waiting = progress.state === 'waiting';
  const staleError = progress.state === 'failed' && isError(progress.error, 'stale_edit') ? progress.error : null;

  const move = async (to: Step, reason: string): Promise<void> => {
    if (waiting) return;
    setFilling(null);
    await run(async () => {
      try {
        moved(await api.stages.move({ customerId, flowId: seen.flowId, toStageId: to.id, seenStageId: seen.stage.id, reason, note }));
        close();
      } catch (error) {
        if (isError(error, 'stale_edit')) stale();
        if (isError(error, 'stage_fields_missing')) {
          setFilling({ to, reason, fieldIds: error.data.fieldIds as string[] });
          return;
        }
        throw error;
      }
    });
  };
  const choose = (to: Step) => {
    if (to.kind === 'lost') return setAsking(to);
    void move(to, '');
  };

  return (
    <Sheet name={w.title} close={close} test="stage-sheet">
      <div className="sheet-head">
        <button type="button" className="link quiet" onClick={() => { reset(); if (filling) setFilling(null); else if (asking) setAsking(null); else close(); }}>{asking || filling ? w.back : w.cancel}</button>
        <h2>{filling ? w.fill(filling.to.name) : asking ? w.reason(asking.name) : w.title}</h2>
        <span className="link" aria-hidden="true" />
      </div>
      <div className="sheet-body">
        {waiting && <p className="outcome waiting" role="status"><i className="spinner" />{w.moving}</p>}
        {progress.state === 'failed' && (
          <p className="outcome failed" role="alert" data-testid="stage-failed">
            {staleError ? w.stale(String(staleError.data.stageName ?? '')) : explain(progress.error)}
            {staleError && <button type="button" className="link" onClick={close}>{w.look}</button>}
          </p>
        )}
        {filling && <StageFill customerId={customerId} fieldIds={filling.fieldIds} filled={() => move(filling.to, filling.reason)} />}
        {!asking && !filling && seen.steps.every((step) => !step.allowed) && <p className="faint">{w.none}</p>}
        {!asking && !filling && !staleError && (
          <ul>
            {seen.steps.map((step) => (
              <li key={step.id}>
                <button type="button" className="stage-choice" disabled={!step.allowed || waiting} data-testid={`stage-to-${step.name}`} onClick={() => choose(step)}>
                  <StageDot colour={step.colour} /><span className="stage-choice-name">{step.name}</span>{step.id === seen.stage.id && <span className="badge">{w.here}</span>}
                </button>
              </li>
            ))}
          </ul>
        )}
        {asking && !filling && !staleError && (
          <>
            <textarea className="field" rows={2} maxLength={500} value={note} placeholder={w.note} aria-label={w.note} onChange={(event) => setNote(event.target.value)} />
            {asking.reasons.length > 0 ? (
              <ul>
                {asking.reasons.map((reason) => <li key={reason}><button type="button" className="stage-choice" disabled={waiting} data-testid={`reason-${reason}`} onClick={() => void move(asking, reason)}><span className="stage-choice-name">{reason}</span></button></li>)}
              </ul>
            ) : (
              <form className="stage-own" onSubmit={(event) => { event.preventDefault(); void move(asking, own.trim()); }}>
                <input className="field" type="text" maxLength={60} value={own} placeholder={w.own} aria-label={w.own} onChange={(event) => setOwn(event.target.value)} />
                <button type="submit" className="button primary wide" disabled={waiting}>{w.move}</button>
              </form>
            )}
          </>
        )}
      </div>
    </Sheet>
  );
}
