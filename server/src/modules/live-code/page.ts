import type { CodeKind } from '../../core/module';
import { sightOf, visibleCode } from './reach';

export const channelCodePage: CodeKind = {
  prefix: 'lc',
  page: (koa, id) => koa.redirect(`/m/#/pages/code/index?id=${encodeURIComponent(id)}`),
  print: async (context, id) => {
    const { name, qrUrl } = await visibleCode(context.db, id, await sightOf(context));
    return { name, picture: qrUrl };
  },
};
