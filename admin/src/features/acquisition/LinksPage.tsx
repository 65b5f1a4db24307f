import { LinkOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { AcquisitionLink } from '@scrm/shared/acquisition';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { SearchBox, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { StaffNames } from '../../kit/person';
import { LinkDrawer } from './LinkDrawer';
import { QuotaNote } from './QuotaNote';
import { LinkState } from './words';
import './acquisition.css';

const useWords = words({
  zh: {
    title: '获客链接', about: '企业微信「获客助手」的链接：放进广告、私信或文章，点开就能添加员工。按添加人数消耗企业购买的额度。', create: '新建获客链接', search: '搜索名称', count: (n: string) => `${n} 个获客链接`, name: '名称', state: '状态', staff: '接待员工', departments: (n: number) => `${n} 个部门`, clicks: '点击', added: '添加', chatted: '已开口',
    emptyTitle: '还没有获客链接', emptyHint: '建一个链接，再为每个投放位置取一个带参数的地址，就能分清客户从哪里来。', places: (n: number) => `${n} 个投放位置`,
  },
  en: {
    title: 'Acquisition links', about: 'WeCom’s links: put one into an advert, a message or an article, and whoever opens it adds your staff. Each customer takes one from the quota that the company buys.', create: 'New link', search: 'Search by name', count: (n: string) => counted(n, 'link'), name: 'Name', state: 'State', staff: 'Staff', departments: (n: number) => counted(n, 'department'), clicks: 'Opened', added: 'Added', chatted: 'Wrote',
    emptyTitle: 'No acquisition links yet', emptyHint: 'Make a link, then an address of its own for each place where you put it, and you know where customers come from.', places: (n: number) => counted(n, 'place'),
  },
});

export function LinksPage() {
  const t = useWords();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const filters = useFilters(['keyword']);
  const { keyword } = filters.values;
  const paging = usePaging(filters.values);
  const rows = useQuery({ ...askPage('acquisition', 'list', { keyword, limit: pageSize, cursor: paging.cursor }), refetchInterval: ({ state: { data } }) => (data?.items.some(({ state }) => state === 'preparing') ? 3000 : false) });
  const create = <Allow to="acquisition.create"><Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)} data-testid="new-link">{t.create}</Button></Allow>;
  const number = (key: 'clicks' | 'added' | 'chatted'): Column<AcquisitionLink> => ({ key, title: t[key], width: 86, align: 'right', render: (link) => <span className="figures">{figure(link[key])}</span> });
  const columns: Column<AcquisitionLink>[] = [
    { key: 'name', title: t.name, width: 240, render: (link) => <span className="person-lines"><Link className="person-name" title={link.name} to={`/acquisition/${link.id}`}><LinkOutlined /> {link.name}</Link><span className="soft small ellipsis">{link.channel?.path ?? t.places(link.sources.length)}</span></span> },
    { key: 'state', title: t.state, width: 110, render: (link) => <LinkState state={link.state} /> },
    { key: 'staff', title: t.staff, width: 220, render: (link) => <>{link.staff.length > 0 ? <StaffNames staff={link.staff} /> : null}{link.departmentIds.length > 0 ? <span className="soft small">{t.departments(link.departmentIds.length)}</span> : null}</> },
    number('clicks'), number('added'), number('chatted'),
  ];
  return (
    <>
      <ListPage<AcquisitionLink>
        testId="acquisition-links" title={t.title} about={t.about} action={create} columns={columns} rows={rows} count={t.count} rowLabel={(link) => link.name} above={<QuotaNote />}
        filters={<SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />} filterCount={filters.count} onClearFilters={filters.clear}
        onOpen={(link) => navigate(`/acquisition/${link.id}`)} empty={{ title: t.emptyTitle, hint: t.emptyHint, action: create }} pager={<Pager paging={paging} data={rows.data} />}
      />
      {making ? <LinkDrawer before={null} onClose={() => setMaking(false)} onDone={({ id }) => void navigate(`/acquisition/${id}`)} /> : null}
    </>
  );
}
