import type { Progress } from './action';
import { useExplain } from './explain';
import { useWords } from './language';

const words = {
  zh: { waiting: '正在同步到企业微信', done: '已同步到企业微信', again: '再试一次' },
  en: { waiting: 'Saving to WeCom', done: 'Saved to WeCom', again: 'Try again' },
};

/** One line under an action: waiting, done, or failed with the sentence. */
export function Outcome({ progress, again }: { progress: Progress; again?: () => void }) {
  const w = useWords(words);
  const explain = useExplain();
  if (progress.state === 'idle') return null;
  return (
    <p className={`outcome ${progress.state}`} role="status" data-testid={`outcome-${progress.state}`}>
      {progress.state === 'waiting' && <><i className="spinner" />{w.waiting}</>}
      {progress.state === 'done' && w.done}
      {progress.state === 'failed' && <>{explain(progress.error)}{again && <button type="button" className="link" onClick={again}>{w.again}</button>}</>}
    </p>
  );
}
