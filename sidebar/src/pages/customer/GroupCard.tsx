import { useEffect, useState } from 'react';
import type { GroupDetail, GroupMember } from '@scrm/shared/group-chat';
import { counted } from '@scrm/shared/text';
import { api } from '../../kit/api';
import { Avatar } from '../../kit/Avatar';
import { useExplain } from '../../kit/explain';
import { marks, useLanguage, useWords } from '../../kit/language';
import { StaffName } from '../../kit/StaffName';
import { moment } from '../../kit/time';

const words = {
  zh: {
    unnamed: '未命名的群', people: (all: number, customers: number) => `${all} 人，其中客户 ${customers}`, about: '群资料', owner: '群主', created: '创建时间', notice: '群公告', noNotice: '没有公告', dismissed: '已解散', tags: '群标签',
    newcomers: '最近进群的客户', nobody: '群里还没有客户', noFriend: '还没有加好友', friendOf: '已添加', nameless: '微信用户', loading: '正在读取成员', again: '再试一次',
  },
  en: {
    unnamed: 'Unnamed group', people: (all: number, customers: number) => `${counted(all, 'member')}, ${customers} of them customers`, about: 'About the group', owner: 'Owner', created: 'Created', notice: 'Notice', noNotice: 'No notice', dismissed: 'Dismissed', tags: 'Group tags',
    newcomers: 'Customers who came last', nobody: 'No customers in this group yet', noFriend: 'No friend of staff yet', friendOf: 'friend of', nameless: 'WeChat user', loading: 'Reading the members', again: 'Try again',
  },
};

const shownMembers = 20;

/** What the sidebar shows beside a customer group. */
export function GroupCard({ group }: { group: GroupDetail }) {
  const w = useWords(words);
  const language = useLanguage();
  const name = group.name || w.unnamed;
  return (
    <>
      <header className="person" data-testid="group-header">
        <Avatar url="" name={name} size={44} />
        <div className="person-text">
          <div className="person-line">
            <h1 className="person-name" data-testid="group-name" title={name}>{name}</h1>
            {group.state === 'dismissed' && <span className="badge danger">{w.dismissed}</span>}
          </div>
          <p className="person-remark">{w.people(group.memberCount, group.customerCount)}</p>
          {group.tags.length > 0 && <div className="person-tags">{group.tags.slice(0, 3).map((tag) => <span key={tag.id} className="chip small">{tag.name}</span>)}</div>}
        </div>
      </header>
      <div className="scroll" data-testid="group-card">
        <section className="card">
          <div className="card-head"><h2>{w.about}</h2></div>
          <dl>
            <div className="line"><dt className="line-label">{w.owner}</dt><dd className="line-value"><StaffName name={group.owner.name} userId={group.owner.userId} /></dd></div>
            <div className="line"><dt className="line-label">{w.created}</dt><dd className="line-value">{moment(group.createdAt, language)}</dd></div>
            {group.tags.length > 0 && <div className="line"><dt className="line-label">{w.tags}</dt><dd className="line-value">{group.tags.map((tag) => tag.name).join(' · ')}</dd></div>}
            <div className="line"><dt className="line-label">{w.notice}</dt><dd className={group.notice ? 'line-value wrap' : 'line-value faint'}>{group.notice || w.noNotice}</dd></div>
          </dl>
        </section>
        <Newcomers groupId={group.id} />
      </div>
    </>
  );
}

function Newcomers({ groupId }: { groupId: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const explain = useExplain();
  const [members, setMembers] = useState<GroupMember[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = () => {
    setError(null);
    api.groupChats.members({ id: groupId, who: 'customers', limit: shownMembers }).then(({ items }) => setMembers(items), setError);
  };
  useEffect(load, [groupId]);
  return (
    <section className="card" data-testid="group-members">
      <div className="card-head"><h2>{w.newcomers}</h2></div>
      {error !== null && <p className="outcome failed" role="status">{explain(error)}<button type="button" className="link" onClick={load}>{w.again}</button></p>}
      {error === null && members === null && <p className="outcome" role="status"><i className="spinner" />{w.loading}</p>}
      {members?.length === 0 && <p className="faint">{w.nobody}</p>}
      {members?.map((member) => (
        <div key={member.id} className="follower">
          <Avatar url={member.avatarUrl} name={member.name} size={36} />
          <div className="follower-text">
            <p className="follower-name">{member.name || w.nameless}</p>
            <p className="small">{moment(member.joinedAt, language)} · {member.friendsOf.length === 0 ? w.noFriend : <>{w.friendOf} {member.friendsOf.map((staff, index) => <span key={staff.id}>{index > 0 ? marks().comma : ''}<StaffName name={staff.name} userId={staff.userId} /></span>)}</>}</p>
          </div>
        </div>
      ))}
    </section>
  );
}
