import type { Clock } from './clock';
import type { Deliverer } from './deliver';
import type { Faults } from './faults';
import type { Identities } from './identity';
import type { RateLimits } from './platform/rate-limit';
import type { Store } from './store';
import type { Stream } from './stream';
import type { CorpKey } from './control';
import type { App, Corp, Friendship, Person, Staff, World } from './model';
import { friendKey } from './seed';

/** Everything that a route of the sandbox works with. */
export interface Context {
  world: World;
  clock: Clock;
  store: Store;
  stream: Stream;
  deliverer: Deliverer;
  faults: Faults;
  identities: Identities;
  limits: RateLimits;
  /** Where the sandbox itself is reached, without a slash at the end. */
  url: string;
  /** Where the suite is reached. */
  serverUrl: string;
  /** Numbers that differ between two tries with a clock that stands still. */
  nextId(prefix: string): string;
  /** Puts the seed back. */
  reset(): void;
}

export function findStaff(corp: Corp, userid: string): Staff | null {
  return corp.staff.find((member) => member.userid === userid && !member.left) ?? null;
}

export function appsOf(ctx: Context, corp: CorpKey): App[] {
  return Object.values(ctx.world.apps).filter((app) => app.corp === corp && !app.cancelled);
}

/** The app that a corp is demonstrated with. */
export function mainApp(ctx: Context, corp: CorpKey): App | null {
  return appsOf(ctx, corp).find((app) => app.kind === corp) ?? appsOf(ctx, corp)[0] ?? null;
}

export function friendship(ctx: Context, corp: CorpKey, userid: string, person: string): Friendship | null {
  return ctx.world.friendships[friendKey(corp, userid, person)] ?? null;
}

export function keyOf(one: Friendship): string {
  return friendKey(one.corp, one.userid, one.person);
}

export function person(ctx: Context, id: string): Person | null {
  return ctx.world.people[id] ?? null;
}

/** Seeded pictures are kept as paths, so that the port may change between two starts. */
export function absolute(ctx: Context, path: string): string {
  return path.startsWith('/') ? `${ctx.url}${path}` : path;
}

export function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** A department with everything under it. */
export function subtree(corp: Corp, root: number): Set<number> {
  const found = new Set<number>([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const department of corp.departments) {
      if (!found.has(department.id) && found.has(department.parentid)) {
        found.add(department.id);
        grown = true;
      }
    }
  }
  return found;
}

export function visibleDepartments(corp: Corp, app: App): Set<number> {
  const all = new Set<number>();
  for (const id of app.visible.departments) for (const one of subtree(corp, id)) all.add(one);
  return all;
}

/** 可见范围: named members and everyone under the named departments. */
export function visibleStaff(corp: Corp, app: App): Staff[] {
  const departments = visibleDepartments(corp, app);
  const users = new Set(app.visible.users);
  return corp.staff.filter((member) => !member.left && (users.has(member.userid) || member.departmentIds.some((id) => departments.has(id))));
}

export function isVisible(corp: Corp, app: App, userid: string): boolean {
  return visibleStaff(corp, app).some((member) => member.userid === userid);
}
