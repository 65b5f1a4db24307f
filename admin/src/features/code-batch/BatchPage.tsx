import { DeleteOutlined, DownloadOutlined, RedoOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Skeleton } from 'antd';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { BatchRowState, CodeBatch } from '@scrm/shared/code-batch';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askAll } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import { SheetRows, useRowState } from '../import/SheetRows';
import { TaskProgress } from '../task/TaskProgress';

const useWords = words({
  zh: {
    back: '批量建码', remove: '丢弃', removeAsk: '丢弃这张表？还没有建过活码。', keep: '返回', removed: '已丢弃', start: (n: string) => `建 ${n} 个活码`, download: '下载每行结果', retry: '重试失败的', states: { planned: '待建', wrong: '有误', done: '已建', failed: '未建成' } satisfies Record<BatchRowState, string>,
    channels: (n: number) => `会同时新建 ${n} 个渠道`, wrong: (n: string) => `${n} 行有误，不会建码；改好后可以只把这些行再传一次。`, allGood: '每一行都没有问题', name: '活码名称', all: '看建好的活码',
  },
  en: {
    back: 'Codes from a sheet', remove: 'Discard', removeAsk: 'Discard this sheet? No code was made of it.', keep: 'Back', removed: 'Discarded', start: (n: string) => `Make ${counted(n, 'code')}`, download: 'Download every row', retry: 'Try the failed ones again', states: { planned: 'To be made', wrong: 'Wrong', done: 'Made', failed: 'Not made' },
    channels: (n: number) => `${counted(n, 'channel')} will be made with them`, wrong: (n: string) => `${counted(n, 'row is wrong and makes', 'rows are wrong and make')} no code; put right what is wrong and send just that once more.`, allGood: 'Every row is right', name: 'Name', all: 'See the codes',
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
  const remove = useAct(() => api.codeBatches.remove({ id }), { done: t.removed, touches: ['codeBatches'], onDone: () => void navigate('/code-batches', { replace: true }) });
  return (
    <section className="stack" data-testid="batch-page" data-state={task?.state ?? batch.state}>
      <PageHead
        title={batch.name} back={<Link to="/code-batches">{t.back}</Link>}
        action={(
          <>
            {batch.state === 'checked' ? <Popconfirm title={t.removeAsk} okText={t.remove} cancelText={t.keep} onConfirm={() => remove.mutate(undefined)}><Button danger icon={<DeleteOutlined />} loading={remove.isPending}>{t.remove}</Button></Popconfirm> : null}
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

function Rows({ batch: { id, counts } }: { batch: CodeBatch }) {
  const t = useWords();
  const states = useRowState(order, counts);
  const rows = useInfiniteQuery({ ...askAll('codeBatches', 'rows', { id, states: states.chosen ? [states.chosen] : [], limit: 50 }), enabled: states.chosen !== undefined });
  return (
    <SheetRows
      testId="batch-rows" states={states} names={t.states} counts={counts} who={t.name} rows={rows}
      cells={({ liveCodeId, name, channel, staff, sentence }) => ({ who: liveCodeId ? <Link to={`/live-codes/${liveCodeId}`}>{name}</Link> : name, where: channel, what: staff, isWrong: sentence !== '' })}
    />
  );
}
