import { Raw, type FindOperator } from 'typeorm';
import type { ReadDb, WriteDb } from '../db/scope';
import type { Person, Words } from './declare';

/** What somebody wrote about another customer. */
export interface Said {
  id: string;
  /** Whom it is about. */
  customerId: string;
  /** Null: written for its keeper's eyes only. */
  text: string | null;
  at: number;
  staffId: string | null;
}

/** Words that people write freely, in which others than whom they are about may be named. */
export interface FreeWords {
  /** Of which a screen and the record of an erasure speak; the name of the entity. */
  table: string;
  label: Words;
  /** What was said before and is kept for looking back: all of it is written over, and nobody is asked. */
  isPast?: true;
  /** What is written about others and meets one of these, the newest first; at most `most`. */
  find(db: ReadDb, person: Person, parts: Parts, most: number): Promise<Said[]>;
  /** Writes over what meets; gives how many rows did. Left out where WeCom has the words and would bring them back. */
  cover?(tx: WriteDb, ids: readonly string[], parts: Parts, now: number): Promise<number>;
}

/** Pieces of text that are looked for. */
export interface Parts {
  /** For SQL, which knows no spellings: what each holds in any of them. */
  rough: readonly string[];
  meets(text: string): boolean;
  /** The text with `***` in their place. */
  cover(text: string): string;
}

const isPhone = (text: string) => /^\+?\d{7,15}$/.test(text);
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A number as people write it: with blanks or hyphens, its last four digits together, with or without the country; never a piece of a longer one. */
const spelled = (phone: string) => `(?<!\\d)(?:\\+?86[\\s-]*)?${[...phone.replace(/^\+(?:86)?/, '').slice(0, -4), phone.slice(-4)].join('[\\s-]*')}(?!\\d)`;

function partsOf(texts: readonly string[]): Parts {
  const all = [...new Set(texts)].sort((one, two) => two.length - one.length);
  const pattern = new RegExp(all.map((text) => (isPhone(text) ? spelled(text) : escaped(text))).join('|') || '(?!)', 'gi');
  return { rough: all.map((text) => (isPhone(text) ? text.slice(-4) : text)), meets: (text) => text.search(pattern) >= 0, cover: (text) => text.replace(pattern, '***') };
}

const isSure = (text: string) => isPhone(text) || /^[^\s@]+@[^\s@]+$/.test(text);

/** Numbers, addresses and ids: nobody else has them. */
export const sureParts = ({ customerId, names, called }: Person): Parts => partsOf([customerId, ...names, ...called.filter(isSure)]);
/** What people call them. Others may be called the same, or it is an ordinary word: only a person can tell. */
export const calledParts = ({ called }: Person): Parts => partsOf(called.filter((text) => !isSure(text) && [...text].length > 1));
/** All of it. */
export const allParts = (person: Person): Parts => partsOf([person.customerId, ...person.names, ...person.called.filter((text) => [...text].length > 1)]);

/** A condition: the column holds one of these, roughly, in small letters or large ones. */
export function holdsOne({ rough }: Parts): FindOperator<string> {
  const conditions = (alias: string) => rough.map((_, at) => `INSTR(LOWER(${alias}), :part${at}) > 0`).join(' OR ');
  return Raw((alias) => (rough.length === 0 ? '1 = 0' : `(${conditions(alias)})`), Object.fromEntries(rough.map((text, at) => [`part${at}`, text.toLowerCase()])));
}
