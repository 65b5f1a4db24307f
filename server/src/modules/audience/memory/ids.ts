const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const digits = new Uint8Array(128).fill(255);
for (let i = 0; i < 32; i++) digits[alphabet.charCodeAt(i)] = i;

const prefix = 'cus_';
const length = prefix.length + 26;

/**
 * The ids of customers by slot, 16 bytes each instead of a string, and the slot of each id. An id of another form is kept
 * as it is.
 */
export class SlotIds {
  private words: Uint32Array;
  private readonly odd = new Map<number, string>();
  private readonly slotOfOdd = new Map<string, number>();
  private table: Int32Array;
  private held = 0;
  private readonly scratch = new Uint32Array(4);

  /** Not `findable`: nobody asks for the slot of an id. */
  constructor(capacity: number, private readonly findable = true) {
    this.words = new Uint32Array(capacity * 4);
    this.table = new Int32Array(findable ? tableSize(capacity) : 0);
  }

  grow(capacity: number): void {
    const larger = new Uint32Array(capacity * 4);
    larger.set(this.words);
    this.words = larger;
  }

  /** The slot of an id is the last that was set for it. */
  set(slot: number, id: string): void {
    if (!this.parse(id)) {
      this.odd.set(slot, id);
      this.slotOfOdd.set(id, slot);
      return;
    }
    this.words.set(this.scratch, slot * 4);
    this.hold(slot);
  }

  /** The id of a slot of another index. */
  setFrom(slot: number, other: SlotIds, from: number): void {
    const odd = other.odd.get(from);
    if (odd !== undefined) return this.set(slot, odd);
    this.words.set(other.words.subarray(from * 4, from * 4 + 4), slot * 4);
    this.hold(slot);
  }

  /** -1 when there is none. */
  slotOf(id: string): number {
    if (!this.findable) throw new Error('These ids were kept without their slots');
    if (!this.parse(id)) return this.slotOfOdd.get(id) ?? -1;
    const mask = this.table.length - 1;
    for (let at = hashOf(this.scratch, 0) & mask; ; at = (at + 1) & mask) {
      const held = this.table[at]!;
      if (held === 0) return -1;
      if (this.isSame(held - 1)) return held - 1;
    }
  }

  at(slot: number): string {
    const odd = this.odd.get(slot);
    if (odd !== undefined) return odd;
    const [a, b, c, d] = [this.words[slot * 4]!, this.words[slot * 4 + 1]!, this.words[slot * 4 + 2]!, this.words[slot * 4 + 3]!];
    const tail = (a >>> 28) | ((b >>> 30) << 4) | ((c >>> 30) << 6) | ((d >>> 30) << 8);
    return prefix + spell(a & 0x0fffffff, 6) + spell(b & 0x3fffffff, 6) + spell(c & 0x3fffffff, 6) + spell(d & 0x3fffffff, 6) + spell(tail, 2);
  }

  get bytes(): number {
    return this.words.byteLength + this.table.byteLength;
  }

  private hold(slot: number): void {
    if (!this.findable) return;
    if ((this.held + 1) * 4 > this.table.length * 3) this.rehash();
    this.place(slot);
  }

  private isSame(slot: number): boolean {
    const at = slot * 4;
    return this.words[at] === this.scratch[0] && this.words[at + 1] === this.scratch[1] && this.words[at + 2] === this.scratch[2] && this.words[at + 3] === this.scratch[3];
  }

  private place(slot: number): void {
    const mask = this.table.length - 1;
    for (let at = hashOf(this.words, slot * 4) & mask; ; at = (at + 1) & mask) {
      const held = this.table[at]!;
      if (held !== 0 && !sameWords(this.words, (held - 1) * 4, slot * 4)) continue;
      if (held === 0) this.held++;
      this.table[at] = slot + 1;
      return;
    }
  }

  private rehash(): void {
    const old = this.table;
    this.table = new Int32Array(old.length * 2);
    this.held = 0;
    for (const held of old) if (held !== 0) this.place(held - 1);
  }

  /** Into `scratch`: 26 digits of 5 bits, whose first is at most 7. */
  private parse(id: string): boolean {
    if (id.length !== length || !id.startsWith(prefix)) return false;
    for (let part = 0; part < 4; part++) {
      let value = 0;
      for (let i = 0; i < 6; i++) {
        const digit = digits[id.charCodeAt(4 + part * 6 + i)] ?? 255;
        if (digit === 255 || (part === 0 && i === 0 && digit > 7)) return false;
        value = (value << 5) | digit;
      }
      this.scratch[part] = value;
    }
    const [high, low] = [digits[id.charCodeAt(28)] ?? 255, digits[id.charCodeAt(29)] ?? 255];
    if (high === 255 || low === 255) return false;
    const tail = (high << 5) | low;
    this.scratch[0]! |= (tail & 15) << 28;
    this.scratch[1]! |= ((tail >>> 4) & 3) << 30;
    this.scratch[2]! |= ((tail >>> 6) & 3) << 30;
    this.scratch[3]! |= ((tail >>> 8) & 3) << 30;
    return true;
  }
}

function spell(value: number, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) {
    text = alphabet[value & 31]! + text;
    value >>>= 5;
  }
  return text;
}

const hashOf = (words: Uint32Array, at: number): number => Math.imul(words[at + 2]! ^ Math.imul(words[at + 3]!, 0x9e3779b1) ^ (words[at + 1]! << 7), 0x85ebca6b) >>> 1;

const sameWords = (words: Uint32Array, a: number, b: number): boolean =>
  words[a] === words[b] && words[a + 1] === words[b + 1] && words[a + 2] === words[b + 2] && words[a + 3] === words[b + 3];

function tableSize(capacity: number): number {
  return 1 << Math.max(6, 32 - Math.clz32(Math.ceil(capacity * 4 / 3)));
}
