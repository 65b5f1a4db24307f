import type { z } from 'zod';
import type { Permission } from './permission';

/**
 * One call of the API: who may make it, what goes in, what comes out.
 * `POST /api/<domain>.<verb>` with a JSON body; with `download: true` it is `GET` and the reply is a file.
 */
export interface Verb<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** A permission, `signedIn` for anyone who works here, `visitor` for a customer in the mini-program and nobody else, or `public`. */
  allow: Permission | 'signedIn' | 'visitor' | 'public';
  input: I;
  reply: O;
  download?: true;
}

export type Contract = Record<string, Verb>;

/** Names a page of verbs; the type is kept exact so that server and screens read the same shapes. */
export function contract<const C extends Contract>(verbs: C): C {
  return verbs;
}

/** What a caller passes (before defaults are filled). */
export type InputOf<V extends Verb> = z.input<V['input']>;
/** What a handler receives (after parsing). */
export type ParsedInputOf<V extends Verb> = z.output<V['input']>;
/** What a handler must return; it is parsed before it leaves, so a column cannot leak. */
export type ResultOf<V extends Verb> = z.input<V['reply']>;
/** What a caller gets. */
export type ReplyOf<V extends Verb> = z.output<V['reply']>;
