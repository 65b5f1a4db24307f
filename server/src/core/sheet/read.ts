import { Transform } from 'node:stream';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { headOf, type Bytes } from '../bytes';
import { AppError, messageOf } from '../errors';
import { detectDelimiter, detectEncoding, type Delimiter, type SheetEncoding } from './encoding';
import type { SheetKind } from './sniff';
import { sheetLimits, type SheetRow } from './row';
import { readWorkbook } from './workbook';

/** How a file is to be read. */
export interface SheetForm {
  kind: SheetKind;
  /** Of text; a workbook has none. */
  encoding: SheetEncoding | null;
  delimiter: Delimiter | null;
}

export async function detectForm(bytes: Bytes, kind: SheetKind): Promise<SheetForm> {
  if (kind === 'xlsx') return { kind, encoding: null, delimiter: null };
  const encoding = await detectEncoding(bytes);
  return { kind, encoding, delimiter: await delimiterOf(bytes, encoding) };
}

export async function delimiterOf(bytes: Bytes, encoding: SheetEncoding): Promise<Delimiter> {
  return detectDelimiter(iconv.decode(await headOf(bytes, 64 * 1024), encoding));
}

/** Row after row; what lies behind is forgotten, so that a file of any length takes the same room. Empty rows are left out. Throws `sheet_broken`. */
export async function* readSheet(bytes: Bytes, form: SheetForm): AsyncGenerator<SheetRow> {
  const rows = form.kind === 'xlsx' ? readWorkbook(bytes) : readText(bytes, form);
  try {
    for await (const { row, cells } of rows) {
      if (row > sheetLimits.rows) throw new AppError('sheet_too_long', { limit: sheetLimits.rows.toLocaleString('en-US') });
      if (cells.length > sheetLimits.columns) throw new AppError('sheet_too_wide', { limit: sheetLimits.columns });
      if (cells.some((cell) => cell.trim() !== '')) yield { row, cells };
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('sheet_broken', { detail: messageOf(error).slice(0, 200) });
  }
}

async function* readText(bytes: Bytes, { encoding, delimiter }: SheetForm): AsyncGenerator<SheetRow> {
  const file = bytes.read();
  const text = file.pipe(decoderOf(encoding ?? 'utf-8'));
  const table = text.pipe(parse({ delimiter: delimiter ?? ',', relax_column_count: true, relax_quotes: true, max_record_size: sheetLimits.rowBytes }));
  // A failure of one is a failure of all.
  for (const stream of [file, text]) stream.on('error', (error: Error) => table.destroy(error));
  try {
    let row = 0;
    for await (const cells of table as AsyncIterable<string[]>) yield { row: ++row, cells };
  } finally {
    file.destroy();
  }
}

/** The mark in front is taken off, and NULs, which no cell has. */
function decoderOf(encoding: SheetEncoding): Transform {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  const clean = (text: string | undefined) => (text ?? '').replaceAll('\0', '');
  return new Transform({
    decodeStrings: true, encoding: 'utf8',
    transform(chunk: Buffer, _, done) { done(null, clean(decoder.write(chunk))); },
    flush(done) { done(null, clean(decoder.end())); },
  });
}
