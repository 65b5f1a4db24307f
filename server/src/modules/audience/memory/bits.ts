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
  for (let i = 0; i < bits.length; i++) {
    let word = bits[i]!;
    if (word === 0) continue;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
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
