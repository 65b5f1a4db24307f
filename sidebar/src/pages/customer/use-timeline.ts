import { useCallback, useEffect, useRef, useState } from 'react';
import type { Activity } from '@scrm/shared/customer';
import { api } from '../../kit/api';

const pageSize = 20;

interface Timeline {
  items: Activity[];
  nextCursor: string | null;
  total: number;
}

/** What happened to a customer, newest first: pages are added at the end, news at the top. */
export function useTimeline(customerId: string) {
  const [timeline, setTimeline] = useState<Timeline | null>(null);
  const [error, setError] = useState<unknown>(null);
  const latest = useRef<Timeline | null>(null);
  const loading = useRef(false);
  const current = useRef(customerId);
  current.current = customerId;

  const keep = useCallback((next: Timeline) => {
    latest.current = next;
    setTimeline(next);
  }, []);

  /** Looks at the first page; tells whether anything is new since the last look. */
  const refresh = useCallback(async (): Promise<boolean> => {
    const first = await api.customers.timeline({ id: customerId, limit: pageSize });
    if (current.current !== customerId) return false;
    const known = latest.current;
    setError(null);
    if (known && known.total === first.total && known.items[0]?.id === first.items[0]?.id) return false;
    keep(known ? join(first, known) : first);
    return known !== null;
  }, [customerId, keep]);

  const start = useCallback(() => void refresh().catch(setError), [refresh]);

  const loadMore = useCallback(async () => {
    const known = latest.current;
    if (!known?.nextCursor || loading.current) return;
    loading.current = true;
    try {
      const next = await api.customers.timeline({ id: customerId, limit: pageSize, cursor: known.nextCursor });
      if (current.current !== customerId) return;
      const before = latest.current ?? known;
      keep({ ...next, items: [...before.items, ...missing(next.items, before.items)] });
      setError(null);
    } catch (failure) {
      setError(failure);
    } finally {
      loading.current = false;
    }
  }, [customerId, keep]);

  useEffect(() => {
    latest.current = null;
    setTimeline(null);
    setError(null);
    start();
  }, [start]);

  return { timeline, error, start, refresh, loadMore };
}

/** Keeps the older pages when the new first page reaches down to them; otherwise starts over, so that no hole is left. */
function join(first: Timeline, known: Timeline): Timeline {
  const touches = first.items.some((item) => known.items.some((old) => old.id === item.id));
  if (!touches) return first;
  return { items: [...first.items, ...missing(known.items, first.items)], nextCursor: known.nextCursor, total: first.total };
}

function missing(items: Activity[], from: Activity[]): Activity[] {
  const ids = new Set(from.map((item) => item.id));
  return items.filter((item) => !ids.has(item.id));
}
