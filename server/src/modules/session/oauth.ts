import type { Context } from 'koa';
import type { Role } from '@scrm/shared/permission';
import { AppError } from '../../core/errors';
import { languageOf, setSessionCookie } from '../../core/http/api';
import { giveState, isOurState, one, publicAddress } from '../../core/http/oauth-state';
import { page, type PageContext } from '../../core/http/page';
import { write } from '../../core/db/scope';
import { listAdmins } from '../../wecom/api/suite-auth';
import { appAuthorizeUrl, getSuiteVisitor, getVisitor, suiteAuthorizeUrl, webLoginUrl } from '../../wecom/api/oauth';
import { WeComError } from '../../wecom/errors';
import type { Corp } from '../corp';
import { ensureStaff } from '../org';
import { newId } from '../../core/db/ids';
import { RoleMember } from './entity';
import { mainRole, rolesOf } from './role';
import { logSignIn } from './sign-in-log';

/**
 * Signing in with WeCom. Both addresses do both halves: without a code they send the person to WeCom, with one they
 * trade it. The sidebar gets a ticket in its address that works once; the console gets its cookie.
 */
export const oauthPages = [
  page('GET', '/oauth/sidebar', async (koa, _, context) => {
    await signIn(koa, context, {
      ask: (corp, state) => insideUrl(koa, context, corp, state),
      welcome: async (session) => {
        const ticket = await context.sessions.open({ kind: 'ticket', ...session });
        // The address always says the page: else it would inherit `#wechat_redirect` from the address before.
        koa.redirect(`/sidebar/?ticket=${ticket}#/${one(koa.query.page).replace(/[^\w/-]/g, '') || 'pages/customer/index'}`);
      },
    });
  }),
  page('GET', '/oauth/admin', async (koa, _, context) => {
    await signIn(koa, context, {
      // A note's link opens inside WeCom, where nobody can scan what their own phone shows.
      ask: (corp, state) => (/wxwork/i.test(koa.get('user-agent')) ? insideUrl(koa, context, corp, state) : webLoginUrl(context.platform.hosts, {
        redirectUri: back(koa, context), state, language: languageOf(koa),
        ...(corp.kind === 'suite' ? { suiteId: context.platform.suiteId } : { wecomCorpId: corp.wecomCorpId, agentId: corp.agentId ?? 0 }),
      })),
      welcome: async (session) => {
        setSessionCookie(koa, await context.sessions.open({ kind: 'cookie', ...session }));
        koa.redirect('/admin/');
      },
    });
  }, { back: '/admin/' }),
];

/** Inside WeCom's client nobody is asked: it knows who they are. */
function insideUrl(koa: Context, context: PageContext, corp: Corp, state: string): string {
  const redirectUri = back(koa, context);
  return corp.kind === 'suite'
    ? suiteAuthorizeUrl(context.platform.hosts, { suiteId: context.platform.suiteId, redirectUri, state })
    : appAuthorizeUrl(context.platform.hosts, { wecomCorpId: corp.wecomCorpId, agentId: corp.agentId ?? 0, redirectUri, state });
}

interface Flow {
  ask(corp: Corp, state: string): string;
  welcome(session: { subjectKind: 'staff'; subjectId: string; name: string; role: Role; corpId: string; userAgent: string }): Promise<void>;
}

async function signIn(koa: Context, context: PageContext, flow: Flow): Promise<void> {
  const corp = await chosenCorp(koa, context);
  const code = one(koa.query.code) || one(koa.query.auth_code);
  if (!code) return koa.redirect(publicAddress(koa, context.publicUrl) ?? flow.ask(corp, giveState(koa, context)));
  if (!isOurState(koa, context)) throw new AppError('oauth_expired');
  const seen = { method: 'wecom' as const, ip: koa.ip, userAgent: koa.get('user-agent') };
  const known = await identify(corp, code, context).catch(async (error: unknown) => {
    await logSignIn(context.database, context.clock, { ...seen, corpId: corp.id, subjectId: null, name: '', outcome: 'refused' });
    throw error;
  });
  const db = context.database.corp(known.corp.id);
  const staff = await write(db, (tx) => ensureStaff(tx, known.userId));
  const role = await roleOf(known.corp, staff.id, known.userId, context);
  const isShutOut = staff.state === 'left' || staff.state === 'disabled';
  await logSignIn(context.database, context.clock, { ...seen, corpId: known.corp.id, subjectId: staff.id, name: staff.name ?? staff.userId, outcome: isShutOut ? 'refused' : 'ok' });
  if (isShutOut) throw new AppError('staff_shut_out');
  await flow.welcome({ subjectKind: 'staff', subjectId: staff.id, name: staff.name ?? staff.userId, role, corpId: known.corp.id, userAgent: koa.get('user-agent') });
}

/**
 * `?app=`, or WeCom's own ids, in the address that stands in WeCom's console; `?corp=` from our sign-in page. Without
 * either it is the suite, and WeCom says afterwards whose person came.
 */
async function chosenCorp(koa: Context, context: PageContext): Promise<Corp> {
  const { app, corp: corpId, corpid, agentid } = koa.query as Record<string, string | undefined>;
  const all = await context.corps.active();
  const named = (corp: Corp) => (app ? corp.appId === app : corpId ? corp.id === corpId : corp.wecomCorpId === corpid && String(corp.agentId) === agentid);
  const corp = app || corpId || corpid ? all.find(named) : all.find(({ kind }) => kind === 'suite') ?? (all.length === 1 ? all[0] : undefined);
  if (!corp) throw new AppError('wecom_not_authorised');
  return corp;
}

/** https://developer.work.weixin.qq.com/document/path/90313 */
const spentCodes = [40029, 42003];

async function identify(corp: Corp, code: string, context: PageContext): Promise<{ corp: Corp; userId: string }> {
  try {
    if (corp.kind !== 'suite') {
      const info = await getVisitor(await context.wecom(corp.id), code);
      if (!info.userid) throw new AppError('staff_unknown');
      return { corp, userId: info.userid };
    }
    const info = await getSuiteVisitor(context.platform.suite, code);
    const own = info.corpid ? await context.corps.bySuite(context.suite!.suiteId, info.corpid) : null;
    if (!own || own.state !== 'active') throw new AppError('wecom_not_authorised');
    if (!info.userid) throw new AppError('staff_unknown');
    return { corp: own, userId: info.userid };
  } catch (error) {
    // Spent or too old: somebody went back to the page, or loaded it again.
    if (error instanceof WeComError && spentCodes.includes(error.errcode)) throw new AppError('oauth_expired', {}, { cause: error });
    throw error;
  }
}

/** What was given here; else WeCom's own admins of the app are admins, everyone else a sales rep. What WeCom says is kept as a row, so that it can be seen and taken away. */
async function roleOf(corp: Corp, staffId: string, userId: string, context: PageContext): Promise<Role> {
  const db = context.database.corp(corp.id);
  if (corp.kind !== 'selfBuilt' && await db.count(RoleMember, { staffId, givenBy: 'hand' }) === 0) {
    const admins = await listAdmins(await context.wecom(corp.id)).catch((error: unknown) => {
      context.log.warn({ err: error, corpId: corp.id }, 'cannot read the admins of the app');
      return null;
    });
    const isAdmin = admins?.admin.some((one) => one.userid === userId && one.auth_type === 1) ?? false;
    await write(db, async (tx) => {
      if (admins && !isAdmin) await tx.remove(RoleMember, { staffId, givenBy: 'wecom' });
      if (isAdmin) await tx.insertMissing(RoleMember, { id: newId('rm'), staffId, roleId: 'admin', givenBy: 'wecom', createdAt: context.clock.now() });
    });
  }
  return mainRole((await rolesOf(db, [staffId])).get(staffId)!);
}

function back(koa: Context, { publicUrl }: PageContext): string {
  const query = new URLSearchParams();
  for (const name of ['app', 'corp', 'corpid', 'agentid', 'page']) if (one(koa.query[name])) query.set(name, one(koa.query[name]));
  const text = query.toString();
  return `${publicUrl}${koa.path}${text ? `?${text}` : ''}`;
}
