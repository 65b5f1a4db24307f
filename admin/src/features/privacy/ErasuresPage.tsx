import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Progress } from 'antd';
import type { Erasure } from '@scrm/shared/privacy';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { ActorCell } from '../../kit/person';
import { Ago } from '../../kit/time';
import './privacy.css';

const useWords = words({
  zh: {
    title: '删除与证明', about: '每一次删除走过哪些数据、删了多少、保留了什么，都写在签名的证明里；任何人都可以核对证明的真伪。', count: (n: string) => `${n} 次删除`, customer: '客户编号', state: '进度', done: '已完成', rows: '数据', deleted: (n: string) => `删除 ${n} 条`, blanked: (n: string) => `清空 ${n} 条`,
    by: '操作人', started: '开始', certificate: '证明', download: '下载', check: '核对证明', emptyTitle: '还没有删除过客户资料', emptyHint: '在客户页的「隐私」里可以删除一位客户的全部资料，完成后这里有证明。',
  },
  en: {
    title: 'Erasures', about: 'Which data an erasure went through, how much went and what stays is in the signed certificate; anybody can check that it is genuine.', count: (n: string) => counted(n, 'erasure'), customer: 'Customer no.', state: 'Progress', done: 'Done', rows: 'Data', deleted: (n: string) => `${n} deleted`, blanked: (n: string) => `${n} blanked`,
    by: 'Done by', started: 'Begun', certificate: 'Certificate', download: 'Download', check: 'Check a certificate', emptyTitle: 'Nobody was erased yet', emptyHint: 'All data of a customer can be erased on their privacy page; the certificate is then here.',
  },
});

export function ErasuresPage() {
  const t = useWords();
  const paging = usePaging({});
  const rows = useQuery({ ...askPage('privacy', 'erasures', { limit: pageSize, cursor: paging.cursor }), refetchInterval: ({ state }) => (state.data?.items.some((row) => row.state === 'running') ? 1500 : false) });

  const columns: Column<Erasure>[] = [
    { key: 'customer', title: t.customer, width: 280, render: (row) => <code className="break">{row.customerId}</code> },
    { key: 'state', title: t.state, width: 170, render: (row) => <ErasureProgress row={row} /> },
    { key: 'rows', title: t.rows, width: 170, render: (row) => <span className="figures">{t.deleted(figure(row.deleted))}<br />{t.blanked(figure(row.blanked))}</span> },
    { key: 'by', title: t.by, width: 130, render: (row) => <ActorCell name={row.by} /> },
    { key: 'started', title: t.started, width: 110, render: (row) => <Ago at={row.startedAt} /> },
    { key: 'certificate', title: t.certificate, width: 120, render: (row) => (row.state === 'done' ? <a href={`/api/privacy.certificate?id=${encodeURIComponent(row.id)}`} download data-testid="certificate"><Button size="small" icon={<DownloadOutlined />}>{t.download}</Button></a> : <span className="soft">–</span>) },
  ];
  return (
    <ListPage<Erasure>
      testId="erasures" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.customerId} pager={<Pager paging={paging} data={rows.data} />}
      action={<a href="/privacy/verify" target="_blank" rel="noreferrer"><Button>{t.check}</Button></a>} empty={{ title: t.emptyTitle, hint: t.emptyHint }}
    />
  );
}

function ErasureProgress({ row }: { row: Erasure }) {
  const t = useWords();
  if (row.state === 'done') return <Badge status="success" text={t.done} />;
  return (
    <span role="status">
      <Progress percent={Math.floor((row.done / row.total) * 100)} size="small" status="active" />
      {row.error ? <span className="warning small break">{row.error}</span> : null}
    </span>
  );
}
