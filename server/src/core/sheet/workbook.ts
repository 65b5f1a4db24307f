import type { Readable } from 'node:stream';
import type { Row } from 'exceljs';
import type { Bytes } from '../bytes';
import { AppError } from '../errors';
import { cellText } from './cell';
import { sheetLimits, type SheetRow } from './row';
import { openParts, type Parts } from './zip';

/**
 * What the package reads a workbook with. Its own way takes the parts as they come out of the file and now and then misses
 * the last one (https://github.com/exceljs/exceljs/issues/3064); here each is asked for by its name, the sheet after all
 * that its cells need.
 */
interface Reader {
  model?: { sheets?: { rId: string }[] };
  workbookRels?: { Id: string; Target: string }[];
  _parseRels(part: Readable): Promise<void>;
  _parseWorkbook(part: Readable): Promise<void>;
  _parseStyles(part: Readable): Promise<void>;
  _parseSharedStrings(part: Readable): AsyncIterable<unknown>;
  _parseWorksheet(part: Readable, sheetNo: string): Iterable<{ value: AsyncIterable<Row> }>;
}

/** The first sheet; hidden rows count, of merged cells the first holds the value. */
export async function* readWorkbook(bytes: Bytes): AsyncGenerator<SheetRow> {
  // A start does not wait for this package.
  const { default: exceljs } = await import('exceljs');
  const parts = await openParts(bytes);
  let sheet: Readable | null = null;
  try {
    const reader = new exceljs.stream.xlsx.WorkbookReader('', { entries: 'ignore', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', worksheets: 'emit' }) as unknown as Reader;
    sheet = await open(reader, parts);
    if (!sheet) return;
    for (const { value: rows } of reader._parseWorksheet(sheet, '1')) {
      for await (const row of rows) {
        if (row.cellCount > sheetLimits.columns) throw new AppError('sheet_too_wide', { limit: sheetLimits.columns });
        const cells: string[] = [];
        row.eachCell({ includeEmpty: false }, (cell, column) => { if (cell.type !== exceljs.ValueType.Merge) cells[column - 1] = cellText(cell.value); });
        yield { row: row.number, cells: Array.from(cells, (cell) => cell ?? '') };
      }
    }
  } finally {
    sheet?.destroy();
    parts.close();
  }
}

/** Reads what stands around the sheets, then opens the first of them. */
async function open(reader: Reader, parts: Parts): Promise<Readable | null> {
  const take = async (name: string, read: (part: Readable) => Promise<void>) => {
    const part = await parts.open(name);
    if (part) await read(part);
  };
  await take('xl/_rels/workbook.xml.rels', (part) => reader._parseRels(part));
  await take('xl/workbook.xml', (part) => reader._parseWorkbook(part));
  await take('xl/styles.xml', (part) => reader._parseStyles(part));
  await take('xl/sharedStrings.xml', async (part) => {
    for await (const _ of reader._parseSharedStrings(part));
  });
  reader.model ??= {};
  const first = reader.workbookRels?.find(({ Id }) => Id === reader.model?.sheets?.[0]?.rId)?.Target;
  const named = first?.startsWith('/') ? first.slice(1) : `xl/${first}`;
  // Some programs write names that the package does not follow.
  return await parts.open(named) ?? parts.open(parts.names.filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)).sort()[0] ?? '');
}
