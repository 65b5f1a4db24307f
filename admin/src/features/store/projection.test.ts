import { expect, test } from 'vitest';
import { gridStep, pixelsPerMetre, toPixel, toPoint, zoomFor } from './projection';

test('LC-19 the map finds the pixel of a place and the place of a pixel', () => {
  for (const place of [{ lat: 31.230525, lng: 121.473667 }, { lat: -33.9, lng: -70.1 }, { lat: 0, lng: 0 }]) {
    for (const zoom of [3, 11, 18]) {
      const back = toPoint(toPixel(place, zoom), zoom);
      expect([back.lat, back.lng]).toEqual([expect.closeTo(place.lat, 6), expect.closeTo(place.lng, 6)]);
    }
  }
  // One kilometre to the north, measured on the map.
  const at = toPixel({ lat: 31, lng: 121 }, 14).y - toPixel({ lat: 31 + 1 / 111.32, lng: 121 }, 14).y;
  expect(at / (1000 * pixelsPerMetre(31, 14))).toBeCloseTo(1, 2);
  expect(zoomFor(50, 31, 600)).toBe(18);
  expect(zoomFor(100_000, 31, 600)).toBeLessThan(9);
  expect(gridStep(18)).toBe(0.001);
});
