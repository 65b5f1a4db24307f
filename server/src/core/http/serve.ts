import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Contract, ParsedInputOf, ResultOf, Verb } from '@scrm/shared/contract';
import type { Language } from '@scrm/shared/error';
import type { Action, Permission, Role } from '@scrm/shared/permission';
import type { Clock } from '../clock';
import type { Database } from '../db/database';
import type { ReadDb } from '../db/scope';
import type { Log } from '../log';
import type { Services } from '../services';

/** Who calls. */
export type Actor = {
  sessionId: string;
  /** The account's, the staff member's or the visitor's id. */
  id: string;
  name: string;
  /** Null until a corp was chosen. */
  corpId: string | null;
  staffId: string | null;
} & ({ kind: 'account' | 'staff'; role: Role } | { kind: 'visitor'; role: 'visitor' });

/** Whose customers somebody may see and change: those of these staff members (our ids), or everybody's where it is null. */
export interface Reach {
  readonly staffIds: readonly string[] | null;
}

/** What somebody may do, and to whose customers. Asked anew at each call, so that what is taken away is gone at once. */
export interface Access {
  /** The same person with the role that they have now, which may not be the one that they signed in with. */
  asNow(actor: Actor): Promise<Actor>;
  /** The ids of the roles that they have now, built in or made by the company. */
  rolesOf(actor: Actor): Promise<readonly string[]>;
  /** Of which at least one action is allowed. */
  permissionsOf(actor: Actor): Promise<ReadonlySet<Permission>>;
  /** Answers for one action under a permission; throws `not_signed_in` for somebody who left or was shut out. */
  rightsOf(actor: Actor): Promise<(permission: Permission, action: Action) => boolean>;
  reachOf(actor: Actor, permission: Permission, action?: Action): Promise<Reach>;
}

/** A call that changes or takes something out. */
export interface TracedCall {
  corpId: string;
  actor: Actor;
  call: string;
  action: Action;
  ip: string;
  requestId: string;
  input: unknown;
  /** What the call itself says that it was about: figures and fingerprints, never words of a person. */
  told: string[];
}

/**
 * Keeps what people did. `begin` is durable before the call runs, so that a call which succeeded has left a trace
 * whatever happens to the server then.
 */
export interface Trail {
  begin(call: TracedCall): Promise<string>;
  /** `reply` is undefined where the call failed in a way that may have changed something. */
  finish(id: string, call: TracedCall, outcome: 'done' | 'failed', reply?: unknown): Promise<void>;
  /** Nothing was changed. */
  drop(id: string): Promise<void>;
}

/** What a handler gets beside its input. */
export interface CallContext extends Services {
  /** The rows of the actor's corp; throws `no_corp_chosen` where there is none. */
  readonly db: ReadDb;
  readonly corpId: string;
  /** Throws `not_signed_in` on public calls without a session. */
  readonly actor: Actor;
  readonly session: Actor | null;
  /** Whose customers the caller may see under the permission of this call; every list, count, export and change obeys it. Nobody's where the call needs none. */
  reach(): Promise<Reach>;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  readonly request: { id: string; ip: string; userAgent: string };
  /** Puts facts into the trace of this call: `rows 120`, `sha256 …`. */
  tell(...facts: string[]): void;
  /** The bytes that come with a verb with `upload`; nobody has read them yet. */
  readonly body: IncomingMessage;
  /** Sets or clears the console's cookie. */
  setCookie(token: string | null): void;
}

/** What a `download` verb answers with. */
export class Download {
  constructor(readonly content: Buffer | Readable, readonly mime: string, readonly name: string, readonly inline = false) {}
}

type Handler<V extends Verb> = (input: ParsedInputOf<V>, context: CallContext) => Promise<V extends { download: true } ? Download : ResultOf<V>>;

export type Handlers<C extends Contract> = { [V in keyof C]: Handler<C[V]> };

export interface ServedContract {
  domain: string;
  contract: Contract;
  handlers: Record<string, (input: never, context: CallContext) => Promise<unknown>>;
}

/** Exactly one handler for every verb of the contract, or it does not compile. */
export function serve<C extends Contract>(domain: string, contract: C, handlers: Handlers<C>): ServedContract {
  return { domain, contract, handlers: handlers as ServedContract['handlers'] };
}

/** The reply of a verb that has nothing to tell but that it is done. */
export const done = { done: true } as const;
