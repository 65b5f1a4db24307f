import type { Context } from 'koa';
import type { WaitForm } from '@scrm/shared/live-code-rule';
import { languageOf } from '../../../core/http/api';
import { readBody } from '../../../core/http/body';
import { one } from '../../../core/http/oauth-state';
import { page, type PageContext } from '../../../core/http/page';
import { zoneOf } from '../../corp';
import { visitorOf } from '../../scan';
import { LiveCode } from '../entity';
import { noticePage } from '../page';
import { formPage, leftPage, takenBackPage, type WaitPage } from './html';
import { leaveWord, readWritten, takeBackWord, wordOf, type Written } from './leave';
import { shownPhone } from './present';
import { waitMs } from './tries';
import { waitWords } from './words';

const bodyLimit = 8_000;
const blank: Written = { name: '', phone: '', note: '' };

interface Open {
  code: LiveCode;
  form: WaitForm;
  parts: WaitPage;
}

/** Null: there is no form here, and the page says what there is. */
async function openForm(koa: Context, id: string, { database, corps }: PageContext): Promise<Open | null> {
  const language = languageOf(koa);
  koa.type = 'html';
  koa.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
  const code = await database.everything.findOneBy(LiveCode, { id });
  if (code?.serve === 'direct') {
    koa.redirect(`/c/${id}`);
    return null;
  }
  const corp = code && await corps.find(code.corpId);
  const company = { name: corp?.name ?? '', logoUrl: corp?.logoUrl ?? '' };
  const isOpen = code?.deletedAt === null && code.endedAt === null && corp?.state === 'active';
  const form = isOpen ? code.rule?.backup.form : undefined;
  if (code && form) return { code, form, parts: { id, company, language, via: one(koa.query.via) } };
  koa.status = code ? 200 : 404;
  koa.body = noticePage(company, !code ? 'gone' : isOpen ? 'busy' : 'ended', language, isOpen ? code.rule?.backup.closingText : code?.closedText);
  return null;
}

const showForm = page('GET', '/c/:id/wait', async (koa, { id = '' }, context) => {
  const opened = await openForm(koa, id, context);
  if (!opened) return;
  const { code, form, parts } = opened;
  const db = context.database.corp(code.corpId);
  const word = await wordOf(db, id, visitorOf(koa, context));
  if (!word || one(koa.query.change) !== '') {
    koa.body = formPage(parts, form, { written: blank, fault: '' });
    return;
  }
  const when = new Intl.DateTimeFormat(parts.language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: await zoneOf(db), dateStyle: 'medium', timeStyle: 'short' }).format(word.lastAt);
  koa.body = leftPage(parts, { phone: shownPhone(word, context.secrets), note: word.note, when });
});

const takeForm = page('POST', '/c/:id/wait', async (koa, { id = '' }, context) => {
  const opened = await openForm(koa, id, context);
  if (!opened) return;
  const { code, form, parts } = opened;
  const db = context.database.corp(code.corpId);
  const sent = new URLSearchParams((await readBody(koa.req, bodyLimit)).toString('utf8'));
  const visitor = visitorOf(koa, context);
  if (sent.has('takeBack')) {
    await takeBackWord(db, context.files, id, visitor);
    koa.body = takenBackPage(parts);
    return;
  }
  const t = waitWords[parts.language];
  const { written, fault } = readWritten(sent);
  const refuse = (status: number, why: string) => {
    koa.status = status;
    koa.body = formPage(parts, form, { written, fault: why });
  };
  if (fault) return refuse(400, fault === 'phone' ? t.phoneFault : t.emptyFault);
  const ms = await waitMs(db, context.secrets, { visitor, address: koa.ip }, context.clock.now());
  if (ms > 0) return refuse(429, t.tooMany(Math.ceil(ms / 60_000)));
  await leaveWord(db, context.secrets, { liveCodeId: id, form, visitor, via: parts.via === 'group' ? 'group' : 'staff', ...written }, context.clock.now());
  // Opened anew, so that a reload sends nothing again.
  koa.status = 303;
  koa.set('location', `/c/${id}/wait${parts.via === 'group' ? '?via=group' : ''}`);
});

export const waitPages = [showForm, takeForm];
