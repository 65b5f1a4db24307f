import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { Fragment, useState, type ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { ErrorNote } from './error-note';
import { PageHead } from './page-head';

/** The page on which the thing of the address is changed. What was loaded stays under the editor's hands: a live update must not overwrite what somebody is typing. */
export function EditPage<T extends { updatedAt: number }>({ of, load, title, about, action, children }: {
  /** The domain, which names the question. */
  of: string; load: (id: string) => Promise<T>; title: string; about: string; action?: (row: T) => ReactNode;
  /** The form; `onReload` loads anew, where somebody else was faster. */
  children: (row: T, onReload: () => void) => ReactNode;
}) {
  const { id = '' } = useParams();
  const [round, setRound] = useState(0);
  const { data, isPending, error, refetch } = useQuery({ queryKey: ['editor', of, id, round], queryFn: () => load(id), staleTime: Infinity, gcTime: 0 });
  return (
    <div className="stack">
      <PageHead title={title} about={about} action={data && action?.(data)} />
      {isPending ? <div className="panel"><Skeleton active paragraph={{ rows: 10 }} /></div> : null}
      {error ? <div className="panel"><ErrorNote error={error} onAgain={() => void refetch()} /></div> : null}
      {data ? <Fragment key={data.updatedAt}>{children(data, () => setRound(round + 1))}</Fragment> : null}
    </div>
  );
}
