/** Which slots: one bit each, 32 to a word. What lies behind the last word is not in it. */
export type Bits = Uint32Array;

export const wordsFor = (slots: number): number => (slots + 31) >>> 5;
export const has = (bits: Bits, slot: number): boolean => ((bits[slot >>> 5] ?? 0) & (1 << (slot & 31))) !== 0;

export function put(bits: Bits, slot: number): void {
  bits[slot >>> 5]! |= 1 << (slot & 31);
}

export function clear(bits: Bits, slot: number): void {
  bits[slot >>> 5]! &= ~(1 << (slot & 31));
}

export function andBits(into: Bits, other: Bits): void {
  const shared = Math.min(into.length, other.length);
  for (let i = 0; i < shared; i++) into[i]! &= other[i]!;
  into.fill(0, shared);
}

export function andNotBits(into: Bits, other: Bits): void {
  const shared = Math.min(into.length, other.length);
  for (let i = 0; i < shared; i++) into[i]! &= ~other[i]!;
}

export function orBits(into: Bits, other: Bits): void {
  const shared = Math.min(into.length, other.length);
  for (let i = 0; i < shared; i++) into[i]! |= other[i]!;
}

export function countBits(bits: Bits): number {
  let count = 0;
  for (let i = 0; i < bits.length; i++) if (bits[i] !== 0) count += countOnes(bits[i]!);
  return count;
}

export function countOnes(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Each slot, lowest first. */
export function eachBit(bits: Bits, visit: (slot: number) => void): void {
  for (let i = 0; i < bits.length; i++) {
    let word = bits[i]!;
    while (word !== 0) {
      const lowest = word & -word;
      visit((i << 5) + 31 - Math.clz32(lowest));
      word ^= lowest;
    }
  }
}

/** The highest bit at or below `from`; -1 when there is none. */
export function lastBit(bits: Bits, from: number): number {
  if (from < 0) return -1;
  let word = from >>> 5;
  let rest = (bits[word] ?? 0) & (0xffffffff >>> (31 - (from & 31)));
  while (rest === 0) {
    if (--word < 0) return -1;
    rest = bits[word] ?? 0;
  }
  return (word << 5) + 31 - Math.clz32(rest);
}

/** The lowest bit from `from` to before `end`; -1 when there is none. */
export function firstBit(bits: Bits, from: number, end: number): number {
  if (from >= end) return -1;
  let word = from >>> 5;
  let rest = (bits[word] ?? 0) & (0xffffffff << (from & 31));
  while (rest === 0) {
    if (++word >= bits.length) return -1;
    rest = bits[word]!;
  }
  const slot = (word << 5) + 31 - Math.clz32(rest & -rest);
  return slot < end ? slot : -1;
}

/** Every bit from `from` to before `to`. */
export function fillBits(bits: Bits, from: number, to: number): void {
  if (from >= to) return;
  const [first, last] = [from >>> 5, (to - 1) >>> 5];
  const head = 0xffffffff << (from & 31);
  const foot = 0xffffffff >>> (31 - ((to - 1) & 31));
  if (first === last) {
    bits[first]! |= head & foot;
    return;
  }
  bits[first]! |= head;
  bits.fill(0xffffffff, first + 1, last);
  bits[last]! |= foot;
}

/** Each bit, lowest first; none is left. */
export function moveOut(bits: Bits, visit: (slot: number) => void): void {
  for (let i = 0; i < bits.length; i++) {
    let word = bits[i]!;
    if (word === 0) continue;
    bits[i] = 0;
    while (word !== 0) {
      const lowest = word & -word;
      visit((i << 5) + 31 - Math.clz32(lowest));
      word ^= lowest;
    }
  }
}
