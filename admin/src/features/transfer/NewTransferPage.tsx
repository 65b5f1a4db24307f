import { useQuery } from '@tanstack/react-query';
import { Button, Steps } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import { emptyDraft, isWhoComplete, planOf, type Draft } from './draft';
import { Preview } from './Preview';
import { WhichStep } from './WhichStep';
import { WhoStep } from './WhoStep';
import { WhomStep, type Words } from './WhomStep';
import './transfer.css';

const useWords = words({
  zh: { title: '新建交接', back: '客户继承', steps: ['交接谁的客户', '哪些客户', '交给谁'], next: '下一步', before: '上一步', go: (n: number) => `确认交接 ${n} 位客户`, confirm: '确认交接', done: '交接已发起' },
  en: { title: 'New hand-over', back: 'Hand-over', steps: ['Whose customers', 'Which of them', 'To whom'], next: 'Next', before: 'Back', go: (n: number) => `Hand over ${counted(n, 'customer')}`, confirm: 'Hand over', done: 'The hand-over has begun' },
});

/** Who, which customers, to whom; what will happen stands beside it all the while. */
export function NewTransferPage() {
  const t = useWords();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const kind = search.get('kind') === 'resigned' ? 'resigned' : 'onJob';
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(kind));
  const [told, setTold] = useState<Words>({ message: '', nextStep: '', autoRetry: true, groups: false });
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const step = Math.min(Number(search.get('step') ?? 0) || 0, draft.from ? (isWhoComplete(draft) ? 2 : 1) : 0);
  const go = (next: number) => setSearch((now) => {
    now.set('step', String(next));
    return now;
  });
  useNamedGiver(search.get('from'), kind, draft, change);

  const plan = planOf(draft);
  const preview = useQuery({ ...ask('transfers', 'preview', plan!), enabled: plan !== undefined && step === 2 });
  const create = useAct((input: NonNullable<typeof plan>) => api.transfers.create({ ...input, ...told }), { done: t.done, touches: ['transfers'], onDone: ({ id }) => navigate(`/transfers/${id}`, { replace: true }) });
  const movable = preview.data?.movable ?? 0;
  const isReady = plan !== undefined && preview.data !== undefined && (movable > 0 || (told.groups && preview.data.groups > 0));

  return (
    <section className="stack" data-testid="new-transfer-page">
      <PageHead title={t.title} back={<Link to={kind === 'resigned' ? '/transfers?tab=resigned' : '/transfers'}>{t.back}</Link>} />
      <Steps size="small" responsive={false} current={step} items={t.steps.map((title, at) => ({ title, disabled: at > step }))} onChange={go} titlePlacement="vertical" />
      <div className="wizard">
        <div className="panel stack">
          {step === 0 ? <WhoStep draft={draft} onChange={change} onKind={(next) => setSearch(next === 'resigned' ? { kind: next } : {}, { replace: true })} /> : null}
          {step === 1 ? <WhichStep draft={draft} onChange={change} /> : null}
          {step === 2 ? <WhomStep draft={draft} onChange={change} told={told} onTell={(part) => setTold((now) => ({ ...now, ...part }))} groups={preview.data?.groups} /> : null}
          <div className="between">
            {step > 0 ? <Button onClick={() => go(step - 1)}>{t.before}</Button> : <span />}
            {step < 2
              ? <Button type="primary" data-testid="next" disabled={step === 0 ? !draft.from : !isWhoComplete(draft)} onClick={() => go(step + 1)}>{t.next}</Button>
              : <Button type="primary" data-testid="confirm-transfer" disabled={!isReady} loading={create.isPending} onClick={() => plan && create.mutate(plan)}>{movable > 0 ? t.go(movable) : t.confirm}</Button>}
          </div>
        </div>
        <aside className="wizard-side">{step === 2 ? <Preview plan={plan} preview={preview} /> : null}</aside>
      </div>
    </section>
  );
}

/** The giver that the address names: from the list of leavers, or of the staff. */
function useNamedGiver(id: string | null, kind: Draft['kind'], draft: Draft, change: (part: Partial<Draft>) => void): void {
  const leavers = useQuery({ ...ask('transfers', 'leavers', { limit: 200 }), enabled: id !== null && kind === 'resigned' });
  const staff = useQuery({ ...ask('org', 'staff', { limit: 200 }), enabled: id !== null && kind === 'onJob' });
  const found = kind === 'resigned' ? leavers.data?.items.find((one) => one.staff.id === id)?.staff : staff.data?.items.find((one) => one.id === id);
  useEffect(() => change({ kind, ...(draft.kind !== kind && { from: undefined, chosen: [] }) }), [kind]);
  useEffect(() => {
    if (found && !draft.from) change({ from: found });
  }, [found?.id]);
}
