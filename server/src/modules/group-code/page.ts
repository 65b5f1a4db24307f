import type { Context } from 'koa';
import { IsNull, Not } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { page, type PageContext } from '../../core/http/page';
import { one } from '../../core/http/oauth-state';
import { Scan, visitorOf, type NewScan } from '../scan';
import { GroupCode, GroupCodeEntry } from './entity';
import { codeHtml, type Face } from './html';
import { drawCode } from './picture';
import { pictureAddress, stateOf } from './present';
import { showGroup, type Shown } from './show';

/** What anybody sees who opens the code. It always says something. */
export async function groupCodePage(koa: Context, id: string, context: PageContext): Promise<void> {
  const { database, corps, clock, scans } = context;
  const code = await database.everything.findOneBy(GroupCode, { id });
  const corp = code && await corps.find(code.corpId);
  if (!code || !corp) return send(koa, 404, { kind: 'gone' });
  const face = { corpName: corp.name, logoUrl: corp.logoUrl, title: code.title, guide: code.guide };
  const visitor = visitorOf(koa, context);
  const record = (scan: Pick<NewScan, 'outcome' | 'target' | 'wayId' | 'reason' | 'customerId'>) => scans.record(code.corpId, { kind: 'group', codeId: id, visitor, ...scan });
  const state = stateOf(code, clock.now());
  if (corp.state !== 'active' || state === 'closed' || state === 'expired') {
    await record({ outcome: state === 'expired' ? 'expired' : 'closed' });
    return send(koa, 200, { kind: 'closed', ...face, text: code.closedText });
  }
  const db = database.corp(code.corpId);
  const customerId = await knownCustomer(db, visitor);
  const shown = await showGroup(db, clock, code, { visitor, customerId });
  await record({ ...tellOf(shown), reason: reasonOf(code, shown), customerId });
  if (shown.outcome === 'full' && code.fallback.kind === 'code') return koa.redirect(`/c/${encodeURIComponent(code.fallback.codeId)}`);
  send(koa, 200, { ...face, ...faceOf(code, shown) } as Face);
}

/** Who scans is known where this browser once came with their own invitation. */
async function knownCustomer(db: ReadDb, visitor: string): Promise<string | null> {
  return (await db.findOne(Scan, { visitor, customerId: Not(IsNull()) }, { order: { at: 'DESC' } }))?.customerId ?? null;
}

function tellOf(shown: Shown): { outcome: string; target: string; wayId: string } {
  if (shown.outcome === 'full') return { outcome: 'full', target: '', wayId: '' };
  const { room } = shown;
  const group = shown.outcome === 'own' ? shown.group : room?.group;
  return { outcome: shown.outcome, target: group?.id ?? room?.entry.id ?? '', wayId: room?.entry.id ?? '' };
}

function reasonOf({ rule, headRoom }: GroupCode, shown: Shown): Record<string, unknown> {
  if (shown.outcome !== 'shown') return { rule };
  const { entry, free, group } = shown.room;
  return { rule, position: entry.position, cap: entry.cap, headRoom, members: group?.memberCount ?? null, free };
}

function faceOf(code: GroupCode, shown: Shown) {
  const { fallback } = code;
  if (shown.outcome === 'full') {
    return { kind: 'full', text: fallback.kind === 'code' ? '' : fallback.text, pictureUrl: fallback.kind === 'picture' ? `/c/${code.id}/picture?v=${code.updatedAt}` : '' };
  }
  const { room } = shown;
  const pictureUrl = room ? (room.entry.kind === 'way' ? room.entry.qrUrl : pictureAddress(room.entry)) : '';
  return { kind: shown.outcome, groupName: (shown.outcome === 'own' ? shown.group : room?.group)?.name ?? room?.entry.name ?? '', pictureUrl };
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
