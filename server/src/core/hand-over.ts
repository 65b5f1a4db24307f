import type { ReadDb, WriteDb } from './db/scope';

/** A customer goes from one staff member to another. */
export interface Relation {
  customerId: string;
  staffId: string;
}

export interface HandOverMove {
  customerId: string;
  /** The account that goes: a merged person may have several, each handed over by itself. */
  externalUserid: string;
  fromStaffId: string;
  toStaffId: string;
  /** ms. */
  at: number;
}

/** A line of the brief that the new owner gets. */
export interface BriefLine {
  kind: 'task' | 'note' | 'promise' | 'file';
  text: string;
  /** When it is due, or when it was written; ms. */
  at: number | null;
}

/**
 * A module says what it holds of a customer for a staff member, and moves it when the customer goes to another. It is listed
 * in `defineModule`, so that a hand-over reaches modules it has never heard of.
 */
export interface HandOver {
  name: string;
  /** What the new owner should read; nothing of it is moved. */
  brief?(db: ReadDb, relation: Relation): Promise<BriefLine[]>;
  /** Moves what is held, in the transaction that ends the hand-over. It may run twice. */
  move?(tx: WriteDb, move: HandOverMove): Promise<void>;
}

declare module './services' {
  interface Services {
    handOvers: readonly HandOver[];
  }
}
