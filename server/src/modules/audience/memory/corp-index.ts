import { clear, fillBits, has, moveOut, put, wordsFor, type Bits } from './bits';
import { SlotIds } from './ids';
import { SlotOrder, type Place } from './order';
import { pauses } from './pauses';
import { SlotSet } from './slot-set';
import { SlotNumbers, SlotWords } from './slot-values';
import { sortBy } from './sort';
import { SlotTexts } from './texts';

/**
 * The customers of one corp, each in a slot that never changes: a changed customer gets a new slot and the old one is
 * no longer `alive`. `compacted` makes a fresh index without dead slots, in order throughout.
 */
export class CorpIndex {
  count = 0;
  slots = 0;
  private readonly order = new SlotOrder();
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
    this.ids = new SlotIds(this.capacity, !unordered);
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
    if (!this.unordered) this.order.put(this, slot);
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
    if (!this.unordered) this.order.leave(slot);
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
    fillBits(bits, this.order.sortedSince(this, from), this.order.sortedSince(this, to));
    for (const slot of this.order.tail) if (this.addedAt[slot]! >= from && this.addedAt[slot]! < to) put(bits, slot);
    return bits;
  }

  /** The next slots of `among` behind `place`, newest first; or, `backwards`, those before it, nearest first. */
  page(among: Bits, place: Place | null, limit: number, backwards = false): number[] {
    return backwards ? this.order.newerThan(this, among, place, limit) : this.order.olderThan(this, among, place, limit);
  }

  isDue(): boolean {
    const waste = this.slots - this.count + this.order.tail.length;
    return waste > 2048 && waste * 8 > this.slots;
  }

  /** The same customers in a fresh index, in order and without room that nobody uses. In small steps. */
  async compacted(): Promise<CorpIndex> {
    const order = this.inOrder();
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
    fresh.slots = fresh.count = fresh.order.sorted = order.length;
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

  private inOrder(): Uint32Array {
    if (!this.unordered) return this.order.all(this, this.alive, this.count);
    const order = new Uint32Array(this.count);
    let n = 0;
    for (let slot = 0; slot < this.slots; slot++) if (has(this.alive, slot)) order[n++] = slot;
    // They came in the order of their ids, and the sort keeps that among equals.
    return sortBy(order, this.addedAt);
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
