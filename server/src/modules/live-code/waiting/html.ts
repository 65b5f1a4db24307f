import { waitLengths } from '@scrm/shared/waiting';
import type { Language } from '@scrm/shared/error';
import type { WaitForm } from '@scrm/shared/live-code-rule';
import { escaped, shellOf, type Company } from '../page';
import type { Written } from './leave';
import { waitWords } from './words';

const style = `<style>form{margin:16px 0 0;text-align:left}label{display:block;margin:0 0 12px;font-size:14px;color:#5b6776}
input,textarea{display:block;box-sizing:border-box;width:100%;margin:4px 0 0;padding:10px 12px;border:1px solid #8a95a3;border-radius:6px;background:#fff;color:#1b2430;font:16px/24px -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;-webkit-appearance:none}
textarea{height:76px}button,.link{display:block;box-sizing:border-box;width:100%;min-height:48px;margin:12px 0 0;padding:12px;border:0;border-radius:6px;background:#1f6feb;color:#fff;font-size:16px;line-height:24px;text-align:center;text-decoration:none;-webkit-appearance:none}
.link,.plain{background:none;color:#1f6feb}.bad{margin:0 0 12px;color:#b42323}.said{white-space:pre-line;overflow-wrap:anywhere;word-wrap:break-word}
@media (prefers-color-scheme:dark){label{color:#a5b0bf}input,textarea{background:#12161c;color:#e7ecf3;border-color:#76818f}.link,.plain{color:#7fb0ff}.bad{color:#f26a6a}}</style>`;

export interface WaitPage {
  id: string;
  company: Company;
  language: Language;
  /** What came before it, said again with what is sent. */
  via: string;
}

function page({ company, language }: WaitPage, body: string): string {
  const { head, foot } = shellOf(company, language, { takesForm: true });
  return head + style + body + foot;
}

const address = ({ id, via }: WaitPage) => `/c/${id}/wait${via === 'group' ? '?via=group' : ''}`;
const onward = (parts: WaitPage) => `<a class="link" href="/c/${parts.id}">${escaped(waitWords[parts.language].again)}</a>`;

export function formPage(parts: WaitPage, form: WaitForm, { written, fault }: { written: Written; fault: string }): string {
  const t = waitWords[parts.language];
  const field = (name: keyof Written, control: string) => `<label>${escaped(t[name])}${control}</label>`;
  const input = (name: 'name' | 'phone', more: string) => field(name, `<input name="${name}" maxlength="${waitLengths[name]}" value="${escaped(written[name])}" ${more}>`);
  return page(parts, `<h1 class="name">${escaped(t.title)}</h1><p class="said">${escaped(form.text || t.ask)}</p>`
    + `<form method="post" action="${address(parts)}">${fault ? `<p class="bad" role="alert">${escaped(fault)}</p>` : ''}`
    + `${form.asksName ? input('name', 'autocomplete="name"') : ''}${input('phone', 'type="tel" inputmode="tel" autocomplete="tel"')}`
    + `${field('note', `<textarea name="note" rows="3" maxlength="${waitLengths.note}">${escaped(written.note)}</textarea>`)}`
    + `<p class="faint">${escaped(t.purpose(parts.company.name, form.keepDays))}</p><button>${escaped(t.send)}</button></form>${onward(parts)}`);
}

export function leftPage(parts: WaitPage, { phone, note, when }: { phone: string; note: string; when: string }): string {
  const t = waitWords[parts.language];
  return page(parts, `<h1 class="name">${escaped(phone ? t.left : t.leftNote)}</h1>${phone ? `<p><strong>${escaped(phone)}</strong></p>` : ''}${note ? `<p class="said">${escaped(note)}</p>` : ''}<p class="faint">${escaped(t.leftText(when))}</p>`
    + `<a class="link" href="${address(parts)}${parts.via === 'group' ? '&' : '?'}change=1">${escaped(t.change)}</a><form method="post" action="${address(parts)}"><input type="hidden" name="takeBack" value="1"><button class="plain">${escaped(t.takeBack)}</button></form>${onward(parts)}`);
}

export function takenBackPage(parts: WaitPage): string {
  const t = waitWords[parts.language];
  return page(parts, `<h1 class="name">${escaped(t.gone)}</h1><p>${escaped(t.goneText)}</p>${onward(parts)}`);
}
