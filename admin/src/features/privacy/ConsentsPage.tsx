import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import type { Consent } from '@scrm/shared/privacy';
import { counted } from '@scrm/shared/text';
import { ask, askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { ActorCell } from '../../kit/person';
import { Ago } from '../../kit/time';
import { CustomerName } from './CustomerName';
import { Purposes } from './Purposes';
import { usePrivacyWords } from './words';
import './privacy.css';

const useWords = words({
  zh: {
    title: '同意记录', about: '每个用途的文本有版本；客户的同意和撤回只增不改，撤回立即生效。', count: (n: string) => `${n} 条记录`, customer: '客户', purpose: '用途', said: '表示', given: '同意', withdrawn: '撤回', version: '版本', channel: '渠道', by: '登记人', evidence: '依据', at: '时间',
    emptyTitle: '还没有同意记录', emptyHint: '先设置用途；客户在小程序「我的隐私」里、员工在侧边栏和客户页里登记后，记录会出现在这里。',
  },
  en: {
    title: 'Consents', about: 'The text of a purpose has versions; consent and withdrawal are only ever added, and a withdrawal holds at once.', count: (n: string) => counted(n, 'entry', 'entries'), customer: 'Customer', purpose: 'Purpose', said: 'Said', given: 'Given', withdrawn: 'Withdrawn', version: 'Version', channel: 'Channel', by: 'Recorded by', evidence: 'Evidence', at: 'When',
    emptyTitle: 'No consents yet', emptyHint: 'Set up a purpose first; what customers say in the mini-program, and what staff record in the sidebar or on the customer’s page, appears here.',
  },
});

export function ConsentsPage() {
  const t = useWords();
  const names = usePrivacyWords();
  const filters = useFilters(['purposeId', 'said']);
  const purposes = useQuery(ask('consents', 'purposes', {}));
  const choices = Object.fromEntries((purposes.data?.items ?? []).map((one) => [one.id, one.name]));
  const purposeId = oneOf(filters.values.purposeId, choices);
  const said = oneOf(filters.values.said, { given: t.given, withdrawn: t.withdrawn });
  const given = said === undefined ? undefined : said === 'given';
  const paging = usePaging({ purposeId, given });
  const rows = useQuery(askPage('consents', 'ledger', { purposeId, given, limit: pageSize, cursor: paging.cursor }));

  const columns: Column<Consent>[] = [
    { key: 'customer', title: t.customer, width: 170, render: (row) => <CustomerName id={row.customerId} name={row.customerName} /> },
    { key: 'purpose', title: t.purpose, width: 180, render: (row) => <span className="ellipsis block" title={row.purposeName}>{row.purposeName} <span className="soft small">v{row.version}</span></span> },
    { key: 'said', title: t.said, width: 90, render: (row) => <Tag color={row.given ? 'success' : 'error'}>{row.given ? t.given : t.withdrawn}</Tag> },
    { key: 'channel', title: t.channel, width: 110, render: (row) => names.channels[row.channel] },
    { key: 'by', title: t.by, width: 130, render: (row) => <ActorCell name={row.by || names.self} /> },
    { key: 'evidence', title: t.evidence, width: 220, render: (row) => <span className="ellipsis block" title={row.evidence}>{row.evidence || <span className="soft">–</span>}</span> },
    { key: 'at', title: t.at, width: 110, render: (row) => <Ago at={row.at} /> },
  ];
  return (
    <ListPage<Consent>
      testId="consents-ledger" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.purposeName} above={<Purposes purposes={purposes} />}
      filters={(
        <>
          <ChoiceChip name={t.purpose} value={purposeId} choices={choices} onChange={(next) => filters.set('purposeId', next)} />
          <ChoiceChip name={t.said} value={said} choices={{ given: t.given, withdrawn: t.withdrawn }} onChange={(next) => filters.set('said', next)} />
        </>
      )}
      filterCount={filters.count} onClearFilters={filters.clear} pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.emptyTitle, hint: t.emptyHint }}
    />
  );
}
