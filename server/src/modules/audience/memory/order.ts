import { firstBit, has, lastBit, type Bits } from './bits';
import type { SlotIds } from './ids';

/** Where a page begins: behind (in the list's order) the customer with this time and id. */
export interface Place {
  at: number;
  id: string;
}

/** By what the slots of an index are ordered: when added, then id. */
interface Rows {
  readonly addedAt: Float64Array;
  readonly ids: SlotIds;
}

/** The order of the list. Slots below `sorted` stand in it by themselves; those behind, which came since, by `tail`. */
export class SlotOrder {
  sorted = 0;
  tail: number[] = [];

  put(rows: Rows, slot: number): void {
    const place = { at: rows.addedAt[slot]!, id: rows.ids.at(slot) };
    // Whoever comes last in everything extends the sorted part.
    if (slot === this.sorted && (slot === 0 || against(rows, slot - 1, place) < 0)) this.sorted++;
    else this.tail.splice(this.tailBound(rows, place), 0, slot);
  }

  leave(slot: number): void {
    if (slot >= this.sorted) this.tail.splice(this.tail.lastIndexOf(slot), 1);
  }

  /** The first of the sorted part that was added at or after `at`. */
  sortedSince(rows: Rows, at: number): number {
    return at === Infinity ? this.sorted : at === -Infinity ? 0 : this.sortedBound(rows, { at, id: '' });
  }

  /** Those of `alive`, oldest first. */
  all(rows: Rows, alive: Bits, count: number): Uint32Array {
    const order = new Uint32Array(count);
    let [n, next] = [0, 0];
    for (let slot = 0; slot < this.sorted; slot++) {
      if (!has(alive, slot)) continue;
      while (next < this.tail.length && compare(rows, this.tail[next]!, slot) < 0) order[n++] = this.tail[next++]!;
      order[n++] = slot;
    }
    while (next < this.tail.length) order[n++] = this.tail[next++]!;
    return order;
  }

  /** The next slots of `among` behind `place`, newest first. */
  olderThan(rows: Rows, among: Bits, place: Place | null, limit: number): number[] {
    const found: number[] = [];
    let main = lastBit(among, (place ? this.sortedBound(rows, place) : this.sorted) - 1);
    let next = (place ? this.tailBound(rows, place) : this.tail.length) - 1;
    while (found.length < limit) {
      while (next >= 0 && !has(among, this.tail[next]!)) next--;
      if (main < 0 && next < 0) break;
      const takesTail = main < 0 || (next >= 0 && compare(rows, this.tail[next]!, main) > 0);
      found.push(takesTail ? this.tail[next--]! : main);
      if (!takesTail) main = lastBit(among, main - 1);
    }
    return found;
  }

  /** Those before `place`, nearest first. */
  newerThan(rows: Rows, among: Bits, place: Place | null, limit: number): number[] {
    const found: number[] = [];
    const isPlace = (slot: number) => place !== null && against(rows, slot, place) === 0;
    let main = firstBit(among, place ? this.sortedBound(rows, place) : 0, this.sorted);
    if (main >= 0 && isPlace(main)) main = firstBit(among, main + 1, this.sorted);
    let next = place ? this.tailBound(rows, place) : 0;
    if (next < this.tail.length && isPlace(this.tail[next]!)) next++;
    while (found.length < limit) {
      while (next < this.tail.length && !has(among, this.tail[next]!)) next++;
      if (main < 0 && next >= this.tail.length) break;
      const takesTail = main < 0 || (next < this.tail.length && compare(rows, this.tail[next]!, main) < 0);
      found.push(takesTail ? this.tail[next++]! : main);
      if (!takesTail) main = firstBit(among, main + 1, this.sorted);
    }
    return found;
  }

  /** How many of the tail are older than the place. */
  private tailBound(rows: Rows, place: Place): number {
    return boundOf(this.tail.length, (n) => against(rows, this.tail[n]!, place) < 0);
  }

  private sortedBound(rows: Rows, place: Place): number {
    return boundOf(this.sorted, (slot) => against(rows, slot, place) < 0);
  }
}

/** The first that is not `before`. */
function boundOf(count: number, before: (n: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare({ addedAt, ids }: Rows, slot: number, other: number): number {
  return addedAt[slot]! - addedAt[other]! || (ids.at(slot) < ids.at(other) ? -1 : 1);
}

/** Of the slot's customer against a place: below 0 is older. */
function against({ addedAt, ids }: Rows, slot: number, { at, id }: Place): number {
  const time = addedAt[slot]! - at;
  if (time !== 0) return time;
  const own = ids.at(slot);
  return own < id ? -1 : own > id ? 1 : 0;
}
