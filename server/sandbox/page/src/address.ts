import { useSyncExternalStore } from 'react';

/**
 * Where one is, kept in the page's URL so that a reload or a copied link shows the same.
 * `chat` is the customer's open chat as `corp.userid`; `open` is the person whose chat the staff member has open; `group` is the group that both phones have open, as `corp.chatId`;
 * `scan` is a code that was read elsewhere (its picture leads to `/u/…`, and that to `/?scan=…`);
 * `web` is the page that the customer's phone has open;
 * `scans` is a running crowd as `corp.count.countBefore.startedAt`.
 */
export const fields = [
  'corp', 'person', 'view', 'chat', 'staff', 'open', 'desk', 'sidebar', 'group', 'tab', 'show', 'every', 'scan', 'scans', 'web', 'lang', 'theme',
] as const;
export type Address = Partial<Record<(typeof fields)[number], string>>;

const listeners = new Set<() => void>();
let current = readAddress(location.search);

export function readAddress(search: string): Address {
  const query = new URLSearchParams(search);
  return Object.fromEntries(fields.flatMap((name) => query.get(name) ? [[name, query.get(name)]] : []));
}

export function writeAddress(address: Address): string {
  const query = new URLSearchParams();
  for (const name of fields) if (address[name]) query.set(name, address[name]);
  return query.size ? `?${query}` : '';
}

/** Changes the named fields; an empty string takes one away. Back leads to the screen before, not through settings. */
export function go(change: Address, how: 'push' | 'replace' = 'push'): void {
  const next = { ...current, ...change };
  const search = writeAddress(next);
  if (search === writeAddress(current)) return;
  current = readAddress(search);
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', location.pathname + search);
  for (const listener of listeners) listener();
}

function follow(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener('popstate', () => {
  current = readAddress(location.search);
  for (const listener of listeners) listener();
});

export const useAddress = (): Address => useSyncExternalStore(follow, () => current);
