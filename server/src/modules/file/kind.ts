import { isUtf8 } from 'node:buffer';
import { fileLimits } from '@scrm/shared/file';
import { AppError } from '../../core/errors';

export type FileKind = keyof typeof fileLimits;

export interface Recognised {
  kind: FileKind;
  mime: string;
  /** What the name must end in; the first is put there when it does not. */
  extensions: readonly string[];
}

const office = 'application/vnd.openxmlformats-officedocument';
const jpeg: Recognised = { kind: 'image', mime: 'image/jpeg', extensions: ['jpg', 'jpeg'] };
const png: Recognised = { kind: 'image', mime: 'image/png', extensions: ['png'] };
const mp4: Recognised = { kind: 'video', mime: 'video/mp4', extensions: ['mp4'] };
const pdf: Recognised = { kind: 'file', mime: 'application/pdf', extensions: ['pdf'] };
const zip: Recognised = { kind: 'file', mime: 'application/zip', extensions: ['zip'] };
const text: Recognised = { kind: 'file', mime: 'text/plain; charset=utf-8', extensions: ['txt', 'csv'] };
/** Inside a zip, the part that every document of this kind has. */
const zipped: [part: string, Recognised][] = [
  ['word/document.xml', { kind: 'file', mime: `${office}.wordprocessingml.document`, extensions: ['docx'] }],
  ['xl/workbook.xml', { kind: 'file', mime: `${office}.spreadsheetml.sheet`, extensions: ['xlsx'] }],
  ['ppt/presentation.xml', { kind: 'file', mime: `${office}.presentationml.presentation`, extensions: ['pptx'] }],
];
/** The older Office formats share one container; only the name tells them apart. */
const compound: Record<string, Recognised> = {
  doc: { kind: 'file', mime: 'application/msword', extensions: ['doc'] },
  xls: { kind: 'file', mime: 'application/vnd.ms-excel', extensions: ['xls'] },
  ppt: { kind: 'file', mime: 'application/vnd.ms-powerpoint', extensions: ['ppt'] },
};
/** For people. */
export const kindNames: Record<FileKind, string> = { image: 'JPG, PNG', video: 'MP4', file: 'PDF, DOC(X), XLS(X), PPT(X), TXT, CSV, ZIP' };

/** WeCom refuses anything shorter: https://developer.work.weixin.qq.com/document/path/90253 */
const fewestBytes = 6;

/** What these bytes are, read from the bytes. Throws `file_kind`, or `body_too_large` for its kind. */
export function recognise(bytes: Buffer, name: string): Recognised {
  const found = bytes.length >= fewestBytes ? match(bytes, extensionOf(name)) : null;
  if (!found) throw new AppError('file_kind', { kinds: Object.values(kindNames).join(', ') });
  const limit = fileLimits[found.kind];
  if (bytes.length > limit) throw new AppError('body_too_large', { limit: `${limit / 1_000_000} MB` });
  return found;
}

function match(bytes: Buffer, extension: string): Recognised | null {
  if (startsWith(bytes, 'ffd8ff')) return jpeg;
  if (startsWith(bytes, '89504e470d0a1a0a')) return png;
  if (isMp4(bytes)) return mp4;
  if (startsWith(bytes, '255044462d')) return pdf;
  if (startsWith(bytes, '504b0304')) return zipped.find(([part]) => bytes.includes(part, 0, 'latin1'))?.[1] ?? zip;
  if (startsWith(bytes, 'd0cf11e0a1b11ae1')) return compound[extension] ?? null;
  return text.extensions.includes(extension) && isPlainText(bytes) ? text : null;
}

const startsWith = (bytes: Buffer, hex: string) => bytes.subarray(0, hex.length / 2).toString('hex') === hex;

/** The same box begins HEIC and AVIF pictures, M4A sound and QuickTime; the brand says which. */
function isMp4(bytes: Buffer): boolean {
  return bytes.subarray(4, 8).toString('latin1') === 'ftyp' && /^(iso\w|mp4[12]|avc1|M4V |dash|mmp4|MSNV)$/.test(bytes.subarray(8, 12).toString('latin1'));
}

function isPlainText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32));
}

function extensionOf(name: string): string {
  return /\.(\w{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** Without folders and control characters, and with an ending that tells the truth. */
export function safeName(name: string, { extensions }: Recognised): string {
  const base = name.replace(/^.*[\\/]/, '').replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '').trim().slice(0, 180) || 'file';
  return extensions.includes(extensionOf(base)) ? base : `${base}.${extensions[0]}`;
}
