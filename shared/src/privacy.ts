import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';
import { Brand } from './visitor';

export const requestTypes = ['access', 'correction', 'erasure', 'withdrawal'] as const;
export const requestStates = ['open', 'done', 'refused'] as const;
export const privacyChannels = ['console', 'sidebar', 'miniprogram'] as const;
const Channel = z.enum(privacyChannels);

/** Something that a person asked for about their own data. */
export const PrivacyRequest = z.object({
  id: Id,
  type: z.enum(requestTypes),
  state: z.enum(requestStates),
  channel: Channel,
  customerId: Id,
  /** '' when WeCom has not told the name, null when the person was erased. */
  customerName: z.string().nullable(),
  /** What they said. */
  note: z.string(),
  /** What was answered; why, where it was refused. */
  answer: z.string(),
  receivedAt: Time,
  dueAt: Time,
  settledAt: Time.nullable(),
  /** Who wrote it down, '' for the person themselves. */
  createdBy: z.string(),
  settledBy: z.string(),
  updatedAt: Time,
});
export type PrivacyRequest = z.infer<typeof PrivacyRequest>;

export const ErasureItem = z.object({
  table: z.string(),
  label: z.string(),
  action: z.enum(['delete', 'blank', 'keep']),
  /** Null: found only while erasing. */
  rows: z.int().nullable(),
  /** What stays and on what ground. */
  kept: z.string(),
});

/** Where the record of somebody else speaks of this person, by what they are called. */
export const Elsewhere = z.object({
  table: z.string(), id: Id,
  label: z.string(),
  /** Whom the record is about. */
  customer: z.object({ id: Id, name: z.string() }),
  staff: StaffRef.nullable(),
  /** The words around it; null: a private note, which nobody else reads. */
  text: z.string().nullable(),
  at: Time,
  /** The name can be written over here; where it cannot, WeCom has the words. */
  canCover: z.boolean(),
});
export type Elsewhere = z.infer<typeof Elsewhere>;

export const Erasure = z.object({
  id: Id,
  customerId: Id,
  state: z.enum(['running', 'done']),
  startedAt: Time,
  finishedAt: Time.nullable(),
  by: z.string(),
  /** Tables that are through, of how many; it goes through all of them until a whole round finds nothing. */
  done: z.int(),
  total: z.int(),
  deleted: z.int(),
  blanked: z.int(),
  /** What held it up last, '' when nothing does. */
  error: z.string(),
  certificateHash: z.string(),
});
export type Erasure = z.infer<typeof Erasure>;

export const AccessLink = z.object({ id: Id, createdAt: Time, expiresAt: Time, createdBy: z.string(), downloads: z.int(), lastDownloadAt: Time.nullable() });
export type AccessLink = z.infer<typeof AccessLink>;

const Note = z.string().trim().max(1000);
/** Typed, so that nobody erases the wrong person by a slip. */
const TypedName = z.string().max(200);

export const privacy = contract({
  requests: { allow: 'privacy.read', input: PageInput.extend({ type: z.enum(requestTypes).optional(), state: z.enum(requestStates).optional(), customerId: Id.optional() }), reply: Page(PrivacyRequest) },
  request: { allow: 'privacy.read', input: z.object({ id: Id }), reply: PrivacyRequest },
  createRequest: { allow: 'privacy.write', action: 'create', input: z.object({ customerId: Id, type: z.enum(requestTypes), note: Note.default('') }), reply: PrivacyRequest },
  /** An erasure is settled by erasing; refusing one needs a reason, as everything else does. */
  settleRequest: { allow: 'privacy.write', action: 'close', input: z.object({ id: Id, updatedAt: Time, state: z.enum(['done', 'refused']), answer: Note }), reply: PrivacyRequest },

  /** What would go and what would stay, and on what ground. */
  preview: { allow: 'privacy.write', action: 'view', input: z.object({ customerId: Id }), reply: z.object({ customerId: Id, name: z.string(), items: z.array(ErasureItem), elsewhere: z.array(Elsewhere), friends: z.array(StaffRef), isErasing: z.boolean() }) },
  /** `meant`: of `elsewhere`, where the name means this person and is written over. Begins it; it goes on by itself, also after a crash. The same again gives the one that is under way. */
  erase: { allow: 'privacy.write', action: 'delete', input: z.object({ customerId: Id, name: TypedName, meant: z.array(z.object({ table: z.string().max(40), id: Id })).max(200).default([]) }), reply: Erasure },
  erasures: { allow: 'privacy.read', input: PageInput, reply: Page(Erasure) },
  erasure: { allow: 'privacy.read', input: z.object({ id: Id }), reply: Erasure },
  certificate: { allow: 'privacy.read', input: z.object({ id: Id }), reply: z.string(), download: true },

  /** Two addresses that show everything about one person, for as long as is said here; nothing is kept on a disk for them. */
  makeAccessLink: { allow: 'privacy.write', action: 'export', input: z.object({ customerId: Id, hours: z.int().min(1).max(168).default(24) }), reply: z.object({ link: AccessLink, htmlUrl: z.string(), jsonUrl: z.string() }) },
  accessLinks: { allow: 'privacy.read', input: z.object({ customerId: Id }), reply: z.object({ items: z.array(AccessLink) }) },
  revokeAccessLink: { allow: 'privacy.write', action: 'close', input: z.object({ id: Id }), reply: Done },
  accessFile: { allow: 'public', input: z.object({ token: z.string().min(20).max(100), format: z.enum(['html', 'json']).default('html') }), reply: z.string(), download: true },

  /** Whether a certificate is ours and unchanged; anybody may ask. */
  verify: { allow: 'public', input: z.object({ certificate: z.string().min(1).max(200_000) }), reply: z.object({ valid: z.boolean(), reason: z.enum(['ok', 'unreadable', 'changed', 'foreign']), id: z.string(), corpName: z.string(), finishedAt: Time.nullable() }) },
});

export const consentStates = ['given', 'withdrawn', 'never', 'outdated'] as const;

/** What consent is asked for; its text has versions. */
export const Purpose = z.object({
  id: Id,
  /** What later features ask for: `hasConsent(db, customerId, 'marketing')`. */
  key: z.string(),
  name: z.string(),
  text: z.string(),
  version: z.int(),
  /** Where it is offered to customers; the console can always record it. */
  channels: z.array(Channel),
  retiredAt: Time.nullable(),
  updatedAt: Time,
  /** Customers whose consent holds now. */
  given: z.int(),
});
export type Purpose = z.infer<typeof Purpose>;

export const Consent = z.object({
  id: Id,
  customerId: Id,
  customerName: z.string().nullable(),
  purposeId: Id,
  purposeName: z.string(),
  version: z.int(),
  given: z.boolean(),
  at: Time,
  channel: Channel,
  evidence: z.string(),
  /** '' for the person themselves. */
  by: z.string(),
});
export type Consent = z.infer<typeof Consent>;

export const ConsentState = z.object({ purposeId: Id, name: z.string(), text: z.string(), version: z.int(), state: z.enum(consentStates), at: Time.nullable(), channel: Channel.nullable(), evidence: z.string() });
export type ConsentState = z.infer<typeof ConsentState>;

const PurposeDraft = z.object({ name: z.string().trim().min(1).max(64), text: z.string().trim().min(1).max(4000), channels: z.array(Channel).max(3).default(['console', 'sidebar', 'miniprogram']) });

export const consents = contract({
  purposes: { allow: 'consent.read', input: Empty, reply: z.object({ items: z.array(Purpose) }) },
  createPurpose: { allow: 'privacy.write', action: 'create', input: PurposeDraft.extend({ key: z.string().regex(/^[a-z][a-zA-Z0-9]{1,39}$/) }), reply: Purpose },
  /** Another text is another version; `asksAgain`: consent to older versions does not hold any more. */
  updatePurpose: { allow: 'privacy.write', input: PurposeDraft.extend({ id: Id, updatedAt: Time, asksAgain: z.boolean().default(false) }), reply: Purpose },
  retirePurpose: { allow: 'privacy.write', action: 'close', input: z.object({ id: Id, retired: z.boolean() }), reply: Purpose },
  ofCustomer: { allow: 'consent.read', input: z.object({ customerId: Id }), reply: z.object({ items: z.array(ConsentState) }) },
  /** Consent needs evidence: a signed form, a sentence in the chat. Withdrawing needs none. */
  record: { allow: 'consent.write', input: z.object({ customerId: Id, purposeId: Id, given: z.boolean(), evidence: z.string().trim().max(500).default(''), channel: z.enum(['console', 'sidebar']).default('console') }), reply: z.object({ items: z.array(ConsentState) }) },
  ledger: { allow: 'consent.read', input: PageInput.extend({ purposeId: Id.optional(), given: z.boolean().optional(), customerId: Id.optional() }), reply: Page(Consent) },
});

const OwnRequest = PrivacyRequest.pick({ id: true, type: true, state: true, answer: true, receivedAt: true, dueAt: true, settledAt: true });

/** What a customer sees of themselves in the mini-program. */
export const MyPrivacy = z.object({
  brand: Brand,
  isCustomer: z.boolean(),
  /** What is kept, in how many rows. */
  summary: z.array(z.object({ label: z.string(), rows: z.int() })),
  consents: z.array(ConsentState),
  requests: z.array(OwnRequest),
});
export type MyPrivacy = z.infer<typeof MyPrivacy>;

export const myPrivacy = contract({
  get: { allow: 'visitor', input: Empty, reply: MyPrivacy },
  setConsent: { allow: 'visitor', input: z.object({ purposeId: Id, given: z.boolean() }), reply: MyPrivacy },
  /** One of a kind at a time: asking again while one is open adds to its note. */
  ask: { allow: 'visitor', input: z.object({ type: z.enum(requestTypes), note: Note.default('') }), reply: MyPrivacy },
});
