import { memo, useState, type ReactNode } from 'react';
import type { ApiCall, Delivery } from '../../../control';
import { post } from '../api';
import { Icon } from '../kit/Icon';
import { Wrong } from '../kit/States';
import { useAction } from '../live';
import { secondOf, useWords } from '../words';

type Tone = 'success' | 'warning' | 'danger';

function Row({ way, name, raw, at, corpName, tone, result, ms, hooks, children }: {
  way: 'to' | 'from'; name: string; raw: string; at: number; corpName: string; tone: Tone; result: string; ms: number | undefined;
  hooks: Record<string, string>; children: ReactNode;
}) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const label = way === 'to' ? words.events.toApp : words.events.fromApp;
  return (
    <li>
      <details className={`event ${way}`} {...hooks} onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>
          <span className="event-way" title={label} aria-label={label}><Icon name={way === 'to' ? 'arrow' : 'left'} size={14} /></span>
          <span className="event-text">
            <span className="event-name">{name}</span>
            <span className="event-raw">{[corpName, raw].filter(Boolean).join(' · ')}</span>
          </span>
          <span className="event-result">
            <span className={`mark ${tone}`}>{result}</span>
            <span className="event-ms">{ms === undefined ? '' : `${ms} ms · `}{secondOf(at, words)}</span>
          </span>
        </summary>
        {open && <div className="event-more">{children}</div>}
      </details>
    </li>
  );
}

export const DeliveryRow = memo(({ delivery, count, corpName }: { delivery: Delivery; count: number; corpName: string }) => {
  const words = useWords();
  const repeat = useAction(() => post('/deliveries/repeat', { id: delivery.id }));
  const [again, setAgain] = useState(false);
  const last = delivery.tries.at(-1);
  const tone: Tone = delivery.outcome === 'delivered' ? 'success' : delivery.outcome === 'failed' ? 'danger' : 'warning';
  const result = words.events[delivery.tries.length ? delivery.outcome : 'sending'] + (delivery.tries.length > 1 ? ` · ${words.events.tries(delivery.tries.length)}` : '');
  return (
    <Row way="to" name={(words.eventNames[delivery.event] ?? delivery.event) + (count > 1 ? ` × ${count}` : '')} raw={delivery.event} at={delivery.at} corpName={corpName} tone={tone} result={result} ms={last?.ms}
      hooks={{ 'data-testid': 'delivery', 'data-event': delivery.event, 'data-outcome': delivery.outcome, 'data-tries': String(delivery.tries.length) }}>
      <p className="event-url">POST {delivery.url}</p>
      <ol className="tries">
        {delivery.tries.map((t, i) => (
          <li key={i}>
            <span>{words.events.tries(i + 1)} · {secondOf(t.at, words)}</span>
            <span className={`mark ${t.status === 200 && !t.error ? 'success' : 'danger'}`}>{t.status || words.events.noStatus}</span>
            <span>{t.ms} ms</span>
            {t.error && <span className="try-error">{t.error}</span>}
          </li>
        ))}
      </ol>
      <h6>{words.events.plain}</h6>
      <pre tabIndex={0}>{indentXml(delivery.plain)}</pre>
      <button className="button small" data-testid="delivery-repeat" disabled={repeat.busy} onClick={async () => setAgain(await repeat.run())}>{again ? words.events.repeated : words.events.repeat}</button>
      <Wrong error={repeat.error} />
    </Row>
  );
});

export const CallRow = memo(({ call, corpName }: { call: ApiCall; corpName: string }) => {
  const words = useWords();
  const bad = call.errcode !== 0;
  return (
    <Row way="from" name={words.callNames[call.path] ?? call.path.replace('/cgi-bin/', '')} raw={call.path.replace('/cgi-bin', '')} at={call.at} corpName={corpName}
      tone={bad ? 'danger' : 'success'} result={bad ? `${words.events.refused} ${call.errcode}` : words.events.ok} ms={call.ms}
      hooks={{ 'data-testid': 'call', 'data-path': call.path, 'data-errcode': String(call.errcode) }}>
      <p className="event-url">{call.method} {call.path}</p>
      {bad && (
        <p>{[words.events.errcode(call.errcode), words.codes[call.errcode]].filter(Boolean).join(' · ')}<br />
          <a href="https://developer.work.weixin.qq.com/document/path/90313" target="_blank" rel="noreferrer">{words.events.errcodeDoc}</a></p>
      )}
    </Row>
  );
});

/** One element a line and no CDATA marks: to be read, not to be parsed. */
function indentXml(xml: string): string {
  let depth = 0;
  return xml.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1').replace(/>\s+</g, '><').split(/(?<=>)(?=<)/).map((part) => {
    const closes = /^<\//.test(part);
    if (closes) depth -= 1;
    const line = '  '.repeat(Math.max(0, depth)) + part;
    if (/^<[^/!?][^>]*[^/]>$/.test(part)) depth += 1;
    return line;
  }).join('\n');
}
