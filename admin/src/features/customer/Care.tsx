import { Segmented, Select } from 'antd';
import { useState } from 'react';
import { words } from '../../kit/language';
import { Allow, useMe } from '../../kit/me';
import { StaffName } from '../../kit/person';
import type { CustomerDetail } from './detail';
import { RemarkCare } from './RemarkCare';
import { TagCare } from './TagCare';

const useWords = words({
  zh: { as: '以谁的跟进关系', nobody: '客户已流失，标签和备注不能再修改' },
  en: { as: 'As follower', nobody: 'The customer is lost: tags and remark cannot be changed any more' },
});

/** What can be done for the customer. WeCom keeps tags and remark per follower, so one of them is meant. */
export function Care({ customer }: { customer: CustomerDetail }) {
  const t = useWords();
  const me = useMe();
  const present = customer.follows.filter((follow) => follow.lostAt === null);
  const [chosen, setChosen] = useState<string>();
  const follow = present.find(({ staff }) => staff.id === chosen) ?? present.find(({ staff }) => staff.id === me.staffId) ?? present[0];

  if (!follow) return <section className="panel soft">{t.nobody}</section>;
  return (
    <>
      {present.length > 1 ? (
        <section className="panel stack">
          <h3>{t.as}</h3>
          {present.length < 3 ? (
            <Segmented
              block aria-label={t.as} value={follow.staff.id} onChange={setChosen}
              options={present.map(({ staff }) => ({ value: staff.id, label: <StaffName staff={staff} /> }))}
            />
          ) : (
            <Select aria-label={t.as} value={follow.staff.id} onChange={setChosen} options={present.map(({ staff }) => ({ value: staff.id, label: <StaffName staff={staff} /> }))} />
          )}
        </section>
      ) : null}
      <Allow to="customers.tag"><TagCare key={`tags-${follow.staff.id}`} customerId={customer.id} follow={follow} fixedTagIds={customer.fixedTagIds} /></Allow>
      <Allow to="customers.remark"><RemarkCare key={`remark-${follow.staff.id}`} customerId={customer.id} follow={follow} /></Allow>
    </>
  );
}
