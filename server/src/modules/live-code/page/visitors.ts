/** Places for browsers, in sets of four: about 8 MB, whatever the number of scans. */
const places = 1 << 18;
const perSet = 4;
/** As many can be known again, but for those who had to give way early. */
export const mostVisitors = 200_000;

export interface Shown {
  staffId: string;
  at: number;
}

/** Of a code, once: where the hashes of its browsers begin. */
export interface CodeSeed {
  one: number;
  other: number;
}

/** FNV-1a, twice: http://www.isthe.com/chongo/tech/comp/fnv/ */
export function seedOf(codeId: string): CodeSeed {
  return { one: hashed(0x811c9dc5, 0x01000193, codeId), other: hashed(0x01000193, 0x85ebca6b, codeId) };
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

  get(code: CodeSeed, visitor: string): Shown | undefined {
    const place = this.find(code, visitor);
    return place < 0 ? undefined : { staffId: this.staffIds[place]!, at: this.times[place]! };
  }

  set(code: CodeSeed, visitor: string, staffId: string, at: number): void {
    const [one, other] = [oneOf(code, visitor), otherOf(code, visitor)];
    const place = this.placeFor(one, other);
    this.marks[place * 2] = one;
    this.marks[place * 2 + 1] = other;
    this.times[place] = at;
    this.staffIds[place] = staffId;
  }

  /** As it was before a choice that did not come to be. */
  restore(code: CodeSeed, visitor: string, before: Shown | undefined): void {
    if (before) return this.set(code, visitor, before.staffId, before.at);
    const place = this.find(code, visitor);
    if (place < 0) return;
    this.staffIds[place] = '';
    this.times[place] = 0;
  }

  private find(code: CodeSeed, visitor: string): number {
    const [one, other] = [oneOf(code, visitor), otherOf(code, visitor)];
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
const oneOf = ({ one }: CodeSeed, visitor: string): number => mixed(hashed(one, 0x01000193, visitor));
const otherOf = ({ other }: CodeSeed, visitor: string): number => mixed(hashed(other, 0x85ebca6b, visitor));

function hashed(seed: number, factor: number, text: string): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), factor);
  return hash;
}

const mixed = (hash: number): number => (hash ^ (hash >>> 15)) >>> 0;
