import { clear, fillBits, firstBit, has, lastBit, moveOut, put, wordsFor, type Bits } from './bits';
import { SlotIds } from './ids';
import { pauses } from './pauses';
import { SlotSet } from './slot-set';
import { SlotNumbers, SlotWords } from './slot-values';
import { sortBy } from './sort';
import { SlotTexts } from './texts';

/** Where a page begins: behind (in the list's order) the customer with this time and id. */
export interface Place {
  at: number;
  id: string;
}

/**
 * The customers of one corp, each in a slot that never changes: a changed customer gets a new slot and the old one is
 * no longer `alive`. Slots below `sorted` stand in the list's order (when added, then id); those behind, which came since,
 * are kept in order by `tail`. `compacted` makes a fresh index without dead slots, sorted throughout.
 */
export class CorpIndex {
  count = 0;
  slots = 0;
  private sorted = 0;
  private tail: number[] = [];
  private capacity: number;
  private alive: Bits;
  addedAt: Float64Array;
  readonly ids: SlotIds;
  readonly texts: SlotTexts;
  private readonly sets = new Map<string, Map<string, SlotSet>>();
  private readonly columns = new Map<string, Float64Array>();
  private readonly numbers = new Map<string, SlotNumbers>();
  private readonly words = new Map<string, SlotWords>();

  /** `unordered`: slots come in any order until `compacted`, as while it is built. */
  constructor(capacity = 256, private readonly unordered = false, textPerSlot = 8) {
    this.capacity = Math.max(16, capacity);
    this.alive = new Uint32Array(wordsFor(this.capacity));
    this.addedAt = new Float64Array(this.capacity);
    this.ids = new SlotIds(this.capacity);
    this.texts = new SlotTexts(this.capacity, textPerSlot);
  }

  /** A new slot for this customer; the one that they had is dead (while the index is built, nobody has one yet). Its sets and columns follow, `close` ends it. */
  open(id: string, addedAt: number): number {
    if (!this.unordered) this.remove(id);
    if (this.slots === this.capacity) this.grow();
    const slot = this.slots++;
    this.ids.set(slot, id);
    this.addedAt[slot] = addedAt;
    put(this.alive, slot);
    this.count++;
    if (!this.unordered) this.place(slot, id);
    return slot;
  }

  mark(slot: number, dimension: string, value: string): void {
    const values = this.setOf(dimension);
    let set = values.get(value);
    if (!set) values.set(value, (set = new SlotSet()));
    set.add(slot);
  }

  private setOf(dimension: string): Map<string, SlotSet> {
    let values = this.sets.get(dimension);
    if (!values) this.sets.set(dimension, (values = new Map()));
    return values;
  }

  /** NaN where there is none. */
  setNumber(slot: number, name: string, value: number): void {
    let column = this.columns.get(name);
    if (!column) this.columns.set(name, (column = new Float64Array(this.capacity).fill(NaN)));
    column[slot] = value;
  }

  /** Numbers and texts that only some have, by field. */
  setField(slot: number, fieldId: string, value: number | string): void {
    if (typeof value === 'number') held(this.numbers, fieldId, SlotNumbers).add(slot, value);
    else held(this.words, fieldId, SlotWords).add(slot, value);
  }

  fieldNumbers(fieldId: string): SlotNumbers | undefined {
    return this.numbers.get(fieldId);
  }

  fieldWords(fieldId: string): SlotWords | undefined {
    return this.words.get(fieldId);
  }

  remove(id: string): void {
    const slot = this.ids.slotOf(id);
    if (slot < 0 || !has(this.alive, slot)) return;
    clear(this.alive, slot);
    this.count--;
    if (slot >= this.sorted && !this.unordered) this.tail.splice(this.tail.lastIndexOf(slot), 1);
  }

  /** Nobody has this value any more. */
  drop(dimension: string, value: string): void {
    this.sets.get(dimension)?.delete(value);
  }

  set(dimension: string, value: string): SlotSet | undefined {
    return this.sets.get(dimension)?.get(value);
  }

  column(name: string): Float64Array | undefined {
    return this.columns.get(name);
  }

  values(dimension: string): ReadonlyMap<string, SlotSet> {
    return this.sets.get(dimension) ?? new Map();
  }

  everybody(): Bits {
    return this.alive.slice(0, wordsFor(this.slots));
  }

  nobody(): Bits {
    return new Uint32Array(wordsFor(this.slots));
  }

  isAlive(id: string): number {
    const slot = this.ids.slotOf(id);
    return slot >= 0 && has(this.alive, slot) ? slot : -1;
  }

  /** Whoever was added from `from` to before `to`; the sorted part is one stretch. */
  addedBetween(from: number, to: number): Bits {
    const bits = this.nobody();
    fillBits(bits, this.lowerBound(from), this.lowerBound(to));
    for (const slot of this.tail) if (this.addedAt[slot]! >= from && this.addedAt[slot]! < to) put(bits, slot);
    return bits;
  }

  /** The next slots of `among` behind `place`, newest first; or, `backwards`, those before it, nearest first. */
  page(among: Bits, place: Place | null, limit: number, backwards = false): number[] {
    return backwards ? this.newerThan(among, place, limit) : this.olderThan(among, place, limit);
  }

  isDue(): boolean {
    const waste = this.slots - this.count + this.tail.length;
    return waste > 2048 && waste * 8 > this.slots;
  }

  /** The same customers in a fresh index, in order and without room that nobody uses. In small steps. */
  async compacted(): Promise<CorpIndex> {
    const order = this.order();
    const fresh = new CorpIndex(order.length + Math.max(64, order.length >> 6), false, this.slots === 0 ? 8 : Math.ceil(this.texts.bytes / 2 / this.slots) + 1);
    const rank = new Int32Array(this.slots).fill(-1);
    const rest = pauses();
    for (let i = 0; i < order.length; i++) {
      const slot = order[i]!;
      rank[slot] = i;
      fresh.addedAt[i] = this.addedAt[slot]!;
      fresh.ids.setFrom(i, this.ids, slot);
      fresh.texts.pushFrom(this.texts, slot);
      put(fresh.alive, i);
      if ((i & 1023) === 0) await rest();
    }
    fresh.slots = fresh.count = fresh.sorted = order.length;
    fresh.texts.trim();
    for (const [name, column] of this.columns) {
      for (let i = 0; i < order.length; i++) fresh.setNumber(i, name, column[order[i]!]!);
      await rest();
    }
    for (const [fieldId, values] of this.numbers) {
      fresh.numbers.set(fieldId, values.moved(rank, order.length));
      await rest();
    }
    for (const [fieldId, values] of this.words) {
      fresh.words.set(fieldId, values.moved(rank, order.length));
      await rest();
    }
    const scratch = new Uint32Array(wordsFor(order.length));
    for (const [dimension, values] of this.sets) {
      for (const [value, set] of values) {
        set.each((slot) => {
          const to = rank[slot]!;
          if (to >= 0) put(scratch, to);
        });
        const moved = new SlotSet();
        moveOut(scratch, (slot) => moved.add(slot));
        moved.trim();
        if (moved.size > 0) fresh.setOf(dimension).set(value, moved);
        await rest();
      }
    }
    return fresh;
  }

  /** What it holds, in bytes, by part. */
  get bytes(): { sets: number; members: number; texts: number; ids: number; columns: number; fields: number } {
    const sets = [...this.sets.values()].flatMap((values) => [...values.values()]);
    return {
      sets: sets.reduce((sum, set) => sum + set.bytes, 0), members: sets.reduce((sum, set) => sum + set.size, 0),
      texts: this.texts.bytes, ids: this.ids.bytes, columns: (this.columns.size + 1) * this.addedAt.byteLength + this.alive.byteLength,
      fields: [...this.numbers.values(), ...this.words.values()].reduce((sum, values) => sum + values.bytes, 0),
    };
  }

  private order(): Uint32Array {
    const order = new Uint32Array(this.count);
    let n = 0;
    if (this.unordered) {
      for (let slot = 0; slot < this.slots; slot++) if (has(this.alive, slot)) order[n++] = slot;
      // They came in the order of their ids, and the sort keeps that among equals.
      return sortBy(order, this.addedAt);
    }
    let next = 0;
    for (let slot = 0; slot < this.sorted; slot++) {
      if (!has(this.alive, slot)) continue;
      while (next < this.tail.length && this.compare(this.tail[next]!, this.addedAt[slot]!, this.ids, slot) < 0) order[n++] = this.tail[next++]!;
      order[n++] = slot;
    }
    while (next < this.tail.length) order[n++] = this.tail[next++]!;
    return order;
  }

  private compare(slot: number, at: number, ids: SlotIds, other: number): number {
    return this.addedAt[slot]! - at || (ids.at(slot) < ids.at(other) ? -1 : 1);
  }

  /** Of the slot's customer against a place: below 0 is older. */
  private against(slot: number, { at, id }: Place): number {
    const time = this.addedAt[slot]! - at;
    if (time !== 0) return time;
    const own = this.ids.at(slot);
    return own < id ? -1 : own > id ? 1 : 0;
  }

  private place(slot: number, id: string): void {
    const place = { at: this.addedAt[slot]!, id };
    // Whoever comes last in everything extends the sorted part.
    if (slot === this.sorted && (slot === 0 || this.against(slot - 1, place) < 0)) {
      this.sorted++;
      return;
    }
    this.tail.splice(this.tailBound(place), 0, slot);
  }

  /** How many of the tail are older than the place. */
  private tailBound(place: Place): number {
    let [low, high] = [0, this.tail.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.against(this.tail[middle]!, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private sortedBound(place: Place): number {
    let [low, high] = [0, this.sorted];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.against(middle, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private lowerBound(at: number): number {
    return at === Infinity ? this.sorted : at === -Infinity ? 0 : this.sortedBound({ at, id: '' });
  }

  private olderThan(among: Bits, place: Place | null, limit: number): number[] {
    const found: number[] = [];
    let main = lastBit(among, (place ? this.sortedBound(place) : this.sorted) - 1);
    let next = (place ? this.tailBound(place) : this.tail.length) - 1;
    while (found.length < limit) {
      while (next >= 0 && !has(among, this.tail[next]!)) next--;
      if (main < 0 && next < 0) break;
      const takesTail = main < 0 || (next >= 0 && this.compare(this.tail[next]!, this.addedAt[main]!, this.ids, main) > 0);
      found.push(takesTail ? this.tail[next--]! : main);
      if (!takesTail) main = lastBit(among, main - 1);
    }
    return found;
  }

  private newerThan(among: Bits, place: Place | null, limit: number): number[] {
    const found: number[] = [];
    const isPlace = (slot: number) => place !== null && this.against(slot, place) === 0;
    let main = firstBit(among, place ? this.sortedBound(place) : 0, this.sorted);
    if (main >= 0 && isPlace(main)) main = firstBit(among, main + 1, this.sorted);
    let next = place ? this.tailBound(place) : 0;
    if (next < this.tail.length && isPlace(this.tail[next]!)) next++;
    while (found.length < limit) {
      while (next < this.tail.length && !has(among, this.tail[next]!)) next++;
      if (main < 0 && next >= this.tail.length) break;
      const takesTail = main < 0 || (next < this.tail.length && this.compare(this.tail[next]!, this.addedAt[main]!, this.ids, main) < 0);
      found.push(takesTail ? this.tail[next++]! : main);
      if (!takesTail) main = firstBit(among, main + 1, this.sorted);
    }
    return found;
  }

  private grow(): void {
    this.capacity += Math.max(256, this.capacity >> 3);
    const alive = new Uint32Array(wordsFor(this.capacity));
    alive.set(this.alive);
    this.alive = alive;
    const addedAt = new Float64Array(this.capacity);
    addedAt.set(this.addedAt);
    this.addedAt = addedAt;
    this.ids.grow(this.capacity);
    this.texts.grow(this.capacity);
    for (const [name, column] of this.columns) {
      const larger = new Float64Array(this.capacity).fill(NaN, column.length);
      larger.set(column);
      this.columns.set(name, larger);
    }
  }
}

function held<T>(map: Map<string, T>, key: string, Kind: new () => T): T {
  let value = map.get(key);
  if (!value) map.set(key, (value = new Kind()));
  return value;
}
