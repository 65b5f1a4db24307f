import { andBits, andNotBits, countOnes, has, orBits, put, type Bits } from './bits';

/**
 * Which slots have one value. Slots are only ever added, in rising order. A small set keeps the lower 16 bits of each
 * slot, so 2 bytes a member; once a bit for each slot takes less room than that, it is a bitset.
 */
export class SlotSet {
  size = 0;
  private last = -1;
  private lows: Uint16Array | null = new Uint16Array(4);
  /** Where the slots of each 65,536 begin in `lows`. */
  private readonly starts: number[] = [];
  private bits: Bits | null = null;

  add(slot: number): void {
    if (slot === this.last) return;
    this.last = slot;
    const index = this.size++;
    if (this.bits) {
      const word = slot >>> 5;
      if (word >= this.bits.length) this.growBits(word);
      put(this.bits, slot);
      return;
    }
    if (index === this.lows!.length) this.growLows();
    this.lows![index] = slot & 0xffff;
    const chunk = slot >>> 16;
    while (this.starts.length <= chunk) this.starts.push(index);
    // Two bytes a member against a bit for each slot.
    if (this.size > 64 && this.size * 16 > slot + 1) this.toBits();
  }

  /** Without room to grow, and in the form that takes less: what was dense at its beginning may be sparse in all. */
  trim(): void {
    if (this.bits && this.size * 16 <= this.last + 1) this.toLows();
    else if (this.lows) this.lows = this.lows.slice(0, this.size);
    else this.bits = this.bits!.slice(0, (this.last >>> 5) + 1);
  }

  each(visit: (slot: number) => void): void {
    if (this.lows) this.eachLow(visit);
    else for (let word = 0; word < this.bits!.length; word++) {
      let rest = this.bits![word]!;
      while (rest !== 0) {
        const lowest = rest & -rest;
        visit((word << 5) + 31 - Math.clz32(lowest));
        rest ^= lowest;
      }
    }
  }

  /** Those that are among `among`, each with its place in the set. */
  eachAmong(among: Bits, visit: (slot: number, place: number) => void): void {
    let place = 0;
    if (this.lows) return this.eachLow((slot) => {
      if (has(among, slot)) visit(slot, place);
      place++;
    });
    for (let word = 0; word < this.bits!.length; word++) {
      const all = this.bits![word]!;
      let rest = all & (among[word] ?? 0);
      while (rest !== 0) {
        const lowest = rest & -rest;
        visit((word << 5) + 31 - Math.clz32(lowest), place + countOnes(all & (lowest - 1)));
        rest ^= lowest;
      }
      place += countOnes(all);
    }
  }

  orInto(into: Bits): void {
    if (this.bits) return orBits(into, this.bits);
    const lows = this.lows!;
    for (let chunk = 0; chunk < this.starts.length; chunk++) {
      const base = chunk << 16;
      for (let i = this.starts[chunk]!, end = this.starts[chunk + 1] ?? this.size; i < end; i++) {
        const slot = base + lows[i]!;
        into[slot >>> 5]! |= 1 << (slot & 31);
      }
    }
  }

  andInto(into: Bits): void {
    if (this.bits) return andBits(into, this.bits);
    const kept = new Uint32Array(into.length);
    this.eachLow((slot) => {
      if (has(into, slot)) put(kept, slot);
    });
    into.set(kept);
  }

  andNotInto(into: Bits): void {
    if (this.bits) return andNotBits(into, this.bits);
    this.eachLow((slot) => {
      into[slot >>> 5]! &= ~(1 << (slot & 31));
    });
  }

  get bytes(): number {
    return (this.lows ?? this.bits!).byteLength + this.starts.length * 8;
  }

  private eachLow(visit: (slot: number) => void): void {
    const lows = this.lows!;
    for (let chunk = 0; chunk < this.starts.length; chunk++) {
      const base = chunk << 16;
      for (let i = this.starts[chunk]!, end = this.starts[chunk + 1] ?? this.size; i < end; i++) visit(base + lows[i]!);
    }
  }

  private growLows(): void {
    const larger = new Uint16Array(this.size + Math.max(8, this.size >> 1));
    larger.set(this.lows!);
    this.lows = larger;
  }

  private growBits(word: number): void {
    const larger = new Uint32Array(word + 1 + Math.max(8, word >> 4));
    larger.set(this.bits!);
    this.bits = larger;
  }

  private toLows(): void {
    const lows = new Uint16Array(this.size);
    let index = 0;
    this.each((slot) => {
      while (this.starts.length <= slot >>> 16) this.starts.push(index);
      lows[index++] = slot & 0xffff;
    });
    this.lows = lows;
    this.bits = null;
  }

  private toBits(): void {
    const bits = new Uint32Array((this.last >>> 5) + 1);
    this.eachLow((slot) => put(bits, slot));
    this.bits = bits;
    this.lows = null;
    this.starts.length = 0;
  }
}
