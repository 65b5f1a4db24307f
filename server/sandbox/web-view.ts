import type { ServerResponse } from 'node:http';
import type { Context } from './context';
import { failure } from './html';
import { redirect, sendHtml } from './http';
import { trusted } from './sign-in';

/** Each person's phone has a browser of its own. */
const jars = new WeakMap<Context, Map<string, string>>();
const mostRedirects = 5;

/** A long press is what a mouse does with its button; the phone around the page reads the picture. */
const pressing = '<script>document.querySelectorAll("img").forEach(function(img){function press(event){event.preventDefault();parent.postMessage({read:img.src},location.origin)}img.addEventListener("click",press);img.addEventListener("contextmenu",press);img.style.cursor="pointer"})</script>';

/** A page of the connected system as it stands in WeChat's own browser: `?person=…&url=…`. */
export async function openWeb(ctx: Context, reply: ServerResponse, query: URLSearchParams): Promise<void> {
  const person = query.get('person') ?? '';
  let url = query.get('url') ?? '';
  for (let step = 0; step <= mostRedirects; step++) {
    if (!ctx.world.people[person] || !trusted(ctx, url)) return sendHtml(reply, failure('', '沙箱只打开所接系统的网页'), 400);
    const key = `${person} ${new URL(url).origin}`;
    const jar = jars.get(ctx) ?? new Map<string, string>();
    jars.set(ctx, jar);
    const page = await fetch(url, { redirect: 'manual', headers: { 'accept-language': 'zh-CN', ...(jar.has(key) && { cookie: jar.get(key)! }) } });
    const [given] = page.headers.getSetCookie();
    if (given) jar.set(key, given.split(';')[0]!);
    const target = page.headers.get('location');
    if (!target) return sendHtml(reply, (await page.text()).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '') + pressing);
    url = new URL(target, url).href;
    // A page that is made by scripts is shown as it is.
    if (url.includes('#')) return redirect(reply, url);
  }
  return sendHtml(reply, failure('', '重定向次数过多'), 502);
}
