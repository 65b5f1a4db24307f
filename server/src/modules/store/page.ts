import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import { z } from 'zod';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { languageOf } from '../../core/http/api';
import { readBody } from '../../core/http/body';
import { one } from '../../core/http/oauth-state';
import { page, type PageContext } from '../../core/http/page';
import { addIdentity, findByIdentity } from '../customer';
import { visitorOf } from '../scan';
import { around, brandOf, Visitor } from '../visitor';
import { StoreCode, StoreRegion } from './entity';
import { gcjOf, type Point } from '@scrm/shared/geo';
import type { NearStore } from '@scrm/shared/store-code';
import { cityRegions, nearStores } from './nearby';
import { askPage, endPage, pickPage, storeList, storePage, type PageParts, type Query } from './page-html';
import { pageWords } from './page-words';
import { continueVisit, locateVisit, refuseVisit, showStore, type Visitor as Who } from './visit';
import type { VisitContext } from './take';
import './services';

const bodyLimit = 2_000;
const mostStores = 50;
const Told = z.object({ visit: z.string().max(40), lat: z.number().min(-90).max(90).optional(), lng: z.number().min(-180).max(180).optional(), region: z.string().max(64).optional(), q: z.string().max(64).optional() });

interface Opened {
  code: StoreCode;
  parts: PageParts;
  visiting: VisitContext;
}

/** The code and its company; null: a page that says why not has been given. */
async function open(koa: Context, id: string, context: PageContext): Promise<Opened | null> {
  const nonce = randomBytes(16).toString('base64');
  koa.set({
    'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; img-src 'self' data: https: ${new URL(context.platform.hosts.api).origin}; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *`,
    'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'permissions-policy': 'geolocation=*',
  });
  const language = languageOf(koa);
  const code = await context.database.everything.findOneBy(StoreCode, { id });
  const corp = code && await context.corps.find(code.corpId);
  const parts = { language, brand: corp ? brandOf(corp) : null, nonce };
  const t = pageWords[language];
  koa.type = 'html';
  if (!code || code.deletedAt !== null || corp?.state !== 'active') {
    koa.status = 404;
    koa.body = endPage(parts, t.gone, t.goneText);
    return null;
  }
  if (code.state === 'off') {
    koa.body = endPage(parts, t.away, code.offText || t.goneText);
    return null;
  }
  return { code, parts, visiting: { ...around(context, corp), places: context.places, scans: context.scans, secrets: context.secrets, address: koa.ip, publicUrl: context.publicUrl } };
}

/** Who came back from the official account is known from then on by this browser. */
async function whoVisits(koa: Context, { db }: VisitContext, context: PageContext): Promise<Who> {
  const visitor = visitorOf(koa, context);
  const ticket = one(koa.query.ticket);
  const actor = ticket ? await context.sessions.spendTicket(ticket) : null;
  const known = actor?.kind === 'visitor' && actor.corpId === db.corpId ? (await db.findOne(Visitor, { id: actor.id }))?.customerId ?? null : null;
  if (known) await write(db, (tx) => addIdentity(tx, known, 'visitor', visitor, { source: 'official' }));
  return { visitor, customerId: known ?? await findByIdentity(db, 'visitor', visitor), hasScanned: true };
}

/** Inside WeChat the official account tells who looks, without a question; once a visit. */
const asksWhoIsThere = (koa: Context, { wechat }: PageContext) => wechat.official !== null && /MicroMessenger/i.test(koa.get('user-agent')) && !['ticket', 'problem', 'visit'].some((name) => one(koa.query[name]));

export const storePages = [
  page('GET', '/s/:id', async (koa, { id = '' }, context) => {
    const opened = await open(koa, id, context);
    if (!opened) return;
    const { code, parts, visiting } = opened;
    const who = await whoVisits(koa, visiting, context);
    if (who.customerId === null && asksWhoIsThere(koa, context)) return koa.redirect(`/oauth/visitor?${new URLSearchParams({ corp: code.corpId, page: code.id })}`);
    const query = Object.fromEntries((['visit', 'store', 'pick', 'region', 'q', 'why'] as const).map((name) => [name, one(koa.query[name]).slice(0, 64)]));
    const visit = await continueVisit(visiting, code.id, query.visit ?? '', who);
    if (query.store) {
      const shown = await showStore(visiting, code, visit, query.store).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'not_found') return null;
        throw error;
      });
      if (shown) return void (koa.body = storePage(parts, shown, visit.storeId === shown.store.id ? visit.band : null));
      query.pick = '1';
    }
    if (!query.pick && !query.q) return void (koa.body = askPage(parts, code.id, visit.id));
    koa.body = pickPage(parts, { id: code.id, stores: await storesFor(visiting, code, query, null), regions: await cityRegions(visiting.db, await pathOf(visiting, code)), query: { ...query, visit: visit.id } });
  }),

  /** The place comes in the body, so that it stands in no address and no log. */
  page('POST', '/s/:id/near', async (koa, { id = '' }, context) => {
    const opened = await open(koa, id, context);
    if (!opened) return;
    const { code, visiting } = opened;
    const { visit: visitId, lat, lng } = await told(koa);
    if (lat === undefined || lng === undefined) throw new AppError('bad_input', { detail: 'lat' });
    const visit = await continueVisit(visiting, code.id, visitId, await whoVisits(koa, visiting, context));
    koa.type = 'json';
    // Browsers tell WGS-84.
    koa.body = JSON.stringify({ visit: visit.id, store: await locateVisit(visiting, code, visit, gcjOf({ lat, lng })) });
  }),

  /** The stores to choose from as a part of the page, the nearest first. Nothing of it is kept. */
  page('POST', '/s/:id/stores', async (koa, { id = '' }, context) => {
    const opened = await open(koa, id, context);
    if (!opened) return;
    const { code, parts, visiting } = opened;
    const { lat, lng, ...query } = await told(koa);
    if (lat === undefined || lng === undefined) throw new AppError('bad_input', { detail: 'lat' });
    const here = gcjOf({ lat, lng });
    koa.body = storeList(parts, await storesFor(visiting, code, query, here), query, here);
  }),

  page('POST', '/s/:id/refuse', async (koa, { id = '' }, context) => {
    const opened = await open(koa, id, context);
    if (!opened) return;
    const { code, visiting } = opened;
    await refuseVisit(visiting, await continueVisit(visiting, code.id, (await told(koa)).visit, await whoVisits(koa, visiting, context)));
    koa.type = 'json';
    koa.body = '{}';
  }),
];

async function pathOf({ db }: VisitContext, { regionId }: StoreCode): Promise<string | undefined> {
  return regionId === null ? undefined : (await db.findOne(StoreRegion, { id: regionId }))?.path;
}

async function storesFor(visiting: VisitContext, code: StoreCode, { q, region }: Query, point: Point | null): Promise<NearStore[]> {
  const { db, clock, places } = visiting;
  return nearStores(db, await places.of(db), { point, keyword: q || undefined, regionId: region || undefined, within: await pathOf(visiting, code), limit: mostStores }, clock.now());
}

async function told(koa: Context): Promise<z.output<typeof Told>> {
  const text = (await readBody(koa.req, bodyLimit)).toString('utf8');
  try {
    return Told.parse(JSON.parse(text));
  } catch {
    throw new AppError('bad_json');
  }
}
