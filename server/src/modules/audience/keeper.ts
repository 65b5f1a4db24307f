import type { Database } from '../../core/db/database';
import { keptFor, readChanges, type Change } from '../customer-change';
import { Copies } from './copy';
import { buildIndex, loadCustomers } from './load';
import type { CorpIndex } from './memory/corp-index';

/** A copy is renewed when it is older than this, ms; it serves as long as all changes since are known. */
const copyEvery = keptFor / 4;
const copyServes = keptFor * 0.9;
/** How often that is looked at. */
const lookEvery = 600_000;

export interface KeeperParts {
  database: Database;
  /** Corps with fewer customers are read from their rows: that takes no longer than a second. */
  copiedFrom: number;
  /** ms; all changes from before then have been told. */
  toldUntil(): number;
  onError(error: unknown): void;
}

interface Missed {
  customerIds: Set<string>;
  gone: NonNullable<Change['gone']>[];
}

/** The index of one corp as it stands in this process: built in the background, then kept as changes are told. */
export class Keeper {
  private index: CorpIndex | null = null;
  private readonly dirty = new Set<string>();
  /** What changed while a fresh index was made beside the old one. */
  private missed: Missed | null = null;
  private building: Promise<void> | null = null;
  private applying: Promise<void> | null = null;
  private saving: Promise<void> | null = null;
  private lookedAt = 0;
  private readonly copies: Copies;
  private isStopped = false;

  constructor(private readonly parts: KeeperParts, private readonly corpId: string) {
    this.copies = new Copies(parts.database, corpId);
  }

  /** Null while it is being built: ask the rows meanwhile. With everything in it that this process knows of. */
  async current(): Promise<CorpIndex | null> {
    if (!this.index) void this.build();
    else await this.apply();
    return this.index;
  }

  build(): Promise<void> {
    this.building ??= this.rebuild().finally(() => { this.building = null; });
    return this.building;
  }

  tell({ customerIds = [], gone }: Change): void {
    // Before there is an index, the build reads what is there; what is told from its begin on is read again after it.
    for (const id of customerIds) this.dirty.add(id);
    if (!gone) return;
    this.index?.drop(gone.dimension, gone.value);
    this.missed?.gone.push(gone);
  }

  /** Takes over what was told. Whoever asks meanwhile waits for what they knew of, not for what comes after. */
  async apply(): Promise<void> {
    await this.applying;
    if (this.index && this.dirty.size > 0) this.applying ??= this.takeOver().finally(() => { this.applying = null; });
    await this.applying;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.applying?.catch(() => undefined);
    await this.building?.catch(() => undefined);
    await this.saving;
  }

  /** Keeps a copy for the next start, unless there is one that is young enough, by whichever process. */
  async copy(): Promise<void> {
    if (Date.now() - this.lookedAt < lookEvery || this.missed || !this.index || !(await this.needsCopy(this.index))) return;
    await this.apply();
    if (!this.missed) await this.renew(() => this.index!.compacted());
  }

  get customers(): number {
    return this.index?.count ?? 0;
  }

  get isReady(): boolean {
    return this.index !== null;
  }

  private async takeOver(): Promise<void> {
    const ids = [...this.dirty];
    const { index } = this;
    this.dirty.clear();
    try {
      await loadCustomers(this.parts.database, this.corpId, ids, index!);
    } catch (error) {
      for (const id of ids) this.dirty.add(id);
      throw error;
    }
    // A fresh index may have taken the place of this one while the rows were read.
    for (const id of ids) (this.index === index ? this.missed?.customerIds : this.dirty)?.add(id);
    if (index!.isDue() && !this.missed) void this.renew(() => index!.compacted()).catch(this.parts.onError);
  }

  private async rebuild(): Promise<void> {
    try {
      if (!(await this.renew((missed) => this.fromCopy(missed), { isCopy: true }))) await this.renew(() => buildIndex(this.parts.database, this.corpId, () => this.isStopped));
    } catch (error) {
      this.parts.onError(error);
    }
  }

  /** All that changed since the copy was made is missing in it. */
  private async fromCopy(missed: Missed): Promise<CorpIndex | null> {
    try {
      const copy = await this.copies.read();
      if (!copy || copy.since < Date.now() - copyServes) return null;
      for (const { change: { customerIds = [], gone } } of await readChanges(this.parts.database, copy.since, this.corpId)) {
        for (const id of customerIds) missed.customerIds.add(id);
        if (gone) missed.gone.push(gone);
      }
      return copy.index;
    } catch (error) {
      this.parts.onError(error);
      return null;
    }
  }

  private async needsCopy({ count }: CorpIndex): Promise<boolean> {
    if (count < this.parts.copiedFrom) return false;
    this.lookedAt = Date.now();
    return Date.now() - await this.copies.newestAt() > copyEvery;
  }

  /** Puts another index in the place of this one, with all that changed since it was begun. */
  private async renew(make: (missed: Missed) => Promise<CorpIndex | null>, { isCopy = false } = {}): Promise<boolean> {
    const missed: Missed = { customerIds: new Set(), gone: [] };
    const since = this.parts.toldUntil();
    this.missed = missed;
    try {
      const fresh = await make(missed);
      if (!fresh || this.isStopped) return false;
      const save = !isCopy && !this.saving && await this.needsCopy(fresh) ? await this.copies.take(fresh, since) : null;
      while (missed.customerIds.size > 0) {
        const ids = [...missed.customerIds];
        missed.customerIds.clear();
        await loadCustomers(this.parts.database, this.corpId, ids, fresh);
      }
      for (const { dimension, value } of missed.gone) fresh.drop(dimension, value);
      this.index = fresh;
      if (save) this.saving = save().catch(this.parts.onError).finally(() => { this.saving = null; });
      return true;
    } finally {
      if (this.missed === missed) this.missed = null;
    }
  }
}
