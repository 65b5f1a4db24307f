import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { Done, Id, Page, PageInput, Time } from './page';

/** Names by which a person is known. */
export const identityKinds = ['externalUserid', 'unionid', 'miniOpenid', 'officialOpenid', 'phone', 'email', 'visitor'] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** Where a name was learned. */
export const identitySources = ['wecom', 'mini', 'official', 'h5', 'form', 'hand', 'unknown'] as const;

export const Identity = z.object({
  id: Id,
  kind: z.enum(identityKinds),
  /** Phone and e-mail are masked. */
  shown: z.string(),
  /** Proven to be theirs (by WeChat's phone button, say), not only typed. */
  verified: z.boolean(),
  since: Time,
  source: z.enum(identitySources),
});
export type Identity = z.infer<typeof Identity>;

/** What a merge is decided by when it is looked at: one of the two people. */
export const MergePerson = z.object({
  id: Id,
  externalUserid: z.string(),
  name: z.string(),
  avatarUrl: z.string(),
  type: z.int(),
  corpName: z.string(),
  gender: z.enum(['unknown', 'male', 'female']),
  position: z.string(),
  firstAddedAt: Time,
  owners: z.array(StaffRef),
  tagNames: z.array(z.string()),
  activityCount: z.int(),
  identities: z.array(Identity),
});
export type MergePerson = z.infer<typeof MergePerson>;

/** Fields of which one value survives. */
export const mergeFields = ['name', 'avatarUrl', 'gender', 'corpName', 'position'] as const;

/** What is carried over, by what it is. */
export const MergeMove = z.object({ what: z.string(), moved: z.int(), setAside: z.int() });

export const MergePreview = z.object({
  survivor: MergePerson,
  other: MergePerson,
  /** Fields that are empty at the survivor and are taken over. */
  filled: z.array(z.enum(mergeFields)),
  moves: z.array(MergeMove),
  /** Strong names that differ: they may well be two people. */
  conflicts: z.array(z.enum(identityKinds)),
});
export type MergePreview = z.infer<typeof MergePreview>;

export const mergeCauses = ['hand', 'unionid', 'phone', 'email'] as const;

/** Two who may be one, with what speaks for it. */
export const Suggestion = z.object({
  id: Id,
  state: z.enum(['open', 'merged', 'dismissed']),
  evidence: z.array(z.object({ kind: z.enum([...identityKinds, 'name', 'avatar']), shown: z.string() })),
  /** Strong names that differ. */
  conflicts: z.array(z.enum(identityKinds)),
  people: z.array(MergePerson).length(2),
  at: Time,
});
export type Suggestion = z.infer<typeof Suggestion>;

export const identities = contract({
  ofCustomer: { allow: 'customer.read', input: z.object({ customerId: Id }), reply: z.object({ items: z.array(Identity) }) },
  /** A phone number or an e-mail address that somebody here was told. Merges nobody. */
  add: {
    allow: 'customer.write',
    input: z.object({ customerId: Id, kind: z.enum(['phone', 'email']), value: z.string().trim().min(3).max(128) }),
    reply: z.object({ items: z.array(Identity) }),
  },
  remove: { allow: 'customer.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
});

export const merges = contract({
  /** What would happen; changes nothing. */
  preview: { allow: 'customer.merge', action: 'view', input: z.object({ survivorId: Id, otherId: Id }), reply: MergePreview },
  /** `other` becomes `survivor`. */
  merge: { allow: 'customer.merge', input: z.object({ survivorId: Id, otherId: Id }), reply: z.object({ mergeId: Id, customerId: Id }) },
  /** Puts everything back where it was. */
  undo: { allow: 'customer.merge', input: z.object({ mergeId: Id }), reply: z.object({ survivorId: Id, otherId: Id }) },
  suggestions: { allow: 'customer.merge', action: 'view', input: PageInput.extend({ state: z.enum(['open', 'merged', 'dismissed']).default('open') }), reply: Page(Suggestion) },
  /** They are two people; not asked again for the same evidence. */
  dismiss: { allow: 'customer.merge', input: z.object({ id: Id }), reply: Done },
  /** Looks for people with equal names and pictures, and for equal e-mail addresses, among all customers. */
  search: { allow: 'customer.merge', action: 'run', input: z.object({}), reply: Done },
});
