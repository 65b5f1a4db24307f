import type { Point } from '@scrm/shared/geo';

export const storeCount = 100_000;
export const corpId = 'co_01K00000000000000000000000';
/** Of the stores: open all day, in the daytime, or closed for good. */
const week = (from: string, to: string) => [{ days: [1, 2, 3, 4, 5, 6, 7], from, to }];
const hours = { always: [], day: week('09:00', '21:00'), evening: week('17:00', '02:00') };

export interface BenchStore extends Point {
  id: string;
  radiusM: number;
  priority: number;
  isActive: boolean;
  weekly: (typeof hours)[keyof typeof hours];
  /** At the moment of the measurement. */
  open: boolean;
}

/** The same numbers in each run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface World {
  name: string;
  stores: BenchStore[];
  /** Where customers stand: as the stores lie, a tenth of them anywhere. */
  points: Point[];
}

/** `clustered`: 300 cities, the largest with thousands of stores and crowded in the middle, as a power law has it. */
export function worldOf(name: 'uniform' | 'clustered', points: number): World {
  const random = randomOf(name === 'uniform' ? 1 : 2);
  const anywhere = (): Point => ({ lat: 18 + random() * 35, lng: 73 + random() * 62 });
  const cities = Array.from({ length: 300 }, (_, rank) => ({ ...anywhere(), weight: 1 / (rank + 1), spread: 0.04 + random() * 0.16 }));
  const sum = cities.reduce((total, { weight }) => total + weight, 0);
  const inCity = (): Point => {
    let left = random() * sum;
    const city = cities.find(({ weight }) => (left -= weight) <= 0) ?? cities[0]!;
    const [far, turn] = [city.spread * Math.sqrt(-2 * Math.log(1 - random())), 2 * Math.PI * random()];
    return { lat: city.lat + far * Math.sin(turn), lng: city.lng + far * Math.cos(turn) };
  };
  const place = name === 'uniform' ? anywhere : inCity;
  const stores = Array.from({ length: storeCount }, (_, n): BenchStore => {
    const kind = random();
    const [weekly, open] = kind < 0.2 ? [hours.always, true] : kind < 0.85 ? [hours.day, true] : [hours.evening, false];
    const isActive = random() > 0.05;
    const { lat, lng } = place();
    return { id: `st_${String(n).padStart(26, '0')}`, lat, lng, radiusM: Math.round(500 * 40 ** random()), priority: Math.floor(random() * 3), isActive, weekly, open: open && isActive };
  });
  return { name, stores, points: Array.from({ length: points }, () => (random() < 0.1 ? anywhere() : place())) };
}
