import type { Context } from 'koa';
import type { Language } from '@scrm/shared/error';
import { look } from '@scrm/shared/look';
import type { AppError } from '../errors';
import type { Page } from './page';

const words = {
  zh: { title: '没有打开', again: '重试', back: '返回首页' },
  en: { title: 'This did not open', again: 'Try again', back: 'Back to the start' },
};

/** What a platform appended to lead back here works once, so that trying again begins without it. */
const spent = ['code', 'auth_code', 'expires_in', 'state', 'sent'];

const colours = (c: typeof look.light | typeof look.dark) => `--accent:${c.accent};--text:${c.text};--soft:${c.secondary};--page:${c.page};--panel:${c.panel};--line:${c.line};--warn:${c.warning}`;
const style = `:root{${colours(look.light)}}@media(prefers-color-scheme:dark){:root{${colours(look.dark)}}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);font:${look.size.phone}px/1.5 ${look.font};overflow-wrap:anywhere}
main{max-width:400px;margin:0 auto;padding:12vh 16px 24px;text-align:center}section{padding:32px 20px 20px;border:1px solid var(--line);border-radius:${look.radius.card}px;background:var(--panel)}
i{display:block;width:44px;height:44px;margin:0 auto 16px;border:2px solid var(--warn);border-radius:50%;color:var(--warn);font:600 24px/40px ${look.font}}h1{margin:0 0 8px;font-size:${look.size.title}px}p{margin:0 0 24px}
a{display:block;min-height:44px;padding:10px 16px;border-radius:${look.radius.control}px;color:var(--accent);text-decoration:none}a.first{background:${look.light.accent};color:#fff}a+a{margin-top:8px}a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
small{display:block;margin-top:16px;color:var(--soft);font-size:${look.size.xs}px}`;

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
const html = (text: string) => text.replace(/[&<>"']/g, (sign) => signs[sign]!);

/** Whether a person looks at the answer, in a browser. Calls of the API are asked by screens, whatever they accept. */
export const isLookedAt = (koa: Context): boolean => koa.method === 'GET' && !koa.path.startsWith('/api/') && koa.accepts('json', 'html') === 'html';

/** Answers with a page instead of JSON: what went wrong, and a way on. `failed` is the page that could not be given. */
export function sendProblem(koa: Context, error: AppError, language: Language, failed: Page | null): void {
  const t = words[language];
  const { code, message } = error.body(language);
  const query = new URLSearchParams(koa.querystring);
  for (const name of spent) query.delete(name);
  // Two slashes would name another host.
  const again = failed?.again ?? `${koa.path.replace(/^[/\\]+/, '/')}${query.size > 0 ? `?${query}` : ''}`;
  const back = failed?.back ? `<a href="${html(failed.back)}">${t.back}</a>` : '';
  koa.set({ 'content-security-policy': 'default-src \'none\'; style-src \'unsafe-inline\'; base-uri \'none\'', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
  koa.type = 'html';
  koa.body = `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${t.title}</title><style>${style}</style></head>`
    + `<body><main><section><i aria-hidden="true">!</i><h1>${t.title}</h1><p role="alert">${html(message)}</p><a class="first" href="${html(again)}">${t.again}</a>${back}<small>${html(code)} · ${html(koa.state.requestId as string)}</small></section></main></body></html>`;
}
