import { expect, test } from 'vitest';
import type { Contract } from '@scrm/shared/contract';
import { rolePermissions, roles } from '@scrm/shared/permission';
import type { CallName } from '../api';
import { isOffered, menu } from './menu';
import { oftenUsed } from './often-used';

test('the menu leads to each page once, and no two entries are called the same', () => {
  const twice = (values: string[]) => values.filter((value, at) => values.indexOf(value) !== at);
  expect(twice(menu.map(({ path }) => path))).toEqual([]);
  expect(twice(menu.map(({ text }) => text.zh))).toEqual([]);
  expect(twice(menu.map(({ text }) => text.en))).toEqual([]);
});

test('PM-05 on the first page of each role stand at least three things that it does most, none that it may not', () => {
  const contracts: Record<string, Contract> = Object.assign({}, ...Object.values(import.meta.glob('../../../shared/src/*.ts', { eager: true })));
  for (const role of roles) {
    const allowed = (call: CallName) => {
      const [domain, verb] = call.split('.') as [string, string];
      const { allow } = contracts[domain]![verb]!;
      return allow === 'signedIn' || rolePermissions[role].some((permission) => permission === allow);
    };
    const refused = oftenUsed[role].filter((path) => !isOffered(menu.find((entry) => entry.path === path)!, allowed));
    expect([role, refused]).toEqual([role, []]);
    expect(oftenUsed[role].length).toBeGreaterThanOrEqual(3);
  }
});
