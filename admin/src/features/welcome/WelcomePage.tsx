import { useQuery } from '@tanstack/react-query';
import { Badge } from 'antd';
import { Link } from 'react-router-dom';
import type { Welcome } from '@scrm/shared/welcome';
import { ask, askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { StaffNames } from '../../kit/person';
import { Ago, milliseconds } from '../../kit/time';
import { Figure, Figures } from '../../kit/figures';

type Outcome = Welcome['outcome'];

const useWords = words({
  zh: {
    title: '欢迎语', about: '企业微信只给 20 秒：从收到回调到发出欢迎语，每一次都记在这里。', count: (n: string, _: number) => `${n} 条记录`, outcome: '结果',
    outcomes: { sent: '已发送', late: '超过 20 秒', noCode: '企业微信未给欢迎码', noContent: '没有设置内容', takenByOther: '其他应用已发送', failed: '发送失败' } satisfies Record<Outcome, string>,
    customer: '客户', staff: '员工', liveCode: '活码', took: '用时', at: '时间', noCodeName: '非活码', day: '最近 24 小时', p50: '一半不超过', p99: '99% 不超过', p50Hint: '从收到回调到企业微信确认发送，一半的欢迎语在这个时间内发出', p99Hint: '从收到回调到企业微信确认发送，99% 的欢迎语在这个时间内发出',
    emptyTitle: '还没有发送过欢迎语', emptyHint: '客户扫码添加后，活码上设置的欢迎语会自动发出，结果显示在这里。', unknown: '未知客户',
  },
  en: {
    title: 'Welcomes', about: 'WeCom allows 20 seconds: each welcome, from callback to sending, is listed here.', count: (n: string, many: number) => `${n} ${many === 1 ? 'record' : 'records'}`, outcome: 'Result',
    outcomes: { sent: 'Sent', late: 'Past 20 seconds', noCode: 'No welcome code from WeCom', noContent: 'No content set', takenByOther: 'Sent by another app', failed: 'Failed' },
    customer: 'Customer', staff: 'Staff', liveCode: 'Live code', took: 'Took', at: 'When', noCodeName: 'No live code', day: 'Last 24 hours', p50: 'Half within', p99: '99% within', p50Hint: 'From the callback to WeCom’s confirmation, half of the welcomes took no longer', p99Hint: 'From the callback to WeCom’s confirmation, 99% of the welcomes took no longer',
    emptyTitle: 'No welcome has been sent yet', emptyHint: 'When a customer scans a live code, its welcome is sent by itself and shown here.', unknown: 'Unknown customer',
  },
});

const tones = { sent: 'success', late: 'warning', noCode: 'default', noContent: 'default', takenByOther: 'default', failed: 'error' } as const satisfies Record<Outcome, string>;

export function WelcomePage() {
  const t = useWords();
  const filters = useFilters(['outcome']);
  const outcome = oneOf(filters.values.outcome, t.outcomes);
  const paging = usePaging(outcome);
  const rows = useQuery(askPage('welcome', 'list', { outcome, limit: pageSize, cursor: paging.cursor }));

  const columns: Column<Welcome>[] = [
    { key: 'customer', title: t.customer, width: 200, render: (row) => (row.customerId ? <Link className="ellipsis block" title={row.customerName} to={`/customers/${row.customerId}`}>{row.customerName}</Link> : <span className="soft">{row.customerName || t.unknown}</span>) },
    { key: 'outcome', title: t.outcome, width: 240, render: (row) => <><Badge status={tones[row.outcome]} text={t.outcomes[row.outcome]} />{row.reason ? <div className="soft small break">{row.reason}</div> : null}</> },
    { key: 'took', title: t.took, width: 100, align: 'right', render: (row) => <span className="figures nowrap">{milliseconds(row.ms)}</span> },
    { key: 'staff', title: t.staff, width: 160, render: (row) => <StaffNames staff={row.staff ? [row.staff] : []} /> },
    { key: 'liveCode', title: t.liveCode, width: 180, render: (row) => <span className="ellipsis block" title={row.liveCodeName}>{row.liveCodeName || <span className="soft">{t.noCodeName}</span>}</span> },
    { key: 'at', title: t.at, width: 120, render: (row) => <Ago at={row.at} /> },
  ];

  return (
    <ListPage<Welcome>
      testId="welcomes" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.customerName}
      above={<Summary outcome={outcome} onPick={(next) => filters.set('outcome', next)} />}
      filters={<ChoiceChip name={t.outcome} value={outcome} choices={t.outcomes} onChange={(next) => filters.set('outcome', next)} />}
      filterCount={filters.count} onClearFilters={filters.clear} pager={<Pager paging={paging} data={rows.data} />}
      empty={{ title: t.emptyTitle, hint: t.emptyHint }}
    />
  );
}

function Summary({ outcome, onPick }: { outcome: Outcome | undefined; onPick: (outcome: Outcome | undefined) => void }) {
  const t = useWords();
  const summary = useQuery(ask('welcome', 'summary', {}));
  const counts = summary.data?.counts;
  return (
    <Figures label={t.day}>
      {(['sent', 'late', 'failed'] as const).map((one) => (
        <Figure
          key={one} testId={`outcome-${one}`} name={t.outcomes[one]} note={t.day} value={counts ? figure(counts[one] ?? 0) : '–'}
          tone={(counts?.[one] ?? 0) > 0 && one !== 'sent' ? tones[one] : undefined}
          pressed={outcome === one} onPress={() => onPick(outcome === one ? undefined : one)}
        />
      ))}
      <Figure testId="p50" name={t.p50} note={t.day} hint={t.p50Hint} value={milliseconds(summary.data?.p50 ?? null)} />
      <Figure testId="p99" name={t.p99} note={t.day} hint={t.p99Hint} value={milliseconds(summary.data?.p99 ?? null)} />
    </Figures>
  );
}
