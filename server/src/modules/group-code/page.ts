import type { Context } from 'koa';
import { IsNull } from 'typeorm';
import { page, type PageContext } from '../../core/http/page';
import { one } from '../../core/http/oauth-state';
import { visitorOf } from '../scan';
import { GroupCode, GroupCodeEntry } from './entity';
import { codeHtml, type Face } from './html';
import { drawCode } from './picture';
import { stateOf } from './present';
import { nameOf, pictureOf, showAndRecord } from './see';
import type { Shown } from './show';

/** What anybody sees who opens the code. It always says something. */
export async function groupCodePage(koa: Context, id: string, context: PageContext): Promise<void> {
  const { database, corps, clock, scans, secrets } = context;
  const code = await database.everything.findOneBy(GroupCode, { id });
  const corp = code && await corps.find(code.corpId);
  const onward = formOf(koa);
  if (!code || !corp) return onward ? koa.redirect(onward) : send(koa, 404, { kind: 'gone' });
  const face = { corpName: corp.name, logoUrl: corp.logoUrl, title: code.title, guide: code.guide };
  const visitor = visitorOf(koa, context);
  const state = stateOf(code, clock.now());
  if (corp.state !== 'active' || state === 'closed' || state === 'expired') {
    await scans.record(code.corpId, { kind: 'group', codeId: id, visitor, outcome: state === 'expired' ? 'expired' : 'closed' });
    return onward ? koa.redirect(onward) : send(koa, 200, { kind: 'closed', ...face, text: code.closedText });
  }
  const shown = await showAndRecord({ db: database.corp(code.corpId), clock, scans, secrets }, code, { visitor, customerId: null, address: koa.ip });
  if (shown.outcome === 'full' && onward) return koa.redirect(onward);
  if (shown.outcome === 'full' && code.fallback.kind === 'code') return koa.redirect(`/c/${encodeURIComponent(code.fallback.codeId)}`);
  send(koa, 200, { ...face, ...faceOf(code, shown) } as Face);
}

/** Whoever was led here by a live code that ends in a form goes on to it where no group takes them. */
function formOf(koa: Context): string | null {
  const from = /^lc_\w{26}$/.exec(one(koa.query.from));
  return from && `/c/${from[0]}/wait?via=group`;
}

function faceOf(code: GroupCode, shown: Shown) {
  const { fallback } = code;
  if (shown.outcome === 'full') {
    return { kind: 'full', text: fallback.kind === 'code' ? '' : fallback.text, pictureUrl: fallback.kind === 'picture' ? `/c/${code.id}/picture?v=${code.updatedAt}` : '' };
  }
  return { kind: shown.outcome, groupName: nameOf(shown), pictureUrl: pictureOf(shown) };
}

function send(koa: Context, status: number, face: Face): void {
  koa.status = status;
  koa.type = 'html';
  koa.set({
    'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex',
    // WeCom's own picture stands on a host of WeCom's.
    'content-security-policy': 'default-src \'none\'; img-src \'self\' https: http: data:; style-src \'unsafe-inline\'; base-uri \'none\'; form-action \'none\'',
  });
  koa.body = codeHtml(face, /^en\b/i.test(koa.get('accept-language')) ? 'en' : 'zh');
}

/** The picture of one entry, or of the person who stands in where all groups are full, drawn from what was read of it. */
export const pictureOfCode = page('GET', '/c/:id/picture', async (koa, { id = '' }, { database }) => {
  const code = await database.everything.findOneBy(GroupCode, { id });
  const entryId = one(koa.query.e);
  const entry = code && entryId ? await database.corp(code.corpId).findOne(GroupCodeEntry, { id: entryId, codeId: id, kind: 'picture', removedAt: IsNull() }) : null;
  const text = entry?.picture ?? (code && !entryId && code.fallback.kind === 'picture' ? code.fallback.picture : '');
  if (text === '') {
    koa.status = 404;
    return;
  }
  koa.type = 'png';
  koa.set({ 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' });
  koa.body = await drawCode(text);
});
