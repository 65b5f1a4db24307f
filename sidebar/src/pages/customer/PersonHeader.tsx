import type { ReactNode } from 'react';
import type { CustomerDetail, FollowUser } from '@scrm/shared/customer';
import { Avatar } from '../../kit/Avatar';
import { useWords } from '../../kit/language';
import { words } from './words';

const shownTags = 2;

/** Who this is, in sight however far one scrolls. */
export function PersonHeader({ customer, follow, children }: { customer: CustomerDetail; follow: FollowUser | undefined; children?: ReactNode }) {
  const w = useWords(words);
  const remark = follow?.remark ?? customer.remark;
  const hidden = customer.tags.length - shownTags;
  const from = customer.type === 2 ? customer.corpName : w.wechat;
  return (
    <header className="person" data-testid="person">
      <Avatar url={customer.avatarUrl} name={customer.name} size={44} />
      <div className="person-text">
        <div className="person-line">
          <h1 className="person-name" data-testid="person-name" title={customer.name}>{customer.name}</h1>
          {customer.lostAt !== null && <span className="badge danger" data-testid="person-lost">{w.lost}</span>}
        </div>
        <p className="person-remark" data-testid="person-remark">{remark && remark !== customer.name ? `${w.remark} ${remark}` : `@${from}`}</p>
        {customer.tags.length > 0 && (
          <div className="person-tags">
            {customer.tags.slice(0, shownTags).map((tag) => <span key={tag.id} className="chip small">{tag.name}</span>)}
            {hidden > 0 && <span className="chip small plain">{w.more(hidden)}</span>}
          </div>
        )}
        {children}
      </div>
    </header>
  );
}
