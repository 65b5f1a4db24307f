import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { session as contract, type CorpRef, type Me } from '@scrm/shared/session';
import { AppError } from '../../core/errors';
import { done, serve, type Actor, type CallContext, type Access } from '../../core/http/serve';
import type { Corp } from '../corp';
import { staffRefs } from '../org';
import { checkPassword } from './account';
import { Account } from './entity';

declare module '../../core/services' {
  interface Services {
    /** The calls that a set of permissions allows. */
    callsOf(permissions: readonly string[]): string[];
    access: Access;
  }
}

/** Ten wrong passwords from an address, or for a name, hold it up for a quarter of an hour. */
const tries = { byIp: new RateLimiterMemory({ points: 30, duration: 900 }), byName: new RateLimiterMemory({ points: 10, duration: 900 }) };

export const sessionRoutes = serve('session', contract, {
  options: async (_, context) => {
    const corps = await context.corps.active();
    return {
      wecom: corps.map((corp) => ({ corp: refOf(corp), url: `/oauth/admin?corp=${corp.id}` })),
      sandboxUrl: context.sandboxUrl,
    };
  },

  signIn: async ({ name, password }, context) => {
    await countTry(context.request.ip, name);
    const account = await context.database.everything.findOneBy(Account, { name });
    if (!(await checkPassword(account?.password ?? null, password)) || !account) throw new AppError('wrong_password');
    await tries.byName.delete(name);
    const corps = await context.corps.active();
    const corpId = corps.length === 1 ? corps[0]!.id : null;
    context.setCookie(await context.sessions.open({ kind: 'cookie', subjectKind: 'account', subjectId: account.id, name, role: 'owner', corpId, userAgent: context.request.userAgent }));
    return describe({ sessionId: '', kind: 'account', id: account.id, name, role: 'owner', corpId, staffId: null }, context);
  },

  enter: async ({ corpId }, context) => {
    const { actor } = context;
    const allowed = await corpsOf(actor, context);
    if (!allowed.some((corp) => corp.id === corpId)) throw new AppError('not_found', { what: '企业' });
    await context.sessions.chooseCorp(actor.sessionId, corpId);
    return describe({ ...actor, corpId }, context);
  },

  me: (_, context) => describe(context.actor, context),

  redeem: async ({ ticket }, context) => {
    const actor = await context.sessions.spendTicket(ticket);
    if (!actor) throw new AppError('not_signed_in');
    const token = await context.sessions.open({ kind: 'bearer', subjectKind: actor.kind, subjectId: actor.id, name: actor.name, role: actor.role, corpId: actor.corpId, userAgent: context.request.userAgent });
    return { token, me: await describe(actor, context) };
  },

  signOut: async (_, context) => {
    if (context.session) await context.sessions.revoke(context.session.sessionId);
    context.setCookie(null);
    return done;
  },

  list: async (_, context) => {
    const rows = await context.sessions.list(context.corpId);
    return {
      items: rows.map((row) => ({
        id: row.id, name: row.name, kind: row.kind === 'bearer' ? 'bearer' as const : 'cookie' as const, role: row.role,
        createdAt: row.createdAt, lastSeenAt: row.lastSeenAt, userAgent: row.userAgent, current: row.id === context.actor.sessionId,
      })),
    };
  },

  revoke: async ({ id }, context) => {
    const own = (await context.sessions.list(context.corpId)).some((row) => row.id === id);
    if (!own) throw new AppError('not_found', { what: '登录' });
    await context.sessions.revoke(id);
    return done;
  },
});

async function countTry(ip: string, name: string): Promise<void> {
  try {
    await tries.byIp.consume(ip);
    await tries.byName.consume(name);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new AppError('too_many_tries', { seconds: Math.ceil(error.msBeforeNext / 1000) });
    throw error;
  }
}

const refOf = (corp: Corp): CorpRef => ({ id: corp.id, name: corp.name, kind: corp.kind, logoUrl: corp.logoUrl });

/** The owner may enter every corp, a staff member only the own one, a visitor none. */
async function corpsOf(actor: Actor, context: CallContext): Promise<Corp[]> {
  if (actor.kind === 'visitor') return [];
  const corps = await context.corps.active();
  return actor.kind === 'account' ? corps : corps.filter((corp) => corp.id === actor.corpId);
}

async function describe(actor: Actor, context: CallContext): Promise<Me> {
  if (actor.kind === 'visitor') throw new AppError('not_allowed', { permission: 'session.me' });
  const corps = await corpsOf(actor, context);
  const corp = corps.find((one) => one.id === actor.corpId) ?? null;
  const staff = actor.staffId && corp ? (await staffRefs(context.database.corp(corp.id), [actor.staffId])).get(actor.staffId) ?? null : null;
  const permissions = [...(await context.access.permissionsOf(actor))];
  return {
    kind: actor.kind, name: staff ? staff.name ?? staff.userId : actor.name, avatarUrl: staff?.avatarUrl ?? '', staffId: actor.staffId, userId: staff?.userId ?? null,
    role: actor.role, corp: corp && refOf(corp), corps: corps.map(refOf), permissions, calls: context.callsOf(permissions),
    openDataUrl: corp?.kind === 'suite' ? context.openDataUrl : null,
  };
}
