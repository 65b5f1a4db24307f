import { ArrowLeftOutlined, TagsOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import type { GroupMember } from '@scrm/shared/group-chat';
import { counted } from '@scrm/shared/text';
import { ask, askPage } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { Person, StaffName, StaffNames, StaffPerson } from '../../kit/person';
import { TagRow } from '../../kit/tag-row';
import { Ago } from '../../kit/time';
import { GroupTagDialog } from './GroupTagChoice';
import { useGroupWords } from './words';

const useWords = words({
  zh: {
    back: '客户群', owner: '群主', admins: '管理员', members: '人数', created: '创建时间', dismissedAt: '解散时间', read: '更新于', notice: '群公告', noNotice: '没有公告', tags: '群标签', noTags: '还没有群标签', edit: '打群标签',
    who: { here: '在群里', customers: '客户', staff: '员工', left: '已离开' }, count: (n: string) => `${n} 人`, name: '成员', relation: '客户关系', joined: '进群', left: '离开', notCustomer: '不是客户', isStaff: '员工', ownerMark: '群主', adminMark: '管理员',
    by: '邀请人', empty: '没有成员', emptyHint: '换个分类看看。', state: '渠道', hidden: (n: string) => `其中 ${n} 人的资料已按要求删除，不在名单里`,
  },
  en: {
    back: 'Group chats', owner: 'Owner', admins: 'Admins', members: 'Members', created: 'Created', dismissedAt: 'Dismissed', read: 'Read', notice: 'Notice', noNotice: 'No notice', tags: 'Group tags', noTags: 'No group tags yet', edit: 'Tag this group',
    who: { here: 'In the group', customers: 'Customers', staff: 'Staff', left: 'Gone' }, count: (n: string) => counted(n, 'member'), name: 'Member', relation: 'Customer of', joined: 'Joined', left: 'Gone', notCustomer: 'Not a customer', isStaff: 'Staff', ownerMark: 'Owner', adminMark: 'Admin',
    by: 'Invited by', empty: 'Nobody', emptyHint: 'Look at another list.', state: 'Channel', hidden: (n: string) => `${counted(n, 'of them was erased here and is', 'of them were erased here and are')} on no list`,
  },
});

export function GroupPage() {
  const t = useWords();
  const g = useGroupWords();
  const { id = '' } = useParams();
  const group = useQuery(ask('groupChats', 'get', { id }));
  const [tagging, setTagging] = useState(false);
  const back = <Link to="/groups" className="soft"><ArrowLeftOutlined /> {t.back}</Link>;
  if (group.error && !group.data) return <div className="stack">{back}<div className="panel"><ErrorNote error={group.error} onAgain={() => void group.refetch()} /></div></div>;
  if (!group.data) return <div className="stack">{back}<div className="panel"><Skeleton active paragraph={{ rows: 8 }} /></div></div>;
  const { name, owner, admins, notice, tags, memberCount, customerCount, hiddenCount, createdAt, dismissedAt, syncedAt, state, ownerState } = group.data;
  return (
    <div className="stack" data-testid="group">
      <PageHead back={back} title={name || g.unnamed} action={<Allow to="groupChats.tag"><Button icon={<TagsOutlined />} onClick={() => setTagging(true)} data-testid="tag-group">{t.edit}</Button></Allow>} />
      <section className="panel stack">
        <dl className="facts">
          <dt>{t.owner}</dt><dd><StaffPerson staff={owner} size={24} second={g.owners[ownerState] || undefined} /></dd>
          {admins.length > 0 ? <><dt>{t.admins}</dt><dd><StaffNames staff={admins} limit={5} /></dd></> : null}
          <dt>{t.members}</dt><dd className="figures">{figure(memberCount)} · {t.who.customers} {figure(customerCount)}{hiddenCount > 0 ? <span className="soft"> · {t.hidden(figure(hiddenCount))}</span> : null} {state === 'dismissed' ? <Tag>{g.states.dismissed}</Tag> : null}</dd>
          <dt>{t.tags}</dt><dd>{tags.length > 0 ? <TagRow tags={tags.map((tag) => ({ id: tag.id, name: tag.name, groupName: tag.categoryName }))} limit={20} /> : <span className="soft">{t.noTags}</span>}</dd>
          <dt>{t.created}</dt><dd><Ago at={createdAt} /></dd>
          {dismissedAt === null ? null : <><dt>{t.dismissedAt}</dt><dd><Ago at={dismissedAt} /></dd></>}
          <dt>{t.read}</dt><dd><Ago at={syncedAt} /></dd>
          <dt>{t.notice}</dt><dd style={{ whiteSpace: 'pre-wrap' }}>{notice || <span className="soft">{t.noNotice}</span>}</dd>
        </dl>
      </section>
      <Members groupId={id} isGone={state === 'dismissed'} />
      {tagging ? <GroupTagDialog ids={[id]} has={tags} onClose={() => setTagging(false)} /> : null}
    </div>
  );
}

function Members({ groupId, isGone }: { groupId: string; isGone: boolean }) {
  const t = useWords();
  const g = useGroupWords();
  const filters = useFilters(['who']);
  const who = oneOf(filters.values.who, t.who) ?? (isGone ? 'left' : 'here');
  const paging = usePaging({ groupId, who });
  const rows = useQuery(askPage('groupChats', 'members', { id: groupId, who, limit: pageSize, cursor: paging.cursor }));
  const columns: Column<GroupMember>[] = [
    { key: 'name', title: t.name, width: 230, render: (row) => <MemberName row={row} /> },
    { key: 'relation', title: t.relation, width: 180, render: (row) => (row.kind === 'staff' ? <span className="soft">{t.isStaff}</span> : row.friendsOf.length > 0 ? <StaffNames staff={row.friendsOf} /> : <span className="soft">{t.notCustomer}</span>) },
    {
      key: 'joined', title: t.joined, width: 210,
      render: (row) => <span><Ago at={row.joinedAt} /> <span className="soft small">{g.joins[row.joinScene] ?? ''}{row.invitor ? <> · {t.by} <StaffName staff={row.invitor} /></> : null}{row.state ? ` · ${t.state} ${row.state}` : ''}</span></span>,
    },
    ...(who === 'left' ? [{ key: 'left', title: t.left, width: 150, render: (row: GroupMember) => <span><Ago at={row.leftAt} /> <span className="soft small">{row.quitScene === null ? '' : g.quits[row.quitScene] ?? ''}</span></span> }] : []),
  ];
  return (
    <ListPage<GroupMember>
      testId="group-members" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name} pager={<Pager paging={paging} data={rows.data} />}
      filters={<Segmented value={who} onChange={(next) => filters.set('who', next === 'here' && !isGone ? undefined : next)} options={(['here', 'customers', 'staff', 'left'] as const).map((value) => ({ value, label: t.who[value] }))} />}
      empty={{ title: t.empty, hint: t.emptyHint }}
    />
  );
}

function MemberName({ row }: { row: GroupMember }) {
  const t = useWords();
  const mark = row.isOwner ? t.ownerMark : row.isAdmin ? t.adminMark : row.nickname;
  if (row.staff) return <StaffPerson staff={row.staff} second={mark || undefined} size={32} />;
  const shown = row.customerId ? <Link to={`/customers/${row.customerId}`}>{row.name || row.userId}</Link> : row.name || row.userId;
  return <Person name={row.name || row.userId} url={row.avatarUrl} shown={shown} second={mark || undefined} size={32} />;
}
