import type { CodeKind } from '../../core/module';

export const channelCodePage: CodeKind = {
  prefix: 'lc',
  page: (koa, id) => koa.redirect(`/m/#/pages/code/index?id=${encodeURIComponent(id)}`),
};
