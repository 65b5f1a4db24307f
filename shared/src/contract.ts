import type { z } from 'zod';
import { permissionAction, type Action, type Permission } from './permission';

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
  /** The body is a file, as bytes; the input stands in the address. */
  upload?: true;
  /** What the call does, where it is not what its permission says. */
  action?: Action;
}

/** `view` leaves no trace; everything else is kept in the audit log. */
export function actionOf({ allow, action, download }: Pick<Verb, 'allow' | 'action' | 'download'>): Action {
  if (action) return action;
  if (allow === 'signedIn' || allow === 'visitor' || allow === 'public') return 'view';
  return download ? 'export' : permissionAction[allow];
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
