import { useQuery } from '@tanstack/react-query';
import { Badge } from 'antd';
import type { SignIn } from '@scrm/shared/session';
import { counted, plainName } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import { ChoiceChip, SearchBox, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Said } from '../../kit/person';
import { Ago } from '../../kit/time';
import { deviceOf } from './SessionLine';
import '../access/access.css';

const useWords = words({
  zh: {
    title: '登录记录', about: '每一次登录的人、时间、地点和结果。', count: (n: string) => `${n} 条记录`, search: '搜索姓名或账号', outcome: '结果', name: '谁', how: '方式', from: '来自', at: '时间', methods: { password: '账号密码', recovery: '密码 + 恢复码', wecom: '企业微信' } satisfies Record<SignIn['method'], string>,
    outcomes: { ok: '成功', wrongPassword: '密码不正确', wrongCode: '验证码不正确', disabled: '账号已停用', tooManyTries: '尝试过多，已暂停', refused: '企业微信未通过' } satisfies Record<SignIn['outcome'], string>, unknown: '未知成员', empty: '还没有登录记录', emptyHint: '有人登录后会显示在这里。',
  },
  en: {
    title: 'Sign-in log', about: 'Who signed in, when, from where, and how it ended.', count: (n: string) => counted(n, 'record'), search: 'Search name or account', outcome: 'Result', name: 'Who', how: 'By', from: 'From', at: 'When', methods: { password: 'Password', recovery: 'Recovery code', wecom: 'WeCom' },
    outcomes: { ok: 'Signed in', wrongPassword: 'Wrong password', wrongCode: 'Wrong code', disabled: 'Account disabled', tooManyTries: 'Too many tries, held up', refused: 'Refused by WeCom' }, unknown: 'Unknown person', empty: 'Nobody has signed in yet', emptyHint: 'Sign-ins show here.',
  },
});

export function SignInsPage() {
  const t = useWords();
  const filters = useFilters(['name', 'outcome']);
  const { name } = filters.values;
  const outcome = oneOf(filters.values.outcome, t.outcomes);
  const paging = usePaging({ name, outcome });
  const rows = useQuery(askPage('session', 'signIns', { name, outcome, limit: pageSize, cursor: paging.cursor }));
  const columns: Column<SignIn>[] = [
    { key: 'name', title: t.name, width: 200, render: (row) => <strong className="ellipsis block" title={plainName(row.name)}>{row.name ? <Said text={row.name} /> : <span className="soft">{t.unknown}</span>}</strong> },
    { key: 'outcome', title: t.outcome, width: 160, render: (row) => <Badge status={row.outcome === 'ok' ? 'success' : row.outcome === 'tooManyTries' ? 'warning' : 'error'} text={t.outcomes[row.outcome]} /> },
    { key: 'how', title: t.how, width: 130, render: (row) => t.methods[row.method] },
    { key: 'from', title: t.from, width: 220, render: (row) => <span className="two-lines" title={row.userAgent}><span className="mono break">{row.ip}</span><span className="soft small">{deviceOf(row.userAgent)}</span></span> },
    { key: 'at', title: t.at, width: 120, render: (row) => <Ago at={row.at} /> },
  ];
  return (
    <ListPage<SignIn>
      testId="sign-ins" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name}
      filters={<><SearchBox value={name} placeholder={t.search} onSearch={(text) => filters.set('name', text)} /><ChoiceChip name={t.outcome} value={outcome} choices={t.outcomes} onChange={(next) => filters.set('outcome', next)} /></>}
      filterCount={filters.count} onClearFilters={filters.clear} pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.empty, hint: t.emptyHint }}
    />
  );
}
