import type { CodeKind } from '../../core/module';
import { addressOf, visibleCode } from './code';
import { sightOf } from './reach';

/** Printed like other codes; its page is at `/s/:id`. */
export const storeCodeKind: CodeKind = {
  prefix: 'sc', page: (koa, id) => koa.redirect(addressOf(id)), address: addressOf,
  print: async (context, id) => ({ name: (await visibleCode(context.db, id, await sightOf(context))).name }),
};
