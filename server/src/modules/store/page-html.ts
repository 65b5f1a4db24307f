import type { Language } from '@scrm/shared/error';
import { look } from '@scrm/shared/look';
import type { Point } from '@scrm/shared/geo';
import type { bands, NearStore, Shown } from '@scrm/shared/store-code';
import { punctuation } from '@scrm/shared/text';
import type { Brand } from '@scrm/shared/visitor';
import { pageWords } from './page-words';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
export const html = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!);

const colours = (c: typeof look.light | typeof look.dark) => `--accent:${c.accent};--text:${c.text};--soft:${c.secondary};--page:${c.page};--panel:${c.panel};--line:${c.line};--good:${c.success};--warn:${c.warning}`;
const style = `:root{${colours(look.light)}}@media(prefers-color-scheme:dark){:root{${colours(look.dark)}}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);font:${look.size.phone}px/1.5 ${look.font};word-wrap:break-word;overflow-wrap:anywhere}
main{max-width:480px;margin:0 auto;padding:16px}header{display:flex;align-items:center;padding:8px 0 16px}header img{width:32px;height:32px;border-radius:6px;margin-right:8px}header b{font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
h1{font-size:20px;margin:0 0 8px}p{margin:0 0 12px}.soft{color:var(--soft);font-size:14px}.card{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:16px;margin-bottom:12px}.center{text-align:center}
.button,button{display:block;width:100%;min-height:48px;line-height:24px;padding:12px;border:0;border-radius:8px;background:${look.light.accent};color:#fff;font:inherit;text-align:center;text-decoration:none}.plain{background:none;color:var(--accent)}button[disabled]{opacity:.6}
.qr{width:232px;max-width:80%;background:#fff;padding:8px;border-radius:8px}.note{background:var(--panel);border-left:3px solid var(--warn);border-radius:4px;padding:8px 12px;margin-bottom:12px;font-size:14px}
.chips{display:flex;flex-wrap:wrap;margin:0 -4px 12px}.chips a{margin:4px;padding:9px 14px;border:1px solid var(--line);border-radius:22px;background:var(--panel);color:var(--text);text-decoration:none;font-size:14px}.chips a.on{border-color:var(--accent);color:var(--accent)}
.store{display:block;color:inherit;text-decoration:none;padding:12px 0;border-top:1px solid var(--line)}.store:first-child{border-top:0}.store b{font-weight:600;overflow-wrap:anywhere}.row{display:flex;justify-content:space-between}.row span{flex:none;margin-left:8px}.good{color:var(--good)}form.find{display:flex;margin-bottom:12px}form.find input{flex:1;min-width:0;height:44px;padding:0 12px;border:1px solid var(--line);border-radius:8px;background:var(--panel);color:var(--text);font:inherit;margin-right:8px}form.find button{width:auto;padding:10px 16px;min-height:44px}
.map{position:relative;height:240px;margin:12px 0;border-radius:8px;background:var(--page);overflow:hidden}.map a,.map b{position:absolute;min-width:28px;height:28px;line-height:24px;margin:-14px;padding:0 4px;border:2px solid var(--panel);border-radius:14px;background:${look.light.accent};color:#fff;font-size:13px;text-align:center;text-decoration:none}.map b{background:var(--text);color:var(--panel);margin-top:-34px;z-index:1}summary{min-height:44px;line-height:44px;color:var(--accent);cursor:pointer}
.face{width:48px;height:48px;border-radius:50%}a{color:var(--accent)}[hidden]{display:none!important}`;

export interface PageParts {
  language: Language;
  brand: Brand | null;
  nonce: string;
}

function page({ language, brand, nonce }: PageParts, title: string, body: string, script = ''): string {
  const head = brand ? `<header>${brand.logoUrl ? `<img src="${html(brand.logoUrl)}" alt="">` : ''}<b>${html(brand.name)}</b></header>` : '';
  return `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${html(title)}</title><style>${style}</style></head><body><main>${head}${body}</main>${script && `<script nonce="${nonce}">${script}</script>`}</body></html>`;
}

/** What stands in an address of this page. */
export type Query = Partial<Record<'visit' | 'store' | 'pick' | 'region' | 'q' | 'why', string>>;
const address = (query: Query) => `?${new URLSearchParams(Object.entries(query).filter(([, value]) => value))}`;

/** Says why before the browser asks. Without a script, and on whatever goes wrong, one chooses by hand. */
export function askPage(parts: PageParts, id: string, visit: string): string {
  const t = pageWords[parts.language];
  const byHand = address({ visit, pick: '1' });
  const body = `<div class="card center"><h1>${t.find}</h1><p class="soft">${t.why}</p><p><button id="use" hidden>${t.use}</button></p><p><a class="button plain" href="${html(byHand)}">${t.byHand}</a></p></div>`;
  return page(parts, t.find, body, `(function(){var b=document.getElementById('use');if(!navigator.geolocation)return;b.hidden=false;
function post(to,data,then){var x=new XMLHttpRequest();x.open('POST','/s/${id}/'+to);x.setRequestHeader('content-type','application/json');x.timeout=15000;x.onload=function(){then(x.status<300?JSON.parse(x.responseText||'{}'):null)};x.onerror=x.ontimeout=function(){then(null)};x.send(JSON.stringify(data))}
function pick(why){location.href='?'+'visit=${visit}&pick=1&why='+why}
b.onclick=function(){b.disabled=true;b.textContent=${JSON.stringify(t.locating)};
navigator.geolocation.getCurrentPosition(function(p){try{sessionStorage.setItem('place',JSON.stringify([p.coords.latitude,p.coords.longitude]))}catch(e){}post('near',{visit:'${visit}',lat:p.coords.latitude,lng:p.coords.longitude},function(r){if(r&&r.store)location.href='?visit='+encodeURIComponent(r.visit)+'&store='+encodeURIComponent(r.store);else pick(r?'none':'failed')})},
function(e){if(e.code===1)post('refuse',{visit:'${visit}'},function(){pick('refused')});else pick('failed')},{enableHighAccuracy:true,timeout:10000,maximumAge:60000})}})()`);
}

function distanceText(metres: number, language: Language): string {
  const t = pageWords[language];
  return metres < 1000 ? `${metres} ${t.m}` : `${(metres / 1000).toFixed(metres < 10_000 ? 1 : 0)} ${t.km}`;
}

function hoursText({ today, isOpen }: NearStore, language: Language): string {
  const t = pageWords[language];
  const when = today === null ? t.allDay : today.length === 0 ? t.restToday : today.map(({ from, to }) => `${from}–${to}`).join(punctuation[language].comma);
  return `<span class="${isOpen ? 'good' : 'soft'}">${isOpen ? t.open : t.shut}</span> · ${today?.length === 0 ? when : `${t.today} ${when}`}`;
}

export interface Picking {
  id: string;
  stores: readonly NearStore[];
  regions: readonly { id: string; name: string }[];
  query: Query;
}

/** The list stands there at once; with the place that this phone told in the same tab it comes again, sorted by it. The place stays on the phone. */
export function pickPage(parts: PageParts, { id, stores, regions, query }: Picking): string {
  const t = pageWords[parts.language];
  const note = ({ refused: t.refused, failed: t.failed, none: t.none } as Record<string, string>)[query.why ?? ''];
  const { visit, region } = query;
  const chip = (regionId: string, name: string) => `<a class="${(region ?? '') === regionId ? 'on' : ''}" href="${html(address({ visit, pick: '1', region: regionId }))}">${html(name)}</a>`;
  const chips = regions.length > 0 ? `<div class="chips">${chip('', t.all)}${regions.map((one) => chip(one.id, one.name)).join('')}</div>` : '';
  const search = `<form class="find" method="get"><input name="q" value="${html(query.q ?? '')}" placeholder="${t.search}" aria-label="${t.search}"><input type="hidden" name="pick" value="1"><input type="hidden" name="visit" value="${html(visit ?? '')}"><button>${t.searchDo}</button></form>`;
  const body = `${note ? `<p class="note" role="status">${note}</p>` : ''}<h1>${t.choose}</h1>${search}${chips}<div class="card" id="stores">${storeList(parts, stores, query, null)}</div><a class="button plain" id="again" href="${html(address({ visit }))}">${t.again}</a>`;
  return page(parts, t.choose, body, `(function(){var p;try{p=sessionStorage.getItem('place')}catch(e){}if(!p)return;
var q=${JSON.stringify({ visit, region, q: query.q }).replaceAll('<', '\\u003c')},x=new XMLHttpRequest();p=JSON.parse(p);q.lat=p[0];q.lng=p[1];x.open('POST','/s/${id}/stores');x.setRequestHeader('content-type','application/json');
x.onload=function(){if(x.status===200){document.getElementById('stores').innerHTML=x.responseText;document.getElementById('again').hidden=true}};x.send(JSON.stringify(q))})()`);
}

/** On a map to scale, which needs no provider, and one below the other with what is known of each. */
export function storeList({ language }: PageParts, stores: readonly NearStore[], { visit }: Query, here: Point | null): string {
  const t = pageWords[language];
  const link = ({ id }: NearStore) => html(address({ visit, store: id }));
  const rows = stores.map((store, at) => `<a class="store" href="${link(store)}"><div class="row"><b>${at + 1}. ${html(store.name)}</b>${store.distanceM === null ? '' : `<span class="soft">${distanceText(store.distanceM, language)}</span>`}</div><div class="soft">${html(store.address)}</div><div class="soft">${hoursText(store, language)}</div></a>`);
  if (rows.length === 0) return `<p class="soft center">${t.noStores}</p>`;
  const located = stores.map((store, at) => ({ store, no: at + 1 })).filter(({ store }) => store.lat !== null && store.lng !== null).slice(0, onMap);
  const spots = located.map(({ store }) => ({ lat: store.lat!, lng: store.lng! }));
  const at = toScale([...spots, ...(here ? [here] : [])]);
  const pins = located.map(({ store, no }, nth) => `<a href="${link(store)}" title="${html(store.name)}" aria-label="${html(store.name)}" style="${at(spots[nth]!)}">${no}</a>`).join('');
  const map = located.length === 0 ? '' : `<details${here ? ' open' : ''}><summary>${t.map}</summary><div class="map">${here ? `<b style="${at(here)}">${t.you}</b>` : ''}${pins}</div></details>`;
  return map + rows.join('');
}

/** More would hide each other. */
const onMap = 12;

/** Where each stands in a box that holds them all: a degree to the east is shorter than one to the north, and both ways get the same scale. */
function toScale(points: readonly Point[]): (point: Point) => string {
  const [lats, lngs] = [points.map(({ lat }) => lat), points.map(({ lng }) => lng)];
  const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lngs), Math.max(...lngs)];
  const narrow = Math.cos((south + north) / 2 * Math.PI / 180);
  const span = Math.max(north - south, (east - west) * narrow, 0.005) * 1.4;
  return ({ lat, lng }) => `left:${(50 + (lng - (west + east) / 2) * narrow / span * 100).toFixed(1)}%;top:${(50 - (lat - (south + north) / 2) / span * 100).toFixed(1)}%`;
}

/** `band`: how far away they were, roughly, where they said so. */
export function storePage(parts: PageParts, { store, way, outOfRange, belongs, visit }: Shown, band: (typeof bands)[number] | null): string {
  const t = pageWords[parts.language];
  const note = belongs?.rule === 'keep' && belongs.storeId === store.id ? t.kept(belongs.name) : belongs?.rule === 'ask' ? t.ask(belongs.name) : outOfRange ? t.outOfRange : '';
  const own = belongs?.rule === 'ask' ? `<a class="button plain" href="${html(address({ visit, store: belongs.storeId }))}">${html(t.toOwn(belongs.name))}</a>` : '';
  const shown = {
    person: () => (way.kind !== 'person' ? '' : `${way.avatarUrl ? `<img class="face" src="${html(way.avatarUrl)}" alt="">` : ''}<p><b>${html(way.name ?? t.guide)}</b></p><img class="qr" src="${html(way.qrUrl)}" alt="${html(t.scan(way.name ?? t.guide))}"><p class="soft">${html(t.scan(way.name ?? t.guide))}</p>`),
    group: () => (way.kind !== 'group' ? '' : `<p><b>${html(way.name || t.group)}</b></p>${way.isIn ? `<p class="soft">${t.inGroup}</p>` : ''}${way.qrUrl ? `<img class="qr" src="${html(way.qrUrl)}" alt="${t.scanGroup}"><p class="soft">${t.scanGroup}</p>` : ''}`),
    preparing: () => `<p class="soft">${t.preparing}</p>`,
    nobody: () => `<p>${t.nobody}</p>`,
  }[way.kind]();
  const call = store.telephone ? `<a class="button plain" href="tel:${html(store.telephone.replace(/[^\d+,*#-]/g, ''))}">${t.call} ${html(store.telephone)}</a>` : '';
  const body = `${note ? `<p class="note" role="status">${html(note)}</p>` : ''}<div class="card"><h1>${html(store.name)}</h1><p class="soft">${html(store.address)}</p><p class="soft">${hoursText(store, parts.language)}${band === null ? '' : ` · ${t.farAway(band)}`}</p></div><div class="card center">${shown}</div>${own}${call}<a class="button plain" href="${html(address({ visit, pick: '1' }))}">${t.other}</a>`;
  return page(parts, store.name, body, way.kind === 'preparing' ? 'setTimeout(function(){location.reload()},3000)' : '');
}

export function endPage(parts: PageParts, title: string, text: string): string {
  return page(parts, title, `<div class="card center"><h1>${html(title)}</h1><p class="soft">${html(text)}</p></div>`);
}
