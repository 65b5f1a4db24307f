import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { controlPath } from '../../control';
import { CallError, get } from './api';

export const kinds = ['delivery', 'call', 'chat', 'contact', 'group', 'clock', 'inbox'] as const;
export type Kind = (typeof kinds)[number];
type Hear = (data: unknown) => void;

const hearers: Record<Kind, Set<Hear>> = { delivery: new Set(), call: new Set(), chat: new Set(), contact: new Set(), group: new Set(), clock: new Set(), inbox: new Set() };
const watchers = new Set<() => void>();
let status: 'live' | 'polling' = 'polling';

/** One stream for the whole page. While it is down, everything that listens is asked again every three seconds. */
const pollMs = 3000;
/** A crowd of 1,000 scans sends thousands of events; a list that hears them all asks again at most this often. */
const calmMs = 500;
/** One act sends several events at once; waiting this long makes one question of them. */
const promptMs = 40;

export function openStream(): () => void {
  const stream = new EventSource(`${controlPath}/stream`);
  const poll = setInterval(() => { if (status === 'polling') tellAll(); }, pollMs);
  // After a break the lists may have missed events, so they are asked again.
  stream.onopen = () => { setStatus('live'); tellAll(); };
  stream.onerror = () => setStatus('polling');
  for (const kind of kinds) {
    stream.addEventListener(kind, (e) => tell(kind, JSON.parse(e.data as string)));
  }
  return () => { stream.close(); clearInterval(poll); };
}

function tell(kind: Kind, data: unknown): void {
  for (const hear of hearers[kind]) hear(data);
}

function tellAll(): void {
  const once = new Set(kinds.flatMap((kind) => [...hearers[kind]]));
  for (const hear of once) hear(undefined);
}

function setStatus(next: typeof status): void {
  status = next;
  for (const watcher of watchers) watcher();
}

export const useStatus = () => useSyncExternalStore((watcher) => {
  watchers.add(watcher);
  return () => { watchers.delete(watcher); };
}, () => status);

/** Calls `hear` with each event of these kinds, or with `undefined` when one should look again for oneself. */
export function useStream(listen: readonly Kind[], hear: Hear): void {
  const latest = useRef(hear);
  latest.current = hear;
  const names = listen.join();
  useEffect(() => {
    const pass: Hear = (data) => latest.current(data);
    const sets = names.split(',').map((kind) => hearers[kind as Kind]);
    for (const set of sets) set.add(pass);
    return () => { for (const set of sets) set.delete(pass); };
  }, [names]);
}

export interface Live<T> {
  data: T | undefined;
  error: CallError | undefined;
  reload: () => Promise<void>;
}

/** What `GET path` answers, kept up to date by the stream. `null`: nothing to ask yet. */
export function useLive<T>(path: string | null, listen: readonly Kind[]): Live<T> {
  const [state, setState] = useState<{ path: string | null; data?: T; error?: CallError }>({ path });
  const wanted = useRef(path);
  const askedAt = useRef(0);
  const tookMs = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  wanted.current = path;

  const load = useCallback(async () => {
    const asked = wanted.current;
    if (!asked) return;
    askedAt.current = Date.now();
    try {
      const data = await get<T>(asked);
      tookMs.current = Date.now() - askedAt.current;
      if (wanted.current === asked) setState({ path: asked, data });
    } catch (e) {
      // What was shown stays on the screen; the page's head says that the sandbox does not answer.
      if (wanted.current === asked) setState((s) => ({ path: asked, error: e as CallError, ...(s.path === asked ? { data: s.data } : {}) }));
    }
  }, []);

  const loadCalmly = useCallback(() => {
    if (timer.current) return;
    // A long list is asked for more seldom, so that watching never becomes the load.
    const pause = Math.max(calmMs, 8 * tookMs.current);
    const wait = Math.max(promptMs, askedAt.current + pause - Date.now());
    timer.current = setTimeout(() => { timer.current = undefined; void load(); }, wait);
  }, [load]);

  useEffect(() => {
    void load();
    return () => { clearTimeout(timer.current); timer.current = undefined; };
  }, [path, load]);
  useStream(listen, loadCalmly);

  const fits = state.path === path;
  return { data: fits ? state.data : undefined, error: fits ? state.error : undefined, reload: load };
}

/** One thing that a person does: waiting, done, or failed with the sentence. */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<unknown>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const run = async (...args: A): Promise<boolean> => {
    setBusy(true);
    setError(undefined);
    try {
      await act(...args);
      return true;
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      setError(e);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, error, clear: () => setError(undefined) };
}
