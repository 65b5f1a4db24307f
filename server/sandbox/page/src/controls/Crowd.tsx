import type { ApiCall, Delivery, SandboxCorp } from '../../../control';
import { go } from '../address';
import { Icon } from '../kit/Icon';
import { countOf, useWords } from '../words';

export interface CrowdRun { corp: string; count: number; before: number; startedAt: number }

/** `suite.1000.500.1763720000000`, as the URL keeps it, so that a reload goes on counting. */
export function readCrowd(text: string | undefined): CrowdRun | undefined {
  const [corp, ...numbers] = text?.split('.') ?? [];
  const [count, before, startedAt] = numbers.map(Number);
  if (!corp || !count || !Number.isFinite(before) || !startedAt) return undefined;
  return { corp, count, before: before ?? 0, startedAt };
}

/** How far the crowd is: scanned, told to the app, welcomed by the app. */
export function Crowd({ run, corp, deliveries, calls }: { run: CrowdRun; corp: SandboxCorp | undefined; deliveries: Delivery[]; calls: ApiCall[] }) {
  const words = useWords();
  const mine = (record: { corp: string | null; at: number }) => record.corp === run.corp && record.at >= run.startedAt;
  const notified = deliveries.filter((d) => mine(d) && d.outcome === 'delivered' && /\.add_(half_)?external_contact$/.test(d.event)).length;
  // A friendship that waits for its confirmation is no customer yet, but its notice is out.
  const scanned = Math.min(run.count, Math.max(notified, (corp?.customerCount ?? run.before) - run.before));
  const welcomed = calls.filter((c) => mine(c) && c.errcode === 0 && c.path.endsWith('/send_welcome_msg')).length;
  const bars = [
    { id: 'scanned', name: words.crowd.scanned, n: scanned },
    { id: 'notified', name: words.crowd.notified, n: Math.min(run.count, notified) },
    { id: 'welcomed', name: words.crowd.welcomed, n: Math.min(run.count, welcomed) },
  ];
  const total = countOf(run.count, words);
  return (
    <section className="panel crowd" aria-live="off" data-testid="crowd">
      <header>
        <h3>{corp?.name} · {scanned < run.count ? words.crowd.title(total) : words.crowd.done(total)}</h3>
        <button className="plain" aria-label={words.crowd.close} onClick={() => go({ scans: '' }, 'replace')}><Icon name="close" size={16} /></button>
      </header>
      {bars.map((bar) => (
        <div key={bar.id} className={`bar ${bar.id}`} data-testid={`crowd-${bar.id}`} data-count={bar.n}>
          <span>{bar.name}</span>
          <progress max={run.count} value={bar.n} aria-label={bar.name} />
          <b>{countOf(bar.n, words)}</b>
        </div>
      ))}
    </section>
  );
}
