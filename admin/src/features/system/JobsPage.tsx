import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useSearchParams } from 'react-router-dom';
import type { Job } from '@scrm/shared/system';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { ChoiceChip, SearchBox, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow, useAllowed } from '../../kit/me';
import { Ago, absolute, milliseconds } from '../../kit/time';
import { JobState, useJobStates, useLaneNames } from './states';
import './system.css';

const useWords = words({
  zh: {
    title: '后台任务', about: '后台工作分三条通道，互不等待。失败的任务留在这里，可以重新执行。', count: (n: string) => `${n} 个任务`, search: '任务名，如 welcome.send', name: '任务', lane: '通道', state: '状态', attempts: '次数', took: '用时', created: '创建于', again: '重新执行', done: (n: string) => `已重新放入 ${n} 个任务`,
    lanes: '通道', waiting: '等待', running: '执行中', dead: '失败', oldest: '最早等待', key: '去重键', runAt: '计划执行', finished: '完成于', error: '错误', emptyTitle: '还没有任务', emptyHint: '收到回调或开始同步后，任务会出现在这里。',
  },
  en: {
    title: 'Background jobs', about: 'Background work runs in three lanes that never wait for each other. Dead jobs stay here and can be run again.', count: (n: string) => counted(n, 'job'), search: 'Name, such as welcome.send', name: 'Job', lane: 'Lane', state: 'State', attempts: 'Tries', took: 'Took', created: 'Created', again: 'Run again', done: (n: string) => `${counted(n, 'job')} queued again`,
    lanes: 'Lanes', waiting: 'waiting', running: 'running', dead: 'dead', oldest: 'oldest', key: 'Key', runAt: 'Runs at', finished: 'Finished', error: 'Error', emptyTitle: 'No jobs yet', emptyHint: 'They appear when a callback comes in or a sync starts.',
  },
});

/** Waiting and running jobs cannot be put back: they are there already. */
const canRunAgain = ({ state }: Job) => state === 'dead' || state === 'expired' || state === 'done';

export function JobsPage() {
  const t = useWords();
  const states = useJobStates();
  const lanes = useLaneNames();
  const allowed = useAllowed();
  const filters = useFilters(['state', 'lane', 'name']);
  const state = oneOf(filters.values.state, states);
  const lane = oneOf(filters.values.lane, lanes);
  const { name } = filters.values;
  const paging = usePaging({ state, lane, name });
  const rows = useQuery(askPage('jobs', 'list', { state, lane, name, limit: pageSize, cursor: paging.cursor }));
  const again = useAct((ids: string[]) => api.jobs.runAgain({ ids }), { done: ({ jobs }) => t.done(figure(jobs)), touches: ['jobs', 'callbacks'] });
  const [search, setSearch] = useSearchParams();
  const open = rows.data?.items.find(({ id }) => id === search.get('open'));

  function show(id: string | undefined): void {
    const next = new URLSearchParams(location.search);
    if (id) next.set('open', id);
    else next.delete('open');
    setSearch(next);
  }

  const columns: Column<Job>[] = [
    { key: 'name', title: t.name, width: 340, render: (job) => <span className="event"><code className="event-name">{job.name}</code>{job.error ? <span className="danger small clamp" title={job.error}>{job.error}</span> : <span className="soft small ellipsis mono" title={job.key}>{job.key}</span>}</span> },
    { key: 'state', title: t.state, width: 100, render: (job) => <JobState state={job.state} /> },
    { key: 'lane', title: t.lane, width: 80, render: (job) => lanes[job.lane] },
    { key: 'attempts', title: t.attempts, width: 70, align: 'right', render: (job) => <span className="figures">{job.attempts}</span> },
    { key: 'took', title: t.took, width: 90, align: 'right', render: (job) => <span className="figures nowrap">{milliseconds(job.ms)}</span> },
    { key: 'created', title: t.created, width: 110, render: (job) => <Ago at={job.createdAt} /> },
  ];

  return (
    <>
      <ListPage<Job>
        testId="jobs" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(job) => job.name}
        above={<Lanes state={state} lane={lane} onPick={(nextLane, nextState) => setSearch({ ...(nextLane ? { lane: nextLane } : {}), ...(nextState ? { state: nextState } : {}) })} />}
        filters={(
          <>
            <SearchBox value={name} placeholder={t.search} onSearch={(text) => filters.set('name', text)} />
            <ChoiceChip name={t.state} value={state} choices={states} onChange={(next) => filters.set('state', next)} />
            <ChoiceChip name={t.lane} value={lane} choices={lanes} onChange={(next) => filters.set('lane', next)} />
          </>
        )}
        filterCount={filters.count} onClearFilters={filters.clear} onOpen={(job) => show(job.id)} openId={open?.id} pager={<Pager paging={paging} data={rows.data} />}
        bulk={allowed('jobs.runAgain') ? (ids, clear) => <Button type="primary" loading={again.isPending} onClick={() => again.mutate(ids, { onSuccess: clear })} data-testid="run-many">{t.again}</Button> : undefined}
        empty={{ title: t.emptyTitle, hint: t.emptyHint }}
      />
      <Drawer
        open={open !== undefined} size={520} onClose={() => show(undefined)} title={<code className="drawer-event">{open?.name}</code>} data-testid="job-drawer"
        extra={open && canRunAgain(open) ? <Allow to="jobs.runAgain"><Button type="primary" loading={again.isPending} onClick={() => again.mutate([open.id])} data-testid="run-again">{t.again}</Button></Allow> : null}
      >
        {open ? <JobFacts job={open} /> : null}
      </Drawer>
    </>
  );
}

function Lanes({ state, lane, onPick }: { state: Job['state'] | undefined; lane: Job['lane'] | undefined; onPick: (lane: Job['lane'] | undefined, state: Job['state'] | undefined) => void }) {
  const t = useWords();
  const names = useLaneNames();
  const summary = useQuery({ ...ask('jobs', 'summary', {}), refetchInterval: 15_000 });
  if (!summary.data) return null;
  return (
    <Figures label={t.lanes}>
      {summary.data.lanes.map((one) => (
        <Figure
          key={one.lane} testId={`lane-${one.lane}`} name={`${names[one.lane]} · ${t.waiting}`} value={figure(one.waiting)} pressed={lane === one.lane} onPress={() => onPick(lane === one.lane ? undefined : one.lane, state)}
          note={<>{figure(one.running)} {t.running} · <span className={one.dead > 0 ? 'danger' : undefined}>{figure(one.dead)} {t.dead}</span>{one.oldestWaitingAt === null ? null : <> · {t.oldest} <Ago at={one.oldestWaitingAt} /></>}</>}
        />
      ))}
    </Figures>
  );
}

function JobFacts({ job }: { job: Job }) {
  const t = useWords();
  const lanes = useLaneNames();
  return (
    <div className="stack">
      <dl className="facts">
        <dt>{t.state}</dt><dd><JobState state={job.state} /></dd>
        <dt>{t.lane}</dt><dd>{lanes[job.lane]}</dd>
        <dt>{t.key}</dt><dd className="mono">{job.key}</dd>
        <dt>{t.attempts}</dt><dd className="figures">{job.attempts}</dd>
        <dt>{t.took}</dt><dd className="figures">{milliseconds(job.ms)}</dd>
        <dt>{t.created}</dt><dd className="figures">{absolute(job.createdAt)}</dd>
        <dt>{t.runAt}</dt><dd className="figures">{absolute(job.runAt)}</dd>
        {job.finishedAt === null ? null : <><dt>{t.finished}</dt><dd className="figures">{absolute(job.finishedAt)}</dd></>}
      </dl>
      {job.error ? <section className="stack"><h3>{t.error}</h3><pre className="document danger" data-testid="job-error">{job.error}</pre></section> : null}
    </div>
  );
}
