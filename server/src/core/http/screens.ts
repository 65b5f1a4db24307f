import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Middleware } from 'koa';
import { send } from '@koa/send';

/** A built front end under a path: `/admin/` and the folder of its `index.html`. */
export interface Screen {
  path: string;
  folder: string;
  /** Put into the head of its page (the sandbox's stand-in for the WeCom client). */
  script?: string;
  /** Addresses inside it belong to its own router. */
  historyRouting?: boolean;
}

export function serveScreens(screens: readonly Screen[]): Middleware {
  const pages = new Map<string, string>();
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
    if (ctx.path === '/') return ctx.redirect('/admin/');
    const screen = screens.find(({ path }) => ctx.path.startsWith(path) || `${ctx.path}/` === path);
    if (!screen) return next();
    if (!ctx.path.startsWith(screen.path)) return ctx.redirect(screen.path + ctx.search);
    const file = ctx.path.slice(screen.path.length);
    const isAsset = file !== '' && file !== 'index.html' && existsSync(join(screen.folder, file)) && !file.includes('..');
    if (isAsset) {
      await send(ctx, file, { root: screen.folder, maxAge: /[.-][0-9a-zA-Z_-]{8,}\.\w+$/.test(file) ? 31_536_000_000 : 0, immutable: true });
      return;
    }
    if (file !== '' && file !== 'index.html' && !screen.historyRouting) return next();
    if (/\.\w+$/.test(file) && file !== 'index.html') return next();
    ctx.type = 'html';
    ctx.set('cache-control', 'no-cache');
    ctx.body = pageOf(screen, pages);
  };
}

function pageOf(screen: Screen, pages: Map<string, string>): string {
  const known = pages.get(screen.path);
  if (known) return known;
  const path = join(screen.folder, 'index.html');
  if (!existsSync(path)) return '<!doctype html><meta charset="utf-8"><title>WeCom SCRM</title><p>This screen is not built yet. Run <code>npm run build</code>.</p>';
  const html = readFileSync(path, 'utf8');
  const page = screen.script ? html.replace('<head>', `<head><script src="${screen.script}"></script>`) : html;
  pages.set(screen.path, page);
  return page;
}
