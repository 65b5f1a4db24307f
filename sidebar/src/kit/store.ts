import { useSyncExternalStore } from 'react';

/** One value that pages watch. */
export function store<T>(initial: T) {
  let value = initial;
  const watchers = new Set<() => void>();
  const watch = (watcher: () => void) => {
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  };
  return {
    get: () => value,
    set(next: T) {
      value = next;
      watchers.forEach((watcher) => watcher());
    },
    use: () => useSyncExternalStore(watch, () => value),
  };
}
