import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Skeleton } from 'antd';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { Ago, milliseconds } from '../../kit/time';
import type { Reconciliation } from './reply';

const useWords = words({
  zh: {
    title: '对账', about: '每晚与企业微信核对一遍，补上漏掉的添加和流失，清理多余的二维码。', run: '现在对账', started: '已开始对账', none: '还没有对过账', states: { running: '进行中', done: '完成', failed: '失败' } satisfies Record<Reconciliation['state'], string>,
    checked: (n: string) => `核对 ${n} 位客户`, same: '没有差异', missedAdds: (n: string) => `补上 ${n} 次添加`, missedLosses: (n: string) => `补上 ${n} 次流失`, orphans: (n: string) => `清理 ${n} 个多余的二维码`, missing: (n: string) => `补建 ${n} 个缺失的二维码`,
  },
  en: {
    title: 'Reconciliation', about: 'Every night all is compared with WeCom: missed additions and losses are put right, stray codes removed.', run: 'Run now', started: 'Reconciliation has started', none: 'None has run yet', states: { running: 'Running', done: 'Done', failed: 'Failed' },
    checked: (n: string) => `${counted(n, 'customer')} checked`, same: 'Nothing differed', missedAdds: (n: string) => counted(n, 'missed addition'), missedLosses: (n: string) => counted(n, 'missed loss', 'missed losses'), orphans: (n: string) => `${counted(n, 'stray code')} removed`, missing: (n: string) => `${counted(n, 'missing code')} made`,
  },
});

const tones = { running: 'processing', done: 'success', failed: 'error' } as const satisfies Record<Reconciliation['state'], string>;

export function Reconciliations() {
  const t = useWords();
  const runs = useQuery({ ...ask('doctor', 'reconciliations', {}), refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? 2000 : false) });
  const run = useAct(() => api.doctor.reconcile({}), { done: t.started, touches: ['doctor'] });
  const running = runs.data?.items.some(({ state }) => state === 'running') ?? false;
  return (
    <section className="panel stack" aria-label={t.title} data-testid="reconciliations">
      <div className="between">
        <div><h2>{t.title}</h2><p className="soft">{t.about}</p></div>
        <Allow to="doctor.reconcile"><Button loading={run.isPending || running} onClick={() => run.mutate(undefined)} data-testid="reconcile">{t.run}</Button></Allow>
      </div>
      {runs.isPending ? <Skeleton active title={false} /> : null}
      {runs.error ? <ErrorNote compact error={runs.error} onAgain={() => void runs.refetch()} /> : null}
      {runs.data?.items.length === 0 ? <p className="soft">{t.none}</p> : null}
      <div className="rows">{runs.data?.items.map((one) => <Run key={one.id} run={one} />)}</div>
    </section>
  );
}

function Run({ run }: { run: Reconciliation }) {
  const t = useWords();
  const found = [
    run.missedAdds > 0 ? t.missedAdds(figure(run.missedAdds)) : '', run.missedLosses > 0 ? t.missedLosses(figure(run.missedLosses)) : '',
    run.orphanContactWays > 0 ? t.orphans(figure(run.orphanContactWays)) : '', run.missingContactWays > 0 ? t.missing(figure(run.missingContactWays)) : '',
  ].filter(Boolean);
  return (
    <div className="rows-row rows-runs">
      <Badge status={tones[run.state]} text={t.states[run.state]} />
      <span className="soft"><Ago at={run.startedAt} />{run.finishedAt === null ? '' : ` · ${milliseconds(run.finishedAt - run.startedAt)}`}</span>
      <span>
        {t.checked(figure(run.checked))}
        {run.state === 'done' ? <span className={found.length > 0 ? 'warning' : 'soft'}> · {found.length > 0 ? found.join(' · ') : t.same}</span> : null}
        {run.error ? <div className="danger small break">{run.error}</div> : null}
      </span>
    </div>
  );
}
