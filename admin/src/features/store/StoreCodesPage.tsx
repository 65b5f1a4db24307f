import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link, Outlet, useNavigate, useParams } from 'react-router-dom';
import type { StoreCode } from '@scrm/shared/store-code';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { SearchBox, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { Ago } from '../../kit/time';
import { CodeForm } from './CodeForm';
import { useStoreWords } from './words';

const useWords = words({
  zh: { title: '门店码', about: '一个码印在所有地方：客户扫码、同意定位，就到最近门店的店主或群。', create: '新建门店码', search: '搜索名称', count: (n: string) => `${n} 个门店码`, name: '名称', state: '状态', off: '已停用', active: '使用中', region: '门店', all: '全部门店', updated: '更新于', emptyTitle: '还没有门店码', emptyHint: '先建好门店，再建一个门店码，印在包装、海报和收银台上。' },
  en: { title: 'Store codes', about: 'One code printed everywhere: whoever scans and says where they are meets the owner or the group of the nearest store.', create: 'New store code', search: 'Search by name', count: (n: string) => counted(n, 'store code'), name: 'Name', state: 'State', off: 'Off', active: 'In use', region: 'Stores', all: 'All stores', updated: 'Updated', emptyTitle: 'No store codes yet', emptyHint: 'Make your stores first, then a code to print on boxes, posters and at the till.' },
});

export function StoreCodesPage() {
  const t = useWords();
  const w = useStoreWords();
  const { id } = useParams();
  const navigate = useNavigate();
  const filters = useFilters(['keyword']);
  const { keyword } = filters.values;
  const paging = usePaging(filters.values);
  const rows = useQuery(askPage('storeCodes', 'list', { keyword, limit: pageSize, cursor: paging.cursor }));
  const [making, setMaking] = useState(false);
  const create = <Allow to="storeCodes.create"><Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)} data-testid="new-store-code">{t.create}</Button></Allow>;
  const number = (value: number) => <span className="figures">{figure(value)}</span>;
  const columns: Column<StoreCode>[] = [
    { key: 'name', title: t.name, width: 240, render: (code) => <span className="person-lines"><Link className="person-name" to={`/store-codes/${code.id}`} title={code.name}>{code.name}</Link><span className="person-second">{w.forms[code.form]}</span></span> },
    { key: 'state', title: t.state, width: 90, render: ({ state }) => <Tag color={state === 'active' ? 'success' : 'default'}>{state === 'active' ? t.active : t.off}</Tag> },
    { key: 'region', title: t.region, width: 160, render: ({ region }) => region?.names.join(' / ') ?? t.all },
    ...(['scans', 'matched', 'added', 'joined'] as const).map((key): Column<StoreCode> => ({ key, title: w.figures[key], width: 100, align: 'right', render: (code) => number(code[key]) })),
    { key: 'updated', title: t.updated, width: 120, onPhone: 'hidden', render: ({ updatedAt }) => <Ago at={updatedAt} /> },
  ];
  return (
    <>
      <ListPage<StoreCode>
        testId="store-codes" title={t.title} about={t.about} action={create} columns={columns} rows={rows} count={t.count} rowLabel={(code) => code.name}
        filters={<SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />} filterCount={filters.count} onClearFilters={filters.clear}
        onOpen={(code) => navigate(`/store-codes/${code.id}`)} openId={id} empty={{ title: t.emptyTitle, hint: t.emptyHint, action: create }} pager={<Pager paging={paging} data={rows.data} />}
      />
      {making ? <CodeForm code={null} onClose={() => setMaking(false)} onSaved={(code) => { setMaking(false); void navigate(`/store-codes/${code.id}`); }} /> : null}
      <Outlet />
    </>
  );
}
