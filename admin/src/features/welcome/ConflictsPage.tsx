import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { WelcomeConflict } from '@scrm/shared/welcome';
import { ask } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { StaffPerson } from '../../kit/person';
import { Ago } from '../../kit/time';

const useWords = words({
  zh: {
    about: '这些员工的新客户没有带来欢迎码，也没有别的原因；或者其他应用先发送了。只统计最近 30 天，我们的欢迎语再次发出后自动消失。', fix: '请在企业微信管理后台「客户联系 → 加客户 → 欢迎语」里停用这些员工的欢迎语，并检查其他有客户联系权限的应用。企业微信不会告诉我们是谁设置的。',
    count: (n: string) => `${n} 名员工`, staff: '员工', noCode: '没有欢迎码', taken: '其他应用已发送', since: '从何时起', last: '最近一次', rows: '记录', see: '查看', emptyTitle: '没有发现抢先发送', emptyHint: '管理后台或其他应用也设置了欢迎语时，会显示在这里。', left: '未知员工',
  },
  en: {
    about: 'New customers of these staff came without a welcome code and without another reason, or another app was faster. Of the last 30 days; gone as soon as a welcome of ours goes out again.', fix: 'In WeCom’s console, turn off the welcome of these staff under 客户联系 → 加客户 → 欢迎语, and look at other apps with customer contact. WeCom does not tell whose it is.',
    count: (n: string) => `${n} staff`, staff: 'Staff', noCode: 'No welcome code', taken: 'Sent by another app', since: 'Since', last: 'Last', rows: 'Records', see: 'See', emptyTitle: 'Nobody else greets', emptyHint: 'When WeCom’s console or another app has a welcome too, it is shown here.', left: 'Unknown',
  },
});

export function ConflictsPage() {
  const t = useWords();
  const rows = useQuery(ask('welcome', 'conflicts', {}));
  const columns: Column<WelcomeConflict>[] = [
    { key: 'staff', title: t.staff, width: 200, render: ({ staff }) => (staff ? <StaffPerson staff={staff} /> : <span className="soft">{t.left}</span>) },
    { key: 'noCode', title: t.noCode, width: 120, align: 'right', render: ({ noCode }) => <span className="figures">{figure(noCode)}</span> },
    { key: 'taken', title: t.taken, width: 140, align: 'right', render: ({ taken }) => <span className="figures">{figure(taken)}</span> },
    { key: 'since', title: t.since, width: 120, render: ({ since }) => <Ago at={since} /> },
    { key: 'last', title: t.last, width: 120, render: ({ lastAt }) => <Ago at={lastAt} /> },
    { key: 'rows', title: t.rows, width: 80, render: ({ staff, noCode }) => <Link to={`/welcome?${new URLSearchParams({ outcome: noCode > 0 ? 'noCode' : 'takenByOther', ...(staff && { staffId: staff.id }) })}`}>{t.see}</Link> },
  ];
  return (
    <ListPage<WelcomeConflict>
      testId="conflicts" columns={columns} rows={rows} count={t.count} rowLabel={({ staff }) => staff?.name ?? t.left} empty={{ title: t.emptyTitle, hint: t.emptyHint }}
      above={<div className="stack"><p className="soft">{t.about}</p>{rows.data && rows.data.items.length > 0 ? <p>{t.fix}</p> : null}</div>}
    />
  );
}
