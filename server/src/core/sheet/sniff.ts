import { open } from 'node:fs/promises';
import { AppError } from '../errors';
import { checkWorkbook, sheetKinds } from './zip';

export type SheetKind = 'xlsx' | 'text';

/** What the file is, read from its bytes: the name may say anything. Throws `file_kind`, and for a workbook what `checkWorkbook` throws. */
export async function sniffSheet(path: string): Promise<SheetKind> {
  const head = await readHead(path, 64 * 1024);
  if (head.length === 0) throw new AppError('sheet_empty');
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    await checkWorkbook(path);
    return 'xlsx';
  }
  if (!isText(head)) throw new AppError('file_kind', { kinds: sheetKinds });
  return 'text';
}

export async function readHead(path: string, size: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** No control characters but those of lines and tabs; UTF-16 has its mark in front. */
function isText(head: Buffer): boolean {
  if (/^(%PDF-|\{\\rtf|<!doctype|<html|<\?xml)/i.test(head.subarray(0, 32).toString('latin1').trimStart())) return false;
  if (head[0] === 0xff && head[1] === 0xfe) return true;
  return !head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 26));
}
