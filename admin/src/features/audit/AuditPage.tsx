import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Badge, Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { Outlet, useNavigate, useParams } from 'react-router-dom';
import type { AuditRow } from '@scrm/shared/audit';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { figure, useLanguage, words } from '../../kit/language';
import { ChoiceChip, FilterChip, SearchBox, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { ActorCell, Said } from '../../kit/person';
import { Ago } from '../../kit/time';
import { actionText, useCallName } from '../access/permission-text';
import '../access/access.css';

const useWords = words({
  zh: {
    title: '审计日志', about: '谁在什么时候改了什么、导出了什么。记录首尾相扣，不能悄悄修改。', count: (n: string) => `${n} 条记录`, search: '对象编号，如 cus_…', who: '谁', what: '做了什么', objects: '涉及', at: '时间', from: '来自', action: '操作', call: '接口', time: '时间', outcome: '结果',
    verify: '校验完整性', sound: (n: string) => `完整：${n} 条记录首尾相扣，没有被修改`, broken: { changed: (n: string) => `第 ${n} 条记录被修改过`, missing: (n: string) => `第 ${n} 条记录被删除了`, cutOff: (n: string) => `从第 ${n} 条起，末尾的记录被删除了` }, look: '查看这条记录', export: '导出',
    outcomes: { done: '成功', failed: '出错', unknown: '未知（服务中断）' } satisfies Record<AuditRow['outcome'], string>, several: (n: string) => `${n} 个对象`, empty: '还没有记录', emptyHint: '有人新建、修改、删除或导出后，会自动记录在这里。', to: '至',
  },
  en: {
    title: 'Audit log', about: 'Who changed or exported what, and when. Each record seals the one before; none can be changed unseen.', count: (n: string) => counted(n, 'record'), search: 'Id of an object, such as cus_…', who: 'Who', what: 'Did what', objects: 'About', at: 'When', from: 'From', action: 'Action', call: 'Call', time: 'Time', outcome: 'Result',
    verify: 'Verify', sound: (n: string) => `Sound: ${counted(n, 'record')}, each sealing the one before`, broken: { changed: (n: string) => `Record ${n} was changed`, missing: (n: string) => `Record ${n} was deleted`, cutOff: (n: string) => `The records from ${n} on were deleted` }, look: 'Look at it', export: 'Export',
    outcomes: { done: 'Done', failed: 'Failed', unknown: 'Unknown (the server stopped)' }, several: (n: string) => counted(n, 'object'), empty: 'Nothing yet', emptyHint: 'What people create, change, delete or export is kept here by itself.', to: 'to',
  },
});

export function AuditPage() {
  const t = useWords();
  const language = useLanguage();
  const callName = useCallName();
  const navigate = useNavigate();
  const { id } = useParams();
  const filters = useFilters(['actorId', 'call', 'action', 'objectId', 'from', 'until']);
  const { actorId, call, objectId } = filters.values;
  const actionNames = Object.fromEntries(Object.entries(actionText).filter(([key]) => key !== 'view').map(([key, text]) => [key, text[language]])) as Record<AuditRow['action'], string>;
  const action = oneOf(filters.values.action, actionNames);
  const dayOf = (text: string | undefined) => (text && dayjs(text).isValid() ? dayjs(text) : undefined);
  const [from, until] = [dayOf(filters.values.from), dayOf(filters.values.until)];
  const filter = { actorId, call, action, objectId, from: from?.startOf('day').valueOf(), until: until?.endOf('day').valueOf() };
  const paging = usePaging(filter);
  const rows = useQuery(askPage('audit', 'list', { ...filter, limit: pageSize, cursor: paging.cursor }));
  const choices = useQuery(ask('audit', 'choices', {}));
  const people = Object.fromEntries(choices.data?.actors.map((actor) => [actor.id, <Said text={actor.name} />]) ?? []);
  const calls = Object.fromEntries(choices.data?.calls.map((name) => [name, name]) ?? []);
  const verify = useAct(() => api.audit.verify({}));
  const range = new URLSearchParams({ ...(filter.from ? { from: String(filter.from) } : {}), ...(filter.until ? { until: String(filter.until) } : {}) });

  const columns: Column<AuditRow>[] = [
    { key: 'what', title: t.what, width: 240, render: (row) => <span className="two-lines"><strong>{callName(row.call, row.action)}</strong><code className="soft break">{row.call}</code></span> },
    { key: 'who', title: t.who, width: 160, render: (row) => <ActorCell name={row.actorName} /> },
    { key: 'objects', title: t.objects, width: 200, render: (row) => (row.objects.length > 1 ? t.several(figure(row.objects.length)) : <code className="soft break">{row.objects[0] ?? '–'}</code>) },
    { key: 'outcome', title: t.outcome, width: 100, render: (row) => <Badge status={row.outcome === 'done' ? 'success' : row.outcome === 'failed' ? 'error' : 'warning'} text={t.outcomes[row.outcome]} /> },
    { key: 'at', title: t.at, width: 110, render: (row) => <Ago at={row.at} /> },
  ];

  return (
    <>
      <ListPage<AuditRow>
        testId="audit" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(row) => callName(row.call, row.action)} openId={id}
        action={(
          <>
            <Allow to="audit.export"><Button icon={<DownloadOutlined />} href={`/api/audit.export?${range.toString()}`} data-testid="export-audit">{t.export}</Button></Allow>
            <Button type="primary" icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate(undefined)} data-testid="verify-audit">{t.verify}</Button>
          </>
        )}
        above={verify.data ? <Verdict {...verify.data} /> : null}
        filters={(
          <>
            <SearchBox value={objectId} placeholder={t.search} onSearch={(text) => filters.set('objectId', text)} />
            <ChoiceChip name={t.who} value={actorId} choices={{ ...(actorId && !people[actorId] ? { [actorId]: '…' } : {}), ...people }} onChange={(next) => filters.set('actorId', next)} />
            <ChoiceChip name={t.action} value={action} choices={actionNames} onChange={(next) => filters.set('action', next)} />
            <ChoiceChip name={t.call} value={call} choices={{ ...(call ? { [call]: call } : {}), ...calls }} onChange={(next) => filters.set('call', next)} />
            <FilterChip
              name={t.time} wide value={from || until ? `${from?.format('MM-DD') ?? ''} ${t.to} ${until?.format('MM-DD') ?? ''}` : undefined}
              onRemove={() => {
                filters.set('from', undefined);
                filters.set('until', undefined);
              }}
            >
              {(close) => (
                <DatePicker.RangePicker
                  value={[from ?? null, until ?? null]} style={{ width: '100%' }}
                  onChange={(days) => {
                    filters.set('from', days?.[0]?.format('YYYY-MM-DD'));
                    filters.set('until', days?.[1]?.format('YYYY-MM-DD'));
                    close();
                  }}
                />
              )}
            </FilterChip>
          </>
        )}
        filterCount={filters.count} onClearFilters={filters.clear} onOpen={(row) => navigate({ pathname: `/system/audit/${row.id}`, search: location.search })} pager={<Pager paging={paging} data={rows.data} />}
        empty={{ title: t.empty, hint: t.emptyHint }}
      />
      <Outlet />
    </>
  );
}

function Verdict({ checked, broken }: { checked: number; broken: { seq: number; id: string | null; reason: 'changed' | 'missing' | 'cutOff' } | null }) {
  const t = useWords();
  const navigate = useNavigate();
  if (!broken) return <Alert type="success" showIcon title={t.sound(figure(checked))} data-testid="verdict" />;
  return (
    <Alert
      type="error" showIcon role="alert" title={t.broken[broken.reason](figure(broken.seq))} data-testid="verdict"
      action={broken.id ? <Button size="small" onClick={() => void navigate(`/system/audit/${broken.id}`)}>{t.look}</Button> : null}
    />
  );
}
