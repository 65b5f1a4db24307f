import { page } from '../../core/http/page';
import './services';

/** The page of any code. Its address is printed and shared, so it outlives whatever the page is made with. */
export const codePage = page('GET', '/c/:id', (koa, { id = '' }, context) => {
  const kind = context.codeKinds.get(id.split('_', 1)[0]!);
  // The web page says that there is no such code.
  return kind ? kind.page(koa, id, context) : koa.redirect(`/m/#/pages/code/index?id=${encodeURIComponent(id)}`);
});
