/** Places for browsers, in sets of four: about 8 MB, whatever the number of scans. */
const places = 1 << 18;
const perSet = 4;
/** As many can be known again, but for those who had to give way early. */
export const mostVisitors = 200_000;

export interface Shown {
  staffId: string;
  at: number;
}

/**
 * Whom each browser was shown lately by which code: who opens the page again gets the same person. In a table that does not
 * grow, because an object for each scan would cost more than the choice itself; where a set is full, the oldest gives way.
 */
export class Visitors {
  /** Two numbers that tell code and browser, by place. */
  private readonly marks = new Uint32Array(places * 2);
  private readonly times = new Float64Array(places);
  private readonly staffIds = new Array<string>(places).fill('');

  get(codeId: string, visitor: string): Shown | undefined {
    const place = this.find(codeId, visitor);
    return place < 0 ? undefined : { staffId: this.staffIds[place]!, at: this.times[place]! };
  }

  set(codeId: string, visitor: string, { staffId, at }: Shown): void {
    const [one, other] = [markOf(codeId, visitor, 0x811c9dc5), markOf(codeId, visitor, 0x01000193)];
    const place = this.placeFor(one, other);
    this.marks[place * 2] = one;
    this.marks[place * 2 + 1] = other;
    this.times[place] = at;
    this.staffIds[place] = staffId;
  }

  /** As it was before a choice that did not come to be. */
  restore(codeId: string, visitor: string, before: Shown | undefined): void {
    if (before) return this.set(codeId, visitor, before);
    const place = this.find(codeId, visitor);
    if (place < 0) return;
    this.staffIds[place] = '';
    this.times[place] = 0;
  }

  private find(codeId: string, visitor: string): number {
    const [one, other] = [markOf(codeId, visitor, 0x811c9dc5), markOf(codeId, visitor, 0x01000193)];
    const first = firstOf(one);
    for (let place = first; place < first + perSet; place++) {
      if (this.marks[place * 2] === one && this.marks[place * 2 + 1] === other && this.staffIds[place] !== '') return place;
    }
    return -1;
  }

  /** Their own, or that of the oldest of the set. */
  private placeFor(one: number, other: number): number {
    const first = firstOf(one);
    let oldest = first;
    for (let place = first; place < first + perSet; place++) {
      if (this.marks[place * 2] === one && this.marks[place * 2 + 1] === other) return place;
      if (this.times[place]! < this.times[oldest]!) oldest = place;
    }
    return oldest;
  }
}

const firstOf = (mark: number): number => (mark & (places - 1)) & ~(perSet - 1);

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function markOf(codeId: string, visitor: string, seed: number): number {
  let mark = seed;
  for (let i = 0; i < codeId.length; i++) mark = Math.imul(mark ^ codeId.charCodeAt(i), 0x01000193);
  for (let i = 0; i < visitor.length; i++) mark = Math.imul(mark ^ visitor.charCodeAt(i), 0x01000193);
  return (mark ^ (mark >>> 15)) >>> 0;
}
