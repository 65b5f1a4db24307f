import { post } from '../api';
import { Wrong } from '../kit/States';
import { useAction } from '../live';
import { dateOf, secondOf, useWords } from '../words';
import { nextMonday, useNow } from './clock-time';

const minute = 60_000;

export function Clock({ told, onMove }: { told: number; onMove: () => void }) {
  const words = useWords();
  const now = useNow(told, 1000);
  const move = useAction(async (to: { advanceMs: number } | { at: number }) => {
    await post('/clock', to);
    onMove();
  });
  const steps = [
    { id: '10m', name: words.clock.minutes, to: { advanceMs: 10 * minute } },
    { id: '1h', name: words.clock.hour, to: { advanceMs: 60 * minute } },
    { id: '1d', name: words.clock.day, to: { advanceMs: 24 * 60 * minute } },
  ];
  return (
    <section className="panel clock" aria-label={words.clock.title}>
      <div className="clock-face" data-testid="clock" data-now={now}>
        <strong>{secondOf(now, words)}</strong>
        <span>{dateOf(now, words)}<br />{words.clock.zone}</span>
      </div>
      <div className="clock-steps">
        {steps.map((step) => (
          <button key={step.id} className="button" data-testid={`clock-${step.id}`} disabled={move.busy} onClick={() => move.run(step.to)}>{step.name}</button>
        ))}
        <button className="button" data-testid="clock-monday" title={words.clock.mondayWhat} disabled={move.busy} onClick={() => move.run({ at: nextMonday(now) })}>{words.clock.monday}</button>
      </div>
      <Wrong error={move.error} />
    </section>
  );
}
