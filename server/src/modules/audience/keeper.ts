import type { Database } from '../../core/db/database';
import type { Change } from '../customer-change';
import { buildIndex, loadCustomers } from './load';
import type { CorpIndex } from './memory/corp-index';

/** The index of one corp as it stands in this process: built in the background, then kept as changes are told. */
export class Keeper {
  private index: CorpIndex | null = null;
  private readonly dirty = new Set<string>();
  /** What changed while a fresh index was made beside the old one. */
  private missed: { customerIds: Set<string>; gone: NonNullable<Change['gone']>[] } | null = null;
  private building: Promise<void> | null = null;
  private applying: Promise<void> | null = null;
  private isStopped = false;
  /** ms of the last build. */
  builtIn = 0;

  constructor(private readonly database: Database, private readonly corpId: string, private readonly onError: (error: unknown) => void) {}

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
      await loadCustomers(this.database, this.corpId, ids, index!);
    } catch (error) {
      for (const id of ids) this.dirty.add(id);
      throw error;
    }
    // A fresh index may have taken the place of this one while the rows were read.
    for (const id of ids) (this.index === index ? this.missed?.customerIds : this.dirty)?.add(id);
    if (index!.isDue() && !this.missed) void this.renew(() => index!.compacted()).catch(this.onError);
  }

  private async rebuild(): Promise<void> {
    const startedAt = performance.now();
    try {
      await this.renew(() => buildIndex(this.database, this.corpId, () => this.isStopped));
      this.builtIn = performance.now() - startedAt;
    } catch (error) {
      this.onError(error);
    }
  }

  /** Puts another index in the place of this one, with all that changed since it was begun. */
  private async renew(make: () => Promise<CorpIndex | null>): Promise<void> {
    const missed = { customerIds: new Set<string>(), gone: [] as NonNullable<Change['gone']>[] };
    this.missed = missed;
    try {
      const fresh = await make();
      if (!fresh || this.isStopped) return;
      while (missed.customerIds.size > 0) {
        const ids = [...missed.customerIds];
        missed.customerIds.clear();
        await loadCustomers(this.database, this.corpId, ids, fresh);
      }
      for (const { dimension, value } of missed.gone) fresh.drop(dimension, value);
      this.index = fresh;
    } finally {
      if (this.missed === missed) this.missed = null;
    }
  }
}
