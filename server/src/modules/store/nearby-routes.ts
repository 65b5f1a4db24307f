import { nearby } from '@scrm/shared/store-code';
import { AppError } from '../../core/errors';
import { serve, type CallContext } from '../../core/http/serve';
import { around, brandOf, chosenCorp, openCorp, Visitor } from '../visitor';
import type { Corp } from '../corp';
import { codeWord } from './code';
import { StoreCode, StoreRegion } from './entity';
import { asGcj } from '@scrm/shared/geo';
import { cityRegions, nearStores } from './nearby';
import { continueVisit, showStore, type Visitor as Who } from './visit';
import type { VisitContext } from './take';

export const nearbyRoutes = serve('nearby', nearby, {
  stores: async ({ corp: corpId, code: codeId, place, keyword, regionId, limit }, context) => {
    const code = codeId === undefined ? null : await openCode(context, codeId);
    const corp = await chosenCorp(context, code?.corpId ?? corpId);
    if (!corp) return { brand: null, stores: [], regions: [] };
    const db = context.database.corp(corp.id);
    const within = code?.regionId ? (await db.findOne(StoreRegion, { id: code.regionId }))?.path : undefined;
    const stores = await nearStores(db, await context.places.of(db), { point: place ? asGcj(place) : null, keyword, regionId, within, limit }, context.clock.now());
    return { brand: brandOf(corp), stores, regions: await cityRegions(db, within) };
  },

  choose: async ({ corp: corpId, code: codeId, storeId, visit: visitId, place, form }, context) => {
    const at = codeId === undefined ? null : await atCode(context, codeId);
    const corp = at ? null : await chosenCorp(context, corpId);
    if (!at && !corp) throw new AppError('no_corp_chosen');
    const visiting = at?.visiting ?? visitingAt(context, corp!);
    const visit = await continueVisit(visiting, at?.code.id ?? '', visitId, await whoVisits(context, visiting.db.corpId));
    return showStore(visiting, at?.code ?? null, visit, storeId, { from: place ? asGcj(place) : null, form });
  },
});

async function openCode({ database }: CallContext, id: string): Promise<StoreCode> {
  const code = await database.everything.findOneBy(StoreCode, { id });
  if (!code || code.deletedAt !== null) throw new AppError('not_found', { what: codeWord });
  if (code.state === 'off') throw new AppError('store_code_off');
  return code;
}

async function atCode(context: CallContext, id: string): Promise<{ code: StoreCode; visiting: VisitContext }> {
  const code = await openCode(context, id);
  return { code, visiting: visitingAt(context, await openCorp(context, code.corpId)) };
}

function visitingAt(context: CallContext, corp: Corp): VisitContext {
  const { places, scans, secrets, request, publicUrl } = context;
  return { ...around(context, corp), places, scans, secrets, address: request.ip, publicUrl };
}

/** In the mini-program it is known who visits; on the web only the visit itself. */
async function whoVisits({ session, database }: CallContext, corpId: string): Promise<Who> {
  if (session?.kind !== 'visitor' || session.corpId !== corpId) return { visitor: '', customerId: null, hasScanned: false };
  const visitor = await database.corp(corpId).findOne(Visitor, { id: session.id });
  return { visitor: session.id, customerId: visitor?.customerId ?? null, hasScanned: false };
}
