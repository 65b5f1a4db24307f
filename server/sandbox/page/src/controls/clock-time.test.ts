import { expect, test } from 'vitest';
import { nextMonday } from './clock-time';

const china = (text: string) => Date.parse(`${text}+08:00`);

test('next Monday is 9:00 in China, and always ahead', () => {
  expect(nextMonday(china('2026-11-22T23:59'))).toBe(china('2026-11-23T09:00'));
  expect(nextMonday(china('2026-11-23T00:00'))).toBe(china('2026-11-30T09:00'));
  expect(nextMonday(china('2026-11-23T12:00'))).toBe(china('2026-11-30T09:00'));
  expect(nextMonday(china('2026-12-29T12:00'))).toBe(china('2027-01-04T09:00'));
});
