import { useState } from 'react';
import type { Fault } from '../../../control';
import { post, remove } from '../api';
import { Icon } from '../kit/Icon';
import { Wrong } from '../kit/States';
import { useAction } from '../live';
import { useWords, type Words } from '../words';

type Effect = Fault['effect'];
const places = ['callback', 'any', 'endpoint'] as const;
type Place = (typeof places)[number];

/** Only callbacks are pushed, so only they can come twice or out of order; only an endpoint answers an errcode. */
const effectsOf: Record<Place, Effect[]> = {
  callback: ['delay', 'drop', 'duplicate', 'reorder', 'http500'],
  any: ['delay', 'errcode', 'drop', 'http500'],
  endpoint: ['errcode', 'delay', 'drop', 'http500'],
};
const firstValue: Partial<Record<Effect, number>> = { delay: 6000, errcode: 45009 };

export function Faults({ faults, seenPaths, onChange }: { faults: Fault[]; seenPaths: string[]; onChange: () => void }) {
  const words = useWords();
  const drop = useAction(async (id: string) => {
    await remove(`/faults/${encodeURIComponent(id)}`);
    onChange();
  });
  return (
    <details className="panel faults" data-testid="faults">
      <summary>
        <span>{words.fault.title}</span>
        <span className={`chip ${faults.length ? 'danger' : 'success'}`}>{faults.length ? words.fault.active(faults.length) : words.fault.none}</span>
      </summary>
      {faults.length > 0 && (
        <ul className="fault-list">
          {faults.map((fault) => (
            <li key={fault.id} data-testid="fault">
              <span><b>{placeName(fault.target, words)}</b> {words.fault.effects[fault.effect]}{valueName(fault, words)}<br /><small>{words.fault.left(fault.times)}</small></span>
              <button className="plain" data-testid="fault-remove" aria-label={`${words.fault.remove} ${placeName(fault.target, words)}`} title={words.fault.remove} disabled={drop.busy} onClick={() => drop.run(fault.id)}><Icon name="close" size={16} /></button>
            </li>
          ))}
        </ul>
      )}
      <Wrong error={drop.error} />
      <Dial seenPaths={seenPaths} onChange={onChange} />
    </details>
  );
}

function Dial({ seenPaths, onChange }: { seenPaths: string[]; onChange: () => void }) {
  const words = useWords();
  const [place, setPlace] = useState<Place>('callback');
  const [path, setPath] = useState('/cgi-bin/externalcontact/send_welcome_msg');
  const [effect, setEffect] = useState<Effect>('delay');
  const [value, setValue] = useState(firstValue.delay ?? 0);
  const [times, setTimes] = useState(1);
  const add = useAction(async () => {
    const target = place === 'endpoint' ? path.trim() : place === 'any' ? '*' : 'callback';
    await post('/faults', { target, effect, value: effect in firstValue ? value : 0, times });
    onChange();
  });
  const choose = (next: Effect) => { setEffect(next); setValue(firstValue[next] ?? 0); };
  const paths = [...new Set([...Object.keys(words.callNames), ...seenPaths])].sort();

  return (
    <form className="dial" onSubmit={(e) => { e.preventDefault(); void add.run(); }}>
      <label>{words.fault.target}
        <select value={place} data-testid="fault-target" onChange={(e) => {
          const next = e.target.value as Place;
          setPlace(next);
          if (!effectsOf[next].includes(effect)) choose(effectsOf[next][0] ?? 'delay');
        }}>
          {places.map((name) => <option key={name} value={name}>{words.fault[name]}</option>)}
        </select>
      </label>
      <label>{words.fault.effect}
        <select value={effect} data-testid="fault-effect" onChange={(e) => choose(e.target.value as Effect)}>
          {effectsOf[place].map((name) => <option key={name} value={name}>{words.fault.effects[name]}</option>)}
        </select>
      </label>
      {place === 'endpoint' && (
        <label className="whole">{words.fault.path}
          <input value={path} list="paths" required pattern="/.*" data-testid="fault-path" onChange={(e) => setPath(e.target.value)} />
          <datalist id="paths">{paths.map((p) => <option key={p} value={p}>{words.callNames[p]}</option>)}</datalist>
        </label>
      )}
      {effect in firstValue && (
        <label>{effect === 'delay' ? words.fault.ms : words.fault.code}
          <input type="number" value={value} required data-testid="fault-value" list={effect === 'errcode' ? 'codes' : undefined} onChange={(e) => setValue(e.target.valueAsNumber)} />
          <datalist id="codes">{Object.entries(words.codes).map(([code, sentence]) => <option key={code} value={code}>{sentence}</option>)}</datalist>
        </label>
      )}
      <label>{words.fault.times}
        <input type="number" min={1} max={100_000} value={times} required data-testid="fault-times" onChange={(e) => setTimes(e.target.valueAsNumber)} />
      </label>
      {effect === 'errcode' && words.codes[value] && <p className="whole">{words.codes[value]}</p>}
      <button className="button whole" data-testid="fault-add" disabled={add.busy} aria-busy={add.busy}>{words.fault.add}</button>
      <div className="whole"><Wrong error={add.error} /></div>
    </form>
  );
}

function placeName(target: string, words: Words): string {
  if (target === 'callback') return words.fault.callback;
  if (target === '*') return words.fault.any;
  return words.callNames[target] ?? target;
}

function valueName(fault: Fault, words: Words): string {
  if (fault.effect === 'delay') return ` ${fault.value} ms`;
  if (fault.effect === 'errcode') return ` ${fault.value} ${words.codes[fault.value] ?? ''}`;
  return '';
}
