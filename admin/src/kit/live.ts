import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Api } from '@scrm/shared/api';

const topics = ['customers', 'liveCodes', 'callbacks', 'jobs', 'welcome', 'tags', 'org', 'corps', 'tasks', 'exports'] as const satisfies readonly (keyof Api)[];
type Topic = (typeof topics)[number];

/** A thousand scans in a minute must not become a thousand reloads. */
const leastGap = 1000;
/** ms until the stream is open, behind which what the screens read before may be old already. */
const slowOpening = 1000;

function refresher(queries: QueryClient) {
  const pending = new Set<Topic>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAt = 0;

  function flush(): void {
    timer = undefined;
    lastAt = Date.now();
    for (const topic of pending) void queries.invalidateQueries({ queryKey: [topic] });
    // What stands on a customer is told of as a change of customers.
    if (pending.has('customers')) for (const queryKey of [['stages', 'standings'], ['stages', 'history'], ['notes', 'list']]) void queries.invalidateQueries({ queryKey });
    pending.clear();
  }

  return {
    add(changed: readonly Topic[]): void {
      for (const topic of changed) pending.add(topic);
      if (pending.size > 0) timer ??= setTimeout(flush, Math.max(0, lastAt + leastGap - Date.now()));
    },
    stop: () => clearTimeout(timer),
  };
}

/** Keeps the screens fresh from the server's stream of topics; tells whether the stream is open. */
export function useLive(corpId: string): 'open' | 'closed' {
  const queries = useQueryClient();
  const [state, setState] = useState<'open' | 'closed'>('open');

  useEffect(() => {
    const refresh = refresher(queries);
    let stream: EventSource;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let wasClosed = false;
    let isFirst = true;
    const startedAt = Date.now();

    function listen(): void {
      stream = new EventSource('/api/live');
      stream.onopen = () => {
        setState('open');
        // What happened while nobody listened is asked for once.
        if (wasClosed || (isFirst && Date.now() - startedAt > slowOpening)) refresh.add(topics);
        wasClosed = isFirst = false;
      };
      stream.onmessage = ({ data }) => {
        const { topics: changed } = JSON.parse(String(data)) as { topics?: Topic[] };
        refresh.add(changed ?? []);
      };
      stream.onerror = () => {
        wasClosed = true;
        setState('closed');
        // The browser tries again by itself unless the server refused outright.
        if (stream.readyState === EventSource.CLOSED) retry = setTimeout(listen, 5000);
      };
    }

    listen();
    return () => {
      stream.close();
      clearTimeout(retry);
      refresh.stop();
    };
  }, [queries, corpId]);

  return state;
}
