import type { CustomerDetail, FollowUser } from '@scrm/shared/customer';
import type { Me } from '@scrm/shared/session';
import { Avatar } from '../../kit/Avatar';
import { useLanguage, useWords } from '../../kit/language';
import { StaffName } from '../../kit/StaffName';
import { moment } from '../../kit/time';
import { sourceName } from './source';
import { words } from './words';

const own = {
  zh: {
    me: '我', none: '现在没有跟进人', added: (at: string) => `${at} 添加`, remark: '备注',
    lost: { customer: '客户已删除该员工', staff: '该员工已删除客户', transfer: '已转给其他员工', unknown: '已不是好友' },
  },
  en: {
    me: 'me', none: 'Nobody follows this customer now', added: (at: string) => `Added ${at}`, remark: 'Remark',
    lost: { customer: 'The customer removed them', staff: 'They removed the customer', transfer: 'Handed over', unknown: 'No longer friends' },
  },
};

export function Followers({ customer, me }: { customer: CustomerDetail; me: Me }) {
  const w = useWords(words);
  const o = useWords(own);
  const [...follows] = customer.follows;
  follows.sort((a, b) => Number(a.lostAt !== null) - Number(b.lostAt !== null) || a.addedAt - b.addedAt);
  return (
    <section className="card" data-testid="followers">
      <div className="card-head"><h2>{w.followers}</h2><span className="count">{follows.length}</span></div>
      {follows.length === 0 && <p className="faint">{o.none}</p>}
      {follows.map((follow) => <Follower key={`${follow.staff.id}.${follow.addedAt}`} follow={follow} mine={follow.staff.id === me.staffId} />)}
    </section>
  );
}

function Follower({ follow, mine }: { follow: FollowUser; mine: boolean }) {
  const o = useWords(own);
  const language = useLanguage();
  const lost = follow.lostAt !== null;
  return (
    <div className={lost ? 'follower over' : 'follower'} data-testid="follower">
      <Avatar url={follow.staff.avatarUrl} name={follow.staff.name} size={36} />
      <div className="follower-text">
        <p className="follower-name"><StaffName name={follow.staff.name} userId={follow.staff.userId} />{mine && <span className="badge">{o.me}</span>}</p>
        <p className="small">{o.added(moment(follow.addedAt, language))} · {sourceName(follow.source, language)}</p>
        {follow.lostAt !== null && <p className="small danger">{moment(follow.lostAt, language)} · {o.lost[follow.lostBy ?? 'unknown']}</p>}
        {follow.remark && !mine && <p className="small">{o.remark} {follow.remark}</p>}
        {follow.description && !mine && <p className="small wrap">{follow.description}</p>}
        {follow.tags.length > 0 && !mine && <div className="chips tight">{follow.tags.map((tag) => <span key={tag.id} className="chip small"><span className="chip-name">{tag.name}</span></span>)}</div>}
      </div>
    </div>
  );
}
