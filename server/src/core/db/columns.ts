import { Column, PrimaryColumn, type TableColumnOptions } from 'typeorm';

/**
 * The kinds of column that there are. The decorators stand in entities and the functions of `table` in migrations;
 * both come from the same options, so the two cannot drift apart. Differences between MySQL and SQLite live here alone.
 */
const number = { to: (value: number | null) => value, from: (value: string | number | null) => (value === null ? null : Number(value)) };
const json = {
  to: (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value)),
  from: (value: string | null) => (value === null ? null : (JSON.parse(value) as unknown)),
};

/** `initial`: what rows have that were there before the column. */
type Options<T = never> = { nullable?: boolean; initial?: T };
const initially = <T>(initial: T | undefined) => (initial === undefined ? {} : { default: initial });
/** What is not given is left out, so that the column's own beginning counts. */
const flag = { to: (value?: boolean) => (value === undefined ? undefined : value ? 1 : 0), from: (value: number) => value === 1 };

export const Id = () => PrimaryColumn({ type: 'varchar', length: 40 });
/** Ids, codes and names of at most `length` characters. */
export const Text = (length: number, { nullable = false, initial }: Options<string> = {}) => Column({ type: 'varchar', length, nullable, ...initially(initial) });
export const LongText = ({ nullable = false }: Options = {}) => Column({ type: 'text', nullable });
/** At most 65,535 of them. */
export const Bytes = () => Column({ type: 'blob' });
export const Json = ({ nullable = false }: Options = {}) => Column({ type: 'text', nullable, transformer: json });
/** UTC milliseconds. */
export const Time = ({ nullable = false, initial }: Options<number> = {}) => Column({ type: 'bigint', nullable, transformer: number, ...initially(initial) });
export const Int = ({ nullable = false, initial }: Options<number> = {}) => Column({ type: 'integer', nullable, ...initially(initial) });
/** Whole numbers past 2^31: counters, fen. Safe to 2^53. */
export const BigInt = ({ nullable = false }: Options = {}) => Column({ type: 'bigint', nullable, transformer: number });
export const Bool = ({ initial }: Options<boolean> = {}) => Column({ type: 'integer', transformer: flag, ...initially(flag.to(initial)) });

/** Every row belongs to one corp. */
export abstract class CorpRow {
  @Id() id: string;
  @Text(40) corpId: string;
}

export const table = {
  id: (): TableColumnOptions => ({ name: 'id', type: 'varchar', length: '40', isPrimary: true }),
  corpId: (): TableColumnOptions => ({ name: 'corpId', type: 'varchar', length: '40' }),
  text: (name: string, length: number, { nullable = false, initial }: Options<string> = {}): TableColumnOptions => ({ name, type: 'varchar', length: String(length), isNullable: nullable, ...initially(initial === undefined ? undefined : `'${initial}'`) }),
  longText: (name: string, { nullable = false }: Options = {}): TableColumnOptions => ({ name, type: 'text', isNullable: nullable }),
  bytes: (name: string): TableColumnOptions => ({ name, type: 'blob' }),
  json: (name: string, { nullable = false }: Options = {}): TableColumnOptions => ({ name, type: 'text', isNullable: nullable }),
  time: (name: string, { nullable = false, initial }: Options<number> = {}): TableColumnOptions => ({ name, type: 'bigint', isNullable: nullable, ...initially(initial) }),
  int: (name: string, { nullable = false, initial }: Options<number> = {}): TableColumnOptions => ({ name, type: 'integer', isNullable: nullable, ...initially(initial) }),
  bigInt: (name: string, { nullable = false }: Options = {}): TableColumnOptions => ({ name, type: 'bigint', isNullable: nullable }),
  bool: (name: string, { initial }: Options<boolean> = {}): TableColumnOptions => ({ name, type: 'integer', ...initially(flag.to(initial)) }),
};
