interface Waiting<T> {
  item: T;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * What arrives while a flush runs is committed together by the next one: under load many writers share one commit, and
 * a single writer waits for nobody. A promise resolves after the commit that holds its item. A flush is of at most `most` items.
 */
export class GroupCommit<T> {
  private readonly waiting: Waiting<T>[] = [];
  private readonly most: number;
  private flushing = false;
  private planned = false;

  constructor(private readonly flush: (items: T[]) => Promise<void>, { most = 500 } = {}) {
    this.most = most;
  }

  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.planned || this.flushing) return;
      this.planned = true;
      // What arrives in the same turn of the event loop joins the flush.
      setImmediate(() => {
        this.planned = false;
        this.next();
      });
    });
  }

  private next(): void {
    if (this.waiting.length === 0 || this.flushing) return;
    const group = this.waiting.splice(0, this.most);
    const end = (settle: (one: Waiting<T>) => void) => {
      this.flushing = false;
      // The next flush first: those who waited for this one have work of their own to do.
      this.next();
      group.forEach(settle);
    };
    this.flushing = true;
    this.flush(group.map((one) => one.item)).then(() => end((one) => one.resolve()), (error: unknown) => end((one) => one.reject(error)));
  }
}
