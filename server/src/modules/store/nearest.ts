import { distanceM, metresPerDegree, type Point } from '@scrm/shared/geo';

/** A store as the index knows it. */
export interface Spot extends Point {
  id: string;
  radiusM: number;
  priority: number;
}

export interface Found<S extends Spot> {
  spot: S;
  /** Metres. */
  distance: number;
}

/** Looks at a candidate; gives the distance beyond which nothing matters any more. */
type Visit<S> = (spot: S, vector: Vector) => number;
/** On the unit sphere: the straight way between two is a few multiplications, and grows as the distance does. */
type Vector = readonly [number, number, number];

interface Node<S> {
  spot: S;
  vector: Vector;
}

/** Cells of a few blocks, of a town, of a province; so many rings of each are looked at before the next wider ones. */
const levels = [{ edge: 0.01, rings: 3 }, { edge: 0.05, rings: 4 }, { edge: 0.25, rings: 12 }];
/** The way to a meridian is a little shorter than its degrees say; over so few rings by less than this. */
const slack = 0.995;
const few = 32;
const diameter = 2 * metresPerDegree * 180 / Math.PI;

/** Nearer first; of two in the same metre the one with priority. */
function before<S extends Spot>(a: Found<S>, b: Found<S>): number {
  return Math.round(a.distance) - Math.round(b.distance) || b.spot.priority - a.spot.priority || (a.spot.id < b.spot.id ? -1 : 1);
}

/** Places in the cells of grids: the cell of a point and its neighbours are looked at, ring by ring, until nothing nearer can come. */
export class Nearest<S extends Spot> {
  private readonly grids = levels.map(({ edge, rings }) => new Grid<S>(edge, rings));
  private readonly nodes = new Map<string, Node<S>>();

  get size(): number {
    return this.nodes.size;
  }

  /** Adds it, or moves and changes it. */
  set(spot: S): void {
    this.delete(spot.id);
    const node = { spot, vector: vectorOf(spot) };
    this.nodes.set(spot.id, node);
    for (const grid of this.grids) grid.add(node);
  }

  delete(id: string): void {
    const node = this.nodes.get(id);
    if (!node) return;
    this.nodes.delete(id);
    for (const grid of this.grids) grid.remove(node);
  }

  /** The nearest `most` that are accepted, at most `withinM` away; nearest first. */
  find(point: Point, accept: (spot: S, distance: number) => boolean, { most = 1, withinM = Infinity }: { most?: number; withinM?: number } = {}): Found<S>[] {
    let best: Found<S>[] = [];
    let limit = withinM;
    /** Everything nearer has been looked at. */
    let done = 0;
    const here = vectorOf(point);
    const visit: Visit<S> = (spot, there) => {
      const chord = Math.sqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2 + (here[2] - there[2]) ** 2) * diameter / 2;
      // The chord is never longer than the way over the ground.
      if (chord > limit + 1) return limit;
      const distance = distanceM(point, spot);
      if (distance < done || Math.round(distance) > Math.round(limit) || !accept(spot, distance)) return limit;
      insert(best, { spot, distance }, most);
      if (best.length === most) limit = best[most - 1]!.distance;
      return limit;
    };
    for (const [level, grid] of this.grids.entries()) {
      // Where stores are few, small cells are mostly empty ones.
      if ((this.grids[level + 1]?.countAt(point) ?? few) < few) continue;
      const reached = grid.search(point, limit, visit);
      if (reached > limit + 1) return best;
      // What lies farther than that comes again in the wider cells.
      done = reached;
      best = best.filter(({ distance }) => distance < done);
      limit = withinM;
    }
    for (const { spot, vector } of this.nodes.values()) visit(spot, vector);
    return best;
  }
}

class Grid<S extends Spot> {
  private readonly cells = new Map<number, Node<S>[]>();
  private readonly rows: number;
  private readonly columns: number;

  constructor(private readonly edge: number, private readonly rings: number) {
    this.rows = Math.round(180 / edge);
    this.columns = Math.round(360 / edge);
  }

  add(node: Node<S>): void {
    const key = this.keyOf(node.spot);
    const cell = this.cells.get(key);
    if (cell) cell.push(node);
    else this.cells.set(key, [node]);
  }

  remove(node: Node<S>): void {
    const key = this.keyOf(node.spot);
    const left = this.cells.get(key)!.filter((other) => other !== node);
    if (left.length > 0) this.cells.set(key, left);
    else this.cells.delete(key);
  }

  /** In the point's own cell. */
  countAt(point: Point): number {
    return this.cells.get(this.keyOf(point))?.length ?? 0;
  }

  /** How far everything has been looked at, in metres: past the limit where there is no need to go on. */
  search(point: Point, limit: number, visit: Visit<S>): number {
    const [row, column] = [this.rowOf(point.lat), this.columnOf(point.lng)];
    let far = limit;
    for (let ring = 0; ring <= this.rings; ring++) {
      const reached = ring === 0 ? 0 : this.leastM(point, row, column, ring);
      if (reached > far + 1) return reached;
      for (let up = -ring; up <= ring; up++) {
        if (row + up < 0 || row + up >= this.rows) continue;
        const step = Math.abs(up) === ring ? 1 : 2 * ring;
        for (let right = -ring; right <= ring; right += step) {
          const cell = this.cells.get((row + up) * this.columns + (column + right + this.columns) % this.columns);
          if (cell) for (const { spot, vector } of cell) far = visit(spot, vector);
        }
      }
    }
    return this.leastM(point, row, column, this.rings + 1);
  }

  /** How far everything of this ring and beyond is at least, in metres. */
  private leastM({ lat, lng }: Point, row: number, column: number, ring: number): number {
    const { edge } = this;
    const north = (row + ring) * edge - 90 - lat;
    const south = lat - ((row - ring + 1) * edge - 90);
    const east = (column + ring) * edge - 180 - lng;
    const west = lng - ((column - ring + 1) * edge - 180);
    return Math.max(0, Math.min(north, south, Math.min(east, west) * Math.cos(lat * Math.PI / 180)) * metresPerDegree * slack);
  }

  private rowOf(lat: number): number {
    return Math.min(this.rows - 1, Math.floor((lat + 90) / this.edge));
  }

  private columnOf(lng: number): number {
    return Math.min(this.columns - 1, Math.floor((lng + 180) / this.edge));
  }

  private keyOf({ lat, lng }: Point): number {
    return this.rowOf(lat) * this.columns + this.columnOf(lng);
  }
}

function vectorOf({ lat, lng }: Point): Vector {
  const [up, around] = [lat * Math.PI / 180, lng * Math.PI / 180];
  return [Math.cos(up) * Math.cos(around), Math.cos(up) * Math.sin(around), Math.sin(up)];
}

function insert<S extends Spot>(best: Found<S>[], found: Found<S>, most: number): void {
  if (best.length === most && before(best[most - 1]!, found) < 0) return;
  let place = best.length;
  while (place > 0 && before(found, best[place - 1]!) < 0) place--;
  best.splice(place, 0, found);
  if (best.length > most) best.pop();
}
