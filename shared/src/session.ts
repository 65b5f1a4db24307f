import { z } from 'zod';
import { contract } from './contract';
import { permissions, roles } from './permission';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

export const corpKinds = ['suite', 'agency', 'selfBuilt'] as const;
export const CorpKind = z.enum(corpKinds);
export type CorpKind = z.infer<typeof CorpKind>;

export const CorpRef = z.object({ id: Id, name: z.string(), kind: CorpKind, logoUrl: z.string() });
export type CorpRef = z.infer<typeof CorpRef>;

/** A built-in role's id is its key, and screens have the words for it; a custom role carries its name. */
export const RoleRef = z.object({ id: z.string(), name: z.string().nullable() });
export type RoleRef = z.infer<typeof RoleRef>;

export const Me = z.object({
  /** `account`: the local owner account. `staff`: signed in through WeCom. */
  kind: z.enum(['account', 'staff']),
  name: z.string(),
  avatarUrl: z.string(),
  staffId: Id.nullable(),
  /** The staff member's WeCom userid, for `ww-open-data` where the name is not known to us. */
  userId: z.string().nullable(),
  /** The built-in role that says most about them. */
  role: z.enum(roles),
  /** All their roles; a custom one has a name of its own. */
  roles: z.array(RoleRef),
  /** A local account whose password alone does not open it. */
  secondFactor: z.boolean(),
  /** One-time codes that stand in for the authenticator. */
  recoveryCodesLeft: z.number(),
  /** Null until a corp was chosen. */
  corp: CorpRef.nullable(),
  /** By which the corp's days begin. */
  timeZone: z.string(),
  /** Corps that this person may enter. */
  corps: z.array(CorpRef),
  permissions: z.array(z.enum(permissions)),
  /** Every call that this person may make, as `domain.verb`; `<Allow to>` asks this list. */
  calls: z.array(z.string()),
  /** Script of the `ww-open-data` component; set when names of this corp are shown by it. */
  openDataUrl: z.string().nullable(),
});
export type Me = z.infer<typeof Me>;

export const SessionRow = z.object({
  id: Id, name: z.string(), kind: z.enum(['cookie', 'bearer']), role: z.enum(roles),
  createdAt: Time, lastSeenAt: Time, userAgent: z.string(), current: z.boolean(),
});
export type SessionRow = z.infer<typeof SessionRow>;

export const signInOutcomes = ['ok', 'wrongPassword', 'wrongCode', 'disabled', 'tooManyTries', 'refused'] as const;

/** One try to get in. */
export const SignIn = z.object({
  /** `recovery`: the password, and a recovery code in place of the six digits. */
  id: Id, at: Time, name: z.string(), method: z.enum(['password', 'recovery', 'wecom']), outcome: z.enum(signInOutcomes), ip: z.string(), userAgent: z.string(),
});
export type SignIn = z.infer<typeof SignIn>;

export const session = contract({
  /** What the sign-in page offers. */
  options: {
    allow: 'public', input: Empty,
    reply: z.object({
      /** One button a corp; `url` leads through WeCom's own web sign-in. */
      wecom: z.array(z.object({ corp: CorpRef, url: z.string() })),
      sandboxUrl: z.string().nullable(),
    }),
  },
  signIn: { allow: 'public', input: z.object({ name: z.string().min(1).max(64), password: z.string().min(1).max(200), code: z.string().max(20).optional() }), reply: Me },
  /** Chooses the corp to work in. */
  enter: { allow: 'public', input: z.object({ corpId: Id }), reply: Me },
  me: { allow: 'public', input: Empty, reply: Me },
  /** The sidebar and the mini-program: trades the one-time ticket that sign-in left in the page's address for a bearer token. */
  redeem: { allow: 'public', input: z.object({ ticket: z.string().min(10).max(100) }), reply: z.object({ token: z.string(), me: Me }) },
  signOut: { allow: 'public', input: Empty, reply: Done },
  /** Who is signed in, the last seen first. */
  list: { allow: 'system.read', input: PageInput.extend({ name: z.string().max(64).optional() }), reply: Page(SessionRow) },
  revoke: { allow: 'system.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  /** One's own: other browsers and phones. */
  mine: { allow: 'signedIn', input: Empty, reply: z.object({ items: z.array(SessionRow) }) },
  revokeMine: { allow: 'signedIn', action: 'delete', input: z.object({ id: Id }), reply: Done },
  /** Who signed in, when, from where, and how it ended; the newest first. */
  signIns: {
    allow: 'access.read', input: PageInput.extend({ name: z.string().max(64).optional(), outcome: z.enum(signInOutcomes).optional() }), reply: Page(SignIn),
  },
});
