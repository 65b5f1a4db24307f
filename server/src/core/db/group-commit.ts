/**
 * Everything that arrives while a flush runs is committed together by the next one: under load many writers share
 * one commit, and a single writer waits for nobody. A promise resolves after the commit that holds its item.
 */
export class GroupCommit<T> {
  private waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  private flushing = false;

  constructor(private readonly flush: (items: T[]) => Promise<void>, private readonly most = 500) {}

  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.flushing) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.flushing = true;
    // What arrives in the same turn of the event loop joins the first flush.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, this.most);
      try {
        await this.flush(group.map((one) => one.item));
        for (const one of group) one.resolve();
      } catch (error) {
        for (const one of group) one.reject(error);
      }
    }
    this.flushing = false;
  }
}
