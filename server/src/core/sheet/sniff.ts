import { headOf, type Bytes } from '../bytes';
import { AppError } from '../errors';
import { checkWorkbook, sheetKinds } from './zip';

export type SheetKind = 'xlsx' | 'text';

/** What the file is, read from its bytes: the name may say anything. Throws `file_kind`, and for a workbook what `checkWorkbook` throws. */
export async function sniffSheet(bytes: Bytes): Promise<SheetKind> {
  const head = await headOf(bytes, 64 * 1024);
  if (head.length === 0) throw new AppError('sheet_empty');
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    await checkWorkbook(bytes);
    return 'xlsx';
  }
  if (!isText(head)) throw new AppError('file_kind', { kinds: sheetKinds });
  return 'text';
}

/** No control characters but those of lines and tabs; UTF-16 has its mark in front. */
function isText(head: Buffer): boolean {
  if (/^(%PDF-|\{\\rtf|<!doctype|<html|<\?xml)/i.test(head.subarray(0, 32).toString('latin1').trimStart())) return false;
  if (head[0] === 0xff && head[1] === 0xfe) return true;
  return !head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 26));
}
