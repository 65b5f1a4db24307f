import type { Database } from './database';

/** Very many small rows, in the order of their first cell, to be run through once. The first stands in `key`; others have a number from 0 on. */
export interface BulkRows {
  readonly key: string;
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
/** Stands for NULL. */
const none = 0x18;
/** A limit of 1 kB or 1 MB otherwise; MariaDB sets it in front of the statement, MySQL and TiDB behind its verb. */
const longest = 1 << 24;

/**
 * For whoever builds something of all rows of a table. MySQL sends them as one stretch of bytes, because a packet, an object
 * and strings for each row cost several times what stands in it. `columns`: the key first; a name with `?` may be NULL.
 */
export async function readBulk(database: Database, columns: readonly string[], from: string, parameters: readonly unknown[]): Promise<BulkRows> {
  const names = columns.map((column) => column.replace('?', ''));
  if (database.dialect === 'mysql') {
    // One binary part makes bytes of the whole; the cells of a row as one text, because the database makes a copy of each text that it strings together.
    const cells = columns.map((column, n) => (n === 0 ? `CAST(${names[n]} AS BINARY)` : column.endsWith('?') ? `COALESCE(${names[n]}, '${String.fromCharCode(none)}')` : names[n])).join(', ');
    const [row] = await database.query<{ n: string | number; bytes: Buffer | null }>(
      `/*M! SET STATEMENT group_concat_max_len = ${longest} FOR */ SELECT /*+ SET_VAR(group_concat_max_len = ${longest}) */ COUNT(*) AS n, GROUP_CONCAT(CONCAT_WS('${String.fromCharCode(between)}', ${cells}) SEPARATOR '${String.fromCharCode(between)}') AS bytes FROM ${from}`, [...parameters],
    );
    const told = cut(row!.bytes ?? Buffer.alloc(0), Number(row!.n), columns.length);
    if (told) return told;
  }
  return new ObjectRows(await database.query(`SELECT ${names.map((name, n) => `${name} AS c${n}`).join(', ')} FROM ${from} ORDER BY ${names[0]}`, [...parameters]));
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
  key = '';
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
      const difference = row === 0 ? 1 : told.compareKeys(row * columns, (row - 1) * columns);
      if (difference < 0) return null;
      if (difference > 0) isNew[row] = 1;
    }
    return told;
  }

  next(): boolean {
    this.first += this.columns;
    if (this.first >= this.ends.length) return false;
    if (this.isNew[this.first / this.columns] === 1) this.key = this.bytes.toString('latin1', this.start(this.first), this.ends[this.first]);
    return true;
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

  private compareKeys(one: number, other: number): number {
    const { bytes, view } = this;
    let [a, b] = [this.start(one), this.start(other)];
    const [endA, endB] = [this.ends[one]!, this.ends[other]!];
    for (; a + 4 <= endA && b + 4 <= endB; a += 4, b += 4) if (view.getUint32(a) !== view.getUint32(b)) return view.getUint32(a) - view.getUint32(b);
    for (; a < endA && b < endB; a++, b++) if (bytes[a] !== bytes[b]) return bytes[a]! - bytes[b]!;
    return (endA - a) - (endB - b);
  }
}

class ObjectRows implements BulkRows {
  private at = -1;

  constructor(private readonly rows: Record<string, string | number | null>[]) {}

  get key(): string {
    return this.rows[this.at]!.c0 as string;
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

/** The strings of bytes that were asked for before. */
class Words {
  private readonly known = new Map<number, { text: string; view: DataView }>();

  at(bytes: Buffer, view: DataView, start: number, end: number): string {
    let hash = end - start;
    for (let at = Math.max(start, end - 8); at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const word = this.known.get(hash);
    if (word && isSame(word.view, view, start, end)) return word.text;
    const text = bytes.toString('utf8', start, end);
    if (this.known.size >= mostWords) this.known.clear();
    this.known.set(hash, { text, view: viewOf(new Uint8Array(bytes.subarray(start, end))) });
    return text;
  }
}

const mostWords = 100_000;
const words = new Words();

function isSame(word: DataView, view: DataView, start: number, end: number): boolean {
  const length = end - start;
  if (word.byteLength !== length) return false;
  let at = 0;
  for (; at + 4 <= length; at += 4) if (word.getUint32(at) !== view.getUint32(start + at)) return false;
  for (; at < length; at++) if (word.getUint8(at) !== view.getUint8(start + at)) return false;
  return true;
}
