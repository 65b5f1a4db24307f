import { sheetEncodings, type SheetEncoding } from '@scrm/shared/import';
import { headOf, type Bytes } from '../bytes';

export { sheetEncodings, type SheetEncoding };

/** By its mark; else UTF-8 when the whole file is, and GB18030 (which reads GBK too) when it is not. */
export async function detectEncoding(bytes: Bytes): Promise<SheetEncoding> {
  const head = await headOf(bytes, 3);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes.read()) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

export const delimiters = [',', ';', '\t'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Which of them stands most evenly in the first lines, outside of quotes. */
export function detectDelimiter(text: string): Delimiter {
  const lines = text.replace(/"([^"]|"")*"/g, '').split(/\r\n|\n|\r/).filter((line) => line !== '').slice(0, 20);
  const scores = delimiters.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    return first * counts.filter((count) => count === first).length;
  });
  return delimiters[scores.indexOf(Math.max(...scores))]!;
}
