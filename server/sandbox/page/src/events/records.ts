import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiCall, Delivery } from '../../../control';
import { get } from '../api';
import { useStream } from '../live';

/** Enough for a crowd of 1,000 with everything that follows from each scan. */
const keep = 8000;
/** Rows are drawn this often at most, however fast they arrive. */
const drawMs = 120;

/** Deliveries or calls, oldest first: read once, then fed by the stream record by record. */
export function useRecords<T extends Delivery | ApiCall>(path: '/deliveries' | '/calls', kind: 'delivery' | 'call') {
  const known = useRef(new Map<string, T>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [records, setRecords] = useState<T[]>([]);

  const draw = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const all = [...known.current.values()];
      if (all.length > keep) known.current = new Map(all.slice(-keep).map((r) => [r.id, r]));
      setRecords([...known.current.values()]);
    }, drawMs);
  }, []);

  const load = useCallback(async () => {
    const list = await get<T[]>(path).catch(() => undefined);
    if (!list) return;
    for (const record of list) known.current.set(record.id, record);
    draw();
  }, [path, draw]);

  const clear = useCallback(() => { known.current = new Map(); void load(); draw(); }, [load, draw]);

  useEffect(() => {
    void load();
    return () => { clearTimeout(timer.current); timer.current = undefined; };
  }, [load]);
  useStream([kind], (data) => {
    if (!data) return void load();
    const record = data as T;
    known.current.set(record.id, record);
    draw();
  });
  return { records, clear };
}

/** `count`: how many of the same stand behind this one. */
export type Entry = { is: 'delivery'; record: Delivery; count: number } | { is: 'call'; record: ApiCall; count: number };

/** Suite tickets come every ten minutes; after a turn of the clock by a day they would bury everything else. */
export function foldTickets(entries: Entry[]): Entry[] {
  const folded: Entry[] = [];
  for (const entry of entries) {
    const last = folded.at(-1);
    if (last && isTicket(entry) && isTicket(last)) last.count += 1;
    else folded.push(entry);
  }
  return folded;
}

const isTicket = (entry: Entry) => entry.is === 'delivery' && entry.record.event === 'suite_ticket' && entry.record.outcome === 'delivered';

export function isBad(entry: Entry): boolean {
  if (entry.is === 'call') return entry.record.errcode !== 0;
  return entry.record.outcome === 'failed' || entry.record.tries.some((t) => t.error || t.status >= 400);
}
