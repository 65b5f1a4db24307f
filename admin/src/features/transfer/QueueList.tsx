import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Switch } from 'antd';
import { useState } from 'react';
import { counted } from '@scrm/shared/text';
import type { TransferItem } from '@scrm/shared/transfer';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { StaffName } from '../../kit/person';
import { Until } from '../../kit/time';
import { StaffChip } from '../customer/chips';
import { AnotherTaker } from './AnotherTaker';
import { CustomerCell } from './CustomerCell';
import { RulesDrawer } from './RulesDrawer';
import { StateTag } from './StateTag';
import { useTransferWords } from './words';

const useWords = words({
  zh: {
    count: (n: string) => `${n} 位客户待重试`, reason: '原因', customer: '客户', way: '从 → 到', tries: '次数', left: (tried: number, left: number) => `已试 ${tried} 次，还可 ${left} 次`, when: '何时重试', auto: '到时自动重试', never: '不会再试', due: '现在可以',
    retry: '现在重试', other: '换人接替', giveUp: '放弃', giveUpAsk: '放弃这些交接？客户留在原跟进人名下，以后可以重新发起。', retried: (n: number) => `已重新发起 ${n} 位客户`, gaveUp: '已放弃', rules: '重试规则', emptyTitle: '没有被拒绝或受限的客户', emptyHint: '客户拒绝、接替人客户已满或 90 天内次数用完时，会排在这里，并写明何时可以再试。',
  },
  en: {
    count: (n: string) => `${counted(n, 'customer')} to retry`, reason: 'Reason', customer: 'Customer', way: 'From → to', tries: 'Tries', left: (tried: number, left: number) => `${tried} tried, ${left} left`, when: 'Next try', auto: 'By itself', never: 'Not again', due: 'Possible now',
    retry: 'Try now', other: 'Another taker', giveUp: 'Give up', giveUpAsk: 'Give these hand-overs up? The customers stay with the giver; you can begin again later.', retried: (n: number) => `${n} begun again`, gaveUp: 'Given up', rules: 'Rules', emptyTitle: 'Nobody refused or was held back', emptyHint: 'Who refuses, whose taker is full or who has no tries left is listed here, with the date of the next try.',
  },
});

/** Who refused or was held back, why, and when it goes on. */
export function QueueList() {
  const t = useWords();
  const { states } = useTransferWords();
  const allowed = useAllowed();
  const [rules, setRules] = useState(false);
  const [taking, setTaking] = useState<{ ids: string[]; clear: () => void }>();
  const reasons = { refused: states.refused, full: states.full, limited: states.limited, failed: states.failed };
  const filters = useFilters(['reason', 'staffId']);
  const state = oneOf(filters.values.reason, reasons);
  const filter = { state, staffId: filters.values.staffId };
  const paging = usePaging(filter);
  const rows = useQuery(askPage('transfers', 'queue', { ...filter, limit: pageSize, cursor: paging.cursor }));
  const retry = useAct((ids: string[]) => api.transfers.retry({ ids }), { done: ({ retried }) => t.retried(retried), touches: ['transfers'] });
  const giveUp = useAct((ids: string[]) => api.transfers.giveUp({ ids }), { done: t.gaveUp, touches: ['transfers'] });
  const auto = useAct((input: { ids: string[]; on: boolean }) => api.transfers.setAutoRetry(input), { touches: ['transfers'] });
  const mayWrite = allowed('transfers.retry');

  const columns: Column<TransferItem>[] = [
    { key: 'customer', title: t.customer, width: 200, render: (row) => <CustomerCell item={row} /> },
    { key: 'reason', title: t.reason, width: 210, render: (row) => <span><StateTag state={row.state} />{row.reason ? <span className="soft small block">{row.reason}</span> : null}</span> },
    { key: 'way', title: t.way, width: 200, render: (row) => <span className="break"><StaffName staff={row.from} /> → <StaffName staff={row.to} /></span> },
    { key: 'tries', title: t.tries, width: 160, render: (row) => <span className="figures">{t.left(row.tries, row.triesLeft)}</span> },
    { key: 'when', title: t.when, width: 140, render: (row) => <When row={row} /> },
    { key: 'auto', title: t.auto, width: 110, render: (row) => <Switch size="small" aria-label={t.auto} checked={row.autoRetry} disabled={!mayWrite || row.retryAt === null} loading={auto.isPending && auto.variables?.ids[0] === row.id} onChange={(on) => auto.mutate({ ids: [row.id], on })} /> },
  ];

  return (
    <>
      <ListPage<TransferItem>
        testId="transfer-queue" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.customer.name}
        filters={(
          <>
            <ChoiceChip name={t.reason} value={state} choices={reasons} onChange={(value) => filters.set('reason', value)} />
            <StaffChip ids={filters.list('staffId')} onChange={(ids) => filters.set('staffId', ids.at(-1))} />
            <Button type="text" onClick={() => setRules(true)} data-testid="open-rules">{t.rules}</Button>
          </>
        )}
        filterCount={filters.count} onClearFilters={filters.clear} empty={{ title: t.emptyTitle, hint: t.emptyHint }} pager={<Pager paging={paging} data={rows.data} />}
        bulk={mayWrite ? (ids, clear) => (
          <>
            <Button type="primary" loading={retry.isPending} data-testid="retry" onClick={() => retry.mutate(ids, { onSuccess: clear })}>{t.retry}</Button>
            <Button onClick={() => setTaking({ ids, clear })}>{t.other}</Button>
            <Popconfirm title={t.giveUpAsk} okButtonProps={{ danger: true }} okText={t.giveUp} onConfirm={() => giveUp.mutate(ids, { onSuccess: clear })}>
              <Button danger loading={giveUp.isPending}>{t.giveUp}</Button>
            </Popconfirm>
          </>
        ) : undefined}
      />
      {rules ? <RulesDrawer onClose={() => setRules(false)} /> : null}
      {taking ? <AnotherTaker retry={(toStaffId) => api.transfers.retry({ ids: taking.ids, toStaffId })} said={t.retried} onClose={() => setTaking(undefined)} onDone={taking.clear} /> : null}
    </>
  );
}

function When({ row }: { row: TransferItem }) {
  const t = useWords();
  if (row.retryAt === null) return <span className="soft">{t.never}</span>;
  if (row.retryAt <= Date.now()) return <span className="success">{t.due}</span>;
  return <Until at={row.retryAt} />;
}
