import { And, Equal, In, MoreThan, Raw, type FindOperator, type FindOptionsWhere, type QueryDeepPartialEntity } from 'typeorm';
import type { Language } from '@scrm/shared/error';
import type { Clock } from '../clock';
import type { CorpRow } from '../db/columns';
import type { Class } from '../db/database';
import type { ReadDb, Where, WriteDb } from '../db/scope';
import type { Services } from '../services';

export interface Words {
  zh: string;
  en: string;
}

/** One person, as our rows may name them. */
export interface Person {
  customerId: string;
  /** Every id by which the platforms or a browser know them: external_userid, unionid, openid, a visitor's id. */
  names: readonly string[];
  /** What people call them: name and remarks. Others may be called the same. */
  called: readonly string[];
}

export interface PersonalContext extends Services {
  corpId: string;
  db: ReadDb;
  clock: Clock;
}

/** Column → what a person reads above its value. */
type Labels<T> = Partial<Record<keyof T & string, Words>>;
/** One row as a person reads it. Values of columns `at` and `…At` are times in ms, `staffId` is a colleague, `Words` are shown in the reader's language. */
export interface ShownField {
  column: string;
  label: Words;
  value: unknown;
}
export type ShownRow = ShownField[];

/** A few rows that are erased in one transaction. */
export interface Batch {
  /** The last id that was looked at: the next batch begins after it. */
  next: string;
  deleted: number;
  blanked: number;
  /** Outside of the transaction and before it; what it does may be done twice. */
  before(): Promise<void>;
  work(tx: WriteDb): Promise<void>;
}

/** What one table holds of a person: how it is found, shown and erased. */
export interface PersonalData {
  entity: Class<object>;
  label: Words;
  action: 'delete' | 'blank' | 'keep';
  /** What stays, and on what ground. */
  kept: Words | null;
  /** It tells the person something that no other table tells. */
  isShown: boolean;
  /** Null where counting means reading every row. */
  count(context: PersonalContext, person: Person): Promise<number | null>;
  names(context: PersonalContext, person: Person): Promise<string[]>;
  called(context: PersonalContext, person: Person): Promise<string[]>;
  show(context: PersonalContext, person: Person, language: Language): Promise<ShownRow[]>;
  /** Null when nothing is left after `after`. */
  batch(context: PersonalContext, person: Person, after: string): Promise<Batch | null>;
}

export interface Declaration<T extends CorpRow> {
  label: Words;
  /** The rows of one person; null: there can be none. */
  of: (person: Person) => Where<T> | null;
  /** Where the condition cannot be said in SQL: looks into each row that `of` finds. */
  holds?: (row: T, person: Person, context: PersonalContext) => boolean | Promise<boolean>;
  /** By what else this row says that the person is known. */
  names?: (row: T) => (string | null)[];
  /** What this row says that they are called. */
  called?: (row: T, context: PersonalContext) => string[];
  /** What goes into the access file; left out where it only repeats other tables. */
  show?: Labels<T> | ((rows: T[], context: PersonalContext) => Promise<ShownRow[]>);
  /** Deletes the row, keeps it whole, or gives the columns to overwrite. */
  erase: 'delete' | 'keep' | ((row: T, person: Person) => Partial<Record<keyof T, unknown>>);
  /** Needed unless rows are deleted: what stays, and on what ground. */
  kept?: Words;
  /** Bytes on a disk, say. May be done twice. */
  before?: (rows: T[], context: PersonalContext) => Promise<void>;
  /** What else changes in the same transaction: a count, say. */
  also?: (tx: WriteDb, rows: T[]) => Promise<void>;
}

const batchSize = 200;
const most = 5000;

/** Says for one table how the rows of one person are found, shown and erased. */
export function personal<T extends CorpRow>(entity: Class<T>, declaration: Declaration<T>): PersonalData {
  const { label, of, holds, names, called, show, erase, kept, before, also } = declaration;
  const page = async (db: ReadDb, person: Person, after: string, take: number) => {
    const where = of(person);
    if (where === null) return [];
    return db.find(entity, ([where].flat() as FindOptionsWhere<T>[]).map((one) => later(one, after)), { order: { id: 'ASC' } as never, take });
  };
  const held = async (rows: T[], person: Person, context: PersonalContext) => {
    if (!holds) return rows;
    const answers = await Promise.all(rows.map((row) => holds(row, person, context)));
    return rows.filter((_, index) => answers[index]);
  };

  return {
    entity, label, action: typeof erase === 'function' ? 'blank' : erase, kept: kept ?? null, isShown: show !== undefined,

    count: async ({ db }, person) => {
      const where = of(person);
      return holds ? null : where === null ? 0 : db.count(entity, where);
    },

    names: async ({ db }, person) => (names ? (await page(db, person, '', most)).flatMap((row) => names(row).filter((name) => name !== null && name !== '') as string[]) : []),

    called: async (context, person) => (called ? (await page(context.db, person, '', most)).flatMap((row) => called(row, context)).map((text) => text.trim()).filter((text) => text !== '') : []),

    show: async (context, person) => {
      if (!show) return [];
      const rows = await held(await page(context.db, person, '', most), person, context);
      if (typeof show === 'function') return show(rows, context);
      return rows.map((row) => (Object.entries(show) as [keyof T & string, Words][]).map(([column, words]) => ({ column, label: words, value: row[column] })));
    },

    batch: async (context, person, after) => {
      if (erase === 'keep') return null;
      const found = await page(context.db, person, after, batchSize);
      const last = found.at(-1);
      if (!last) return null;
      const rows = await held(found, person, context);
      const patches = typeof erase === 'function' ? rows.map((row) => ({ row, patch: erase(row, person) })).filter(({ row, patch }) => differs(row, patch)) : [];
      const deleted = erase === 'delete' ? rows : [];
      const touched = [...deleted, ...patches.map(({ row }) => row)];
      return {
        next: last.id, deleted: deleted.length, blanked: patches.length,
        before: async () => { if (touched.length > 0) await before?.(touched, context); },
        work: async (tx) => {
          if (touched.length === 0) return;
          if (deleted.length > 0) await tx.remove(entity, { id: In(deleted.map((row) => row.id)) } as Where<T>);
          for (const { row, patch } of patches) await tx.update(entity, { id: row.id } as Where<T>, patch as QueryDeepPartialEntity<T>);
          await also?.(tx, touched);
        },
      };
    },
  };
}

/** For tables whose rows need not belong to a corp (jobs, callbacks, sessions): those of this corp are meant. */
export const ofCorp = <T>(entity: Class<T>) => entity as unknown as Class<T & CorpRow>;

/** A condition for `of`: the column's text names the person. */
export function mentions(column: string, { names }: Person): Record<string, unknown>[] | null {
  if (names.length === 0) return null;
  return names.map((name, index) => ({ [column]: Raw((alias) => `INSTR(${alias}, :mention${index}) > 0`, { [`mention${index}`]: name }) }));
}

/** Whether a text names the person. */
export const isNamedIn = (text: string, { names, customerId }: Person): boolean => text.includes(customerId) || names.some((name) => text.includes(name));

/** Or what they are called; a single character is in too many texts to mean anybody. */
export const isCalledIn = (text: string, person: Person): boolean => isNamedIn(text, person) || person.called.some((name) => [...name].length > 1 && text.includes(name));

/** The same rows, those after this id. What the condition itself says of the id goes on holding. */
function later<T extends CorpRow>(where: FindOptionsWhere<T>, after: string): FindOptionsWhere<T> {
  if (after === '') return where;
  const { id } = where as { id?: string | FindOperator<string> };
  const isLater = MoreThan(after);
  return { ...where, id: id === undefined ? isLater : And(typeof id === 'string' ? Equal(id) : id, isLater) };
}

function differs(row: object, patch: object): boolean {
  return Object.entries(patch).some(([column, value]) => JSON.stringify((row as Record<string, unknown>)[column]) !== JSON.stringify(value));
}
