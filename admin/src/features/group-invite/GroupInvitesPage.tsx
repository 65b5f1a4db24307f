import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import type { InviteTaskRow } from '@scrm/shared/group-invite';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { Ago } from '../../kit/time';
import { Rules } from './Rules';
import { taskColours, useInviteWords } from './words';

const useWords = words({
  zh: {
    title: '入群邀请', about: '添加好友时在欢迎语里邀请进群，或让员工邀请带有某些标签的老客户。', create: '新建标签邀请', tasks: '标签邀请', count: (n: string) => `${n} 个任务`, name: '任务', state: '状态', staff: '员工', staffSent: (sent: string, all: string) => `${sent} / ${all} 已发送`, customers: '客户', sent: '已发送', joined: '进群', rate: '进群率', created: '创建时间',
    emptyTitle: '还没有标签邀请', emptyHint: '选择员工、标签和群活码，员工在企业微信里确认后，邀请发给他们带有这些标签的客户，已在群里的不会收到。',
  },
  en: {
    title: 'Group invitations', about: 'Invite in the welcome when somebody is added, or have staff invite customers with certain tags.', create: 'New invitation by tag', tasks: 'By tag', count: (n: string) => counted(n, 'task'), name: 'Task', state: 'State', staff: 'Staff', staffSent: (sent: string, all: string) => `${sent} of ${all} sent`, customers: 'Customers', sent: 'Sent', joined: 'Joined', rate: 'Join rate', created: 'Created',
    emptyTitle: 'No invitations by tag yet', emptyHint: 'Choose staff, tags and a group code. Once they confirm in WeCom, their customers with these tags are invited, except those who are in a group already.',
  },
});

export function GroupInvitesPage() {
  const t = useWords();
  const w = useInviteWords();
  const navigate = useNavigate();
  const paging = usePaging({});
  const rows = useQuery(askPage('groupInvites', 'tasks', { limit: pageSize, cursor: paging.cursor }));
  const create = <Allow to="groupInvites.createTask"><Link to="/group-invites/new"><Button type="primary" icon={<PlusOutlined />} data-testid="new-invite">{t.create}</Button></Link></Allow>;
  const columns: Column<InviteTaskRow>[] = [
    { key: 'name', title: t.name, width: 240, render: (row) => <span className="person-lines"><Link className="person-name" to={`/group-invites/${row.id}`}>{row.name}</Link><span className="person-second">{row.groupCode.name}</span></span> },
    { key: 'state', title: t.state, width: 100, render: (row) => <Badge status={taskColours[row.state]} text={w.tasks[row.state]} /> },
    { key: 'staff', title: t.staff, width: 140, render: (row) => <span className="figures">{t.staffSent(figure(row.sentStaff), figure(row.staffCount))}</span> },
    { key: 'customers', title: t.customers, width: 90, align: 'right', render: (row) => <span className="figures">{figure(row.customers)}</span> },
    { key: 'sent', title: t.sent, width: 90, align: 'right', render: (row) => <span className="figures">{figure(row.sent)}</span> },
    { key: 'joined', title: t.joined, width: 80, align: 'right', render: (row) => <span className="figures">{figure(row.joined)}</span> },
    { key: 'rate', title: t.rate, width: 90, align: 'right', render: (row) => <span className="figures">{w.rate(row.joined, row.sent)}</span> },
    { key: 'created', title: t.created, width: 120, onPhone: 'hidden', render: (row) => <Ago at={row.createdAt} /> },
  ];
  return (
    <ListPage<InviteTaskRow>
      testId="group-invites" title={t.title} about={t.about} action={create} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name} above={<Rules />} filters={<h2>{t.tasks}</h2>}
      onOpen={(row) => navigate(`/group-invites/${row.id}`)} pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.emptyTitle, hint: t.emptyHint, action: create }}
    />
  );
}
