import { Segmented, Select } from 'antd';
import { useState } from 'react';
import type { FollowUser } from '@scrm/shared/customer';
import { words } from '../../kit/language';
import { Allow, useMe } from '../../kit/me';
import { StaffName } from '../../kit/person';
import type { CustomerDetail } from './detail';
import { RemarkCare } from './RemarkCare';
import { TagCare } from './TagCare';

const useWords = words({
  zh: { as: '以谁的跟进关系', account: (n: number) => `（第 ${n} 个微信）`, nobody: '客户已流失，标签和备注不能再修改' },
  en: { as: 'As follower', account: (n: number) => ` (WeChat account ${n})`, nobody: 'The customer is lost: tags and remark cannot be changed any more' },
});

const keyOf = ({ staff, account }: FollowUser) => `${staff.id} ${account}`;

/** What can be done for the customer. WeCom keeps tags and remark per follower, so one of them is meant. */
export function Care({ customer }: { customer: CustomerDetail }) {
  const t = useWords();
  const me = useMe();
  const present = customer.follows.filter((follow) => follow.lostAt === null);
  const [chosen, setChosen] = useState<string>();
  const follow = present.find((one) => keyOf(one) === chosen) ?? present.find(({ staff }) => staff.id === me.staffId) ?? present[0];
  // A merged person may be a member's friend by two accounts, each with words of its own.
  const options = present.map((one) => {
    const own = present.filter(({ staff }) => staff.id === one.staff.id);
    return { value: keyOf(one), label: <><StaffName staff={one.staff} />{own.length > 1 ? t.account(own.indexOf(one) + 1) : null}</> };
  });

  if (!follow) return <section className="panel soft">{t.nobody}</section>;
  return (
    <>
      {present.length > 1 ? (
        <section className="panel stack">
          <h3>{t.as}</h3>
          {present.length < 3 ? (
            <Segmented block aria-label={t.as} value={keyOf(follow)} onChange={setChosen} options={options} />
          ) : (
            <Select aria-label={t.as} value={keyOf(follow)} onChange={setChosen} options={options} />
          )}
        </section>
      ) : null}
      <Allow to="customers.tag"><TagCare key={`tags-${keyOf(follow)}`} customerId={customer.id} follow={follow} fixedTagIds={customer.fixedTagIds} /></Allow>
      <Allow to="customers.remark"><RemarkCare key={`remark-${keyOf(follow)}`} customerId={customer.id} follow={follow} /></Allow>
    </>
  );
}
