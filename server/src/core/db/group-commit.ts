interface Waiting<T> {
  item: T;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * What arrives while a flush runs is committed together by the next one: under load many writers share one commit, and
 * a single writer waits for nobody. A promise resolves after the commit that holds its item. `atOnce` flushes may be
 * under way, each of at most `most` items.
 */
export class GroupCommit<T> {
  private readonly waiting: Waiting<T>[] = [];
  private readonly most: number;
  private readonly atOnce: number;
  private flushing = 0;
  private planned = false;

  constructor(private readonly flush: (items: T[]) => Promise<void>, { most = 500, atOnce = 1 } = {}) {
    this.most = most;
    this.atOnce = atOnce;
  }

  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.planned || this.flushing === this.atOnce) return;
      this.planned = true;
      // What arrives in the same turn of the event loop joins the flush.
      setImmediate(() => {
        this.planned = false;
        this.next();
      });
    });
  }

  private next(): void {
    if (this.waiting.length === 0 || this.flushing === this.atOnce) return;
    const group = this.waiting.splice(0, this.most);
    const end = (settle: (one: Waiting<T>) => void) => {
      this.flushing--;
      // The next flush first: those who waited for this one have work of their own to do.
      this.next();
      group.forEach(settle);
    };
    this.flushing++;
    this.flush(group.map((one) => one.item)).then(() => end((one) => one.resolve()), (error: unknown) => end((one) => one.reject(error)));
  }
}
