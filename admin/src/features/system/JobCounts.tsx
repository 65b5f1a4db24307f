import { words } from '../../kit/language';

const useWords = words({
  zh: { waiting: '等待', done: '完成', dead: '失败', none: '无' },
  en: { waiting: 'waiting', done: 'done', dead: 'dead', none: 'none' },
});

/** What became of the jobs that a callback started. */
export function JobCounts({ jobs }: { jobs: { waiting: number; done: number; dead: number } }) {
  const t = useWords();
  const parts = [
    jobs.dead > 0 ? <span key="dead" className="danger nowrap">{jobs.dead} {t.dead}</span> : null,
    jobs.waiting > 0 ? <span key="waiting" className="nowrap">{jobs.waiting} {t.waiting}</span> : null,
    jobs.done > 0 ? <span key="done" className="soft nowrap">{jobs.done} {t.done}</span> : null,
  ].filter(Boolean);
  return <span className="job-counts figures">{parts.length > 0 ? parts : <span className="soft">{t.none}</span>}</span>;
}
