import { SyncOutlined } from '@ant-design/icons';
import { Button, Progress as Bar } from 'antd';
import type { Progress } from '@scrm/shared/corp';
import { figure, words } from './language';
import { Ago, useNow } from './time';

const useWords = words({
  zh: {
    sync: '同步', syncing: '同步中', never: '还没有同步过', doneAt: '上次同步', failed: '上次同步失败',
    of: (done: string, total: string) => `${done} / ${total}`, so: (done: string) => `已处理 ${done}`, seconds: (s: string) => `已用 ${s} 秒`,
  },
  en: {
    sync: 'Sync', syncing: 'Syncing', never: 'Never synced', doneAt: 'Last sync', failed: 'The last sync failed',
    of: (done: string, total: string) => `${done} / ${total}`, so: (done: string) => `${done} so far`, seconds: (s: string) => `${s} s so far`,
  },
});

/** How far a sync is, how long it has taken, how the last one ended, and the button that starts one. */
export function SyncBar({ progress, onSync, starting, label }: { progress: Progress | undefined; onSync?: () => void; starting?: boolean; label: string }) {
  const t = useWords();
  const running = progress?.state === 'running' || starting;
  return (
    <div className="sync-bar" data-testid="sync-bar" data-state={progress?.state ?? 'idle'}>
      <SyncState progress={progress} />
      {onSync ? <Button icon={<SyncOutlined spin={running} />} loading={starting} disabled={running} onClick={onSync}>{running ? t.syncing : label}</Button> : null}
    </div>
  );
}

export function SyncState({ progress }: { progress: Progress | undefined }) {
  const t = useWords();
  const now = useNow();
  if (!progress) return null;
  if (progress.state === 'running') {
    const share = progress.total > 0 ? Math.floor((progress.done / progress.total) * 100) : 0;
    const seconds = progress.startedAt === null ? 0 : Math.max(0, Math.round((now - progress.startedAt) / 1000));
    return (
      <span className="sync-state" role="status">
        <Bar percent={share} size="small" showInfo={false} status="active" style={{ width: 96 }} />
        <span className="soft figures nowrap">
          {progress.total > 0 ? t.of(figure(progress.done), figure(progress.total)) : t.so(figure(progress.done))} · {t.seconds(figure(seconds))}
        </span>
      </span>
    );
  }
  if (progress.state === 'failed') return <span className="danger ellipsis" role="status" title={progress.error}>{t.failed} · {progress.error}</span>;
  if (progress.finishedAt === null) return <span className="soft">{t.never}</span>;
  return <span className="soft nowrap" role="status">{t.doneAt} <Ago at={progress.finishedAt} /></span>;
}
