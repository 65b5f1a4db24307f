import { randomFillSync } from 'node:crypto';
import { encodeTime, monotonicFactory } from 'ulid';

/** Random bytes drawn by the pool: one by one they would cost more than the rest of an id. */
const pool = Buffer.alloc(4096);
let at = pool.length;
const random = () => {
  if (at === pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  return pool[at++]! / 256;
};

const next = monotonicFactory(random);

/**
 * `lc_01J…`: a short prefix that says what it is, and a ULID, so that ids sort by time.
 * With a prefix of three characters at most it fits WeCom's 30-character `state`.
 */
export function newId(prefix: string, now?: number): string {
  return `${prefix}_${next(now)}`;
}

/** Below every id of this kind that was made at or after `at`: a range over time by the primary key. */
export function idSince(prefix: string, at: number): string {
  return `${prefix}_${encodeTime(at)}`;
}
