import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** Bytes that are read where they are needed, wherever and however they lie. */
export interface Bytes {
  size: number;
  /** All of them, or from `start` to before `end`. */
  read(range?: Range): Readable;
}

export interface Range {
  start: number;
  end: number;
}

export async function fileBytes(path: string): Promise<Bytes> {
  const { size } = await stat(path);
  return { size, read: ({ start, end } = { start: 0, end: size }) => (end > start ? createReadStream(path, { start, end: end - 1 }) : Readable.from([])) };
}

export function inMemory(bytes: Buffer): Bytes {
  return { size: bytes.length, read: ({ start, end } = { start: 0, end: bytes.length }) => Readable.from(end > start ? [bytes.subarray(start, end)] : []) };
}

export function headOf({ size, read }: Bytes, length: number): Promise<Buffer> {
  return buffer(read({ start: 0, end: Math.min(length, size) }));
}
