import { monotonicFactory } from 'ulid';

const next = monotonicFactory();

/**
 * `lc_01J…`: a short prefix that says what it is, and a ULID, so that ids sort by time.
 * With a prefix of three characters at most it fits WeCom's 30-character `state`.
 */
export function newId(prefix: string, now?: number): string {
  return `${prefix}_${next(now)}`;
}
