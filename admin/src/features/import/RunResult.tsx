import { DownloadOutlined, PauseOutlined, PlayCircleOutlined, RollbackOutlined, StopOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import type { ImportDetail } from '@scrm/shared/import';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { absolute } from '../../kit/time';
import { TaskProgress } from '../task/TaskProgress';
import { RowTable } from './RowTable';
import { useImportWords } from './words';

const useWords = words({
  zh: {
    label: '导入结果', importing: '导入进度', undoing: '撤销进度', pause: '暂停', resume: '继续', cancel: '取消', download: '下载每行结果', undo: '撤销这次导入', until: (at: string) => `可在 ${at} 之前撤销`, keep: '返回',
    undoTitle: '撤销这次导入？', undoText: (n: string) => `将为 ${n} 行恢复导入前的内容；导入后有人改过的保持不变，并在结果里说明。还在等待匹配的行不再等待。`, cancelTitle: '取消导入？', cancelText: '还没有处理的行不再处理；已经处理的保留，可以再撤销。', sha: '文件校验值（SHA-256）',
  },
  en: {
    label: 'Outcome', importing: 'Import', undoing: 'Rolling back', pause: 'Pause', resume: 'Resume', cancel: 'Cancel', download: 'Download every row', undo: 'Roll back', until: (at: string) => `Can be rolled back until ${at}`, keep: 'Back',
    undoTitle: 'Roll this import back?', undoText: (n: string) => `${counted(n, 'row gets', 'rows get')} back what was there before; what somebody changed since stays and is told in the outcome. Nobody is waited for any more.`, cancelTitle: 'Cancel the import?', cancelText: 'Rows that were not reached yet are left alone; what is done stays and can be rolled back.', sha: 'Hash of the file (SHA-256)',
  },
});

export function RunResult({ record }: { record: ImportDetail }) {
  const t = useWords();
  const shared = useImportWords();
  const { counts, task, undo } = record;
  const shown = (['done', 'planned', 'undone', 'left', 'same', 'waiting', 'wrong'] as const).filter((state) => counts[state] > 0 || (state === 'done' && !undo));
  return (
    <>
      <div className="panel stack">
        {task ? <div><span className="soft small">{t.importing}</span><TaskProgress task={task} wide /></div> : null}
        {undo ? <div data-testid="undo-progress"><span className="soft small">{t.undoing}</span><TaskProgress task={undo} wide /></div> : null}
        <Actions record={record} />
      </div>
      <Figures label={t.label}>
        {shown.map((state) => <Figure key={state} name={shared.rowStates[state]} value={figure(counts[state])} tone={state === 'wrong' ? 'error' : state === 'left' ? 'warning' : undefined} testId={`count-${state}`} />)}
      </Figures>
      <RowTable record={record} />
      <p className="soft small break">{t.sha} <code>{record.sha256}</code></p>
    </>
  );
}

function Actions({ record: { id, mine, task, undo, counts, canUndo, undoUntil } }: { record: ImportDetail }) {
  const t = useWords();
  const { modal } = App.useApp();
  const turn = useAct(({ taskId, to }: { taskId: string; to: 'pause' | 'resume' | 'cancel' }) => api.tasks[to]({ id: taskId }), { touches: ['imports', 'tasks'] });
  const back = useAct(() => api.imports.undo({ id }), { touches: ['imports', 'tasks', 'customers'] });
  const current = undo ?? task;
  const runs = current !== null && (current.state === 'waiting' || current.state === 'running');
  const askToUndo = () => modal.confirm({
    title: t.undoTitle, content: t.undoText(figure(counts.done)), okText: t.undo, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => back.mutateAsync(undefined).catch(() => undefined),
  });
  const askToCancel = (taskId: string) => modal.confirm({
    title: t.cancelTitle, content: t.cancelText, okText: t.cancel, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => turn.mutateAsync({ taskId, to: 'cancel' }).catch(() => undefined),
  });
  const again = useAct(() => api.imports.start({ id }), { touches: ['imports', 'tasks'] });
  return (
    <div className="row">
      {task === null && mine ? <Button type="primary" icon={<PlayCircleOutlined />} loading={again.isPending} onClick={() => again.mutate(undefined)}>{t.resume}</Button> : null}
      <Button icon={<DownloadOutlined />} href={`/api/imports.result?id=${encodeURIComponent(id)}`}>{t.download}</Button>
      {runs && current.mine ? <Button icon={<PauseOutlined />} loading={turn.isPending} onClick={() => turn.mutate({ taskId: current.id, to: 'pause' })}>{t.pause}</Button> : null}
      {current?.state === 'paused' && current.mine ? <Button type="primary" icon={<PlayCircleOutlined />} loading={turn.isPending} onClick={() => turn.mutate({ taskId: current.id, to: 'resume' })}>{t.resume}</Button> : null}
      {(runs || current?.state === 'paused') && current?.mine ? <Button danger icon={<StopOutlined />} onClick={() => askToCancel(current.id)}>{t.cancel}</Button> : null}
      {canUndo ? <Button danger icon={<RollbackOutlined />} loading={back.isPending} onClick={askToUndo} data-testid="undo-import">{t.undo}</Button> : null}
      {canUndo && undoUntil !== null ? <span className="soft small">{t.until(absolute(undoUntil).slice(0, 16))}</span> : null}
    </div>
  );
}
