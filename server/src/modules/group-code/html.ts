import type { Language } from '@scrm/shared/error';

interface Company {
  corpName: string;
  logoUrl: string;
  title: string;
  guide: string;
}

export type Face =
  | { kind: 'gone' }
  | (Company & { kind: 'closed'; text: string })
  | (Company & { kind: 'shown' | 'own'; groupName: string; pictureUrl: string })
  | (Company & { kind: 'full'; text: string; pictureUrl: string });

const words = {
  zh: {
    press: '长按识别二维码，加入群聊', pressFriend: '长按识别二维码，添加客服', picture: '二维码', own: '你已经在这个群里', ownText: '在微信里打开即可，不用再加新群', full: '群已满', fullText: '名额暂时满了，请稍后再试，或联系工作人员',
    closed: '活动已结束', closedText: '这个二维码已经停用，请联系工作人员', gone: '二维码不存在', goneText: '请确认二维码完整，或联系工作人员', join: '加入群聊', again: '刷新',
  },
  en: {
    press: 'Press and hold the code to join the group', pressFriend: 'Press and hold the code to add our staff', picture: 'QR code', own: 'You are in this group already', ownText: 'Open it in WeChat, there is no need to join another',
    full: 'The groups are full', fullText: 'All places are taken at the moment, please try again later or ask our staff', closed: 'This has ended', closedText: 'This code is not in use any more, please ask our staff',
    gone: 'There is no such code', goneText: 'Please check that the code is whole, or ask our staff', join: 'Join the group', again: 'Refresh',
  },
};

/** Old phones: no script, no variables that they do not know without a value before them, one picture. */
const style = `*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}body{margin:0;font:16px/1.5 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1B2430;background:#F6F7F9;overflow-wrap:anywhere;word-break:break-word}
main{max-width:420px;min-height:100vh;margin:0 auto;padding:32px 20px 40px;text-align:center}.logo{display:block;width:56px;height:56px;margin:0 auto 12px;border-radius:12px;object-fit:cover;background:#fff}
h1{margin:0;font-size:20px;line-height:1.35}.corp{margin:4px 0 0;font-size:14px;color:#5B6776}.card{margin:24px 0 0;padding:24px 20px;border-radius:16px;background:#fff;border:1px solid #E6E9EE}
.group{margin:0 0 16px;font-size:18px;font-weight:600}.qr{display:block;width:240px;max-width:100%;height:auto;min-height:200px;margin:0 auto;padding:8px;border-radius:8px;background:#fff}
.press{margin:16px 0 0;font-size:16px;font-weight:600;color:#0B7A45}.guide{margin:16px 4px 0;font-size:14px;color:#5B6776;white-space:pre-line;text-align:center}.big{margin:0 0 8px;font-size:20px;font-weight:600}
.soft{margin:0;color:#5B6776;white-space:pre-line}.again{display:inline-block;min-height:44px;margin-top:20px;padding:10px 28px;border-radius:22px;background:#1F6FEB;color:#fff;text-decoration:none}.soft+.qr{margin-top:20px}
@media(prefers-color-scheme:dark){body{color:#E7ECF3;background:#12161C}.card{background:#1A2029;border-color:#2A323D}.corp,.guide,.soft{color:#A5B0BF}.press{color:#35C27A}}
@media(max-width:340px){main{padding:20px 12px}.card{padding:20px 12px}}`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!);

export function codeHtml(face: Face, language: Language): string {
  const t = words[language];
  const title = face.kind === 'gone' ? t.gone : face.title || face.corpName;
  return `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="format-detection" content="telephone=no"><title>${escape(title)}</title><style>${style}</style></head><body><main>${face.kind === 'gone' ? '' : headOf(face)}<section class="card" data-kind="${face.kind}">${bodyOf(face, t)}</section>${face.kind === 'shown' && face.guide ? `<p class="guide">${escape(face.guide)}</p>` : ''}</main></body></html>`;
}

function headOf({ corpName, logoUrl, title }: Company): string {
  const logo = /^https?:\/\//.test(logoUrl) ? `<img class="logo" src="${escape(logoUrl)}" alt="" width="56" height="56">` : '';
  return `<header>${logo}<h1>${escape(title || corpName)}</h1>${title ? `<p class="corp">${escape(corpName)}</p>` : ''}</header>`;
}

function bodyOf(face: Face, t: (typeof words)['zh']): string {
  const picture = (url: string, press: string) => (url ? `<img class="qr" src="${escape(url)}" alt="${t.picture}" width="240" height="240"><p class="press">${press}</p>` : '');
  const said = (head: string, text: string) => `<p class="big">${head}</p><p class="soft">${escape(text)}</p>`;
  switch (face.kind) {
    case 'shown': return `<p class="group">${escape(face.groupName || t.join)}</p>${picture(face.pictureUrl, t.press)}`;
    case 'own': return `<p class="group">${escape(face.groupName)}</p>${said(t.own, t.ownText)}${picture(face.pictureUrl, t.press)}`;
    case 'full': return `${said(t.full, face.text || t.fullText)}${face.pictureUrl ? picture(face.pictureUrl, t.pressFriend) : `<a class="again" href="">${t.again}</a>`}`;
    case 'closed': return said(t.closed, face.text || t.closedText);
    case 'gone': return said(t.gone, t.goneText);
  }
}
