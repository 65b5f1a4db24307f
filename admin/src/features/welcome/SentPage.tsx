import { useQuery } from '@tanstack/react-query';
import { Badge } from 'antd';
import { Link } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
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
import { StaffChip } from '../customer/chips';

type Outcome = Welcome['outcome'];

const useWords = words({
  zh: {
    count: (n: string) => `${n} 条记录`, outcome: '结果',
    outcomes: { sent: '已发送', late: '超过 20 秒', noCode: '企业微信未给欢迎码', noContent: '没有设置内容', takenByOther: '其他应用已发送', failed: '发送失败' } satisfies Record<Outcome, string>,
    customer: '客户', staff: '员工', liveCode: '用的欢迎语', took: '用时', at: '时间', noCodeName: '没有', rule: (name: string) => `规则「${name}」`, ofCode: (name: string) => `活码「${name}」`,
    why: { half: '确认前已发送', partner: '对方是企业微信用户', assigned: '同事分享或管理员分配', before: '之前已是好友', other: '管理后台或其他应用已设欢迎语' } satisfies Record<NonNullable<Welcome['noCodeWhy']>, string>, day: '最近 24 小时', p50: '一半不超过', p99: '99% 不超过', p50Hint: '从收到回调到企业微信确认发送，一半的欢迎语在这个时间内发出', p99Hint: '从收到回调到企业微信确认发送，99% 的欢迎语在这个时间内发出',
    emptyTitle: '还没有发送过欢迎语', emptyHint: '客户扫码添加后，活码上设置的欢迎语会自动发出，结果显示在这里。', unknown: '未知客户',
  },
  en: {
    count: (n: string) => counted(n, 'record'), outcome: 'Result',
    outcomes: { sent: 'Sent', late: 'Past 20 seconds', noCode: 'No welcome code from WeCom', noContent: 'No content set', takenByOther: 'Sent by another app', failed: 'Failed' },
    customer: 'Customer', staff: 'Staff', liveCode: 'Which welcome', took: 'Took', at: 'When', noCodeName: 'None', rule: (name: string) => `Rule “${name}”`, ofCode: (name: string) => `Live code “${name}”`,
    why: { half: 'Sent before the confirmation', partner: 'They use WeCom themselves', assigned: 'Shared or assigned', before: 'They were friends before', other: 'The console or another app greets' }, day: 'Last 24 hours', p50: 'Half within', p99: '99% within', p50Hint: 'From the callback to WeCom’s confirmation, half of the welcomes took no longer', p99Hint: 'From the callback to WeCom’s confirmation, 99% of the welcomes took no longer',
    emptyTitle: 'No welcome has been sent yet', emptyHint: 'When a customer scans a live code, its welcome is sent by itself and shown here.', unknown: 'Unknown customer',
  },
});

const tones = { sent: 'success', late: 'warning', noCode: 'default', noContent: 'default', takenByOther: 'default', failed: 'error' } as const satisfies Record<Outcome, string>;

/** What became of each welcome. */
export function SentPage() {
  const t = useWords();
  const filters = useFilters(['outcome', 'staffId']);
  const outcome = oneOf(filters.values.outcome, t.outcomes);
  const { staffId } = filters.values;
  const paging = usePaging([outcome, staffId]);
  const rows = useQuery(askPage('welcome', 'list', { outcome, staffId, limit: pageSize, cursor: paging.cursor }));

  const columns: Column<Welcome>[] = [
    { key: 'customer', title: t.customer, width: 200, render: (row) => (row.customerId ? <Link className="ellipsis block" title={row.customerName} to={`/customers/${row.customerId}`}>{row.customerName}</Link> : <span className="soft">{row.customerName || t.unknown}</span>) },
    { key: 'outcome', title: t.outcome, width: 240, render: (row) => <><Badge status={tones[row.outcome]} text={t.outcomes[row.outcome]} />{row.noCodeWhy ? <div className="soft small">{t.why[row.noCodeWhy]}</div> : null}{row.reason ? <div className="soft small break">{row.reason}</div> : null}</> },
    { key: 'took', title: t.took, width: 100, align: 'right', render: (row) => <span className="figures nowrap">{milliseconds(row.ms)}</span> },
    { key: 'staff', title: t.staff, width: 160, render: (row) => <StaffNames staff={row.staff ? [row.staff] : []} /> },
    { key: 'liveCode', title: t.liveCode, width: 180, render: (row) => <Whose row={row} /> },
    { key: 'at', title: t.at, width: 120, render: (row) => <Ago at={row.at} /> },
  ];

  return (
    <ListPage<Welcome>
      testId="welcomes" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.customerName}
      above={<Summary outcome={outcome} onPick={(next) => filters.set('outcome', next)} />}
      filters={(
        <>
          <ChoiceChip name={t.outcome} value={outcome} choices={t.outcomes} onChange={(next) => filters.set('outcome', next)} />
          <StaffChip ids={staffId ? [staffId] : undefined} onChange={(ids) => filters.set('staffId', ids.at(-1))} />
        </>
      )}
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

function Whose({ row: { ruleName, liveCodeName, outcome } }: { row: Welcome }) {
  const t = useWords();
  const words = ruleName ? t.rule(ruleName) : liveCodeName && outcome !== 'noContent' ? t.ofCode(liveCodeName) : '';
  return <span className="ellipsis block" title={words}>{words || <span className="soft">{t.noCodeName}</span>}</span>;
}
