import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context';
import { failure } from './html';
import { readBody, redirect, sendBytes, sendHtml } from './http';
import { trusted } from './sign-in';

/** Each person's phone has a browser of its own. */
const jars = new WeakMap<Context, Map<string, string>>();
const mostRedirects = 5;
const bodyLimit = 10_000;

/** A long press is what a mouse does with its button; the phone around the page reads the picture. */
const pressing = '<script>document.querySelectorAll("img").forEach(function(img){function press(event){event.preventDefault();parent.postMessage({read:img.src},location.origin)}img.addEventListener("click",press);img.addEventListener("contextmenu",press);img.style.cursor="pointer"})</script>';

/** What stands before the page's own scripts: its links and calls go by this browser, and the phone around it says where it is. */
function before(person: string, url: string): string {
  const told = JSON.stringify({ person, url }).replaceAll('<', '\\u003c');
  return `<script>(function(){var at=${told};function by(url){return"/sandbox/web?"+new URLSearchParams({person:at.person,url:new URL(url,at.url).href})}
var open=XMLHttpRequest.prototype.open;XMLHttpRequest.prototype.open=function(method,url){return open.call(this,method,by(url),true)};
addEventListener("click",function(event){var link=event.target.closest("a[href]");if(!link||/^tel:/.test(link.getAttribute("href")))return;event.preventDefault();location.href=by(link.getAttribute("href"))});
Object.defineProperty(navigator,"geolocation",{value:{getCurrentPosition:function(yes,no){addEventListener("message",function hear(event){if(event.origin!==location.origin||event.data.place===undefined)return;removeEventListener("message",hear);var place=event.data.place;if(place)yes({coords:{latitude:place.lat,longitude:place.lng}});else no({code:1})});parent.postMessage({locate:true},location.origin)}}})})()</script>`;
}

/** A page of the connected system as it stands in WeChat's own browser: `?person=…&url=…`. */
export async function openWeb(ctx: Context, request: IncomingMessage, reply: ServerResponse, query: URLSearchParams): Promise<void> {
  const onward = query.has('url') ? null : fromPage(request, query);
  if (onward) return redirect(reply, onward);
  const person = query.get('person') ?? '';
  let url = query.get('url') ?? '';
  const body = request.method === 'POST' ? await readBody(request, bodyLimit) : null;
  for (let step = 0; step <= mostRedirects; step++) {
    if (!ctx.world.people[person] || !trusted(ctx, url)) return sendHtml(reply, failure('', '沙盒只打开所接系统的网页'), 400);
    const key = `${person} ${new URL(url).origin}`;
    const jar = jars.get(ctx) ?? new Map<string, string>();
    jars.set(ctx, jar);
    const page = await fetch(url, {
      redirect: 'manual', headers: { 'accept-language': 'zh-CN', ...(jar.has(key) && { cookie: jar.get(key)! }), ...(body && { 'content-type': request.headers['content-type'] ?? 'application/json' }) }, ...(body && { method: 'POST', body: new Uint8Array(body) }),
    });
    const [given] = page.headers.getSetCookie();
    if (given) jar.set(key, given.split(';')[0]!);
    const target = page.headers.get('location');
    if (body) return sendBytes(reply, Buffer.from(await page.arrayBuffer()), page.headers.get('content-type') ?? 'application/json', {}, page.status);
    if (!target) return sendHtml(reply, (await page.text()).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '').replace(/<head>/, (head) => head + before(person, url)) + pressing);
    url = new URL(target, url).href;
    // A page that is made by scripts is shown as it is.
    if (url.includes('#')) return redirect(reply, url);
  }
  return sendHtml(reply, failure('', '重定向次数过多'), 502);
}

/** A page went to an address below its own, as its scripts and forms do. */
function fromPage(request: IncomingMessage, query: URLSearchParams): string | null {
  const { referer } = request.headers;
  const page = referer && URL.canParse(referer) ? new URL(referer).searchParams : null;
  const [person, url] = [page?.get('person'), page?.get('url')];
  return person && url && URL.canParse(url) ? `/sandbox/web?${new URLSearchParams({ person, url: new URL(`?${query}`, url).href })}` : null;
}
