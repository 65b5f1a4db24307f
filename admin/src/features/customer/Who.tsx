import type { FollowUser } from '@scrm/shared/customer';
import { words } from '../../kit/language';
import { Person, StaffPerson } from '../../kit/person';
import { TagRow } from '../../kit/tag-row';
import { Ago } from '../../kit/time';
import type { CustomerDetail } from './detail';
import { LostMark } from './CustomersPage';
import { SourceText } from './SourceText';
import { useTagMarks } from './tag-marks';

const useWords = words({
  zh: {
    wechat: '微信用户', gender: '性别', genders: { unknown: '未知', male: '男', female: '女' }, company: '企业', position: '职位', source: '来源', added: '首次添加', state: '状态', friend: '好友', follows: (n: number) => `跟进员工（${n}）`,
    remark: '备注', description: '描述', tags: '标签', none: '未设置', noFollow: '现在没有员工是 TA 的好友',
  },
  en: {
    wechat: 'WeChat user', gender: 'Gender', genders: { unknown: 'Unknown', male: 'Male', female: 'Female' }, company: 'Company', position: 'Position', source: 'Source', added: 'First added', state: 'State', friend: 'Friend', follows: (n: number) => `Staff (${n})`,
    remark: 'Remark', description: 'Description', tags: 'Tags', none: 'Not set', noFollow: 'Nobody is a friend of this customer now',
  },
});

/** Who the customer is, how they came, and who looks after them. */
export function Who({ customer }: { customer: CustomerDetail }) {
  const t = useWords();
  const marks = useTagMarks(customer.tagMarks);
  const company = customer.type === 2 ? customer.corpName : '';
  return (
    <>
      <section className="panel stack">
        <Person name={customer.name} url={customer.avatarUrl} second={company || t.wechat} size={56} />
        <dl className="facts">
          <dt>{t.state}</dt><dd><LostMark row={customer} friend={t.friend} /></dd>
          <dt>{t.source}</dt><dd data-testid="source"><SourceText source={customer.source} /></dd>
          <dt>{t.added}</dt><dd><Ago at={customer.addedAt} /></dd>
          <dt>{t.gender}</dt><dd>{t.genders[customer.gender]}</dd>
          {company ? <><dt>{t.company}</dt><dd>{company}</dd></> : null}
          {customer.position ? <><dt>{t.position}</dt><dd>{customer.position}</dd></> : null}
        </dl>
      </section>
      <section className="panel stack" aria-label={t.follows(customer.follows.length)}>
        <h2>{t.follows(customer.follows.length)}</h2>
        {customer.follows.length === 0 ? <p className="soft">{t.noFollow}</p> : null}
        {customer.follows.map((follow) => <Follow key={`${follow.staff.id}.${follow.addedAt}`} follow={follow} marks={marks} />)}
      </section>
    </>
  );
}

function Follow({ follow, marks }: { follow: FollowUser; marks: (tagId: string) => string }) {
  const t = useWords();
  return (
    <div className={follow.lostAt === null ? 'follow' : 'follow follow-lost'} data-testid={`follow-${follow.staff.userId}`}>
      <StaffPerson staff={follow.staff} second={<Ago at={follow.addedAt} />} />
      {follow.lostAt === null ? null : <LostMark row={follow} friend="" />}
      <dl className="facts small">
        <dt>{t.remark}</dt><dd>{follow.remark || <span className="soft">{t.none}</span>}</dd>
        {follow.description ? <><dt>{t.description}</dt><dd>{follow.description}</dd></> : null}
        <dt>{t.tags}</dt><dd>{follow.tags.length > 0 ? <TagRow tags={follow.tags} limit={20} more={marks} /> : <span className="soft">{t.none}</span>}</dd>
        <dt>{t.source}</dt><dd><SourceText source={follow.source} /></dd>
      </dl>
    </div>
  );
}
