import type { Language } from '@scrm/shared/error';
import { messageOf } from '../../../core/errors';
import { leanPage, type LeanReply } from '../../../core/http/page';
import { knownVisitor, newVisitor } from '../../scan';
import type { Book } from './book';
import type { PageScan } from './codes';
import { noticePart, shellOf, type Company } from './html';
import { ownersByCookie } from './owners';
import './services';

const prefix = 'lc_';

/** The page of a code that chooses at each scan; what is no such code is left to the page of all codes. */
export const leanCodePage = leanPage('GET', '/c/:id', async ({ raw: { headers }, params }, context) => {
  const id = params.id!;
  if (!id.startsWith(prefix)) return null;
  const language = languageIn(headers['accept-language']);
  const book = context.pageCodes.book(id) ?? await context.pageCodes.read(id);
  if (!book) return null;
  const known = knownVisitor(headers.cookie);
  const fresh = known ? null : newVisitor(context);
  try {
    const owned = known && book.looksForOwners ? await ownersByCookie(context, book, known) : null;
    const scan = await context.pageCodes.scan(book, known ?? fresh!.visitor, { isFresh: !known, customerId: owned?.customerId, owners: owned?.owners });
    return answer(scan, language, fresh?.header);
  } catch (error) {
    context.log.error({ err: error, liveCode: id }, `a scan of a code is not answered: ${messageOf(error)}`);
    return notice(book, 'down', language, 503);
  }
});

const languageIn = (accepted: string | undefined): Language => (accepted && /^en\b/i.test(accepted) ? 'en' : 'zh');

function answer({ book, pick, face }: PageScan, language: Language, cookie: string | undefined): LeanReply {
  if (!pick) return notice(book, 'ended', language, 200, cookie);
  const { target } = pick;
  const { id, compiled } = book.facts;
  // A group code whose groups are full leads on to the form, where there is one.
  if (target.kind === 'group') return onward(`/c/${target.groupCodeId}${compiled.rule.backup.form ? `?from=${id}` : ''}`, cookie);
  if (target.kind === 'form') return onward(`/c/${id}/wait`, cookie);
  if (!face || target.kind === 'closed') return notice(book, 'busy', language, 200, cookie);
  const { head, foot } = book.shells[language];
  return html(200, head + (target.kind === 'known' ? face.known : face.added)[language] + foot, cookie);
}

const onward = (location: string, cookie: string | undefined): LeanReply => ({ status: 302, headers: { location, 'cache-control': 'no-store', ...(cookie && { 'set-cookie': cookie }) }, body: '' });

function notice(book: Book, kind: Parameters<typeof noticePart>[0], language: Language, status: number, cookie?: string): LeanReply {
  const { head, foot } = book.shells[language];
  return html(status, head + noticePart(kind, language, kind === 'ended' ? book.facts.closedText : book.facts.compiled.rule.backup.closingText) + foot, cookie);
}

function html(status: number, body: string, cookie?: string): LeanReply {
  const headers: LeanReply['headers'] = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (cookie) headers['set-cookie'] = cookie;
  return { status, headers, body };
}

/** There is no code of this id. */
export const gonePage = (language: Language): string => noticePage({ name: '', logoUrl: '' }, 'gone', language);

export function noticePage(company: Company, kind: Parameters<typeof noticePart>[0], language: Language, own?: string): string {
  const { head, foot } = shellOf(company, language);
  return head + noticePart(kind, language, own) + foot;
}
