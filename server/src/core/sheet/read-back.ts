import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Row } from 'exceljs';
import { momentAt } from '../zone';
import type { Cell, SheetOrder } from './write';

/** Rows that are handed on at a time. */
const several = 500;

/** The rows of a file that `writeSheet` wrote, so that it gives the same file when they are written once more. */
export async function* readBack(file: Readable, { format, zone }: Pick<SheetOrder, 'format' | 'zone'>): AsyncGenerator<Cell[][]> {
  let rows: Cell[][] = [];
  for await (const row of format === 'csv' ? csvRows(file) : xlsxRows(file, zone)) {
    if (rows.push(row) < several) continue;
    yield rows;
    rows = [];
  }
  yield rows;
}

async function* csvRows(file: Readable): AsyncGenerator<Cell[]> {
  const table = file.pipe(parse({ bom: true, from: 2 }));
  file.on('error', (error: Error) => table.destroy(error));
  // The watermark stands in a column of its own. A bare minus is that of a number: before a text stands an apostrophe.
  for await (const cells of table as AsyncIterable<string[]>) yield cells.slice(0, -1).map((cell) => (cell.startsWith('-') ? Number(cell) : cell));
}

async function* xlsxRows(file: Readable, zone: string): AsyncGenerator<Cell[]> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.stream.xlsx.WorkbookReader(file, { entries: 'ignore', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', worksheets: 'emit' });
  for await (const sheet of book) {
    for await (const row of sheet as unknown as AsyncIterable<Row>) {
      // The watermark and the head.
      if (row.number <= 2) continue;
      const cells: Cell[] = [];
      row.eachCell({ includeEmpty: false }, ({ value }, column) => { cells[column - 1] = value instanceof Date ? new Date(momentAt(zone, value.getTime())) : (value as Cell); });
      yield Array.from(cells, (cell) => cell ?? null);
    }
  }
}
