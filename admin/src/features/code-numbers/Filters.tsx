import { useQuery } from '@tanstack/react-query';
import { DatePicker, TreeSelect } from 'antd';
import dayjs from 'dayjs';
import type { ReplyOf } from '@scrm/shared/contract';
import type { codeNumbers } from '@scrm/shared/code-numbers';
import { ask } from '../../kit/ask';
import { useCompanyDay } from '../../kit/company-day';
import { ChoiceChip, FilterChip, oneOf, type useFilters } from '../../kit/list/filters';
import { useAllowed } from '../../kit/me';
import { ChannelPicker } from '../channel/ChannelPicker';
import { StaffChip } from '../customer/chips';
import { regionTree } from '../store/regions';
import { StoreSelect } from '../store/StoreSelect';
import { useNumberWords } from './words';

export const filterNames = ['from', 'to', 'by', 'way', 'channelId', 'codeId', 'staffId', 'storeId', 'regionId', 'stageId'] as const;
/** What narrows the figures to a part of the staff's customers; group codes have none of it. */
export const personFilters = ['way', 'codeId', 'staffId', 'storeId', 'regionId'] as const;
export type Filters = ReturnType<typeof useFilters<(typeof filterNames)[number]>>;

export function NumberFilters({ filters, from, to, data }: { filters: Filters; from: string; to: string; data: ReplyOf<(typeof codeNumbers)['table']> | undefined }) {
  const t = useNumberWords();
  const allowed = useAllowed();
  const { ago } = useCompanyDay();
  const lastDays = (days: number): [dayjs.Dayjs, dayjs.Dayjs] => [dayjs(ago(days - 1)), dayjs(ago(0))];
  const { way, channelId, codeId, staffId, storeId, regionId } = filters.values;
  const channels = useQuery({ ...ask('channels', 'list', {}), enabled: allowed('channels.list') });
  const channel = channelId === 'none' ? t.loose : channels.data?.items.find(({ id }) => id === channelId)?.path ?? channelId;
  const stages = Object.fromEntries((data?.stages ?? []).map(({ id, name }) => [id, name]));
  return (
    <div className="list-bar">
      <div className="list-filters">
        <DatePicker.RangePicker
          value={[dayjs(from), dayjs(to)]} allowClear={false} aria-label={t.span} onChange={(next) => { filters.set('from', next?.[0]?.format('YYYY-MM-DD')); filters.set('to', next?.[1]?.format('YYYY-MM-DD')); }}
          presets={[{ label: t.presets.today, value: lastDays(1) }, { label: t.presets.week, value: lastDays(7) }, { label: t.presets.month, value: lastDays(30) }, { label: t.presets.quarter, value: lastDays(90) }]}
        />
        {codeId ? <FilterChip name={t.code} value={data?.codeName ?? '…'} onRemove={() => filters.set('codeId', undefined)}>{() => null}</FilterChip> : null}
        {allowed('channels.list') ? (
          <FilterChip name={t.channel} value={channel} onRemove={() => filters.set('channelId', undefined)} wide>
            {(close) => <ChannelPicker label={t.channel} value={channelId === 'none' ? null : channelId ?? null} onChange={(next) => { filters.set('channelId', next ?? 'none'); close(); }} />}
          </FilterChip>
        ) : null}
        <ChoiceChip name={t.way} value={oneOf(way, t.ways)} choices={t.ways} onChange={(next) => filters.set('way', next)} />
        <StaffChip ids={staffId ? [staffId] : []} onChange={(ids) => filters.set('staffId', ids.at(-1))} />
        {allowed('stores.list') ? <StoreChips filters={filters} storeId={storeId} regionId={regionId} /> : null}
        {data && data.stages.length > 0 ? <ChoiceChip name={t.stage} value={filters.values.stageId ? data.stage?.id : undefined} choices={stages} onChange={(next) => filters.set('stageId', next)} /> : null}
      </div>
    </div>
  );
}

function StoreChips({ filters, storeId, regionId }: { filters: Filters; storeId: string | undefined; regionId: string | undefined }) {
  const t = useNumberWords();
  const regions = useQuery(ask('stores', 'regions', {}));
  const store = useQuery({ ...ask('stores', 'get', { id: storeId ?? '' }), enabled: storeId !== undefined });
  return (
    <>
      {(regions.data?.items.length ?? 0) > 0 ? (
        <FilterChip name={t.region} value={regions.data?.items.find(({ id }) => id === regionId)?.name} onRemove={() => filters.set('regionId', undefined)} wide>
          {(close) => <TreeSelect aria-label={t.region} value={regionId} treeDefaultExpandAll placeholder={t.region} treeData={regionTree(regions.data?.items ?? [])} style={{ width: '100%' }} onChange={(id: string) => { filters.set('regionId', id); close(); }} />}
        </FilterChip>
      ) : null}
      <FilterChip name={t.store} value={storeId ? store.data?.name ?? '…' : undefined} onRemove={() => filters.set('storeId', undefined)} wide>
        {(close) => <StoreSelect label={t.store} value={store.data ?? null} onChange={(next) => { filters.set('storeId', next?.id); close(); }} />}
      </FilterChip>
    </>
  );
}
