import type { App, Corp, World } from './model';
import type { CorpKey } from './control';
import { stableId } from './crypto';

/** What an id names. Ids of the provider's apps are encrypted per provider: plain and encrypted ones never meet. */
export interface Named { corp: CorpKey; id: string }
type Scope = 'plain' | 'provider';

export function scopeOf(app: App): Scope {
  return app.kind === 'selfBuilt' ? 'plain' : 'provider';
}

/**
 * Who is called what by whom: https://developer.work.weixin.qq.com/document/path/96516
 * An encrypted userid is one per provider; an external_userid is one per provider and corp.
 */
export class Identities {
  private users = { plain: new Map<string, Named>(), provider: new Map<string, Named>() };
  private externals = { plain: new Map<string, Named>(), provider: new Map<string, Named>() };
  private readonly known = new Map<string, string>();

  constructor(private world: World) {
    this.reload(world);
  }

  reload(world: World): void {
    this.world = world;
    for (const map of [this.users.plain, this.users.provider, this.externals.plain, this.externals.provider]) map.clear();
    for (const corp of Object.values(world.corps)) for (const member of corp.staff) this.addUser(corp, member.userid);
    for (const one of Object.values(world.friendships)) this.addExternal(world.corps[one.corp], one.person);
    for (const corp of Object.values(world.corps)) for (const group of corp.groups) for (const member of group.members) if (member.person) this.addExternal(corp, member.person);
  }

  addUser(corp: Corp, userid: string): void {
    this.users.plain.set(`${corp.key}|${userid}`, { corp: corp.key, id: userid });
    this.users.provider.set(this.openUserid(corp, userid), { corp: corp.key, id: userid });
  }

  addExternal(corp: Corp, person: string): void {
    this.externals.plain.set(this.externalUserid('plain', corp, person), { corp: corp.key, id: person });
    this.externals.provider.set(this.externalUserid('provider', corp, person), { corp: corp.key, id: person });
  }

  corpid(app: App): string {
    const corp = this.world.corps[app.corp];
    return scopeOf(app) === 'plain' ? corp.plainId : corp.openId;
  }

  userid(app: App, userid: string): string {
    return scopeOf(app) === 'plain' ? userid : this.openUserid(this.world.corps[app.corp], userid);
  }

  external(app: App, person: string): string {
    const corp = this.world.corps[app.corp];
    // `wm`: a WeChat user; `wo`: someone of another company.
    return this.externalUserid(scopeOf(app), corp, person);
  }

  chatId(app: App, chatId: string): string {
    return scopeOf(app) === 'plain' ? chatId : this.stable('wr', 'provider', app.corp, chatId);
  }

  findUser(app: App, seen: string): string | null {
    const named = scopeOf(app) === 'plain' ? this.users.plain.get(`${app.corp}|${seen}`) : this.users.provider.get(seen);
    return named?.corp === app.corp ? named.id : null;
  }

  findExternal(app: App, seen: string): string | null {
    const named = this.externals[scopeOf(app)].get(seen);
    return named?.corp === app.corp ? named.id : null;
  }

  findChat(app: App, seen: string): string | null {
    return this.world.corps[app.corp].groups.find((group) => this.chatId(app, group.chatId) === seen)?.chatId ?? null;
  }

  /** Plain and encrypted corp ids, as provider calls accept both. */
  findCorp(seen: string): Corp | null {
    return Object.values(this.world.corps).find((corp) => corp.openId === seen || corp.plainId.toLowerCase() === seen.toLowerCase()) ?? null;
  }

  openUserid(corp: Corp, userid: string): string {
    return this.stable('wo', 'user', corp.plainId, userid);
  }

  externalUserid(scope: Scope, corp: Corp, person: string): string {
    return this.stable(this.world.people[person]?.type === 2 ? 'wo' : 'wm', scope, corp.plainId, person);
  }

  private stable(prefix: string, ...words: string[]): string {
    const key = [prefix, ...words].join('|');
    let id = this.known.get(key);
    if (!id) this.known.set(key, id = stableId(`${prefix}SbX`, 27, ...words));
    return id;
  }
}
