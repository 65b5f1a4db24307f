import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import { distanceM, toE6, type Point } from '@scrm/shared/geo';
import { CorpPlaces } from '../../src/modules/store/places';
import { startMariadb } from '../../test/mariadb';
import { isMet, median, type Result } from '../results';
import { worldOf, type BenchStore, type World } from './data';

const lookups = 20_000;
const peerLookups = 1_000;
const checked = 1_000;
const rounds = 3;
/** A Tuesday, 10:00 in Shanghai. */
const now = Date.UTC(2026, 8, 1, 2);
const goals = { ms: 0.02, ratio: '>= 30' };

/** The nearest open store in whose radius one stands, among 100,000: in process, by MariaDB's SPATIAL index, and by looking at all. */
export async function stores(): Promise<Result[]> {
  const mariadb = await startMariadb({ variables: ['--innodb-buffer-pool-size=512M'] });
  const pool = createPool({ uri: mariadb.url, connectionLimit: 1 });
  try {
    const results: Result[] = [];
    for (const name of ['uniform', 'clustered'] as const) results.push(...await measure(worldOf(name, lookups), pool));
    return results;
  } finally {
    await pool.end();
    await mariadb.stop();
  }
}

async function measure({ name, stores: all, points }: World, pool: Pool): Promise<Result[]> {
  const began = performance.now();
  const places = new CorpPlaces();
  for (const { weekly, isActive, lat, lng, ...one } of all) {
    places.set({ ...one, name: '', regionId: null, latE6: toE6(lat), lngE6: toE6(lng), state: isActive ? 'active' : 'closed', hours: { zone: 'Asia/Shanghai', weekly, exceptions: [] }, deletedAt: null });
  }
  const buildMs = performance.now() - began;
  const find = (point: Point) => places.find(point, { inRange: true, openAt: now })[0]?.spot.id ?? null;
  await fill(pool, all);

  const exact = all.filter(({ open }) => open).map((store) => ({ ...store, lat: toE6(store.lat) / 1e6, lng: toE6(store.lng) / 1e6 }));
  let wrong = 0;
  for (const point of points.slice(0, checked)) if (find(point) !== brute(exact, point)) wrong++;
  if (wrong > 0) throw new Error(`${wrong} of ${checked} lookups (${name}) gave another store than looking at all of them`);
  const hits = points.filter((point) => find(point) !== null).length;

  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (const point of points) find(point);
    ours.push((performance.now() - start) / points.length);
    const peerStart = performance.now();
    for (const point of points.slice(0, peerLookups)) await bySpatialIndex(pool, point);
    peer.push((performance.now() - peerStart) / peerLookups);
  }
  const each = points.slice(0, 5_000).map((point) => {
    const start = performance.now();
    find(point);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const ratios = ours.map((ms, round) => peer[round]! / ms);
  const ratio = median(ratios);
  const ms = median(ours);
  const plain = (what: string, value: number, unit: string): Result => ({ name: `${name}: ${what}`, value, unit, ratio: null, range: null, goal: null, met: null });
  return [
    { name: `${name}: nearest open store in reach`, value: ms, unit: 'ms', ratio: ms / goals.ms, range: [Math.min(...ours) / goals.ms, Math.max(...ours) / goals.ms], goal: '<= 1', met: isMet(ms / goals.ms, '<= 1') },
    { name: `${name}: against MariaDB's SPATIAL index`, value: median(peer), unit: 'ms', ratio, range: [Math.min(...ratios), Math.max(...ratios)], goal: goals.ratio, met: isMet(ratio, goals.ratio) },
    plain('p99 of a lookup', each[Math.floor(each.length * 0.99)]!, 'ms'),
    plain('lookups that found a store', 100 * hits / points.length, '%'),
    plain(`the same as looking at all, of ${checked}`, checked - wrong, 'lookups'),
    plain('building the index', buildMs, 'ms'),
  ];
}

function brute(open: readonly BenchStore[], point: Point): string | null {
  let best: { store: BenchStore; metres: number } | null = null;
  for (const store of open) {
    if (Math.abs(store.lat - point.lat) > 0.2) continue;
    const distance = distanceM(point, store);
    if (distance > store.radiusM) continue;
    const metres = Math.round(distance);
    if (!best || metres < best.metres || (metres === best.metres && (store.priority > best.store.priority || (store.priority === best.store.priority && store.id < best.store.id)))) best = { store, metres };
  }
  return best?.store.id ?? null;
}

async function fill(pool: Pool, all: readonly BenchStore[]): Promise<void> {
  await pool.query('DROP TABLE IF EXISTS bench_store');
  await pool.query('CREATE TABLE bench_store (id VARCHAR(40) NOT NULL PRIMARY KEY, place POINT NOT NULL, radiusM INT NOT NULL, priority INT NOT NULL, open TINYINT NOT NULL, SPATIAL INDEX (place)) ENGINE=InnoDB');
  for (let start = 0; start < all.length; start += 2_000) {
    const some = all.slice(start, start + 2_000);
    await pool.query(`INSERT INTO bench_store VALUES ${some.map(() => '(?, POINT(?, ?), ?, ?, ?)').join(', ')}`, some.flatMap(({ id, lat, lng, radiusM, priority, open }) => [id, lng, lat, radiusM, priority, open]));
  }
  await pool.query('ANALYZE TABLE bench_store');
}

const degree = 111_195;

/** As one would write it well: a small box first, the widest radius only where nothing is so near. Whether a store is open stands in a column here. */
async function bySpatialIndex(pool: Pool, { lat, lng }: Point): Promise<string | null> {
  for (const metres of [2_000, 20_000]) {
    const [up, right] = [metres / degree, metres / degree / Math.cos(lat * Math.PI / 180)];
    const box = `POLYGON((${[[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]].map(([x, y]) => `${lng + x! * right} ${lat + y! * up}`).join(', ')}))`;
    const [rows] = await pool.query<RowDataPacket[]>(
      'SELECT id, radiusM, priority, ST_Distance_Sphere(place, POINT(?, ?)) AS d FROM bench_store WHERE MBRContains(ST_GeomFromText(?), place) AND open = 1 HAVING d <= radiusM AND d <= ? ORDER BY ROUND(d), priority DESC LIMIT 1',
      [lng, lat, box, metres],
    );
    if (rows.length > 0) return rows[0]!.id as string;
  }
  return null;
}
