import type { CorpKey } from './control';
import type { Context } from './context';
import type { Person } from './model';
import { corpKeys } from './seed';
import { Impossible } from './friends';

/** Query and JSON body of a call of the control language, as one record. */
export type Input = Record<string, unknown>;
export type Handler = (ctx: Context, input: Input) => unknown;

export function personOf(ctx: Context, input: Input): Person {
  const found = ctx.world.people[need(input, 'person')];
  if (!found) throw new Impossible('没有这个微信用户');
  return found;
}

export function corpOf(input: Input): CorpKey {
  if (!corpKeys.includes(input.corp as CorpKey)) throw new Impossible(`corp 应为 ${corpKeys.join('、')}`);
  return input.corp as CorpKey;
}

export function word(input: Input, field: string): string {
  const value = input[field];
  return typeof value === 'string' ? value : '';
}

export function need(input: Input, field: string): string {
  const value = word(input, field);
  if (!value) throw new Impossible(`缺少 ${field}`);
  return value;
}

export function words(input: Input, field: string): string[] {
  const value = input[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function numbers(input: Input, field: string): number[] {
  const value = input[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}

export function number(input: Input, field: string, fallback: number): number {
  const value = Number(input[field] ?? fallback);
  return Number.isFinite(value) ? value : fallback;
}
