import { ApartmentOutlined, ImportOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag, TreeSelect } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { Store } from '@scrm/shared/store';
import { counted } from '@scrm/shared/text';
import { ask, askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { ChoiceChip, FilterChip, oneOf, SearchBox, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow, useAllowed } from '../../kit/me';
import { StaffNames } from '../../kit/person';
import { BulkEdit } from './BulkEdit';
import { hoursText } from './hours-text';
import { ImportDrawer } from './ImportDrawer';
import { regionTree } from './regions';
import { RegionsDrawer } from './RegionsDrawer';
import { useStoreWords } from './words';
import './store.css';

const useWords = words({
  zh: {
    title: '门店', about: '门店的位置、营业时间和接待的人。门店码把扫码的客户带到最近的一家。', create: '新建门店', search: '搜索名称、编号或地址', count: (n: string) => `${n} 家门店`, name: '门店', region: '区域', place: '位置', noPlace: '未定位', radius: '半径', hours: '营业时间', owners: '店主', nobody: '没有人接待', state: '状态', regions: '区域', importing: '导入', bulk: '批量修改',
    emptyTitle: '还没有门店', emptyHint: '新建一家，或用表格一次导入全部门店；之后建一个门店码，所有门店共用。', located: { yes: '已定位', no: '未定位' },
  },
  en: {
    title: 'Stores', about: 'Where each store is, when it is open and who receives. A store code leads whoever scans to the nearest one.', create: 'New store', search: 'Search name, number or address', count: (n: string) => counted(n, 'store'), name: 'Store', region: 'Region', place: 'Place', noPlace: 'No place', radius: 'Radius', hours: 'Hours', owners: 'Owners', nobody: 'Nobody to receive', state: 'State', regions: 'Regions', importing: 'Import', bulk: 'Bulk edit',
    emptyTitle: 'No stores yet', emptyHint: 'Make one, or import them all from a sheet; then make one store code for all of them.', located: { yes: 'On the map', no: 'No place' },
  },
});

export function StoresPage() {
  const t = useWords();
  const w = useStoreWords();
  const allowed = useAllowed();
  const navigate = useNavigate();
  const filters = useFilters(['keyword', 'regionId', 'state', 'located']);
  const { keyword, regionId } = filters.values;
  const located = oneOf(filters.values.located, t.located);
  const filter = { keyword, regionId, state: oneOf(filters.values.state, w.states), located: located && located === 'yes' };
  const paging = usePaging(filter);
  const rows = useQuery(askPage('stores', 'list', { ...filter, limit: pageSize, cursor: paging.cursor }));
  const regions = useQuery(ask('stores', 'regions', {}));
  const [open, setOpen] = useState<'regions' | 'import' | { ids: string[]; clear: () => void }>();
  const create = <Allow to="stores.create"><Link to="/stores/new"><Button type="primary" icon={<PlusOutlined />} data-testid="new-store">{t.create}</Button></Link></Allow>;
  const importing = <Allow to="stores.importFile"><Button icon={<ImportOutlined />} onClick={() => setOpen('import')} data-testid="import-stores">{t.importing}</Button></Allow>;
  const regionName = regions.data?.items.find(({ id }) => id === regionId)?.name;

  const columns: Column<Store>[] = [
    { key: 'name', title: t.name, width: 240, render: (store) => <span className="person-lines"><Link className="person-name" to={`/stores/${store.id}`} title={store.name}>{store.name}</Link><span className="person-second">{[store.no, store.address].filter(Boolean).join(' · ')}</span></span> },
    { key: 'state', title: t.state, width: 100, render: ({ state, isOpen }) => (state === 'closed' ? <Tag>{w.states.closed}</Tag> : <Tag color={isOpen ? 'success' : 'default'}>{isOpen ? w.open : w.shut}</Tag>) },
    { key: 'region', title: t.region, width: 140, render: ({ region }) => (region ? <span className="ellipsis" title={region.names.join(' / ')}>{region.name}</span> : <span className="soft">—</span>) },
    { key: 'owners', title: t.owners, width: 170, render: ({ owners, receptionists, groupCodes }) => (owners.length > 0 ? <StaffNames staff={owners.map(({ staff }) => staff)} /> : receptionists.length > 0 ? <StaffNames staff={receptionists} /> : groupCodes.length > 0 ? '—' : <span className="warning">{t.nobody}</span>) },
    { key: 'place', title: t.radius, width: 110, render: ({ lat, radiusM }) => (lat === null ? <span className="warning">{t.noPlace}</span> : <span className="figures">{radiusM >= 1000 ? `${figure(radiusM / 1000)} km` : `${radiusM} m`}</span>) },
    { key: 'hours', title: t.hours, width: 200, onPhone: 'hidden', render: ({ hours }) => <span className="soft small">{hoursText(hours, w)}</span> },
  ];

  return (
    <>
      <ListPage<Store>
        testId="stores" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(store) => store.name}
        action={<>{importing}<Button icon={<ApartmentOutlined />} onClick={() => setOpen('regions')} data-testid="regions">{t.regions}</Button>{create}</>}
        filters={(
          <>
            <SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />
            <FilterChip name={t.region} value={regionName} onRemove={() => filters.set('regionId', undefined)}>
              {(close) => <TreeSelect aria-label={t.region} value={regionId} treeDefaultExpandAll placeholder={t.region} treeData={regionTree(regions.data?.items ?? [])} style={{ width: '100%' }} onChange={(id: string) => { filters.set('regionId', id); close(); }} />}
            </FilterChip>
            <ChoiceChip name={t.state} value={filter.state} choices={w.states} onChange={(state) => filters.set('state', state)} />
            <ChoiceChip name={t.place} value={located} choices={t.located} onChange={(next) => filters.set('located', next)} />
          </>
        )}
        filterCount={filters.count} onClearFilters={filters.clear} onOpen={(store) => navigate(`/stores/${store.id}`)} pager={<Pager paging={paging} data={rows.data} />}
        bulk={allowed('stores.bulkEdit') ? (ids, clear) => <Button onClick={() => setOpen({ ids, clear })} data-testid="bulk-edit">{t.bulk}</Button> : undefined}
        empty={{ title: t.emptyTitle, hint: t.emptyHint, action: <span className="row" style={{ justifyContent: 'center' }}>{importing}{create}</span> }}
      />
      {open === 'regions' ? <RegionsDrawer onClose={() => setOpen(undefined)} /> : null}
      {open === 'import' ? <ImportDrawer onClose={() => setOpen(undefined)} /> : null}
      {typeof open === 'object' ? <BulkEdit ids={open.ids} onClose={() => setOpen(undefined)} onDone={open.clear} /> : null}
    </>
  );
}
