import type { Context } from 'koa';
import type { ErrorCode } from '@scrm/shared/error';
import { webPages } from '@scrm/shared/visitor';
import { AppError, messageOf } from '../../core/errors';
import { giveState, isOurState, one, publicAddress } from '../../core/http/oauth-state';
import { page, type PageContext } from '../../core/http/page';
import { officialAuthorizeUrl, officialUser } from '../../wechat/api/official';
import type { WechatApp } from '../../wechat/client';
import { WechatError } from '../../wechat/errors';
import type { Corp } from '../corp';
import { knownVisitor, knowVisitor } from '../scan';
import { around, chosenCorp } from './corp';
import { holdVisitor, recogniseVisitor } from './recognise';
import './services';

/**
 * How a web page inside WeChat learns who looks at it. Without a code it sends the person to WeChat, with one it trades it,
 * and leads back to the page with a ticket that works once, or with the code of what went wrong.
 */
export const officialPages = [
  page('GET', '/oauth/visitor', async (koa, _, context) => {
    const { official } = context.wechat;
    const corp = await chosenCorp(context, one(koa.query.corp) || undefined);
    if (!official || !corp) throw new AppError(official ? 'no_corp_chosen' : 'official_not_configured');
    const wanted = wantedPage(one(koa.query.page));
    const code = one(koa.query.code);
    if (!code) {
      const elsewhere = publicAddress(koa, context.publicUrl);
      if (elsewhere) return koa.redirect(elsewhere);
      const redirectUri = `${context.publicUrl}/oauth/visitor?${new URLSearchParams({ corp: corp.id, page: wanted })}`;
      return koa.redirect(officialAuthorizeUrl(context.platform.hosts.authorize, { appid: official.appid, redirectUri, state: giveState(koa, context) }));
    }
    koa.redirect(addressOf(wanted, { corp: corp.id, ...(isOurState(koa, context) ? await trade(koa, context, official, corp, code) : { problem: 'mini_code_spent' }) }));
  }),
];

/** A page of the customers' app, or the one of a store code. */
const wantedPage = (page: string) => (storeCodeId.test(page) ? page : webPages.find((name) => name === page) ?? 'contact');
const storeCodeId = /^sc_[0-9A-Z]{26}$/;

const addressOf = (wanted: string, query: Record<string, string>) => (storeCodeId.test(wanted) ? `/s/${wanted}` : `/m/#/pages/${wanted}/index`) + `?${new URLSearchParams(query)}`;

async function trade(koa: Context, context: PageContext, official: WechatApp, corp: Corp, code: string): Promise<{ ticket: string } | { problem: ErrorCode }> {
  try {
    const { openid, unionid, isSnapshot } = await officialUser(context.wechat, official, code);
    if (isSnapshot) return { problem: 'official_snapshot' };
    const visitor = await holdVisitor(context.database.corp(corp.id), context.clock.now(), { via: 'official', appid: official.appid, openid, unionid });
    const customerId = await recogniseVisitor(around(context, corp), visitor);
    const browser = knownVisitor(koa.get('cookie'));
    if (customerId && browser) await context.database.write(corp.id, (tx) => knowVisitor(tx, browser, customerId, 'official', context.clock.now()));
    return { ticket: await context.sessions.open({ kind: 'ticket', subjectKind: 'visitor', subjectId: visitor.id, name: '', role: 'visitor', corpId: corp.id, userAgent: koa.get('user-agent') }) };
  } catch (error) {
    context.log.warn({ err: error }, `a web page does not learn who looks at it: ${messageOf(error)}`);
    return { problem: error instanceof WechatError ? error.code : 'wechat_failed' };
  }
}
