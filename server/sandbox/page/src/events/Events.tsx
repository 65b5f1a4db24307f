import { useMemo, useState } from 'react';
import type { ApiCall, Delivery, SandboxCorp } from '../../../control';
import { go, type Address } from '../address';
import { useWords } from '../words';
import { CallRow, DeliveryRow } from './Row';
import { foldTickets, isBad, type Entry } from './records';

const shows = ['all', 'delivery', 'call', 'bad'] as const;
const pageSize = 100;

/** Cause and effect: what the platform told the app, and what the app did about it. Newest first. */
export function Events({ corps, corp, deliveries, calls, address }: {
  corps: SandboxCorp[]; corp: SandboxCorp; deliveries: Delivery[]; calls: ApiCall[]; address: Address;
}) {
  const words = useWords();
  const [limit, setLimit] = useState(pageSize);
  const show = shows.find((name) => name === address.show) ?? 'all';
  const every = Boolean(address.every);
  const entries = useMemo(() => {
    // Within one millisecond the notice came before the call that answers it.
    const all: Entry[] = [
      ...deliveries.map((record) => ({ is: 'delivery' as const, record, count: 1 })),
      ...calls.map((record) => ({ is: 'call' as const, record, count: 1 })),
    ];
    // A notice to no corp is the suite's (its tickets). A call of no corp may be anyone's: its token was refused.
    const here = (e: Entry) => every || e.record.corp === corp.key || (e.record.corp === null && (e.is === 'call' || corp.kind === 'suite'));
    return foldTickets(all
      .filter((e) => here(e) && (show === 'all' || (show === 'bad' ? isBad(e) : e.is === show)))
      .reverse()
      .sort((a, b) => b.record.at - a.record.at));
  }, [calls, deliveries, show, every, corp.key, corp.kind]);
  const nameOf = (key: string | null) => (every && corps.find((c) => c.key === key)?.name) || '';

  return (
    <section className="panel events" aria-label={words.events.title} data-testid="events">
      <header>
        <h3>{words.events.title}</h3>
        <label className="toggle"><input type="checkbox" checked={every} data-testid="events-every" onChange={(e) => go({ every: e.target.checked ? '1' : '' }, 'replace')} />{words.events.every}</label>
      </header>
      <div className="chips" role="group">
        {shows.map((name) => (
          <button key={name} className="filter" aria-pressed={show === name} data-testid={`events-${name}`} onClick={() => go({ show: name === 'all' ? '' : name }, 'replace')}>{words.events.show[name]}</button>
        ))}
      </div>
      {!entries.length && <p className="events-none">{show === 'bad' ? words.events.noneBad : words.events.none}</p>}
      <ol className="event-list" hidden={!entries.length}>
        {entries.slice(0, limit).map((e) => e.is === 'delivery'
          ? <DeliveryRow key={e.record.id} delivery={e.record} count={e.count} corpName={nameOf(e.record.corp)} />
          : <CallRow key={e.record.id} call={e.record} corpName={nameOf(e.record.corp)} />)}
        {entries.length > limit && <li><button className="button more" onClick={() => setLimit(limit + pageSize)}>{words.events.more}</button></li>}
      </ol>
    </section>
  );
}
