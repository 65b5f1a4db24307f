import type { Datum } from './store';

export interface Point {
  lat: number;
  lng: number;
}

const rad = Math.PI / 180;
/** Mean radius of the earth, in metres. */
const earth = 6_371_008.8;

/** Metres along the great circle. */
export function distanceM(a: Point, b: Point): number {
  const half = (from: number, to: number) => Math.sin(((to - from) * rad) / 2) ** 2;
  const chord = half(a.lat, b.lat) + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * half(a.lng, b.lng);
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Metres of one degree of latitude. */
export const metresPerDegree = earth * rad;

// The ellipsoid of Krasovsky 1940, on which the offset of GCJ-02 is defined.
const axis = 6_378_245;
const flatness = 0.006_693_421_622_965_943;

/** GCJ-02 is in force in mainland China only; elsewhere the numbers of both are the same. A rectangle, as maps themselves use it. */
const isInChina = ({ lat, lng }: Point) => lng > 72.004 && lng < 137.8347 && lat > 0.8293 && lat < 55.8271;

function offset({ lat, lng }: Point): Point {
  const [x, y] = [lng - 105, lat - 35];
  const waves = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2 / 3;
  const wave = (of: number, parts: [number, number][]) => parts.reduce((sum, [height, length]) => sum + height * Math.sin(of / length * Math.PI), 0) * 2 / 3;
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves + wave(y, [[20, 1], [40, 3], [160, 12], [320, 30]]);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves + wave(x, [[20, 1], [40, 3], [150, 12], [300, 30]]);
  const magic = 1 - flatness * Math.sin(lat * rad) ** 2;
  return {
    lat: (north * 180) / ((axis * (1 - flatness)) / (magic * Math.sqrt(magic)) * Math.PI),
    lng: (east * 180) / (axis / Math.sqrt(magic) * Math.cos(lat * rad) * Math.PI),
  };
}

/** What satellites tell, as maps of China show it. */
export function gcjOf(point: Point): Point {
  if (!isInChina(point)) return { lat: point.lat, lng: point.lng };
  const by = offset(point);
  return { lat: point.lat + by.lat, lng: point.lng + by.lng };
}

/** The way back, to within a centimetre. */
export function wgsOf(point: Point): Point {
  let guess = { lat: point.lat, lng: point.lng };
  for (let round = 0; round < 5; round++) {
    const shown = gcjOf(guess);
    guess = { lat: guess.lat + point.lat - shown.lat, lng: guess.lng + point.lng - shown.lng };
  }
  return guess;
}

/** As rows hold it. */
export const asGcj = ({ lat, lng, datum }: Point & { datum: Datum }): Point => (datum === 'wgs84' ? gcjOf({ lat, lng }) : { lat, lng });

/** Millionths of a degree: 11 cm. */
export const toE6 = (degrees: number): number => Math.round(degrees * 1e6);
export const fromE6 = (e6: number): number => e6 / 1e6;
