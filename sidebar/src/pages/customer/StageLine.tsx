import { useState } from 'react';
import type { Me } from '@scrm/shared/session';
import type { Standing } from '@scrm/shared/stage';
import { can } from '../../kit/can';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';
import { StageDot } from './StageDot';
import { StageSheet } from './StageSheet';

const words = {
  zh: { change: (name: string) => `阶段 ${name}，点按移动`, again: '再试一次', next: '下一步' },
  en: { change: (name: string) => `Stage ${name}, press to move`, again: 'Try again', next: 'Next' },
};

/** In the header: the stage of each flow, a press away from the next, and what to do now. */
export function StageLine({ me, customerId, standings, error, load, show }: {
  me: Me; customerId: string; standings: Standing[] | null; error: unknown; load: () => void; show: (standing: Standing) => void;
}) {
  const w = useWords(words);
  const explain = useExplain();
  const [flowId, setFlowId] = useState<string | null>(null);
  if (error !== null && standings === null) return <p className="outcome failed" role="status">{explain(error)}<button type="button" className="link" onClick={load}>{w.again}</button></p>;
  if (!standings) return <div className="stage-line" aria-busy="true" />;
  const open = standings.find((one) => one.flowId === flowId);
  const several = standings.length > 1;
  return (
    <>
      <div className="stage-line">
        {standings.map((one) => (
          <button key={one.flowId} type="button" className="stage-button" data-testid="stage" disabled={!can(me, 'stages.move')} aria-label={w.change(one.stage.name)} onClick={() => setFlowId(one.flowId)}>
            <StageDot colour={one.stage.colour} /><span className="stage-choice-name">{several ? `${one.flowName} · ` : ''}{one.stage.name}</span>
            {can(me, 'stages.move') && <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true"><path d="m3 4.5 3 3 3-3" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" /></svg>}
          </button>
        ))}
      </div>
      {standings.filter(({ action }) => action).map((one) => <p key={one.flowId} className="stage-next" data-testid="stage-next"><b>{w.next}</b> {one.action}</p>)}
      {open && <StageSheet key={open.flowId} customerId={customerId} standing={open} close={() => setFlowId(null)} moved={show} stale={load} />}
    </>
  );
}
