import { useState } from 'react';
import { useWords } from '../words';

interface Place { lat: number; lng: number }

/** As a phone tells them: WGS-84. */
const spots = {
  square: { lat: 31.232468, lng: 121.469142 }, xujiahui: { lat: 31.195827, lng: 121.432170 },
  beijing: { lat: 39.907333, lng: 116.391083 }, guangzhou: { lat: 23.131685, lng: 113.258570 }, chengdu: { lat: 30.572417, lng: 104.062499 },
} satisfies Record<string, Place>;
export type Spot = keyof typeof spots;

/** A page asks where the phone is: somewhere well known, by numbers, or it is not told. */
export function Whereabouts({ onSay }: { onSay: (place: Place | null) => void }) {
  const { where } = useWords();
  const [typed, setTyped] = useState('');
  const [lat, lng] = typed.split(/[,，\s]+/).map(Number);
  const isPlace = lat !== undefined && lng !== undefined && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
  return (
    <section className="whereabouts" role="dialog" aria-label={where.title} data-testid="whereabouts">
      <strong>{where.title}</strong>
      <div className="spots">{(Object.keys(spots) as Spot[]).map((spot) => <button key={spot} className="button small" data-testid={`spot-${spot}`} onClick={() => onSay(spots[spot])}>{where.spots[spot]}</button>)}</div>
      <form className="spots" onSubmit={(e) => { e.preventDefault(); if (isPlace) onSay({ lat, lng }); }}>
        <input value={typed} aria-label={where.numbers} placeholder={where.numbers} onChange={(e) => setTyped(e.target.value)} />
        <button className="button small" disabled={!isPlace}>{where.here}</button>
        <button type="button" className="button small danger" data-testid="refuse-place" onClick={() => onSay(null)}>{where.refuse}</button>
      </form>
    </section>
  );
}
