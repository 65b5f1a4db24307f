import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Worksheet } from 'exceljs';
import { clockTime, offsetAt } from '../zone';

/** A date is shown as the order's zone shows it. */
type Plain = string | number | null;
export type Cell = Plain | Date;

export interface SheetOrder {
  format: 'csv' | 'xlsx';
  /** Of the sheet. */
  name: string;
  zone: string;
  /** `width`: in characters. */
  columns: readonly { title: string; width?: number }[];
  /** Who took it out, and when: a line above the head in XLSX, a column of its own in CSV, whose readers know no other line. */
  watermark: { title: string; text: string; by: string; at: Date };
  /** The head and the watermark count too; what is more goes on in the next sheet. */
  rowsPerSheet?: number;
}

const mostRows = 1_000_000;

/** What a spreadsheet would take for a formula gets an apostrophe in front: https://owasp.org/www-community/attacks/CSV_Injection */
export function harmless(text: string): string {
  return /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Writes a table as it comes, some rows at a time, and ends `out`. Gives how many rows there were. */
export async function writeSheet(out: Writable, order: SheetOrder, parts: AsyncIterable<readonly (readonly Cell[])[]>): Promise<number> {
  return order.format === 'csv' ? writeCsv(out, order, parts) : writeXlsx(out, order, parts);
}

async function writeCsv(out: Writable, { columns, zone, watermark }: SheetOrder, parts: AsyncIterable<readonly (readonly Cell[])[]>): Promise<number> {
  let count = 0;
  const put = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain');
  };
  await put(`\uFEFF${csvLine([...columns.map(({ title }) => title), watermark.title])}`);
  for await (const rows of parts) {
    if (rows.length > 0) await put(rows.map((row) => csvLine([...row.map((cell) => (cell instanceof Date ? clockTime(zone, cell.getTime()) : cell)), watermark.text])).join(''));
    count += rows.length;
  }
  out.end();
  return count;
}

/** One line as spreadsheets read it, its end included. */
export function csvLine(cells: readonly Plain[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Plain): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = harmless(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function writeXlsx(out: Writable, order: SheetOrder, parts: AsyncIterable<readonly (readonly Cell[])[]>): Promise<number> {
  const { name, zone, columns, watermark, rowsPerSheet = mostRows } = order;
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  Object.assign(book, { creator: watermark.by, lastModifiedBy: watermark.by, created: watermark.at, modified: watermark.at, title: name, description: watermark.text });
  let [sheet, inSheet, sheets, count] = [null as Worksheet | null, 0, 0, 0];
  const next = () => {
    sheet?.commit();
    sheets++;
    sheet = book.addWorksheet(sheets === 1 ? name : `${name} ${sheets}`, { views: [{ state: 'frozen', ySplit: 2 }], headerFooter: { oddFooter: `&L${watermark.text.replaceAll('&', '&&')}&R&P / &N` } });
    sheet.columns = columns.map(({ width = 16 }) => ({ width }));
    const mark = sheet.addRow([harmless(watermark.text)]);
    mark.font = { color: { argb: 'FF8A95A3' }, italic: true };
    mark.commit();
    const head = sheet.addRow(columns.map(({ title }) => harmless(title)));
    head.font = { bold: true };
    head.commit();
    inSheet = 2;
    return sheet;
  };
  next();
  for await (const rows of parts) {
    for (const row of rows) {
      const into = inSheet >= rowsPerSheet ? next() : sheet!;
      const line = into.addRow(row.map((cell) => xlsxCell(cell, zone)));
      row.forEach((cell, at) => {
        if (cell instanceof Date) line.getCell(at + 1).numFmt = 'yyyy-mm-dd hh:mm:ss';
      });
      line.commit();
      inSheet++;
    }
    count += rows.length;
    await packed(sheet!);
  }
  sheet!.commit();
  await book.commit();
  return count;
}

/** Rows are packed in the background, and a sheet takes all that it is given: without waiting they would pile up in memory. */
async function packed(sheet: Worksheet): Promise<void> {
  await breathe();
  const { pipes } = (sheet as unknown as { stream: { pipes: (Writable & { _writableState: { needDrain: boolean } })[] } }).stream;
  for (const pipe of pipes) if (pipe._writableState.needDrain) await once(pipe, 'drain');
}

/** The format knows no zones, so the clock on the wall is written. */
function xlsxCell(cell: Cell, zone: string): string | number | Date | null {
  if (cell instanceof Date) return new Date(cell.getTime() + offsetAt(zone, cell.getTime()));
  return typeof cell === 'string' ? harmless(cell) : cell;
}
