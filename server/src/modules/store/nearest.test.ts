import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceM, gcjOf, wgsOf } from '@scrm/shared/geo';
import { isOpen, localAt, openTimesOf } from './hours';
import { Nearest, type Spot } from './nearest';

const place = fc.oneof(
  fc.record({ lat: fc.double({ min: 18, max: 53, noNaN: true }), lng: fc.double({ min: 73, max: 135, noNaN: true }) }),
  // Crowded, near the poles, and where the longitudes meet.
  fc.record({ lat: fc.double({ min: 31.1, max: 31.3, noNaN: true }), lng: fc.double({ min: 121.3, max: 121.6, noNaN: true }) }),
  fc.record({ lat: fc.double({ min: 84, max: 90, noNaN: true }), lng: fc.double({ min: -180, max: 180, noNaN: true }) }),
  fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lng: fc.constantFrom(-180, -179.99, 179.99, 180) }),
);

test('LC-17 the nearest stores are those that looking at every store gives: overlapping radii, ties by priority', () => {
  fc.assert(fc.property(
    fc.array(fc.record({ at: place, radiusM: fc.integer({ min: 50, max: 100_000 }), priority: fc.nat(2) }), { minLength: 1, maxLength: 120 }),
    fc.array(fc.nat(1000), { maxLength: 20 }), place, fc.integer({ min: 1, max: 5 }), fc.boolean(),
    (made, twins, point, most, inRange) => {
      const index = new Nearest<Spot>();
      const spots = new Map<string, Spot>();
      const put = (spot: Spot) => { spots.set(spot.id, spot); index.set(spot); };
      made.forEach(({ at, radiusM, priority }, n) => put({ id: `s${n}`, ...at, radiusM, priority }));
      // At the very same place with another priority, moved ones, and ones that are gone.
      twins.forEach((n, nth) => put({ ...spots.get(`s${n % made.length}`)!, id: `t${nth}`, priority: n % 4 }));
      twins.forEach((n) => { if (n % 3 === 0) put({ ...spots.get(`s${n % made.length}`)!, lat: point.lat, lng: point.lng }); });
      twins.forEach((n) => { if (n % 5 === 0) { spots.delete(`t${n % twins.length}`); index.delete(`t${n % twins.length}`); } });
      const accept = (spot: Spot, distance: number) => !inRange || distance <= spot.radiusM;
      const all = [...spots.values()].map((spot) => ({ spot, distance: distanceM(point, spot) })).filter(({ spot, distance }) => accept(spot, distance))
        .sort((a, b) => Math.round(a.distance) - Math.round(b.distance) || b.spot.priority - a.spot.priority || (a.spot.id < b.spot.id ? -1 : 1));
      expect(index.find(point, accept, { most }).map(({ spot }) => spot.id)).toEqual(all.slice(0, most).map(({ spot }) => spot.id));
      expect(index.find(point, accept, { most, withinM: 100_000 }).map(({ spot }) => spot.id)).toEqual(all.filter(({ distance }) => Math.round(distance) <= 100_000).slice(0, most).map(({ spot }) => spot.id));
    },
  ), { numRuns: 400 });
});

test('LC-17 GCJ-02 and WGS-84: known places, there and back, and no offset outside of China', () => {
  // Tiananmen as satellites and as Chinese maps have it.
  const shown = gcjOf({ lat: 39.907333, lng: 116.391083 });
  expect(shown.lat).toBeCloseTo(39.908737, 4);
  expect(shown.lng).toBeCloseTo(116.397326, 4);
  expect(gcjOf({ lat: 48.8584, lng: 2.2945 })).toEqual({ lat: 48.8584, lng: 2.2945 });
  fc.assert(fc.property(fc.double({ min: 18.2, max: 53, noNaN: true }), fc.double({ min: 74, max: 134, noNaN: true }), (lat, lng) => {
    const there = gcjOf({ lat, lng });
    const by = distanceM({ lat, lng }, there);
    expect(by).toBeGreaterThan(1);
    expect(by).toBeLessThan(1500);
    expect(distanceM(wgsOf(there), { lat, lng })).toBeLessThan(0.05);
  }));
  // One degree of a meridian, and half of the way around.
  expect(distanceM({ lat: 0, lng: 0 }, { lat: 1, lng: 0 })).toBeCloseTo(111_195, 0);
  expect(distanceM({ lat: 0, lng: 0 }, { lat: 0, lng: 180 })).toBeCloseTo(20_015_115, -1);
});

test('LC-19 hours: weeks, exceptions, past midnight, and zones with and without daylight saving', () => {
  const at = (zone: string, iso: string) => localAt(zone, Date.parse(iso));
  const shop = openTimesOf({
    zone: 'Asia/Shanghai', weekly: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }, { days: [6], from: '20:00', to: '02:00' }],
    exceptions: [{ date: '2026-10-01', slots: [], note: '国庆节' }, { date: '2026-10-10', slots: [{ from: '10:00', to: '12:00' }], note: '' }],
  });
  const open = (iso: string) => isOpen(shop, at('Asia/Shanghai', `${iso}+08:00`));
  expect(['2026-09-01T08:59:59', '2026-09-01T09:00:00', '2026-09-01T17:59:59', '2026-09-01T18:00:00', '2026-09-06T12:00:00'].map(open)).toEqual([false, true, true, false, false]);
  expect(['2026-09-05T19:00:00', '2026-09-05T23:30:00', '2026-09-06T01:59:00', '2026-09-06T02:00:00'].map(open)).toEqual([false, true, true, false]);
  expect(['2026-10-01T10:00:00', '2026-10-10T11:00:00', '2026-10-10T21:00:00', '2026-10-11T01:00:00'].map(open)).toEqual([false, true, false, false]);
  const always = openTimesOf({ zone: 'America/New_York', weekly: [], exceptions: [{ date: '2026-12-25', slots: [], note: '' }] });
  expect(isOpen(always, at('America/New_York', '2026-07-01T12:00:00Z'))).toBe(true);
  expect(isOpen(always, at('America/New_York', '2026-12-25T17:00:00Z'))).toBe(false);
  // The same clock on the wall in winter and in summer.
  expect(at('America/New_York', '2026-01-15T14:00:00Z')).toMatchObject({ minute: 540, weekday: 4 });
  expect(at('America/New_York', '2026-07-15T13:00:00Z')).toMatchObject({ minute: 540, weekday: 3 });
});
