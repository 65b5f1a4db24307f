import { RateLimiterMemory } from 'rate-limiter-flexible';
import { visitor as contract } from '@scrm/shared/visitor';
import { AppError } from '../../core/errors';
import { serve, type CallContext } from '../../core/http/serve';
import { codeToSession } from '../../wechat/api/mini';
import { WechatError } from '../../wechat/errors';
import type { Corp } from '../corp';
import { generalCode } from '../live-code';
import { contactPersons } from './contact';
import { around, brandOf, chosenCorp, openCorp } from './corp';
import { Visitor } from './entity';
import { holdVisitor, recogniseVisitor } from './recognise';
import './services';

/** Codes that WeChat does not know, from one address in a quarter of an hour; customers behind one address share it. */
const guesses = new RateLimiterMemory({ points: 100, duration: 900 });

export const visitorRoutes = serve('visitor', contract, {
  home: async ({ corp: id }, context) => {
    const corp = await chosenCorp(context, id);
    const knowsOnWeb = context.wechat.official !== null;
    if (!corp) return { brand: null, code: null, knowsOnWeb };
    return { brand: brandOf(corp), code: await codeFor(context, corp), knowsOnWeb };
  },

  signIn: async ({ code, corp: id }, context) => {
    const corp = await chosenCorp(context, id);
    if (!corp) throw new AppError('no_corp_chosen');
    const { appid, openid, unionid } = await identify(context, code);
    const db = context.database.corp(corp.id);
    const visitor = await holdVisitor(db, context.clock.now(), { via: 'mini', appid, openid, unionid });
    const customerId = await recogniseVisitor(around(context, corp), visitor);
    const token = await context.sessions.open({
      kind: 'bearer', subjectKind: 'visitor', subjectId: visitor.id, name: '', role: 'visitor', corpId: corp.id, userAgent: context.request.userAgent,
    });
    return { token, brand: brandOf(corp), isCustomer: customerId !== null };
  },

  redeem: async ({ ticket }, context) => {
    const actor = await context.sessions.spendTicket(ticket);
    if (actor?.kind !== 'visitor') throw new AppError('mini_code_spent');
    const token = await context.sessions.open({
      kind: 'bearer', subjectKind: 'visitor', subjectId: actor.id, name: '', role: 'visitor', corpId: actor.corpId, userAgent: context.request.userAgent,
    });
    return { token };
  },

  contact: async (_, context) => {
    const corp = await openCorp(context, context.corpId);
    const visitor = await context.db.get(Visitor, context.actor.id, '访客');
    const customerId = await recogniseVisitor(context, visitor);
    const people = customerId ? await contactPersons(context, customerId) : [];
    return { brand: brandOf(corp), people, code: people.length === 0 ? await codeFor(context, corp) : null };
  },
});

async function identify({ wechat, request }: CallContext, code: string): Promise<{ appid: string; openid: string; unionid: string }> {
  const { mini } = wechat;
  if (!mini) throw new AppError('mini_not_configured');
  const counted = await guesses.get(request.ip);
  if (counted && counted.remainingPoints <= 0) throw new AppError('too_many_tries', { seconds: Math.ceil(counted.msBeforeNext / 1000) });
  try {
    return { appid: mini.appid, ...(await codeToSession(wechat, mini, code)) };
  } catch (error) {
    // One too many is refused at the next try.
    if (error instanceof WechatError && error.code === 'mini_code_spent') await guesses.consume(request.ip).catch(() => undefined);
    throw error;
  }
}

async function codeFor({ database }: CallContext, corp: Corp): Promise<{ qrUrl: string } | null> {
  const code = await generalCode(database.corp(corp.id));
  return code && { qrUrl: code.qrUrl };
}
