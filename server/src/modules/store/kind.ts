import type { CodeKind } from '../../core/module';
import { addressOf, staffOfCode, visibleCode } from './code';
import { sightOf } from './reach';

/** Printed like other codes; its page is at `/s/:id`. */
export const storeCodeKind: CodeKind = {
  prefix: 'sc', page: (koa, id) => koa.redirect(addressOf(id)), address: addressOf,
  print: async (context, id) => {
    const sight = await sightOf(context);
    const code = await visibleCode(context.db, id, sight);
    return { name: code.name, staffIds: await staffOfCode(context.db, code, sight) };
  },
};
