import { useInfiniteQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link } from 'react-router-dom';
import type { bands, StoreFigure } from '@scrm/shared/store-code';
import { counted } from '@scrm/shared/text';
import { askAll } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import { Person, Said, StaffName } from '../../kit/person';
import { Ago } from '../../kit/time';
import { useStoreWords } from './words';

const useWords = words({
  zh: { hidden: '不在你范围内的客户', count: (n: string) => `${n} 条`, place: { none: '未表态', located: '已定位', refused: '拒绝定位' }, noStore: '没有匹配到门店', lost: '已流失', left: '已退群', stranger: '还不是客户的群成员' },
  en: { hidden: 'A customer out of your reach', count: (n: string) => counted(n, 'row'), place: { none: 'Did not say', located: 'Located', refused: 'Refused' }, noStore: 'No store matched', lost: 'lost', left: 'left', stranger: 'A member who is nobody’s customer' },
});

export interface Asked {
  what: StoreFigure;
  /** Without days: since the beginning. */
  where: { from?: string; to?: string; codeId?: string; storeId?: string; regionId?: string; exact?: boolean; band?: (typeof bands)[number]; noStore?: boolean; noRegion?: boolean };
}

/** The rows behind a number. */
export function NumberDrawer({ asked: { what, where }, onClose }: { asked: Asked; onClose: () => void }) {
  const w = useStoreWords();
  return (
    <Drawer open onClose={onClose} size={560} title={w.figures[what]} data-testid="number-drawer">
      <p className="soft">{w.definitions[what]}</p>
      {what === 'added' || what === 'lost' || what === 'joined' || what === 'left' ? <Customers what={what} where={where} /> : <Visits what={what} where={where} />}
    </Drawer>
  );
}

function Visits({ what, where }: { what: Exclude<StoreFigure, Gone>; where: Asked['where'] }) {
  const t = useWords();
  const w = useStoreWords();
  const rows = useInfiniteQuery(askAll('storeNumbers', 'visits', { ...where, what, limit: 50 }));
  return (
    <Counted rows={rows} total={rows.data?.pages[0]?.total}>
      {(items) => items.map(({ id, at, store, staff, place, band, code, why }) => (
        <div key={id} className="region-line">
          <span className="region-name">
            <strong>{store || t.noStore}</strong>{staff ? <> · <StaffName staff={staff} /></> : null}
            <div className="soft small">{[code, t.place[place], band ? w.bands[band] : ''].filter(Boolean).join(' · ')}</div>
            {why.length > 0 ? <div className="soft small"><Said text={why.map(({ step, name }) => `${w.steps[step]} ${name}`).join(' → ')} /></div> : null}
          </span>
          <Ago at={at} />
        </div>
      ))}
    </Counted>
  );
}

type Gone = 'added' | 'lost' | 'joined' | 'left';

function Customers({ what, where }: { what: Gone; where: Asked['where'] }) {
  const t = useWords();
  const rows = useInfiniteQuery(askAll('storeNumbers', 'customers', { ...where, what, limit: 50 }));
  return (
    <Counted rows={rows} total={rows.data?.pages[0]?.total}>
      {(items) => items.map(({ id, customer, store, staff, group, at, goneAt }) => (
        <div key={id} className="region-line">
          <span className="region-name">
            {customer?.id ? <Link to={`/customers/${customer.id}`}><Person name={customer.name} url={customer.avatarUrl} second={store} /></Link> : <span className="soft">{customer ? t.hidden : t.stranger} · {store}</span>}
            <div className="soft small">{staff ? <StaffName staff={staff} /> : group}{goneAt === null ? '' : ` · ${group ? t.left : t.lost}`}</div>
          </span>
          <Ago at={at} />
        </div>
      ))}
    </Counted>
  );
}

function Counted<T>({ rows, total, children }: Parameters<typeof Growing<T>>[0] & { total: number | undefined }) {
  const t = useWords();
  return (
    <>
      {total === undefined ? null : <p className="soft figures" role="status" data-testid="row-count">{t.count(figure(total))}</p>}
      <Growing rows={rows}>{children}</Growing>
    </>
  );
}
