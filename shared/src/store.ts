import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { TagRef } from './tag';
import { Done, Empty, Id, Page, PageInput, Time } from './page';
import { chinaZone, Zone } from './zone';

/** In metres. */
export const radiusLimits = { least: 50, most: 100_000 };
/** Maps of mainland China are drawn in GCJ-02, satellites tell WGS-84: the same numbers lie up to 700 m apart. Rows hold GCJ-02. */
export const datums = ['gcj02', 'wgs84'] as const;
export type Datum = (typeof datums)[number];
export const storeStates = ['active', 'closed'] as const;

const Lat = z.number().min(-90).max(90);
const Lng = z.number().min(-180).max(180);
/** `datum` says in which system the numbers are. */
export const Place = z.object({ lat: Lat, lng: Lng, datum: z.enum(datums).default('gcj02') });
export type Place = z.input<typeof Place>;

/** `09:00`; `24:00` is the end of the day. */
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const Slot = z.object({ from: Clock, to: Clock });
/** 1 Monday … 7 Sunday. */
const Weekday = z.int().min(1).max(7);

/** When a store is open. No week at all: always. A slot whose end is not after its beginning goes on past midnight. */
export const Hours = z.object({
  zone: Zone.default(chinaZone),
  weekly: z.array(Slot.extend({ days: z.array(Weekday).min(1).max(7) })).max(30).default([]),
  /** These days go by their own slots; none of them: closed that day. */
  exceptions: z.array(z.object({ date: z.iso.date(), slots: z.array(Slot).max(5), note: z.string().max(40).default('') })).max(200).default([]),
});
export type Hours = z.infer<typeof Hours>;

/** Somebody to whom the store's customers go. Who is not there, or has enough for the day, is stood in for by the deputy. */
export const OwnerInput = z.object({
  staffId: Id,
  /** Empty: every day. */
  days: z.array(Weekday).max(7).default([]),
  from: Clock.default('00:00'),
  to: Clock.default('24:00'),
  dailyCap: z.int().min(1).max(10_000).nullable().default(null),
  deputyId: Id.nullable().default(null),
});
export type OwnerInput = z.input<typeof OwnerInput>;

export const groupCodesPerStore = 5;
export const StoreInput = z.object({
  name: z.string().trim().min(1).max(64),
  /** The company's own number of the store; left out: one is made. */
  no: z.string().trim().max(32).default(''),
  regionId: Id.nullable().default(null),
  address: z.string().trim().max(200).default(''),
  /** Null: not on the map, so it is found by hand only. */
  place: Place.nullable().default(null),
  radiusM: z.int().min(radiusLimits.least).max(radiusLimits.most).default(5_000),
  hours: Hours.default({ zone: chinaZone, weekly: [], exceptions: [] }),
  telephone: z.string().trim().max(32).default(''),
  state: z.enum(storeStates).default('active'),
  /** Of two at the same distance the higher one wins. */
  priority: z.int().min(0).max(99).default(0),
  owners: z.array(OwnerInput).max(20).default([]),
  /** Who receives when no owner and no deputy can. */
  receptionistIds: z.array(Id).max(50).default([]),
  /** For those who are added through this store. */
  tagIds: z.array(Id).max(20).default([]),
  /** Group codes to which a store-group code leads, in this order: the next when all groups of one are full. */
  groupCodeIds: z.array(Id).max(groupCodesPerStore).default([]),
});
export type StoreInput = z.input<typeof StoreInput>;

export const RegionRef = z.object({ id: Id, name: z.string(), /** From the top, its own name last. */ names: z.array(z.string()) });
export type RegionRef = z.infer<typeof RegionRef>;

export const Store = z.object({
  id: Id, name: z.string(), no: z.string(), region: RegionRef.nullable(), address: z.string(),
  /** GCJ-02. */
  lat: z.number().nullable(), lng: z.number().nullable(),
  radiusM: z.int(), hours: Hours, telephone: z.string(), state: z.enum(storeStates), priority: z.int(),
  owners: z.array(OwnerInput.extend({ staff: StaffRef, deputy: StaffRef.nullable() })),
  receptionists: z.array(StaffRef), tags: z.array(TagRef), groupCodes: z.array(z.object({ id: Id, name: z.string() })),
  isOpen: z.boolean(),
  createdAt: Time, updatedAt: Time,
});
export type Store = z.infer<typeof Store>;

export const StoreFilter = z.object({
  keyword: z.string().max(64).optional(),
  /** With everything below it. */
  regionId: Id.optional(),
  state: z.enum(storeStates).optional(),
  /** False: those that nobody has put on the map yet. */
  located: z.boolean().optional(),
});

export const Region = z.object({ id: Id, parentId: Id.nullable(), name: z.string(), managers: z.array(StaffRef), stores: z.int(), updatedAt: Time });
export type Region = z.infer<typeof Region>;
const RegionInput = z.object({ name: z.string().trim().min(1).max(40), parentId: Id.nullable().default(null), managerIds: z.array(Id).max(20).default([]) });
/** Levels of the tree of regions. */
export const regionDepth = 5;

/** What a bulk edit sets; what is left out stays. */
export const StorePatch = z.object({
  regionId: Id.nullable().optional(), radiusM: StoreInput.shape.radiusM.removeDefault().optional(), hours: Hours.optional(),
  state: z.enum(storeStates).optional(), priority: StoreInput.shape.priority.removeDefault().optional(),
});

/** What a row of a file has against it; `column` is a key of `storeColumns`, '' for the whole row. */
export const RowProblem = z.object({ row: z.int(), column: z.string(), message: z.string() });
export const StoreImport = z.object({
  rows: z.int(), created: z.int(), changed: z.int(), failed: z.int(),
  /** Of the good rows, stores that are put on the map by their address. */
  locating: z.int(),
  problems: z.array(RowProblem), dryRun: z.boolean(),
});
export type StoreImport = z.infer<typeof StoreImport>;
export const storesPerImport = 10_000;

export const GeocodeHit = z.object({ title: z.string(), address: z.string(), lat: z.number(), lng: z.number() });

export const stores = contract({
  list: { allow: 'store.read', input: PageInput.extend(StoreFilter.shape), reply: Page(Store) },
  get: { allow: 'store.read', input: z.object({ id: Id }), reply: Store },
  create: { allow: 'store.write', action: 'create', input: StoreInput, reply: Store },
  /** `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  update: { allow: 'store.write', input: StoreInput.extend({ id: Id, updatedAt: Time }), reply: Store },
  /** Its customers and figures stay. */
  remove: { allow: 'store.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  bulkEdit: {
    allow: 'store.write', input: z.object({ ids: z.array(Id).min(1).max(1000), patch: StorePatch }),
    reply: z.object({ changed: z.int(), /** Gone meanwhile, or out of reach. */ skipped: z.int() }),
  },
  /** What the map shows around a place: at most `most` stores, the nearest ones. */
  around: {
    allow: 'store.read', input: z.object({ lat: Lat, lng: Lng, most: z.int().min(1).max(500).default(200) }),
    reply: z.object({ items: z.array(z.object({ id: Id, name: z.string(), lat: z.number(), lng: z.number(), radiusM: z.int(), state: z.enum(storeStates) })) }),
  },
  /** `tiles`: an address with {x} {y} {z}, '' where none is configured; the picker does without. */
  map: { allow: 'store.read', input: Empty, reply: z.object({ tiles: z.string(), canGeocode: z.boolean() }) },
  geocode: { allow: 'store.write', action: 'view', input: z.object({ address: z.string().trim().min(2).max(200) }), reply: z.object({ items: z.array(GeocodeHit) }) },
  /** An XLSX or CSV with the head of `template`; a row whose number is known changes that store. `dryRun` writes nothing. */
  importFile: {
    allow: 'store.write', action: 'import', upload: true,
    input: z.object({ name: z.string().max(200), dryRun: z.enum(['0', '1']).default('0'), datum: z.enum(datums).default('gcj02') }), reply: StoreImport,
  },
  template: { allow: 'store.write', action: 'view', input: Empty, reply: z.unknown(), download: true },
  regions: { allow: 'store.read', input: Empty, reply: z.object({ items: z.array(Region) }) },
  createRegion: { allow: 'store.write', action: 'create', input: RegionInput, reply: Region },
  updateRegion: { allow: 'store.write', input: RegionInput.extend({ id: Id, updatedAt: Time }), reply: Region },
  /** Only an empty one. */
  removeRegion: { allow: 'store.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
});
