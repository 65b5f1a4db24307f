import type { Database } from './database';

/** Very many small rows, in the order of their first cell, to be run through once. The first is the key; others have a number from 0 on. */
export interface BulkRows {
  readonly length: number;
  /** Of the row that is read now. */
  readonly key: string;
  keyOf(row: number): string;
  /** To the next row, the first at first; false behind the last. */
  next(): boolean;
  /** Whether the cell is NULL; as a text that is empty, as a number NaN. */
  isNull(cell: number): boolean;
  text(cell: number): string;
  number(cell: number): number;
  /** A text that comes again and again: the same string each time. */
  word(cell: number): string;
}

/** A control character that no text of ours holds; where one does, the rows are read one by one. */
const between = 0x1f;
const betweenText = String.fromCharCode(between);
/** Stands for NULL. */
const none = 0x18;
const noneText = String.fromCharCode(none);
/** A limit of 1 kB or 1 MB otherwise; MariaDB sets it in front of the statement, MySQL and TiDB behind its verb. */
const longest = 1 << 24;

/**
 * For whoever builds something of all rows of a table. The database strings them together, because a packet, an object and
 * strings for each row cost several times what stands in it. `columns`: the key first; a name with `?` may be NULL.
 */
export async function readBulk(database: Database, columns: readonly string[], from: string, parameters: readonly unknown[]): Promise<BulkRows> {
  const names = columns.map((column) => column.replace('?', ''));
  const cells = columns.map((column, n) => (column.endsWith('?') ? `COALESCE(${names[n]}, '${noneText}')` : names[n]!));
  const [row] = await database.query<{ n: string | number; bytes: Buffer | null }>(database.dialect === 'mysql' ? strungByMysql(cells, from) : strungBySqlite(cells, from), [...parameters]);
  const told = cut(row!.bytes ?? Buffer.alloc(0), Number(row!.n), columns.length);
  return told ?? new ObjectRows(await database.query(`SELECT ${names.map((name, n) => `${name} AS c${n}`).join(', ')} FROM ${from} ORDER BY ${names[0]}`, [...parameters]));
}

/** One binary part makes bytes of the whole; the cells of a row as one text, because the database makes a copy of each text that it strings together. */
const strungByMysql = ([key, ...cells]: string[], from: string): string =>
  `/*M! SET STATEMENT group_concat_max_len = ${longest} FOR */ SELECT /*+ SET_VAR(group_concat_max_len = ${longest}) */ COUNT(*) AS n, GROUP_CONCAT(CONCAT_WS('${betweenText}', ${[`CAST(${key} AS BINARY)`, ...cells].join(', ')}) SEPARATOR '${betweenText}') AS bytes FROM ${from}`;

const strungBySqlite = (cells: string[], from: string): string =>
  `SELECT COUNT(*) AS n, CAST(group_concat(${cells.join(` || '${betweenText}' || `)}, '${betweenText}') AS BLOB) AS bytes FROM ${from}`;

/** Of each row the place of its key among `keys`, which stand in the same order and have each key once; -1 where it is not there. */
export function placesAmong(keys: BulkRows, rows: BulkRows): Int32Array {
  if (keys instanceof ByteRows && rows instanceof ByteRows) return rows.placesAmong(keys);
  const places = new Int32Array(rows.length).fill(-1);
  for (let row = 0, at = 0; row < rows.length; row++) {
    const key = rows.keyOf(row);
    while (at < keys.length && keys.keyOf(at) < key) at++;
    if (at < keys.length && keys.keyOf(at) === key) places[row] = at;
  }
  return places;
}

/** Null: these are not so many cells, or not in their order. */
function cut(bytes: Buffer, rows: number, columns: number): ByteRows | null {
  const ends = new Uint32Array(rows * columns);
  let cells = 0;
  for (let at = bytes.indexOf(between); at >= 0; at = bytes.indexOf(between, at + 1)) {
    if (cells === ends.length) return null;
    ends[cells++] = at;
  }
  if (rows > 0) ends[cells++] = bytes.length;
  if (cells !== ends.length) return null;
  return ByteRows.inOrder(bytes, ends, columns);
}

class ByteRows implements BulkRows {
  /** Of its first cell. */
  private first: number;
  private readonly view: DataView;

  /** `isNew`: of each row whether its key is another than that before. */
  private constructor(private readonly bytes: Buffer, private readonly ends: Uint32Array, private readonly columns: number, private readonly isNew: Uint8Array) {
    this.first = -columns;
    this.view = viewOf(bytes);
  }

  /** Null: they are not. */
  static inOrder(bytes: Buffer, ends: Uint32Array, columns: number): ByteRows | null {
    const isNew = new Uint8Array(ends.length / columns);
    const told = new ByteRows(bytes, ends, columns, isNew);
    for (let row = 0; row < isNew.length; row++) {
      const difference = row === 0 ? 1 : told.compareKey(row, told, row - 1);
      if (difference < 0) return null;
      if (difference > 0) isNew[row] = 1;
    }
    return told;
  }

  get length(): number {
    return this.isNew.length;
  }

  get key(): string {
    return this.keyOf(this.first / this.columns);
  }

  keyOf(row: number): string {
    return this.bytes.toString('latin1', this.start(row * this.columns), this.ends[row * this.columns]);
  }

  /** Without a string for each key, which would cost more than all else that is done with it. */
  placesAmong(keys: ByteRows): Int32Array {
    const places = new Int32Array(this.length).fill(-1);
    for (let row = 0, at = 0; row < places.length; row++) {
      if (this.isNew[row] === 0) {
        places[row] = places[row - 1]!;
        continue;
      }
      let difference = 1;
      while (at < keys.length && (difference = this.compareKey(row, keys, at)) > 0) at++;
      if (difference === 0) places[row] = at;
    }
    return places;
  }

  next(): boolean {
    this.first += this.columns;
    return this.first < this.ends.length;
  }

  isNull(cell: number): boolean {
    const at = this.first + 1 + cell;
    const start = this.start(at);
    return this.ends[at]! - start === 1 && this.bytes[start] === none;
  }

  text(cell: number): string {
    const at = this.first + 1 + cell;
    const [start, end] = [this.start(at), this.ends[at]!];
    return start === end || (end - start === 1 && this.bytes[start] === none) ? '' : this.bytes.toString('utf8', start, end);
  }

  number(cell: number): number {
    const at = this.first + 1 + cell;
    let value = 0;
    let place = this.start(at);
    const end = this.ends[at]!;
    // Whole numbers, as nearly all are.
    for (; place < end; place++) {
      const digit = this.bytes[place]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (place === end && end - this.start(at) < 16) return value;
    return this.isNull(cell) ? NaN : Number(this.text(cell));
  }

  word(cell: number): string {
    const at = this.first + 1 + cell;
    return words.at(this.bytes, this.view, this.start(at), this.ends[at]!);
  }

  private start(at: number): number {
    return at === 0 ? 0 : this.ends[at - 1]! + 1;
  }

  private compareKey(row: number, other: ByteRows, otherRow: number): number {
    const { bytes, view } = this;
    let [a, b] = [this.start(row * this.columns), other.start(otherRow * other.columns)];
    const [endA, endB] = [this.ends[row * this.columns]!, other.ends[otherRow * other.columns]!];
    for (; a + 4 <= endA && b + 4 <= endB; a += 4, b += 4) if (view.getUint32(a) !== other.view.getUint32(b)) return view.getUint32(a) - other.view.getUint32(b);
    for (; a < endA && b < endB; a++, b++) if (bytes[a] !== other.bytes[b]) return bytes[a]! - other.bytes[b]!;
    return (endA - a) - (endB - b);
  }
}

class ObjectRows implements BulkRows {
  private at = -1;

  constructor(private readonly rows: Record<string, string | number | null>[]) {}

  get length(): number {
    return this.rows.length;
  }

  get key(): string {
    return this.keyOf(this.at);
  }

  keyOf(row: number): string {
    return this.rows[row]!.c0 as string;
  }

  next(): boolean {
    return ++this.at < this.rows.length;
  }

  isNull(cell: number): boolean {
    return this.value(cell) === null;
  }

  text(cell: number): string {
    return String(this.value(cell) ?? '');
  }

  number(cell: number): number {
    return Number(this.value(cell) ?? NaN);
  }

  word(cell: number): string {
    return this.text(cell);
  }

  private value(cell: number): string | number | null {
    return this.rows[this.at]![`c${cell + 1}`]!;
  }
}

/** Reads four bytes at a time, the first the most. */
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

interface Word {
  hash: number;
  /** Of its bytes: the view would tell it more slowly, and most words that are not the one differ by it. */
  length: number;
  text: string;
  view: DataView;
}

/** The strings of bytes that were asked for before: a table by their last bytes, never more than half full. */
class Words {
  private table: (Word | null)[] = emptyTable(1 << 12);
  private held = 0;

  at(bytes: Buffer, view: DataView, start: number, end: number): string {
    const hash = hashOf(view, start, end);
    const { table } = this;
    const mask = table.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const word = table[place]!;
      if (word === null) break;
      if (word.hash === hash && word.length === end - start && isSame(word.view, view, start, end)) return word.text;
    }
    const text = bytes.toString('utf8', start, end);
    this.hold({ hash, length: end - start, text, view: viewOf(new Uint8Array(bytes.subarray(start, end))) });
    return text;
  }

  private hold(word: Word): void {
    if (this.held >= mostWords) this.renew(1 << 12, []);
    if (this.held * 2 >= this.table.length) this.renew(this.table.length * 2, this.table);
    const mask = this.table.length - 1;
    let place = word.hash & mask;
    while (this.table[place] !== null) place = (place + 1) & mask;
    this.table[place] = word;
    this.held++;
  }

  private renew(size: number, words: (Word | null)[]): void {
    this.table = emptyTable(size);
    this.held = 0;
    for (const word of words) if (word) this.hold(word);
  }
}

const emptyTable = (size: number): (Word | null)[] => new Array<Word | null>(size).fill(null);
const mostWords = 100_000;
const words = new Words();

function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  if (hash >= 8) hash = Math.imul(view.getInt32(end - 8) ^ Math.imul(view.getInt32(end - 4), 0x9e3779b1), 0x85ebca6b);
  else for (let at = start; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Whether the bytes from `start` to before `end` are these, which are as many. */
function isSame(word: DataView, view: DataView, start: number, end: number): boolean {
  let at = 0;
  for (; start + at + 4 <= end; at += 4) if (word.getUint32(at) !== view.getUint32(start + at)) return false;
  for (; start + at < end; at++) if (word.getUint8(at) !== view.getUint8(start + at)) return false;
  return true;
}
