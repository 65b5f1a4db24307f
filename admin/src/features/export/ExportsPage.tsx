import { DeleteOutlined, DownloadOutlined, RedoOutlined, StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Progress } from 'antd';
import { Link } from 'react-router-dom';
import type { Export } from '@scrm/shared/export';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askPage } from '../../kit/ask';
import { figure, marks, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { ActorCell } from '../../kit/person';
import { newKey } from '../../kit/task/start';
import { Ago, Until } from '../../kit/time';
import { exportCalls } from './calls';
import { NamedButton, NamedState } from './Named';
import './export.css';

const useWords = words({
  zh: {
    title: '导出记录', about: '导出的文件带有导出人和时间，到期自动删除；每次下载都会记入审计日志。', count: (n: string) => `${n} 次导出`, name: '文件', state: '进度', by: '导出人', at: '导出于', expires: '有效期',
    states: { waiting: '等待开始', running: '正在生成', ready: '可以下载', cancelled: '已取消', failed: '未成功', expired: '已过期', removed: '已删除' } satisfies Record<Export['state'], string>,
    rows: (n: string) => `${n} 行`, of: (done: string, total: string) => `${done} / ${total} 行`, skipped: (n: string) => `${n} 位已不在可见范围，未导出`, revealed: '含完整内容', downloads: (n: number) => `下载过 ${n} 次`,
    download: '下载', cancel: '取消', again: '重新导出', remove: '删除文件', started: '已开始重新导出', removeTitle: '删除这个文件？', removeText: '之后不能再下载；导出记录会保留。', keep: '返回',
    emptyTitle: '还没有导出', emptyHint: '在客户列表筛选或选中客户，点「导出」，文件会出现在这里。', toCustomers: '去客户列表',
  },
  en: {
    title: 'Exports', about: 'Files carry the name of who took them out, and are deleted when their time is over; each download is kept in the audit log.', count: (n: string) => counted(n, 'export'), name: 'File', state: 'Progress', by: 'By', at: 'Exported', expires: 'Expires',
    states: { waiting: 'Waiting', running: 'Being made', ready: 'Ready', cancelled: 'Cancelled', failed: 'Not done', expired: 'Expired', removed: 'Deleted' },
    rows: (n: string) => counted(n, 'row'), of: (done: string, total: string) => `${done} / ${counted(total, 'row')}`, skipped: (n: string) => `${n} out of reach by then, left out`, revealed: 'Masked values shown', downloads: (n: number) => `fetched ${counted(n, 'time')}`,
    download: 'Download', cancel: 'Cancel', again: 'Export again', remove: 'Delete the file', started: 'Exporting again', removeTitle: 'Delete this file?', removeText: 'It cannot be fetched any more; the record of the export stays.', keep: 'Back',
    emptyTitle: 'Nothing exported yet', emptyHint: 'Filter or select customers on their list and press Export; the file appears here.', toCustomers: 'To the customers',
  },
});

const sizeText = (bytes: number) => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

/** What was taken out, how far it is, and until when it can be fetched. */
export function ExportsPage() {
  const t = useWords();
  const paging = usePaging({});
  const rows = useQuery(askPage('exports', 'list', { limit: pageSize, cursor: paging.cursor }));

  const columns: Column<Export>[] = [
    { key: 'name', title: t.name, width: 340, render: (one) => <span className="export-lines"><strong className="break">{one.fileName}</strong><span className="soft small break">{one.columns.join(' · ')}</span></span> },
    { key: 'state', title: t.state, width: 200, render: (one) => <State one={one} /> },
    { key: 'by', title: t.by, width: 110, render: (one) => <ActorCell name={one.by} /> },
    { key: 'at', title: t.at, width: 110, render: (one) => <Ago at={one.createdAt} /> },
    { key: 'expires', title: t.expires, width: 110, render: (one) => (one.state === 'ready' && one.expiresAt !== null ? <Until at={one.expiresAt} /> : <span className="soft">–</span>) },
    { key: 'act', title: '', width: 230, align: 'right', render: (one) => <Actions one={one} /> },
  ];

  return (
    <ListPage<Export>
      testId="exports" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(one) => one.fileName}
      empty={{ title: t.emptyTitle, hint: t.emptyHint, action: <Link to="/customers">{t.toCustomers}</Link> }} pager={<Pager paging={paging} data={rows.data} />}
    />
  );
}

function State({ one }: { one: Export }) {
  const t = useWords();
  const goesOn = one.state === 'waiting' || one.state === 'running';
  const facts = one.state === 'ready' || one.state === 'expired' || one.state === 'removed' ? [t.rows(figure(one.done)), one.size > 0 ? sizeText(one.size) : '', one.downloads > 0 ? t.downloads(one.downloads) : ''] : [t.of(figure(one.done), figure(one.total))];
  return (
    <span className="export-lines" data-testid="export-state" data-state={one.state}>
      <span className={one.state === 'ready' ? 'success' : one.state === 'failed' ? 'danger' : undefined}>{t.states[one.state]}</span>
      {goesOn ? <Progress percent={Math.floor(((one.done + one.skipped) / Math.max(1, one.total)) * 100)} size="small" showInfo={false} status="active" aria-label={t.states[one.state]} /> : null}
      <span className="soft small figures">{facts.filter(Boolean).join(' · ')}</span>
      {one.skipped > 0 ? <span className="warning small">{t.skipped(figure(one.skipped))}</span> : null}
      {one.revealed ? <span className="warning small break" data-testid="export-reason">{t.revealed}{one.reason ? `${marks().colon}${one.reason}` : ''}</span> : null}
      {one.problem ? <span className="danger small break">{one.problem}</span> : null}
      <NamedState one={one} />
    </span>
  );
}

function Actions({ one }: { one: Export }) {
  const { id, kind, state, mine } = one;
  const t = useWords();
  const allowed = useAllowed();
  const { modal } = App.useApp();
  const cancel = useAct(() => api.exports.cancel({ id }), { touches: ['exports'] });
  const again = useAct(() => api.exports.again({ id, key: newKey() }), { touches: ['exports'], done: t.started });
  const remove = useAct(() => api.exports.remove({ id }), { touches: ['exports'] });
  const goesOn = state === 'waiting' || state === 'running';

  function askToRemove(): void {
    modal.confirm({ title: t.removeTitle, content: t.removeText, okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => remove.mutateAsync(undefined).catch(() => undefined) });
  }

  return (
    <span className="row export-acts">
      {state === 'ready' ? <Button type="primary" size="small" icon={<DownloadOutlined />} href={`/api/exports.download?id=${encodeURIComponent(id)}`} data-testid="export-download">{t.download}</Button> : null}
      <NamedButton one={one} />
      {goesOn ? <Button size="small" icon={<StopOutlined />} loading={cancel.isPending} onClick={() => cancel.mutate(undefined)} data-testid="export-cancel">{t.cancel}</Button> : null}
      {!goesOn && mine && allowed(exportCalls[kind]) ? <Button size="small" icon={<RedoOutlined />} loading={again.isPending} onClick={() => again.mutate(undefined)} data-testid="export-again">{t.again}</Button> : null}
      {state === 'ready' && allowed('exports.remove') ? <Button type="text" size="small" danger icon={<DeleteOutlined />} aria-label={t.remove} title={t.remove} loading={remove.isPending} onClick={askToRemove} data-testid="export-remove" /> : null}
    </span>
  );
}
