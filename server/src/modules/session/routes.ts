import type { Action, Permission, Role } from '@scrm/shared/permission';
import { session as contract, type CorpRef, type Me, type SignIn } from '@scrm/shared/session';
import { chinaZone } from '@scrm/shared/zone';
import { AppError } from '../../core/errors';
import { done, serve, type Access, type Actor, type CallContext } from '../../core/http/serve';
import type { SessionRow } from '../../core/http/session';
import { zoneOf, type Corp } from '../corp';
import { staffRefs } from '../org';
import type { Standing, StoreMates } from './access';
import { checkPassword } from './account';
import { Account } from './entity';
import { mainRole, permissionsOf, roleRef } from './role';
import { isRecoveryCode, recoveryCodesLeft, spendCode } from './second-factor';
import { listSignIns, logSignIn } from './sign-in-log';
import type { Tries } from './tries';

declare module '../../core/services' {
  interface Services {
    tries: Tries;
    /** The calls that these rights allow. */
    callsOf(may: (permission: Permission, action: Action) => boolean): string[];
    /** Every right that a call asks for, with its call. */
    rights(): { permission: Permission; action: Action; call: string }[];
    access: Access;
    /** What somebody is at this moment: their roles, and whose reach they were lent. */
    standingOf(actor: Actor): Promise<Standing>;
    storeMates: StoreMates;
  }
}

export const sessionRoutes = serve('session', contract, {
  options: async (_, context) => {
    const corps = await context.corps.active();
    return {
      wecom: corps.map((corp) => ({ corp: refOf(corp), url: `/oauth/admin?corp=${corp.id}` })),
      sandboxUrl: context.sandboxUrl,
    };
  },

  signIn: async ({ name, password, code }, context) => {
    const { ip, userAgent } = context.request;
    const log = (outcome: SignIn['outcome'], subjectId: string | null = null, method: SignIn['method'] = 'password') => logSignIn(context.database, context.clock, { corpId: null, subjectId, name, method, outcome, ip, userAgent });
    await context.tries.count(context.request.ip, name, () => log('tooManyTries'));
    const account = await context.database.everything.findOneBy(Account, { name });
    if (!(await checkPassword(account?.password ?? null, password)) || !account || account.disabledAt !== null) {
      await log(account && account.disabledAt !== null ? 'disabled' : 'wrongPassword', account?.id);
      throw new AppError('wrong_password');
    }
    const method = account.totp !== null && code && isRecoveryCode(code) ? 'recovery' : 'password';
    if (account.totp !== null) {
      if (!code) throw new AppError('second_factor_needed');
      if (!(await spendCode(context, account, code))) {
        await log('wrongCode', account.id, method);
        throw new AppError('wrong_code');
      }
    }
    await context.tries.forget(name);
    await log('ok', account.id, method);
    const corps = await context.corps.active();
    const corpId = corps.length === 1 ? corps[0]!.id : null;
    const role = account.role ?? 'owner';
    context.setCookie(await context.sessions.open({ kind: 'cookie', subjectKind: 'account', subjectId: account.id, name, role, corpId, userAgent: context.request.userAgent }));
    return describe({ sessionId: '', kind: 'account', id: account.id, name, role, corpId, staffId: null }, context);
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

  list: async (input, context) => {
    const { items, ...page } = await context.sessions.list(context.corpId, { ...input, ...(await context.reach()) });
    return { items: items.map((row) => present(row, context)), ...page };
  },

  revoke: async ({ id }, context) => {
    if (!(await context.sessions.isListed(context.corpId, id, await context.reach()))) throw new AppError('not_found', { what: '登录' });
    await context.sessions.revoke(id);
    return done;
  },

  mine: async (_, context) => ({ items: (await context.sessions.listOf(context.actor.id)).map((row) => present(row, context)) }),

  revokeMine: async ({ id }, { sessions, actor }) => {
    if (!(await sessions.listOf(actor.id)).some((row) => row.id === id)) throw new AppError('not_found', { what: '登录' });
    await sessions.revoke(id);
    return done;
  },

  signIns: async (input, { database, actor, corpId }) => listSignIns(database, { ...actor, corpId }, input),
});

function present(row: SessionRow & { role: Role }, { actor }: CallContext) {
  return {
    id: row.id, name: row.name, kind: row.kind === 'bearer' ? 'bearer' as const : 'cookie' as const, role: row.role,
    createdAt: row.createdAt, lastSeenAt: row.lastSeenAt, userAgent: row.userAgent, current: row.id === actor.sessionId,
  };
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
  const { held } = await context.standingOf(actor);
  const may = await context.access.rightsOf(actor);
  const account = actor.kind === 'account' ? await context.database.everything.findOneBy(Account, { id: actor.id }) : null;
  return {
    kind: actor.kind, name: staff ? staff.name ?? staff.userId : actor.name, avatarUrl: staff?.avatarUrl ?? '', staffId: actor.staffId, userId: staff?.userId ?? null,
    role: mainRole(held), roles: held.map(roleRef), secondFactor: account?.totp != null, recoveryCodesLeft: account?.totp != null ? await recoveryCodesLeft(context, account.id) : 0,
    corp: corp && refOf(corp), timeZone: corp ? await zoneOf(context.database.corp(corp.id)) : chinaZone, corps: corps.map(refOf),
    permissions: [...permissionsOf(held)], calls: context.callsOf(may),
    openDataUrl: corp?.kind === 'suite' ? context.openDataUrl : null,
  };
}
