import { DeleteOutlined, DownloadOutlined, RedoOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Alert, Button, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { BatchRowState, CodeBatch } from '@scrm/shared/code-batch';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askAll } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import { TaskProgress } from '../task/TaskProgress';
import '../import/import.css';

const useWords = words({
  zh: {
    back: '批量建码', remove: '丢弃', start: (n: string) => `建 ${n} 个活码`, download: '下载每行结果', retry: '重试失败的', states: { planned: '待建', wrong: '有误', done: '已建', failed: '未建成' } satisfies Record<BatchRowState, string>,
    channels: (n: number) => `会同时新建 ${n} 个渠道`, wrong: (n: string) => `${n} 行有误，不会建码；改好后可以只把这些行再传一次。`, allGood: '每一行都没有问题', row: (n: string) => `第 ${n} 行`, rows: '行', name: '活码名称', where: '列', what: '说明', none: '没有这样的行', more: '加载更多', whole: '整行', all: '看建好的活码',
  },
  en: {
    back: 'Codes from a sheet', remove: 'Discard', start: (n: string) => `Make ${n} codes`, download: 'Download every row', retry: 'Try the failed ones again', states: { planned: 'To be made', wrong: 'Wrong', done: 'Made', failed: 'Not made' },
    channels: (n: number) => `${n} channels will be made with them`, wrong: (n: string) => `${n} rows are wrong and make no code; put them right and send just those rows once more.`, allGood: 'Every row is right', row: (n: string) => `Row ${n}`, rows: 'Row', name: 'Name', where: 'Column', what: 'Reason', none: 'No such rows', more: 'Load more', whole: 'Whole row', all: 'See the codes',
  },
});

const isMoving = (batch: CodeBatch) => batch.task !== null && ['waiting', 'running'].includes(batch.task.state);

export function BatchPage() {
  const { id = '' } = useParams();
  const batch = useQuery({ ...ask('codeBatches', 'get', { id }), refetchInterval: ({ state: { data } }) => (data && isMoving(data) ? 1000 : false) });
  if (batch.error && !batch.data) return <div className="panel"><ErrorNote error={batch.error} onAgain={() => void batch.refetch()} /></div>;
  if (!batch.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  return <Body batch={batch.data} />;
}

function Body({ batch }: { batch: CodeBatch }) {
  const t = useWords();
  const navigate = useNavigate();
  const { id, counts, newChannels, task } = batch;
  const touches = ['codeBatches', 'tasks', 'liveCodes', 'channels'] as const;
  const start = useAct(() => api.codeBatches.start({ id }), { touches: [...touches] });
  const retry = useAct(() => api.tasks.retry({ id: task!.id }), { touches: [...touches] });
  const remove = useAct(() => api.codeBatches.remove({ id }), { touches: ['codeBatches'], onDone: () => void navigate('/code-batches', { replace: true }) });
  return (
    <section className="stack" data-testid="batch-page" data-state={task?.state ?? batch.state}>
      <PageHead
        title={batch.name} back={<Link to="/code-batches">{t.back}</Link>}
        action={(
          <>
            {batch.state === 'checked' ? <Button danger icon={<DeleteOutlined />} loading={remove.isPending} onClick={() => remove.mutate(undefined)}>{t.remove}</Button> : null}
            <Button icon={<DownloadOutlined />} href={`/api/codeBatches.result?id=${id}`} data-testid="batch-result">{t.download}</Button>
            {batch.state === 'checked' && counts.planned > 0 ? <Button type="primary" loading={start.isPending} onClick={() => start.mutate(undefined)} data-testid="batch-start">{t.start(figure(counts.planned))}</Button> : null}
          </>
        )}
      />
      <div className="panel stack">
        {task ? <TaskProgress task={task} wide /> : null}
        {!task && counts.wrong > 0 ? <Alert type="warning" showIcon title={t.wrong(figure(counts.wrong))} data-testid="batch-wrong" /> : null}
        {!task && counts.wrong === 0 ? <Alert type="success" showIcon title={t.allGood} /> : null}
        {!task && newChannels.length > 0 ? <Alert type="info" showIcon title={t.channels(newChannels.length)} description={<span className="break">{newChannels.slice(0, 12).join('　')}{newChannels.length > 12 ? '…' : ''}</span>} /> : null}
        {task && !isMoving(batch) ? (
          <span className="row">
            {counts.failed > 0 ? <Button icon={<RedoOutlined />} loading={retry.isPending} onClick={() => retry.mutate(undefined)}>{t.retry}</Button> : null}
            {counts.done > 0 ? <Link to="/live-codes">{t.all}</Link> : null}
          </span>
        ) : null}
      </div>
      <Rows batch={batch} />
    </section>
  );
}

const order: BatchRowState[] = ['wrong', 'failed', 'planned', 'done'];

function Rows({ batch }: { batch: CodeBatch }) {
  const t = useWords();
  const there = order.filter((state) => batch.counts[state] > 0);
  const [wanted, setWanted] = useState<BatchRowState>();
  const chosen = wanted && there.includes(wanted) ? wanted : there[0];
  const rows = useInfiniteQuery({ ...askAll('codeBatches', 'rows', { id: batch.id, states: chosen ? [chosen] : [], limit: 50 }), enabled: chosen !== undefined });
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  if (chosen === undefined) return null;
  return (
    <div className="panel stack" data-testid="batch-rows">
      <div className="import-tabs"><Segmented value={chosen} onChange={setWanted} options={there.map((value) => ({ value, label: `${t.states[value]} ${figure(batch.counts[value])}` }))} /></div>
      {rows.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {rows.error ? <ErrorNote compact error={rows.error} onAgain={() => void rows.refetch()} /> : null}
      {items.length > 0 ? (
        <table className="import-rows">
          <thead><tr><th>{t.rows}</th><th>{t.name}</th><th>{t.where}</th><th>{t.what}</th></tr></thead>
          <tbody>
            {items.map((row) => (
              <tr key={row.id}>
                <td className="figures nowrap">{t.row(figure(row.row))}</td>
                <td className="break">{row.liveCodeId ? <Link to={`/live-codes/${row.liveCodeId}`}>{row.name}</Link> : row.name || <span className="soft">–</span>}</td>
                <td className="break">{row.column || <span className="soft">{row.sentence ? t.whole : row.channel || '–'}</span>}</td>
                <td className={row.sentence ? 'danger break' : 'break'}>{row.sentence || row.staff}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {rows.hasNextPage ? <Button loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{t.more}</Button> : null}
    </div>
  );
}
