import { readBody } from '../../core/http/body';
import { page } from '../../core/http/page';
import { clockTime } from '../../core/zone';
import { zoneOf } from '../corp';
import { verifyCertificate, type Verdict } from './certificate';
import { escapeHtml, paper, zoneText } from './paper';

const most = 250_000;

const words = {
  zh: {
    title: '核对删除证明', about: '把证明的全部内容，或其中「机器可读的原文」一段，粘贴到这里。', check: '核对', ok: '这份证明由本系统签发，内容没有改动。',
    unreadable: '没有读到证明，请粘贴完整的内容。', changed: '内容或签名被改动过，这份证明无效。', foreign: '签名完整，但不是本系统的密钥签发的。',
  },
  en: {
    title: 'Check a certificate of erasure', about: 'Paste the whole certificate here, or the part “for machines”.', check: 'Check', ok: 'This system issued the certificate and nothing in it was changed.',
    unreadable: 'No certificate was found in this, paste all of it.', changed: 'The content or the signature was changed; the certificate is not valid.', foreign: 'The signature is whole, but no key of this system made it.',
  },
};

function show(language: 'zh' | 'en', checked: { verdict: Verdict; zone: string } | null): string {
  const t = words[language];
  const { verdict, zone } = checked ?? { verdict: null, zone: '' };
  const answer = verdict ? `<p class="${verdict.valid ? 'ok' : 'bad'}"><strong>${t[verdict.reason]}</strong></p>${verdict.valid ? `<p>${escapeHtml(verdict.corpName)} · ${escapeHtml(verdict.id)} · ${clockTime(zone, verdict.finishedAt!)} · ${escapeHtml(zoneText(zone, language))}</p>` : ''}` : '';
  return paper(t.title, `<h1>${t.title}</h1>${answer}<p class="soft">${t.about}</p><form method="post"><textarea name="certificate" required aria-label="${t.title}"></textarea><p><button>${t.check}</button></p></form>`, language);
}

const languageOf = (accept: string) => (/^en\b/i.test(accept) ? 'en' : 'zh');

/** Anybody may check a certificate, without signing in. */
export const verifyPages = [
  page('GET', '/privacy/verify', (koa) => {
    koa.type = 'html';
    koa.body = show(languageOf(koa.get('accept-language')), null);
  }),
  page('POST', '/privacy/verify', async (koa, _, { secrets, database }) => {
    const form = new URLSearchParams((await readBody(koa.req, most)).toString('utf8'));
    koa.type = 'html';
    const verdict = verifyCertificate({ secrets }, form.get('certificate') ?? '');
    koa.body = show(languageOf(koa.get('accept-language')), { verdict, zone: await zoneOf(database.corp(verdict.corpId)) });
  }),
];
