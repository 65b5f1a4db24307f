import { useInfiniteQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import { askAll } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import { Person, StaffName } from '../../kit/person';
import { Ago } from '../../kit/time';
import '../code-numbers/code-numbers.css';

const useWords = words({
  zh: { added: (name: string) => `通过「${name}」添加的客户`, lost: (name: string) => `通过「${name}」添加后流失的客户`, count: (n: string) => `${n} 位客户`, none: '还没有客户', someone: '你看不到的客户', gone: '已流失' },
  en: { added: (name: string) => `Customers who came through “${name}”`, lost: (name: string) => `Customers who came through “${name}” and left`, count: (n: string) => counted(n, 'customer'), none: 'Nobody yet', someone: 'A customer out of your sight', gone: 'left again' },
});

/** Those whom a figure of the code counts. */
export function CodeCustomers({ id, name, lost, onClose }: { id: string; name: string; lost: boolean; onClose: () => void }) {
  const t = useWords();
  const rows = useInfiniteQuery(askAll('liveCodes', 'customers', { id, lost, limit: 50 }));
  return (
    <Drawer open onClose={onClose} size={520} title={<span className="ellipsis drawer-title">{(lost ? t.lost : t.added)(name)}</span>} data-testid="code-customers">
      {rows.data ? <p className="soft figures" role="status" data-testid="row-count">{t.count(figure(rows.data.pages[0]!.total))}</p> : null}
      <Growing rows={rows} none={t.none}>
        {(items) => items.map(({ id: key, at, lostAt, staff, customer }) => {
          const second = <>{staff ? <StaffName staff={staff} /> : null}{lostAt === null || lost ? null : <span className="danger"> · {t.gone}</span>}</>;
          return (
            <div key={key} className="code-line">
              <span className="code-line-who">{customer ? <Link to={`/customers/${customer.id}`}><Person name={customer.name || customer.externalUserid} url={customer.avatarUrl} second={second} /></Link> : <Person name={null} url="" shown={<span className="soft">{t.someone}</span>} second={second} />}</span>
              <span className="soft small"><Ago at={lost && lostAt !== null ? lostAt : at} /></span>
            </div>
          );
        })}
      </Growing>
    </Drawer>
  );
}
