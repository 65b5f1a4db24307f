import type { PrintTarget } from '@scrm/shared/print';
import { AppError } from '../../core/errors';
import { readOutside } from '../../core/http/outside';
import type { CallContext } from '../../core/http/serve';
import { decodeCode, readPicture } from './picture';
import { shortOf } from './short';

export interface Printable {
  name: string;
  /** What each picture says; '' where there is none. */
  texts: Record<PrintTarget, string>;
  staffIds: readonly string[];
}

const mostBytes = 2_000_000;
/** WeCom's pictures never change, so what was read in one stays true. */
const read = new Map<string, string>();
const mostRead = 500;

/** A code that the caller may see, and what can be printed of it. Throws `not_found` for others. */
export async function printable(context: CallContext, codeId: string): Promise<Printable> {
  const { db, codeKinds, publicUrl } = context;
  const kind = codeKinds.get(codeId.split('_')[0]!);
  const code = await kind?.print?.(context, codeId);
  if (!kind || !code) throw new AppError('not_found', { what: '活码' });
  const short = await shortOf(db, codeId);
  return {
    name: code.name, staffIds: code.staffIds ?? [],
    texts: { wecom: code.picture ? await textIn(context, code.picture) : '', page: publicUrl + (kind.address?.(codeId) ?? `/c/${codeId}`), short: short && `${publicUrl}/q/${short}` },
  };
}

/** Fetches WeCom's picture and reads it. */
async function textIn({ sandboxUrl, log }: CallContext, url: string): Promise<string> {
  const known = read.get(url);
  if (known !== undefined) return known;
  try {
    const text = decodeCode(readPicture(await readOutside(url, { sandboxUrl, mostBytes, accept: 'image/png, image/jpeg' }))) ?? '';
    if (read.size >= mostRead) read.clear();
    if (text !== '') read.set(url, text);
    return text;
  } catch (error) {
    log.warn({ err: error }, 'the picture of a code cannot be read');
    return '';
  }
}
