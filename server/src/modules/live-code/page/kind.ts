import type { CodeKind } from '../../../core/module';
import { languageOf } from '../../../core/http/api';
import { LiveCode } from '../entity';
import { sightOf, visibleCode } from '../reach';
import { gonePage } from './serve';

/** Codes among whose staff WeCom chooses: the web page shows WeCom's picture. */
export const channelCodePage: CodeKind = {
  prefix: 'lc',
  page: async (koa, id, { database }) => {
    if (await database.everything.existsBy(LiveCode, { id })) return koa.redirect(`/m/#/pages/code/index?id=${encodeURIComponent(id)}`);
    koa.status = 404;
    koa.type = 'html';
    koa.body = gonePage(languageOf(koa));
  },
  print: async (context, id) => {
    const { name, serve, qrUrl, staffIds } = await visibleCode(context.db, id, await sightOf(context));
    return serve === 'page' ? { name, staffIds } : { name, picture: qrUrl, staffIds };
  },
};
