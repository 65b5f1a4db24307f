import { MoreThanOrEqual } from 'typeorm';
import type { Clock } from '../../core/clock';
import type { ReadDb } from '../../core/db/scope';
import { fromE6, type Point } from '@scrm/shared/geo';
import { isOpen, localAt, openTimesOf, type OpenTimes } from './hours';
import { Nearest, type Found, type Spot } from './nearest';
import { Store, StoreRegion } from './entity';

export interface StoreSpot extends Spot {
  name: string;
  isActive: boolean;
  /** Of its region; '/' where it has none. */
  path: string;
  times: OpenTimes;
}

export interface Search {
  /** Only inside this region. */
  path?: string;
  /** Only those that are open at this time; ms. */
  openAt?: number;
  /** Only those whose own radius reaches the point. */
  inRange?: boolean;
  most?: number;
  accept?: (spot: StoreSpot) => boolean;
}

/** What other processes changed is seen after this time. */
const lookEveryMs = 2_000;
/** A transaction may commit so much later than its clock says. */
const lateMs = 60_000;

/** The stores of one company in memory. */
export class CorpPlaces {
  private readonly index = new Nearest<StoreSpot>();
  private readonly times = new Map<string, OpenTimes>();
  private widestM = 0;
  /** The newest change that was read. */
  private seen = 0;
  private regions = new Map<string, string>();
  private reading: Promise<void> | null = null;
  private lookedAt = -Infinity;

  set(store: Pick<Store, 'id' | 'name' | 'regionId' | 'latE6' | 'lngE6' | 'radiusM' | 'priority' | 'state' | 'hours' | 'deletedAt'>): void {
    const { id, name, latE6, lngE6, radiusM, priority, state, hours, deletedAt, regionId } = store;
    if (deletedAt !== null || latE6 === null || lngE6 === null) return this.index.delete(id);
    this.widestM = Math.max(this.widestM, radiusM);
    this.index.set({ id, name, lat: fromE6(latE6), lng: fromE6(lngE6), radiusM, priority, isActive: state === 'active', path: (regionId && this.regions.get(regionId)) ?? '/', times: this.timesOf(hours) });
  }

  get size(): number {
    return this.index.size;
  }

  /** Active stores, nearest first; of two in the same metre the one with priority. */
  find(point: Point, { path, openAt, inRange = false, most = 1, accept }: Search = {}): Found<StoreSpot>[] {
    return this.index.find(point, (spot, distance) => spot.isActive && (!inRange || distance <= spot.radiusM) && (path === undefined || spot.path.startsWith(path))
      && (openAt === undefined || isOpen(spot.times, localAt(spot.times.zone, openAt))) && (accept === undefined || accept(spot)), { most, withinM: inRange ? this.widestM : Infinity });
  }

  /** Whatever its state. */
  around(point: Point, most: number, accept: (spot: StoreSpot) => boolean): Found<StoreSpot>[] {
    return this.index.find(point, accept, { most });
  }

  /** Reads what changed since it was last looked. */
  async refresh(db: ReadDb): Promise<void> {
    if (performance.now() - this.lookedAt < lookEveryMs) return;
    this.reading ??= this.read(db).finally(() => { this.reading = null; });
    return this.reading;
  }

  /** The next lookup reads. */
  stale(): void {
    this.lookedAt = -Infinity;
  }

  private async read(db: ReadDb): Promise<void> {
    const began = performance.now();
    this.regions = new Map((await db.find(StoreRegion)).map(({ id, path }) => [id, path]));
    for (const store of await db.find(Store, { updatedAt: MoreThanOrEqual(this.seen - lateMs) })) {
      this.set(store);
      this.seen = Math.max(this.seen, store.updatedAt);
    }
    this.lookedAt = began;
  }

  /** Most stores of a company keep the same hours. */
  private timesOf(hours: Store['hours']): OpenTimes {
    const key = JSON.stringify(hours);
    const times = this.times.get(key) ?? openTimesOf(hours);
    this.times.set(key, times);
    return times;
  }
}

/** The stores of all companies, each read when it is first asked for and kept current. */
export class StorePlaces {
  private readonly corps = new Map<string, CorpPlaces>();

  constructor(readonly clock: Clock) {}

  async of(db: ReadDb): Promise<CorpPlaces> {
    const places = this.corps.get(db.corpId) ?? new CorpPlaces();
    this.corps.set(db.corpId, places);
    await places.refresh(db);
    return places;
  }

  /** Something of this company's stores has changed in this process. */
  changed(corpId: string): void {
    this.corps.get(corpId)?.stale();
  }
}
