/** Of one code; more are not known again. */
const most = 100_000;

export interface Shown {
  staffId: string;
  at: number;
}

/** Whom each browser was shown lately, the oldest first: who opens the page again gets the same person. */
export class Visitors {
  private readonly shown = new Map<string, Shown>();

  get(visitor: string): Shown | undefined {
    return this.shown.get(visitor);
  }

  /** `keptFor` ms; 0 keeps nothing. */
  set(visitor: string, shown: Shown, keptFor: number): void {
    if (keptFor === 0) return;
    this.shown.delete(visitor);
    this.shown.set(visitor, shown);
    for (const [oldest, { at }] of this.shown) {
      if (at + keptFor > shown.at && this.shown.size <= most) break;
      this.shown.delete(oldest);
    }
  }

  /** As it was before a choice that did not come to be. */
  restore(visitor: string, before: Shown | undefined): void {
    if (before) this.shown.set(visitor, before);
    else this.shown.delete(visitor);
  }
}
