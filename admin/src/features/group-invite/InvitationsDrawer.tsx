import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link } from 'react-router-dom';
import type { Invitation, InvitationState } from '@scrm/shared/group-invite';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Person, StaffNames } from '../../kit/person';
import { absolute } from '../../kit/time';
import { useInviteWords } from './words';

const useWords = words({
  zh: { who: '客户', staff: '员工', at: '时间', state: '结果', joined: '进群', count: (n: string) => `${n} 位`, empty: '没有记录', emptyHint: '这里还没有客户。', stranger: '不是你能看到的客户' },
  en: { who: 'Customer', staff: 'Staff', at: 'When', state: 'Result', joined: 'Joined', count: (n: string) => counted(n, 'person', 'people'), empty: 'Nobody', emptyHint: 'There are no customers here yet.', stranger: 'A customer out of your reach' },
});

export interface Opened { title: string; ruleId?: string; taskId?: string; staffId?: string; state?: InvitationState; joined?: boolean; invited?: boolean }

/** The customers behind one number. */
export function InvitationsDrawer({ opened: { title, ...filter }, onClose }: { opened: Opened; onClose: () => void }) {
  const t = useWords();
  const w = useInviteWords();
  const paging = usePaging(filter);
  const rows = useQuery(askPage('groupInvites', 'invitations', { ...filter, limit: pageSize, cursor: paging.cursor }));
  const columns: Column<Invitation>[] = [
    { key: 'who', title: t.who, width: 190, render: ({ customer }) => (customer ? <Person name={customer.name} url={customer.avatarUrl} shown={<Link to={`/customers/${customer.id}`}>{customer.name}</Link>} size={28} /> : <span className="soft">{t.stranger}</span>) },
    { key: 'staff', title: t.staff, width: 130, render: ({ staff }) => (staff ? <StaffNames staff={[staff]} /> : '–') },
    { key: 'at', title: t.at, width: 150, render: ({ at }) => <span className="figures nowrap">{absolute(at).slice(0, 16)}</span> },
    { key: 'state', title: t.state, width: 120, render: ({ state }) => w.states[state] },
    { key: 'joined', title: t.joined, width: 190, render: ({ joinedAt, groupName }) => (joinedAt === null ? '–' : <span>{groupName} <span className="soft small figures">{absolute(joinedAt).slice(5, 16)}</span></span>) },
  ];
  return (
    <Drawer open title={title} size={820} onClose={onClose} data-testid="invitations-drawer">
      <ListPage<Invitation> testId="invitations" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.customer?.name ?? row.id} pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.empty, hint: t.emptyHint }} />
    </Drawer>
  );
}
