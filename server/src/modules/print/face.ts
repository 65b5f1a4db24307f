import type { StaffRef } from '@scrm/shared/org';
import { AppError } from '../../core/errors';
import type { CallContext } from '../../core/http/serve';
import { readOutside } from '../../core/http/outside';
import { staffRefs } from '../org';
import type { Order } from './art';
import { readPicture } from './picture';
import type { Printable } from './source';

const most = 20;
const mostBytes = 1_000_000;
/** By their addresses, which are others as soon as the picture is another. */
const kept = new Map<string, Buffer>();
const mostKept = 30;

/** Whose pictures can stand in the middle of a code: the company's and those of the people to whom it leads. */
export async function facesOf({ db, corps, corpId }: CallContext, { staffIds }: Printable): Promise<{ logoUrl: string; staff: StaffRef[] }> {
  const ids = staffIds.slice(0, most);
  const refs = await staffRefs(db, ids);
  return { logoUrl: (await corps.get(corpId)).logoUrl, staff: ids.flatMap((id) => refs.get(id) ?? []) };
}

/** `face`: `corp`, or the id of one of its people. Throws `print_no_face` where WeCom gives no picture of them or it cannot be read. */
export async function faceOf(context: CallContext, code: Printable, face: string): Promise<Order['logo']> {
  const { logoUrl, staff } = await facesOf(context, code);
  const url = face === 'corp' ? logoUrl : staff.find(({ id }) => id === face)?.avatarUrl;
  if (!url) throw new AppError('print_no_face');
  const bytes = kept.get(url) ?? await fetchFace(context, url);
  return { bytes, mime: bytes[0] === 0xff ? 'image/jpeg' : 'image/png' };
}

async function fetchFace({ sandboxUrl, log }: CallContext, url: string): Promise<Buffer> {
  try {
    const bytes = await readOutside(url, { sandboxUrl, mostBytes, accept: 'image/png, image/jpeg' });
    readPicture(bytes);
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
    kept.set(url, bytes);
    return bytes;
  } catch (error) {
    log.warn({ err: error }, 'the picture of a person or company cannot be read');
    throw new AppError('print_no_face');
  }
}
