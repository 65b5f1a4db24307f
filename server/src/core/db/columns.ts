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

type Options = { nullable?: boolean };

export const Id = () => PrimaryColumn({ type: 'varchar', length: 40 });
/** Ids, codes and names of at most `length` characters. */
export const Text = (length: number, { nullable = false }: Options = {}) => Column({ type: 'varchar', length, nullable });
export const LongText = ({ nullable = false }: Options = {}) => Column({ type: 'text', nullable });
export const Json = ({ nullable = false }: Options = {}) => Column({ type: 'text', nullable, transformer: json });
/** UTC milliseconds. */
export const Time = ({ nullable = false }: Options = {}) => Column({ type: 'bigint', nullable, transformer: number });
export const Int = ({ nullable = false }: Options = {}) => Column({ type: 'integer', nullable });
/** Whole numbers past 2^31: counters, fen. Safe to 2^53. */
export const BigInt = ({ nullable = false }: Options = {}) => Column({ type: 'bigint', nullable, transformer: number });
/** `falseAtFirst`: for a column that came later than its table. */
export const Bool = ({ falseAtFirst = false } = {}) => Column({ type: 'integer', ...(falseAtFirst && { default: 0 }), transformer: { to: (value: boolean) => (value ? 1 : 0), from: (value: number) => value === 1 } });

/** Every row belongs to one corp. */
export abstract class CorpRow {
  @Id() id: string;
  @Text(40) corpId: string;
}

export const table = {
  id: (): TableColumnOptions => ({ name: 'id', type: 'varchar', length: '40', isPrimary: true }),
  corpId: (): TableColumnOptions => ({ name: 'corpId', type: 'varchar', length: '40' }),
  text: (name: string, length: number, { nullable = false }: Options = {}): TableColumnOptions => ({ name, type: 'varchar', length: String(length), isNullable: nullable }),
  longText: (name: string, { nullable = false }: Options = {}): TableColumnOptions => ({ name, type: 'text', isNullable: nullable }),
  json: (name: string, { nullable = false }: Options = {}): TableColumnOptions => ({ name, type: 'text', isNullable: nullable }),
  time: (name: string, { nullable = false }: Options = {}): TableColumnOptions => ({ name, type: 'bigint', isNullable: nullable }),
  int: (name: string, { nullable = false }: Options = {}): TableColumnOptions => ({ name, type: 'integer', isNullable: nullable }),
  bigInt: (name: string, { nullable = false }: Options = {}): TableColumnOptions => ({ name, type: 'bigint', isNullable: nullable }),
  bool: (name: string): TableColumnOptions => ({ name, type: 'integer' }),
};
