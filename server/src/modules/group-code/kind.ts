import type { CodeKind } from '../../core/module';
import { groupCodePage } from './page';
import { sightOf, visibleCode } from './reach';

export const groupCodeKind: CodeKind = {
  prefix: 'gc', page: groupCodePage,
  print: async (context, id) => ({ name: (await visibleCode(context.db, id, await sightOf(context))).name }),
};
