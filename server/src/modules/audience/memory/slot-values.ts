import { put, type Bits } from './bits';
import { SlotSet } from './slot-set';

/** A number for some of the slots: which, and the numbers in their order. Slots are only added, in rising order. */
export class SlotNumbers {
  private readonly slots = new SlotSet();
  private values = new Float64Array(16);

  add(slot: number, value: number): void {
    const { size } = this.slots;
    if (size === this.values.length) this.values = larger(this.values, size + Math.max(16, size >> 2));
    this.values[size] = value;
    this.slots.add(slot);
  }

  /** Those of `among` whose number it is; both ends belong to it. */
  between(from: number, to: number, among: Bits, into: Bits): void {
    const { values } = this;
    this.slots.eachAmong(among, (slot, place) => {
      const value = values[place]!;
      if (value >= from && value <= to) put(into, slot);
    });
  }

  /** The same under the slots of another index. */
  moved(rank: Int32Array, count: number): SlotNumbers {
    const fresh = new SlotNumbers();
    eachMoved(this.slots, rank, count, (slot, i) => fresh.add(slot, this.values[i]!));
    fresh.slots.trim();
    fresh.values = fresh.values.slice(0, fresh.slots.size);
    return fresh;
  }

  get bytes(): number {
    return this.slots.bytes + this.values.byteLength;
  }
}

/** A text for some of the slots, one behind the other in one stretch of UTF-16. Slots are only added, in rising order. */
export class SlotWords {
  private readonly slots = new SlotSet();
  private units = new Uint16Array(64);
  private ends = new Uint32Array(16);
  private length = 0;

  add(slot: number, text: string): void {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i++) this.units[this.length++] = text.charCodeAt(i);
    this.close(slot);
  }

  /** Whoever of `among` has a text that is, or holds, one of these. */
  find(words: readonly string[], whole: boolean, among: Bits, into: Bits): void {
    const needles = words.map((word) => Uint16Array.from({ length: word.length }, (_, i) => word.charCodeAt(i)));
    const { ends } = this;
    this.slots.eachAmong(among, (slot, place) => {
      const [from, to] = [place === 0 ? 0 : ends[place - 1]!, ends[place]!];
      for (const needle of needles) {
        if (whole ? needle.length === to - from && this.startsAt(from, needle) : this.isIn(needle, from, to)) {
          put(into, slot);
          break;
        }
      }
    });
  }

  moved(rank: Int32Array, count: number): SlotWords {
    const fresh = new SlotWords();
    fresh.reserve(this.length);
    eachMoved(this.slots, rank, count, (slot, i) => {
      const [from, to] = [i === 0 ? 0 : this.ends[i - 1]!, this.ends[i]!];
      fresh.units.set(this.units.subarray(from, to), fresh.length);
      fresh.length += to - from;
      fresh.close(slot);
    });
    fresh.slots.trim();
    fresh.units = fresh.units.slice(0, fresh.length);
    fresh.ends = fresh.ends.slice(0, fresh.slots.size);
    return fresh;
  }

  get bytes(): number {
    return this.slots.bytes + this.units.byteLength + this.ends.byteLength;
  }

  private startsAt(at: number, needle: Uint16Array): boolean {
    for (let i = 0; i < needle.length; i++) if (this.units[at + i] !== needle[i]) return false;
    return true;
  }

  private isIn(needle: Uint16Array, from: number, to: number): boolean {
    for (let at = from, last = to - needle.length; at <= last; at++) if (this.startsAt(at, needle)) return true;
    return false;
  }

  private close(slot: number): void {
    const { size } = this.slots;
    if (size === this.ends.length) {
      const ends = new Uint32Array(size + Math.max(16, size >> 2));
      ends.set(this.ends);
      this.ends = ends;
    }
    this.ends[size] = this.length;
    this.slots.add(slot);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.units.length) return;
    const units = new Uint16Array(this.length + more + Math.max(64, this.length >> 2));
    units.set(this.units.subarray(0, this.length));
    this.units = units;
  }
}

function larger(values: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(length);
  grown.set(values);
  return grown;
}

/** `rank`: the new slot of each, or -1. Visits in the order of the new slots, with the place of the value. */
function eachMoved(slots: SlotSet, rank: Int32Array, count: number, visit: (slot: number, i: number) => void): void {
  const places = new Int32Array(count).fill(-1);
  let i = 0;
  slots.each((slot) => {
    const to = rank[slot]!;
    if (to >= 0) places[to] = i;
    i++;
  });
  for (let slot = 0; slot < count; slot++) if (places[slot]! >= 0) visit(slot, places[slot]!);
}
