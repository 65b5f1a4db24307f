import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import type { AcquisitionLink, LinkCustomer } from '@scrm/shared/acquisition';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { FilterChip } from '../../kit/list/filters';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { Face, StaffNames } from '../../kit/person';
import { Ago } from '../../kit/time';

const useWords = words({
  zh: { title: '带来的客户', count: (n: string) => `${n} 位客户`, name: '客户', staff: '员工', place: '位置', chatted: '开口', wrote: '已开口', silent: '未开口', added: '添加于', emptyTitle: '还没有客户', emptyHint: '客户点开链接并添加后会出现在这里。', bare: '不带参数', unseen: '一位客户（已删除，或不再由你范围内的人跟进）', beyond: (n: string) => `另有 ${n} 位由你范围外的员工添加` },
  en: { title: 'Customers', count: (n: string) => counted(n, 'customer'), name: 'Customer', staff: 'Staff', place: 'Place', chatted: 'Wrote', wrote: 'Wrote', silent: 'Not yet', added: 'Added', emptyTitle: 'No customers yet', emptyHint: 'Whoever opens the link and adds somebody is listed here.', bare: 'Bare address', unseen: 'A customer who was erased, or whom nobody within your reach follows any more', beyond: (n: string) => `${n} more were added by staff out of your reach` },
});

/** Who came by the link, within the caller's reach. */
export function LinkCustomers({ link, sourceId, wrote, onClear }: { link: AcquisitionLink; sourceId: string | undefined; wrote: true | undefined; onClear: () => void }) {
  const allowed = useAllowed();
  return allowed('acquisition.customers') ? <List link={link} sourceId={sourceId} wrote={wrote} onClear={onClear} /> : null;
}

function List({ link, sourceId, wrote, onClear }: { link: AcquisitionLink; sourceId: string | undefined; wrote: true | undefined; onClear: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const paging = usePaging({ sourceId, wrote: wrote && 'yes' });
  const rows = useQuery(askPage('acquisition', 'customers', { id: link.id, sourceId, chatted: wrote, limit: pageSize, cursor: paging.cursor }));
  const columns: Column<LinkCustomer>[] = [
    { key: 'name', title: t.name, width: 220, render: (one) => <span className="person"><Face name={one.name} url={one.avatarUrl} size={32} />{one.customerId === null ? <span className="soft">{t.unseen}</span> : <Link className="person-name" to={`/customers/${one.customerId}`}>{one.name || one.externalUserid}</Link>}</span> },
    { key: 'staff', title: t.staff, width: 160, render: (one) => (one.staff ? <StaffNames staff={[one.staff]} /> : null) },
    { key: 'place', title: t.place, width: 160, render: (one) => (one.sourceName ? <span className="ellipsis">{one.sourceName}</span> : <span className="soft">{t.bare}</span>) },
    { key: 'chatted', title: t.chatted, width: 100, render: (one) => (one.chatted ? <Tag color="success">{t.wrote}</Tag> : <span className="soft">{t.silent}</span>) },
    { key: 'added', title: t.added, width: 120, render: (one) => <Ago at={one.addedAt} /> },
  ];
  const chosen = link.sources.find(({ id }) => id === sourceId);
  const beyond = rows.data ? Math.max(0, (chosen ?? link)[wrote ? 'chatted' : 'added'] - rows.data.total) : 0;
  return (
    <div id="link-customers">
      <ListPage<LinkCustomer>
        testId="link-customers" columns={columns} rows={rows} count={t.count} rowLabel={(one) => one.name || t.unseen} onOpen={(one) => (one.customerId === null ? undefined : navigate(`/customers/${one.customerId}`))} filterCount={(chosen ? 1 : 0) + (wrote ? 1 : 0)} onClearFilters={onClear}
        filters={(
          <>
            <h2>{t.title}</h2>
            {chosen ? <FilterChip name={t.place} value={chosen.name} onRemove={onClear}>{() => chosen.name}</FilterChip> : null}
            {wrote ? <FilterChip name={t.chatted} value={t.wrote} onRemove={onClear}>{() => t.wrote}</FilterChip> : null}
          </>
        )}
        empty={{ title: t.emptyTitle, hint: t.emptyHint }} pager={<Pager paging={paging} data={rows.data} />}
      />
      {beyond > 0 ? <p className="soft small" data-testid="link-beyond">{t.beyond(figure(beyond))}</p> : null}
    </div>
  );
}
