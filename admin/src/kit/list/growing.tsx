import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { ErrorNote } from '../error-note';
import { words } from '../language';

/** Of `useInfiniteQuery(askAll(…))`. */
interface Pages<T> {
  data: { pages: { items: T[] }[] } | undefined;
  error: unknown;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

const useWords = words({ zh: { more: '加载更多' }, en: { more: 'Load more' } });

/** Rows that grow as one reads on: waiting, failed, none, the rows, and the way to more of them. */
export function Growing<T>({ rows, none, more, children }: { rows: Pages<T>; none?: ReactNode; more?: string; children: (items: T[]) => ReactNode }) {
  const t = useWords();
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {rows.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {rows.error ? <ErrorNote compact error={rows.error} onAgain={() => void rows.refetch()} /> : null}
      {rows.data && items.length === 0 ? <div className="soft">{none}</div> : null}
      {items.length > 0 ? children(items) : null}
      {rows.hasNextPage ? <Button block loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{more ?? t.more}</Button> : null}
    </>
  );
}
