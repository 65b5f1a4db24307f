import { expect, test } from 'vitest';
import { daysFrom, spansOf } from './spans';

test('LC-04 days in a row that are alike are one line, across the end of a year too', () => {
  expect(daysFrom('2026-12-30', '2027-01-02')).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
  const off = (day: string, name = '年会') => ({ day, kind: 'holiday', name });
  expect(spansOf([off('2026-12-31'), off('2027-01-01'), off('2027-01-02', '店庆'), off('2027-01-05', '店庆')]).map(({ from, to }) => [from, to]))
    .toEqual([['2026-12-31', '2027-01-01'], ['2027-01-02', '2027-01-02'], ['2027-01-05', '2027-01-05']]);
});
