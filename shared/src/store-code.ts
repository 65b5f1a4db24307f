import { z } from 'zod';
import { contract } from './contract';
import { exportFormats, Export } from './export';
import { StaffRef } from './org';
import { Place, RegionRef, Store } from './store';
import { TagRef } from './tag';
import { Brand } from './visitor';
import { Done, Id, Page, PageInput, Time } from './page';

/** Whom a scan leads to: a person of the nearest store, or the group of that store. */
export const storeCodeForms = ['owner', 'group'] as const;
/** For whom has a friend in another store already: that one, whom they choose, or the nearest. */
export const belongsRules = ['keep', 'ask', 'move'] as const;
export const storeRemarkVariables = ['customer', 'store', 'code', 'date'] as const;

const StoreCodeInput = z.object({
  name: z.string().trim().min(1).max(64),
  form: z.enum(storeCodeForms),
  /** Only the stores in it and below; null: all. */
  regionId: Id.nullable().default(null),
  /** For whom no store reaches: the nearest nevertheless, or always the same one. */
  outOfRange: z.enum(['nearest', 'default']).default('nearest'),
  defaultStoreId: Id.nullable().default(null),
  belongs: z.enum(belongsRules).default('keep'),
  tagIds: z.array(Id).max(20).default([]),
  remarkTemplate: z.string().max(100).default(''),
  /** What a scan shows while the code is off; '': a sentence of ours. */
  offText: z.string().trim().max(200).default(''),
});

export const StoreCode = z.object({
  id: Id, name: z.string(), form: z.enum(storeCodeForms), region: RegionRef.nullable(), outOfRange: z.enum(['nearest', 'default']),
  defaultStore: z.object({ id: Id, name: z.string() }).nullable(), belongs: z.enum(belongsRules), tags: z.array(TagRef), remarkTemplate: z.string(), offText: z.string(),
  state: z.enum(['active', 'off']),
  /** What the printed picture says; it never changes. */
  url: z.string(),
  /** Since the beginning, in the stores that the caller sees. */
  scans: z.int(), matched: z.int(), added: z.int(), joined: z.int(),
  /** The caller may change it. */
  mine: z.boolean(),
  createdAt: Time, updatedAt: Time,
});
export type StoreCode = z.infer<typeof StoreCode>;

/** Why this store and this person, in the order in which it was decided. */
export const pickSteps = ['belongs', 'nearest', 'outOfRange', 'default', 'byHand', 'storeFull', 'owner', 'ownerOff', 'ownerFull', 'ownerGone', 'deputy', 'reception', 'group', 'groupFull'] as const;
export const PickStep = z.object({ step: z.enum(pickSteps), name: z.string() });
export type PickStep = z.infer<typeof PickStep>;

const One = z.object({ id: Id });
export const storeCodes = contract({
  list: { allow: 'store.read', input: PageInput.extend({ keyword: z.string().max(64).optional() }), reply: Page(StoreCode) },
  get: { allow: 'store.read', input: One, reply: StoreCode },
  create: { allow: 'store.write', action: 'create', input: StoreCodeInput, reply: StoreCode },
  update: { allow: 'store.write', input: StoreCodeInput.omit({ form: true }).extend({ id: Id, updatedAt: Time }), reply: StoreCode },
  /** A scan of one that is off shows its text. */
  setState: { allow: 'store.write', action: 'close', input: One.extend({ state: z.enum(['active', 'off']) }), reply: StoreCode },
  /** Its figures stay; a scan says that the code is gone. */
  remove: { allow: 'store.write', action: 'delete', input: One, reply: Done },
  picture: { allow: 'store.read', action: 'view', input: One.extend({ format: z.enum(['svg', 'png']).default('svg') }), reply: z.unknown(), download: true },
  /** Who would get somebody who scans here: nothing is written. */
  tryOut: {
    allow: 'store.read', input: One.extend({ place: Place, at: Time.optional() }),
    reply: z.object({ store: z.object({ id: Id, name: z.string() }).nullable(), staff: StaffRef.nullable(), distanceM: z.int().nullable(), inRange: z.boolean(), why: z.array(PickStep) }),
  },
});

/** How far those stood who were led to a store, in kilometres: below 1, 3, 10, 50, and beyond. */
export const bands = ['1', '3', '10', '50', 'far'] as const;
export const Band = z.enum(bands);
/** All of them, the nearest first. */
const Bands = z.array(z.object({ band: Band, visits: z.int() }));

/**
 * Of one span of days. `scans`: of a store code; `opened`: a store looked at in the mini-program, where nothing was scanned; of both, `located`: gave
 * their place; `refused`: did not; `byHand`: chose a store without giving it; `matched`: were led to a store;
 * `added`: became a friend through it; `lost`: of these, no friend any more; `joined`: came into its group; `left`: of these, went again.
 */
export const StoreFigures = z.object({ scans: z.int(), opened: z.int(), located: z.int(), refused: z.int(), byHand: z.int(), matched: z.int(), added: z.int(), lost: z.int(), joined: z.int(), left: z.int() });
export type StoreFigures = z.infer<typeof StoreFigures>;
export const storeFigures = ['scans', 'opened', 'located', 'refused', 'byHand', 'matched', 'added', 'lost', 'joined', 'left'] as const satisfies readonly (keyof StoreFigures)[];
export type StoreFigure = (typeof storeFigures)[number];

const Span = z.object({
  codeId: Id.optional(), storeId: Id.optional(),
  /** With everything below it, unless `exact`. */
  regionId: Id.optional(), exact: z.boolean().optional(),
  /** Days by the company's clock, both included; at most a year. */
  from: z.iso.date(), to: z.iso.date(),
});
/** Of what lies behind a number. Days left out: since the beginning, or until now; of any length. */
const Behind = Span.partial({ from: true, to: true }).extend(PageInput.shape);
export const FigureRow = StoreFigures.extend({ /** A store, a region or a day; '' for what led to none. */ key: z.string(), name: z.string(), bands: Bands });
export const VisitRow = z.object({
  id: Id, at: Time, code: z.string(), store: z.string(), staff: StaffRef.nullable(), place: z.enum(['none', 'located', 'refused']), band: Band.nullable(), outcome: z.string(), why: z.array(PickStep),
});
/** `customer`: null where somebody came into a group who is nobody's customer; without id where the caller may not see them. */
export const JoinedRow = z.object({
  id: Id, customer: z.object({ id: z.string(), name: z.string(), avatarUrl: z.string() }).nullable(), store: z.string(),
  /** Of who was added. */
  staff: StaffRef.nullable(),
  /** Of who joined. */
  group: z.string(),
  at: Time, goneAt: Time.nullable(),
});

export const groupings = ['store', 'region', 'day'] as const;
export const storeNumbers = contract({
  report: {
    allow: 'store.read', input: Span.extend({ by: z.enum(groupings) }),
    reply: z.object({ total: StoreFigures, rows: z.array(FigureRow), bands: Bands }),
  },
  /** The scans behind a number. */
  visits: { allow: 'store.read', input: Behind.extend({ what: z.enum(['scans', 'opened', 'located', 'refused', 'byHand', 'matched']), band: Band.optional(), noStore: z.boolean().optional(), noRegion: z.boolean().optional() }), reply: Page(VisitRow) },
  /** The customers behind a number; those out of the caller's reach are counted and not named. */
  customers: { allow: 'store.read', input: Behind.extend({ what: z.enum(['added', 'lost', 'joined', 'left']), noRegion: z.boolean().optional() }), reply: Page(JoinedRow) },
  /** What the report shows, as a file. `key`: made once by whoever asks. */
  export: { allow: 'store.export', input: Span.extend({ by: z.enum(groupings), key: z.string().min(8).max(40), format: z.enum(exportFormats) }), reply: Export },
});

/** A store as customers see it. */
export const NearStore = z.object({
  id: Id, name: z.string(), address: z.string(), telephone: z.string(), lat: z.number().nullable(), lng: z.number().nullable(),
  /** To a hundred metres; null where nobody said where they are. */
  distanceM: z.int().nullable(), inRange: z.boolean().nullable(), isOpen: z.boolean(),
  /** Today's; null: all day. */
  today: z.array(z.object({ from: z.string(), to: z.string() })).nullable(),
  hasGroup: z.boolean(),
});
export type NearStore = z.infer<typeof NearStore>;

/** Where a customer is led. */
export const Shown = z.object({
  visit: z.string(), store: NearStore,
  /** `preparing`: WeCom has not made the code yet, ask again in a moment. `nobody`: the store has nobody to receive now. */
  way: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), name: z.string().nullable(), avatarUrl: z.string(), qrUrl: z.string() }),
    /** `url`: the page of the group code. */
    z.object({ kind: z.literal('group'), name: z.string(), qrUrl: z.string(), isIn: z.boolean(), url: z.string() }),
    z.object({ kind: z.literal('preparing') }),
    z.object({ kind: z.literal('nobody') }),
  ]),
  outOfRange: z.boolean(),
  /** The store to which they belong already: kept to it, or they may choose. */
  belongs: z.object({ storeId: Id, name: z.string(), rule: z.enum(belongsRules) }).nullable(),
});
export type Shown = z.infer<typeof Shown>;

const Where = z.object({ corp: Id.optional(), code: Id.optional() });
/** For customers in the mini-program; `/s/:id` is a page of its own. */
export const nearby = contract({
  stores: {
    allow: 'public', input: Where.extend({ place: Place.optional(), keyword: z.string().max(64).optional(), regionId: Id.optional(), limit: z.int().min(1).max(50).default(20) }),
    reply: z.object({ brand: Brand.nullable(), stores: z.array(NearStore), regions: z.array(z.object({ id: Id, name: z.string() })) }),
  },
  /** `place`: where they stand, for the distance alone; it is not kept. `form`: what they want of the store; where there is a code, its own. */
  choose: { allow: 'public', input: Where.extend({ storeId: Id, form: z.enum(storeCodeForms).default('owner'), visit: z.string().max(40).default(''), place: Place.optional() }), reply: Shown },
});

/** A store owner's own store, on their phone. */
export const MyStore = z.object({
  store: Store, codeUrl: z.string(), isPreparing: z.boolean(),
  today: StoreFigures, week: StoreFigures, month: StoreFigures,
});
export type MyStore = z.infer<typeof MyStore>;
export const myStores = contract({
  /** Of those where the caller is an owner, deputy or receptionist. */
  list: { allow: 'signedIn', input: z.object({}), reply: z.object({ items: z.array(MyStore) }) },
  /** An address that opens this page on the caller's own phone, once and within a minute. */
  link: { allow: 'signedIn', action: 'run', input: z.object({}), reply: z.object({ url: z.string() }) },
});
