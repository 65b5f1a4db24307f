import { closingWords } from '@scrm/shared/live-code-rule';
import type { Language } from '@scrm/shared/error';

/**
 * What customers see. Plain HTML without scripts and with the styles of ten years ago, for old phones; each non-ASCII
 * character is written as its number, so that text and header leave in one piece whatever the encoding.
 */
const words = {
  zh: {
    title: '添加顾问', press: '长按识别二维码，添加', someone: '顾问', known: '你已经有专属顾问了，长按二维码继续联系', picture: '二维码',
    busy: '暂时没有人接待', ended: '这个二维码已停用', endedText: '请向商家要一个新的二维码。', gone: '没有这个二维码', goneText: '它不完整或已被删除，请向商家要一个新的。',
    down: '暂时打不开', downText: '请稍后再扫一次。', safe: '添加后，在微信里直接聊天。',
  },
  en: {
    title: 'Add your advisor', press: 'Press and hold the code to add', someone: 'your advisor', known: 'You have an advisor already: press and hold the code to go on with', picture: 'QR code',
    busy: 'Nobody is free right now', ended: 'This code is closed', endedText: 'Please ask the shop for a new code.', gone: 'There is no such code', goneText: 'It is incomplete or was deleted. Please ask the shop for a new one.',
    down: 'This does not open right now', downText: 'Please scan again a little later.', safe: 'Once added, you chat in WeChat as usual.',
  },
} satisfies Record<Language, Record<string, string>>;

const style = `body{margin:0;background:#f6f7f9;color:#1b2430;font:16px/1.5 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;-webkit-text-size-adjust:100%}
.card{box-sizing:border-box;max-width:360px;margin:0 auto;padding:24px 16px;text-align:center}
.corp{font-size:14px;color:#5b6776;overflow-wrap:anywhere;word-wrap:break-word}.corp img{display:block;width:48px;height:48px;margin:0 auto 8px;border-radius:8px}
.panel{margin:16px 0;padding:20px 16px;background:#fff;border:1px solid #e6e9ee;border-radius:8px}
.face{display:block;width:56px;height:56px;margin:0 auto 8px;border-radius:28px;background:#e6e9ee}.name{margin:0;font-size:20px;line-height:28px;font-weight:600;overflow-wrap:anywhere;word-wrap:break-word}
.code{display:inline-block;margin:12px 0 8px;padding:8px;background:#fff;border-radius:6px}.code img{display:block;width:224px;height:224px}
p{margin:8px 0 0}.faint{font-size:14px;color:#5b6776}
@media (prefers-color-scheme:dark){body{background:#12161c;color:#e7ecf3}.panel{background:#1a2029;border-color:#2a323d}.corp,.faint{color:#a5b0bf}.face{background:#2a323d}}`;

/** Nothing but pictures is loaded, nothing runs, nothing is sent anywhere but where a form says so. */
const policyOf = (takesForm: boolean) => `default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; form-action ${takesForm ? '\'self\'' : '\'none\''}; base-uri 'none'`;

export interface Company {
  name: string;
  logoUrl: string;
}

/** Everything of a page that is the same at each scan. */
export interface Shell {
  head: string;
  foot: string;
}

export function shellOf({ name, logoUrl }: Company, language: Language, { takesForm = false } = {}): Shell {
  const corp = name === '' ? '' : `<div class="corp">${logoUrl ? `<img src="${attribute(logoUrl)}" alt="">` : ''}${escaped(name)}</div>`;
  return {
    head: inOnePiece(`<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">`
      + `<meta http-equiv="Content-Security-Policy" content="${policyOf(takesForm)}"><meta name="color-scheme" content="light dark"><title>${escaped(name || words[language].title)}</title><style>${style}</style></head><body><div class="card">${corp}<div class="panel">`),
    foot: '</div></div></body></html>',
  };
}

export interface Person {
  /** Null: WeCom keeps names from suites. */
  name: string | null;
  avatarUrl: string;
  qrUrl: string;
}

/** Between head and foot: somebody and the picture by which they are added. */
export function personPart({ name, avatarUrl, qrUrl }: Person, language: Language, isKnown: boolean): string {
  const say = words[language];
  const face = avatarUrl ? `<img class="face" src="${attribute(avatarUrl)}" alt="">` : '';
  const who = name ? `<h1 class="name">${escaped(name)}</h1>` : '';
  const sentence = `${isKnown ? say.known : say.press} ${name || say.someone}`;
  return inOnePiece(`${face}${who}<div class="code"><img src="${attribute(qrUrl)}" alt="${escaped(say.picture)}" width="224" height="224"></div><p>${escaped(sentence)}</p><p class="faint">${escaped(say.safe)}</p>`);
}

/** A text that was put together stays a tree of its parts until it is read, and would be walked anew for each page that it is a part of. */
const inOnePiece = (made: string): string => Buffer.from(made, 'latin1').toString('latin1');

/** Between head and foot: nobody is shown, and why. */
export function noticePart(kind: 'busy' | 'ended' | 'gone' | 'down', language: Language, own = ''): string {
  const say = words[language];
  const told = { busy: own || closingWords[language], ended: own || say.endedText, gone: say.goneText, down: say.downText }[kind];
  return `<h1 class="name">${escaped(say[kind])}</h1><p>${escaped(told).replaceAll('\n', '<br>')}</p>`;
}

const special: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** For HTML, in ASCII signs. */
export function escaped(plain: string): string {
  return plain.replace(/[&<>"']/g, (sign) => special[sign]!).replace(/[^\x20-\x7e\n]/gu, (sign) => `&#${sign.codePointAt(0)};`);
}

/** An address in an attribute; anything but http(s) is left out. */
function attribute(url: string): string {
  return /^https?:\/\//i.test(url) ? escaped(url) : '';
}
