import { DeleteOutlined, EditOutlined, SyncOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { AcquisitionLink } from '@scrm/shared/acquisition';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { Allow, useAllowed } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { StaffNames } from '../../kit/person';
import { Ago } from '../../kit/time';
import { LinkCustomers } from './LinkCustomers';
import { LinkDays } from './LinkDays';
import { LinkDrawer } from './LinkDrawer';
import { LinkEvents } from './LinkEvents';
import { Places } from './Places';
import { LinkState } from './words';
import './acquisition.css';

const useWords = words({
  zh: {
    back: '获客链接', edit: '编辑', remove: '删除', askTitle: (name: string) => `删除获客链接「${name}」？`, askText: '已投放的链接和每个投放位置的地址会立即失效，且不能恢复；点开的人会看到企业微信的失效提示。客户和数据保留。', keep: '保留', removed: '获客链接已删除', sync: '同步数据', syncing: '已开始同步', retry: '重试', retried: '已重新申请',
    failed: '企业微信没有生成这个链接', gone: '企业微信提示这个链接已不可用，或在企业微信中被删除', clicks: '点击人数', added: '添加', chatted: '已开口', rate: '添加率', clicksHint: '企业微信统计的点击人数，含没有添加的', addedHint: '通过这个链接成为客户的人', chattedHint: '添加后发过消息的客户',
    staff: '接待', departments: (n: number) => `${n} 个部门`, way: '添加方式', direct: '自动通过好友', confirm: '员工确认后通过', channel: '渠道', none: '未分类', synced: '上次同步', never: '还没有同步过',
  },
  en: {
    back: 'Acquisition links', edit: 'Edit', remove: 'Delete', askTitle: (name: string) => `Delete the link “${name}”?`, askText: 'The link and the address of each place stop working at once, and this cannot be undone; whoever opens one sees WeCom’s notice. Customers and figures stay.', keep: 'Keep', removed: 'The link was deleted', sync: 'Sync', syncing: 'The sync has started', retry: 'Try again', retried: 'Asked again',
    failed: 'WeCom did not make this link', gone: 'WeCom says that this link is unusable, or it was deleted there', clicks: 'Opened', added: 'Added', chatted: 'Wrote', rate: 'Added of opened', clicksHint: 'People whom WeCom counted, also those who added nobody', addedHint: 'Those who became customers by this link', chattedHint: 'Customers who wrote afterwards',
    staff: 'Receives', departments: (n: number) => counted(n, 'department'), way: 'Adding', direct: 'Added at once', confirm: 'After staff confirm', channel: 'Channel', none: 'Not classified', synced: 'Last sync', never: 'Not yet',
  },
});

export function LinkPage() {
  const { id = '' } = useParams();
  const link = useQuery({ ...ask('acquisition', 'get', { id }), refetchInterval: ({ state: { data } }) => (data?.state === 'preparing' ? 2000 : false) });
  if (link.error && !link.data) return <div className="panel"><ErrorNote error={link.error} onAgain={() => void link.refetch()} /></div>;
  if (!link.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  return <Body link={link.data} />;
}

function Body({ link }: { link: AcquisitionLink }) {
  const t = useWords();
  const allowed = useAllowed();
  const [{ place, wrote }, setChosen] = useState<{ place?: string; wrote?: true }>({});
  const show = (chosen: { place?: string; wrote?: true }) => {
    setChosen(chosen);
    document.getElementById('link-customers')?.scrollIntoView({ block: 'start' });
  };
  const mayList = allowed('acquisition.customers');
  return (
    <section className="stack" data-testid="link-page" data-state={link.state}>
      <PageHead title={link.name} back={<Link to="/acquisition">{t.back}</Link>} action={<><LinkState state={link.state} />{link.state === 'deleted' ? null : <Actions link={link} />}</>} />
      <Trouble link={link} />
      <Figures label={link.name}>
        <Figure name={t.clicks} value={figure(link.clicks)} hint={t.clicksHint} testId="link-clicks" />
        <Figure name={t.added} value={figure(link.added)} hint={t.addedHint} testId="link-added" onPress={mayList ? () => show({}) : undefined} />
        <Figure name={t.rate} value={link.clicks > 0 ? `${Math.round((link.added / link.clicks) * 100)}%` : '–'} testId="link-rate" />
        <Figure name={t.chatted} value={figure(link.chatted)} hint={t.chattedHint} testId="link-chatted" onPress={mayList ? () => show({ wrote: true }) : undefined} />
      </Figures>
      <div className="panel">
        <dl className="facts">
          <dt>{t.staff}</dt><dd><StaffNames staff={link.staff} limit={30} />{link.departmentIds.length > 0 ? <span className="soft"> {t.departments(link.departmentIds.length)}</span> : null}</dd>
          <dt>{t.way}</dt><dd>{link.skipVerify ? t.direct : t.confirm}</dd>
          <dt>{t.channel}</dt><dd>{link.channel?.path ?? <span className="soft">{t.none}</span>}</dd>
          <dt>{t.synced}</dt><dd>{link.syncedAt === null ? <span className="soft">{t.never}</span> : <Ago at={link.syncedAt} />}</dd>
        </dl>
      </div>
      <Places link={link} chosen={place} wrote={wrote} onChoose={setChosen} />
      <LinkDays id={link.id} />
      <LinkCustomers link={link} sourceId={place} wrote={wrote} onClear={() => setChosen({})} />
      <LinkEvents id={link.id} />
    </section>
  );
}

function Trouble({ link }: { link: AcquisitionLink }) {
  const t = useWords();
  const retry = useAct(() => api.acquisition.retry({ id: link.id }), { done: t.retried, touches: ['acquisition'] });
  if (link.state === 'gone') return <Alert type="warning" showIcon title={t.gone} />;
  if (link.state !== 'failed') return null;
  return <Alert type="error" showIcon title={t.failed} description={link.error} action={<Allow to="acquisition.retry"><Button size="small" loading={retry.isPending} onClick={() => retry.mutate(undefined)}>{t.retry}</Button></Allow>} />;
}

function Actions({ link }: { link: AcquisitionLink }) {
  const t = useWords();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const [editing, setEditing] = useState(false);
  const sync = useAct(() => api.acquisition.sync({ id: link.id }), { done: t.syncing, touches: ['acquisition'] });
  const remove = useAct(() => api.acquisition.remove({ id: link.id }), { done: t.removed, touches: ['acquisition'], onDone: () => void navigate('/acquisition', { replace: true }) });
  const askFirst = () => modal.confirm({
    title: t.askTitle(link.name), content: t.askText, okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => remove.mutateAsync(undefined).catch(() => undefined),
  });
  return (
    <>
      <Allow to="acquisition.sync"><Button icon={<SyncOutlined />} loading={sync.isPending} onClick={() => sync.mutate(undefined)} data-testid="sync-link">{t.sync}</Button></Allow>
      <Allow to="acquisition.remove"><Button danger icon={<DeleteOutlined />} onClick={askFirst} aria-label={t.remove} title={t.remove} /></Allow>
      <Allow to="acquisition.update"><Button type="primary" icon={<EditOutlined />} onClick={() => setEditing(true)}>{t.edit}</Button></Allow>
      {editing ? <LinkDrawer before={link} onClose={() => setEditing(false)} /> : null}
    </>
  );
}
