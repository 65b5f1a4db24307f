import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Outlet, useNavigate, useParams } from 'react-router-dom';
import type { ErrorCode } from '@scrm/shared/error';
import { errors, sentence } from '@scrm/shared/error';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { figure, useLanguage, words } from '../../kit/language';
import { ChoiceList } from '../../kit/list/ChoiceList';
import { ChoiceChip, FilterChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { Ago, Clock, milliseconds } from '../../kit/time';
import { JobCounts } from './JobCounts';
import type { CallbackRow } from './reply';
import { CallbackState, useCallbackStates, useReason } from './states';
import './system.css';

const useWords = words({
  zh: {
    title: '回调', about: '企业微信发来的每一条事件，先入库再处理。打开可以看到原文、解密内容和它触发的任务。', count: (n: string) => `${n} 条回调`, at: '时间', event: '事件', state: '结果', took: '用时', jobs: '任务', replay: '重新处理', replayed: (n: string) => `已重新放入 ${n} 个任务`,
    eventHint: '完整的事件名', refused: '已拒收（只计数，不入库）', emptyTitle: '还没有收到回调', emptyHint: '在企业微信里添加或修改一位客户，几秒内就会出现在这里。如果没有，请运行诊断。', doctor: '运行诊断',
  },
  en: {
    title: 'Callbacks', about: 'Each event from WeCom, stored first, then handled. Open one to see how it came, what it says and which jobs it started.', count: (n: string) => counted(n, 'callback'), at: 'Time', event: 'Event', state: 'Result', took: 'Took', jobs: 'Jobs', replay: 'Replay', replayed: (n: string) => `${counted(n, 'job')} run again`,
    eventHint: 'The event’s full name', refused: 'Refused (counted, not stored)', emptyTitle: 'No callback has arrived', emptyHint: 'Add or change a customer in WeCom and it shows here within seconds. If not, run the doctor.', doctor: 'Run the doctor',
  },
});

/** Offered while one types; any other event name can be entered too. */
const commonEvents = [
  'change_external_contact.add_external_contact', 'change_external_contact.edit_external_contact', 'change_external_contact.del_external_contact', 'change_external_contact.del_follow_user',
  'change_external_contact.add_half_external_contact', 'change_contact.create_user', 'change_contact.update_user', 'change_contact.delete_user', 'change_external_tag.create', 'suite_ticket', 'create_auth', 'change_auth', 'cancel_auth',
];

export function CallbacksPage() {
  const t = useWords();
  const states = useCallbackStates();
  const reasonOf = useReason();
  const navigate = useNavigate();
  const allowed = useAllowed();
  const { id } = useParams();
  const filters = useFilters(['state', 'event']);
  const state = oneOf(filters.values.state, states);
  const { event } = filters.values;
  const paging = usePaging({ state, event });
  const rows = useQuery(askPage('callbacks', 'list', { state, event, limit: pageSize, cursor: paging.cursor }));
  const replay = useAct((ids: string[]) => api.callbacks.replay({ ids }), { done: ({ jobs }) => t.replayed(figure(jobs)), touches: ['callbacks', 'jobs'] });

  const columns: Column<CallbackRow>[] = [
    { key: 'event', title: t.event, width: 340, render: (row) => <span className="event"><code className="event-name">{row.event}</code>{row.reason ? <span className={row.state === 'failed' ? 'danger small break' : 'soft small break'}>{reasonOf(row.reason)}</span> : null}</span> },
    { key: 'at', title: t.at, width: 150, render: (row) => <span className="soft nowrap"><Clock at={row.at} /> · <Ago at={row.at} /></span> },
    { key: 'state', title: t.state, width: 110, render: (row) => <CallbackState state={row.state} /> },
    { key: 'took', title: t.took, width: 90, align: 'right', render: (row) => <span className="figures nowrap">{milliseconds(row.ms)}</span> },
    { key: 'jobs', title: t.jobs, width: 140, render: (row) => <JobCounts jobs={row.jobs} /> },
  ];

  return (
    <>
      <ListPage<CallbackRow>
        testId="callbacks" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.event}
        above={<Refused />}
        filters={(
          <>
            <ChoiceChip name={t.state} value={state} choices={states} onChange={(next) => filters.set('state', next)} />
            <FilterChip name={t.event} wide value={event} onRemove={() => filters.set('event', undefined)}>
              {(close) => (
                <EventChoice
                  event={event}
                  onChoose={(next) => {
                    filters.set('event', next);
                    close();
                  }}
                />
              )}
            </FilterChip>
          </>
        )}
        filterCount={filters.count} onClearFilters={filters.clear} openId={id}
        onOpen={(row) => navigate({ pathname: `/system/callbacks/${row.id}`, search: location.search })} pager={<Pager paging={paging} data={rows.data} />}
        bulk={allowed('callbacks.replay') ? (ids, clear) => <Button type="primary" loading={replay.isPending} onClick={() => replay.mutate(ids, { onSuccess: clear })} data-testid="replay-many">{t.replay}</Button> : undefined}
        empty={{ title: t.emptyTitle, hint: t.emptyHint, action: allowed('doctor.run') ? <Button onClick={() => navigate('/system/doctor')}>{t.doctor}</Button> : null }}
      />
      <Outlet />
    </>
  );
}

function EventChoice({ event, onChoose }: { event: string | undefined; onChoose: (event: string | undefined) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState(event ?? '');
  return (
    <ChoiceList
      label={t.eventHint} typed={typed} onType={setTyped} chosen={event ? [event] : []} onChoose={onChoose} onEnter={(text) => onChoose(text || undefined)}
      choices={commonEvents.filter((name) => typed === event || name.includes(typed.trim())).map((id) => ({ id, label: <code>{id}</code> }))}
    />
  );
}

/** Requests that were turned away at the door: each code with its sentence and how often. */
function Refused() {
  const t = useWords();
  const language = useLanguage();
  const refused = useQuery(ask('callbacks', 'refused', {}));
  const items = refused.data?.items.filter(({ count }) => count > 0) ?? [];
  if (items.length === 0) return null;
  return (
    <section className="panel refused" aria-label={t.refused} data-testid="refused">
      <span className="soft">{t.refused}</span>
      {items.map(({ code, count }) => (
        <span key={code} title={code}>{code in errors ? sentence(code as ErrorCode, {}, language) : code} <strong className="figures">{figure(count)}</strong></span>
      ))}
    </section>
  );
}
