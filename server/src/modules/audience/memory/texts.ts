import { andBits, put, type Bits } from './bits';

/** Between what may not be found across: the name and the company of one person. */
export const between = '\u0001';
const end = 0;

/** What a keyword looks for, slot after slot, in one stretch of UTF-16. Texts are only added. */
export class SlotTexts {
  private units: Uint16Array;
  private starts: Uint32Array;
  private slots = 0;
  private length = 0;

  constructor(capacity: number, perSlot = 8) {
    this.units = new Uint16Array(Math.max(64, capacity * perSlot));
    this.starts = new Uint32Array(capacity + 1);
  }

  grow(capacity: number): void {
    const larger = new Uint32Array(capacity + 1);
    larger.set(this.starts);
    this.starts = larger;
  }

  /** Of the next slot, in small letters. */
  push(text: string): void {
    this.reserve(text.length + 1);
    for (let i = 0; i < text.length; i++) this.units[this.length++] = text.charCodeAt(i) || 1;
    this.close();
  }

  /** The text of a slot of another index. */
  pushFrom(other: SlotTexts, slot: number): void {
    const from = other.starts[slot]!;
    const to = other.starts[slot + 1]!;
    this.reserve(to - from);
    for (let i = from; i < to - 1; i++) this.units[this.length++] = other.units[i]!;
    this.close();
  }

  trim(): void {
    this.units = this.units.slice(0, this.length);
  }

  /** The slots among `among` whose text has the word; `count` says how many those are. */
  find(word: string, among: Bits, count: number): Bits {
    const needle = unitsOf(word);
    const found = new Uint32Array(among.length);
    // A look at one text costs as much as running over a few of them.
    if (count * 16 < this.slots) this.findOneByOne(needle, among, found);
    else {
      this.findInAll(needle, found);
      andBits(found, among);
    }
    return found;
  }

  get bytes(): number {
    return this.units.byteLength + this.starts.byteLength;
  }

  private findOneByOne(needle: Uint16Array, among: Bits, found: Bits): void {
    for (let word = 0; word < among.length; word++) {
      let rest = among[word]!;
      while (rest !== 0) {
        const lowest = rest & -rest;
        const slot = (word << 5) + 31 - Math.clz32(lowest);
        if (this.isIn(needle, this.starts[slot]!, this.starts[slot + 1]!)) put(found, slot);
        rest ^= lowest;
      }
    }
  }

  private isIn(needle: Uint16Array, from: number, to: number): boolean {
    const { units } = this;
    const first = needle[0]!;
    for (let at = from, last = to - needle.length; at <= last; at++) {
      if (units[at] === first && startsAt(units, at, needle)) return true;
    }
    return false;
  }

  /** One run over everything; of a slot that has it the rest is skipped. */
  private findInAll(needle: Uint16Array, found: Bits): void {
    const { units, starts } = this;
    const first = needle[0]!;
    const last = this.length - needle.length;
    let slot = 0;
    // The engine's own search runs over several letters at a time.
    for (let at = units.indexOf(first); at >= 0 && at <= last; at = units.indexOf(first, at)) {
      if (!startsAt(units, at, needle)) {
        at++;
        continue;
      }
      slot = this.slotAt(at, slot);
      put(found, slot);
      at = starts[slot + 1]!;
    }
  }

  /** The slot whose text stands at `at`, not before `from`: near at first, then by halves. */
  private slotAt(at: number, from: number): number {
    const { starts } = this;
    let step = 1;
    let low = from;
    while (low + step < this.slots && starts[low + step]! <= at) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step, this.slots);
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle;
    }
    return low;
  }

  private close(): void {
    this.units[this.length++] = end;
    this.starts[++this.slots] = this.length;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.units.length) return;
    const larger = new Uint16Array(this.length + more + Math.max(1024, this.length >> 2));
    larger.set(this.units.subarray(0, this.length));
    this.units = larger;
  }
}

function unitsOf(word: string): Uint16Array {
  const units = new Uint16Array(word.length);
  for (let i = 0; i < word.length; i++) units[i] = word.charCodeAt(i);
  return units;
}

function startsAt(units: Uint16Array, at: number, needle: Uint16Array): boolean {
  for (let i = 1; i < needle.length; i++) if (units[at + i] !== needle[i]) return false;
  return true;
}
