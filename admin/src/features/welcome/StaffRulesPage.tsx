import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { ReplyOf } from '@scrm/shared/contract';
import type { welcomeRules } from '@scrm/shared/welcome-rule';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { SearchBox, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { StaffPerson } from '../../kit/person';
import { DepartmentLabel } from './RuleAim';
import { useRuleWords } from './rule-words';

const useWords = words({
  zh: {
    about: '此刻有新客户不经活码添加这位员工时，会收到哪条规则的欢迎语。员工换部门后立即按新部门。', search: '搜索员工姓名', count: (n: string) => `${n} 名能接待客户的员工`, staff: '员工', chosen: '生效的规则', from: '来自', others: '其他相关规则', none: '没有，不会收到欢迎语', try: '模拟',
    emptyTitle: '没有能接待客户的员工', emptyHint: '在企业微信里给员工开通客户联系，同步后显示在这里。',
  },
  en: {
    about: 'Which rule greets a new customer who adds this person now without a live code. Whoever changes department follows the new one at once.', search: 'Search staff by name', count: (n: string) => `${n} staff receiving customers`, staff: 'Staff', chosen: 'Rule in effect', from: 'From', others: 'Other rules', none: 'None, no welcome is sent', try: 'Simulate',
    emptyTitle: 'Nobody can receive customers', emptyHint: 'Give staff customer contact in WeCom; after a sync they are listed here.',
  },
});
type Row = ReplyOf<(typeof welcomeRules)['effective']>['items'][number];

export function StaffRulesPage() {
  const t = useWords();
  const names = useRuleWords();
  const filters = useFilters(['keyword']);
  const { keyword } = filters.values;
  const paging = usePaging(keyword);
  const rows = useQuery(askPage('welcomeRules', 'effective', { keyword, limit: pageSize, cursor: paging.cursor }));
  const columns: Column<Row>[] = [
    { key: 'staff', title: t.staff, width: 200, render: ({ staff }) => <StaffPerson staff={staff} /> },
    { key: 'chosen', title: t.chosen, width: 260, render: ({ chosen }) => (chosen ? <Link className="ellipsis block" title={chosen.name} to={`/welcome/rules/${chosen.ruleId}`}>{chosen.name}</Link> : <span className="warning">{t.none}</span>) },
    { key: 'from', title: t.from, width: 180, render: ({ chosen }) => (chosen ? <span>{names.targets[chosen.target]}{chosen.department ? <> · <DepartmentLabel department={chosen.department} /></> : null}</span> : <span className="soft">–</span>) },
    { key: 'others', title: t.others, width: 120, align: 'right', render: ({ others }) => <span className="figures">{figure(others)}</span> },
    { key: 'try', title: '', width: 90, render: ({ id }) => <Link to={`/welcome/simulator?staff=${id}`}>{t.try}</Link> },
  ];
  return (
    <ListPage<Row>
      testId="staff-rules" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.staff.name ?? row.staff.userId} above={<p className="soft">{t.about}</p>}
      filters={<SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />} filterCount={filters.count} onClearFilters={filters.clear}
      pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.emptyTitle, hint: t.emptyHint }}
    />
  );
}
