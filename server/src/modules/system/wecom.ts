import { randomBytes } from 'node:crypto';
import { wecom as contract } from '@scrm/shared/system';
import { AppError } from '../../core/errors';
import { serve } from '../../core/http/serve';
import { getAgentTicket, getCorpTicket, signJsapi } from '../../wecom/api/jssdk';
import { WecomFailure } from '../corp';

export const wecomRoutes = serve('wecom', contract, {
  status: async (_, { platform, corps, corpId, db, actor, clock }) => {
    const corp = await corps.get(corpId);
    const tokens = await platform.tokens.list();
    const failures = await db.find(WecomFailure, {}, { order: { at: 'DESC' }, take: 50 });
    const age = corp.kind === 'suite' ? await platform.tokens.suiteTicketAge() : null;
    return {
      // What belongs to another corp is not shown; the suite's and the provider's are the installation's own.
      tokens: tokens.filter(({ owner }) => owner.startsWith(`${corp.wecomCorpId}/`) || (actor.kind === 'account' && corp.kind === 'suite' && !owner.includes('/')))
        .map(({ kind, owner, fetchedAt, expiresAt }) => ({ kind, owner, fetchedAt, expiresAt })),
      quotas: platform.quota.snapshot().filter((use) => use.corpId === corp.wecomCorpId)
        .map(({ api, usedMinute, limitMinute, usedHour, limitHour, blockedUntil }) => ({ api, usedMinute, limitMinute, usedHour, limitHour, blockedUntil })),
      errors: failures.map(({ at, api, errcode, message }) => ({ at, api, errcode, message })),
      suiteTicketAt: age === null ? null : clock.now() - age,
      lastCallbackAt: corp.lastCallbackAt,
    };
  },

  sign: async ({ kind, url }, { wecom, corps, corpId, publicUrl, clock }) => {
    const page = url.split('#')[0]!;
    // Only our own pages: a signature lets a page act as the app in the client.
    if (new URL(publicUrl).origin !== originOf(page)) throw new AppError('url_not_trusted');
    const corp = await corps.get(corpId);
    const app = await wecom(corpId);
    const ticket = await (kind === 'agent' ? getAgentTicket(app) : getCorpTicket(app));
    const nonceStr = randomBytes(8).toString('hex');
    const timestamp = Math.floor(clock.now() / 1000);
    return { corpId: corp.wecomCorpId, agentId: corp.agentId ?? 0, timestamp, nonceStr, signature: signJsapi({ ticket, nonceStr, timestamp, url: page }) };
  },
});

function originOf(page: string): string {
  try {
    return new URL(page).origin;
  } catch {
    return '';
  }
}
