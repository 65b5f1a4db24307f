import type { ExportKindName } from '@scrm/shared/export';
import type { Language } from '@scrm/shared/error';
import type { Permission } from '@scrm/shared/permission';
import type { Clock } from './clock';
import type { ReadDb, WriteDb } from './db/scope';
import type { Actor, Reach } from './http/serve';
import type { Words } from './personal/declare';
import type { Services } from './services';
import type { Cell } from './sheet/write';
import type { Asking } from './tasks';

/** For whom a file is made, or who fetches it. */
export interface ExportViewer extends Services {
  db: ReadDb;
  corpId: string;
  actor: Actor;
  clock: Clock;
  language: Language;
  /** The company's, by which times are written. */
  zone: string;
}

/** What is noted in the transaction before a row is written. */
export interface ExportRow {
  cells: Cell[];
  note?(tx: WriteDb): Promise<void>;
}

/** A list that can be taken out as a file: whom it shows, in which order, and what of them. `O` is what the person chose. */
export interface ExportKind<O = unknown, F = unknown> {
  kind: ExportKindName;
  label: Words;
  permission: Permission;
  /** The ids that a filter meets, in parts, in the order of the screen. */
  resolve(viewer: ExportViewer, filter: F, asking: Asking): AsyncIterable<string[]>;
  /** Ids that were chosen one by one, in the order of the screen; those of them that are there. */
  inOrder(db: ReadDb, ids: readonly string[]): Promise<string[]>;
  visible(db: ReadDb, ids: readonly string[], reach: Reach): Promise<ReadonlySet<string>>;
  /** What this one has become. */
  livingId(db: ReadDb, id: string): Promise<string>;
  /** Refuses what this person may not have; asked at the start, while the file is made and at each download. */
  check(viewer: ExportViewer, order: O): Promise<void>;
  columns(viewer: ExportViewer, order: O): Promise<{ title: string; width?: number }[]>;
  /** Columns, counted from 0, that hold staff by their ids where WeCom keeps the names from us. */
  staffColumns?(order: O): readonly number[];
  /** By id; who is gone is absent. */
  rows(viewer: ExportViewer, ids: readonly string[], order: O): Promise<ReadonlyMap<string, ExportRow>>;
}

/** Names a kind; list it among its module's `exportKinds`. */
export function defineExportKind<O, F>(kind: ExportKind<O, F>): ExportKind {
  return kind as unknown as ExportKind;
}

declare module './services' {
  interface Services {
    exportKinds: ReadonlyMap<string, ExportKind>;
    /** Days until a file is deleted. */
    exportDays: number;
  }
}
