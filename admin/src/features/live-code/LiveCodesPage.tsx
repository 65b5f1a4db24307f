import { PlusOutlined, QrcodeOutlined, TableOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useNarrow } from '../../kit/wide';
import { ChannelTree } from '../channel/ChannelTree';
import { useChannelDialogs } from '../channel/dialogs';
import { BulkCodes } from './BulkCodes';
import { Link, Outlet, useLocation, useNavigate, useParams } from 'react-router-dom';
import type { LiveCode } from '@scrm/shared/live-code';
import { counted } from '@scrm/shared/text';
import { ask, askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { FilterChip, SearchBox, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { StaffNames } from '../../kit/person';
import { TagRow } from '../../kit/tag-row';
import { Ago } from '../../kit/time';
import { StateBadge } from './StateBadge';
import './live-code.css';

const useWords = words({
  zh: {
    title: '活码', about: '一个永不更换的二维码：客户扫码，加上名单中的员工，收到欢迎语并打上标签。', create: '新建活码', many: '批量建码', search: '搜索活码名称',
    count: (n: string) => `${n} 个活码`, name: '名称', channel: '渠道', loose: '未分类', archived: '已归档', waiting: (n: number) => `${n} 位客户等待联系`, staff: '接待员工', tags: '标签', added: '添加', lost: '流失', state: '状态', updated: '更新于',
    emptyTitle: '还没有活码', emptyHint: '建一个活码，把二维码放到门店、包装或海报上，扫码的人就会成为你的客户。', direct: '自动通过', confirm: '需员工确认', unable: (n: number) => `${n} 人不能接待`,
  },
  en: {
    title: 'Live codes', about: 'A code that never changes: a customer scans it, adds one of the staff on its list, is welcomed and tagged.', create: 'New live code', many: 'From a sheet', search: 'Search by name',
    count: (n: string) => counted(n, 'live code'), name: 'Name', channel: 'Channel', loose: 'Not classified', archived: 'Archived', waiting: (n: number) => `${counted(n, 'customer')} waiting`, staff: 'Staff', tags: 'Tags', added: 'Added', lost: 'Lost', state: 'State', updated: 'Updated',
    emptyTitle: 'No live codes yet', emptyHint: 'Make one and put its picture in the shop, on the box or on a poster: whoever scans it becomes your customer.', direct: 'Added at once', confirm: 'Staff confirm', unable: (n: number) => `${n} cannot receive`,
  },
});

export function LiveCodesPage() {
  const t = useWords();
  const navigate = useNavigate();
  const { id } = useParams();
  const filters = useFilters(['keyword', 'channel']);
  const narrow = useNarrow();
  const { keyword, channel } = filters.values;
  const archived = channel === 'archived';
  const paging = usePaging(filters.values);
  const channels = useQuery(ask('channels', 'list', {}));
  const chosen = channel === 'none' ? t.loose : archived ? t.archived : channels.data?.items.find((one) => one.id === channel)?.path;
  const choose = (value: string | undefined) => filters.set('channel', value);
  const dialogs = useChannelDialogs();
  const tree = <ChannelTree value={channel} onChange={choose} dialogs={dialogs} />;
  const rows = useQuery({
    ...askPage('liveCodes', 'list', { keyword, archived, channelId: archived ? undefined : channel, limit: pageSize, cursor: paging.cursor }),
    refetchInterval: ({ state }) => (state.data?.items.some((code) => code.state === 'preparing') ? 3000 : false),
  });
  const create = <Allow to="liveCodes.create"><Link to="/live-codes/new"><Button type="primary" icon={<PlusOutlined />} data-testid="new-live-code">{t.create}</Button></Link></Allow>;

  const columns: Column<LiveCode>[] = [
    { key: 'name', title: t.name, width: 180, render: (code) => <><CodeName code={code} note={code.skipVerify ? t.direct : t.confirm} />{code.waitingCount > 0 ? <div className="warning small" data-testid="waiting-count">{t.waiting(code.waitingCount)}</div> : null}</> },
    { key: 'state', title: t.state, width: 84, render: (code) => <StateBadge state={code.state} /> },
    { key: 'channel', title: t.channel, width: 96, render: (code) => (code.channel ? <span className="ellipsis" title={code.channel.path}>{code.channel.name}</span> : <span className="soft ellipsis">{t.loose}</span>) },
    { key: 'staff', title: t.staff, width: 140, render: (code) => <><StaffNames staff={code.staff} />{code.unable.length > 0 ? <div className="warning small" data-testid="unable-count">{t.unable(code.unable.length)}</div> : null}</> },
    { key: 'tags', title: t.tags, width: 104, render: (code) => <TagRow tags={code.tags} /> },
    { key: 'added', title: t.added, width: 76, align: 'right', render: (code) => <span className="figures">{figure(code.addedCount)}</span> },
    { key: 'lost', title: t.lost, width: 60, align: 'right', render: (code) => <span className={code.lostCount > 0 ? 'figures' : 'figures soft'}>{figure(code.lostCount)}</span> },
    { key: 'updated', title: t.updated, width: 122, onPhone: 'hidden', render: (code) => <Ago at={code.updatedAt} /> },
  ];

  const list = (
    <ListPage<LiveCode>
      testId="live-codes" title={t.title} about={t.about} action={<span className="row"><Allow to="codeBatches.upload"><Link to="/code-batches"><Button icon={<TableOutlined />} data-testid="many-codes">{t.many}</Button></Link></Allow>{create}</span>} columns={columns} rows={rows} count={t.count} rowLabel={(code) => code.name}
      filters={(
        <>
          <SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />
          {narrow || chosen ? <FilterChip name={t.channel} value={chosen} onRemove={() => choose(undefined)}>{() => tree}</FilterChip> : null}
        </>
      )}
      bulk={(ids, clear) => <BulkCodes ids={ids} clear={clear} archived={archived} />}
      filterCount={filters.count} onClearFilters={filters.clear}
      onOpen={(code) => navigate({ pathname: `/live-codes/${code.id}`, search: location.search })} openId={id}
      empty={{ title: t.emptyTitle, hint: t.emptyHint, action: create }} pager={<Pager paging={paging} data={rows.data} />}
    />
  );
  return (
    <>
      {narrow ? list : <div className="org"><aside className="panel org-tree" aria-label={t.channel}>{tree}</aside>{list}</div>}
      {dialogs.shown}
      <Outlet />
    </>
  );
}

function CodeName({ code, note }: { code: LiveCode; note: string }) {
  const { search } = useLocation();
  return (
    <span className="person">
      {code.qrUrl ? <img src={code.qrUrl} alt="" width={36} height={36} className="code-thumb" /> : <span className="code-thumb code-thumb-blank"><QrcodeOutlined /></span>}
      <span className="person-lines">
        <Link className="person-name" title={code.name} to={{ pathname: `/live-codes/${code.id}`, search }}>{code.name}</Link>
        <span className="person-second">{code.state === 'failed' ? <span className="danger">{code.error}</span> : note}</span>
      </span>
    </span>
  );
}
