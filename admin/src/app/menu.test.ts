import { expect, test } from 'vitest';
import { menu } from './menu';

test('the menu leads to each page once, and no two entries are called the same', () => {
  const twice = (values: string[]) => values.filter((value, at) => values.indexOf(value) !== at);
  expect(twice(menu.map(({ path }) => path))).toEqual([]);
  expect(twice(menu.map(({ text }) => text.zh))).toEqual([]);
  expect(twice(menu.map(({ text }) => text.en))).toEqual([]);
});
