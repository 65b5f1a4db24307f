import type { CustomerDetail, FollowUser } from '@scrm/shared/customer';
import type { Me } from '@scrm/shared/session';
import { api } from '../../kit/api';
import { can } from '../../kit/can';
import { useWords } from '../../kit/language';
import { EditableText } from './EditableText';
import { stillHas } from './follow';

const words = {
  zh: { title: '我的备注', remark: '备注名', description: '描述', noRemark: '没有备注名', noDescription: '没有描述', lost: '已不再跟进这位客户，备注不能再改。' },
  en: { title: 'My remarks', remark: 'Remark', description: 'Description', noRemark: 'No remark', noDescription: 'No description', lost: 'You do not follow this customer any more, so notes cannot change.' },
};

/** WeCom's limits: https://developer.work.weixin.qq.com/document/path/92115 */
const remarkLimit = 20;
const descriptionLimit = 150;

/** What the person wrote about the customer, kept in WeCom. Only a follower has it; the others' notes stand with the followers. */
export function Notes({ me, customer, follow, changed }: {
  me: Me; customer: CustomerDetail; follow: FollowUser | undefined; changed: (customer: CustomerDetail) => void;
}) {
  const w = useWords(words);
  if (!follow) return null;
  const editable = can(me, 'customers.remark') && stillHas(follow);
  return (
    <section className="card" data-testid="notes">
      <div className="card-head"><h2>{w.title}</h2></div>
      <EditableText
        name="remark" label={w.remark} empty={w.noRemark} value={follow.remark} limit={remarkLimit} editable={editable}
        theirs={(stale) => stale.remark} save={async (remark, seen) => changed(await api.customers.remark({ id: customer.id, account: follow.account, remark, seen: { remark: seen } }))}
      />
      <EditableText
        name="description" label={w.description} empty={w.noDescription} value={follow.description} limit={descriptionLimit} editable={editable} long
        theirs={(stale) => stale.description} save={async (description, seen) => changed(await api.customers.remark({ id: customer.id, account: follow.account, description, seen: { description: seen } }))}
      />
      {!stillHas(follow) && <p className="faint">{w.lost}</p>}
    </section>
  );
}
