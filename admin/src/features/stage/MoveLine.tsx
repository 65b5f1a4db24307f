import type { StageMove } from '@scrm/shared/stage';
import { words } from '../../kit/language';
import { ActorName } from '../../kit/person';
import { useDwell } from './words';

const useWords = words({
  zh: { entered: (to: string) => `进入「${to}」`, moved: (from: string, to: string) => `${from} → ${to}`, stayed: (time: string) => `停留 ${time}`, automatic: '自动' },
  en: { entered: (to: string) => `Came into “${to}”`, moved: (from: string, to: string) => `${from} → ${to}`, stayed: (time: string) => `after ${time}`, automatic: 'Automatic' },
});

/** From where to where, how long they had stood there, by whom and why. */
export function MoveLine({ move }: { move: StageMove }) {
  const t = useWords();
  const dwell = useDwell();
  const more = [move.dwellMs === null ? '' : t.stayed(dwell(move.dwellMs)), move.reason, move.note].filter(Boolean).join(' · ');
  return (
    <span className="small">
      <span>{move.from ? t.moved(move.from.name, move.to.name) : t.entered(move.to.name)}</span>
      <span className="soft"> · <ActorName staff={move.staff} name={move.byName || t.automatic} />{more ? ` · ${more}` : ''}</span>
    </span>
  );
}
