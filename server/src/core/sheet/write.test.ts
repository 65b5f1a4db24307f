import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { readBack } from './read-back';
import { writeSheet, type Cell, type SheetOrder } from './write';

const at = new Date('2026-09-01T02:00:00Z');
const order = (format: 'csv' | 'xlsx', more: Partial<SheetOrder> = {}): SheetOrder => ({
  format, name: '客户', zone: 'Asia/Shanghai', columns: [{ title: '名字' }, { title: '数' }, { title: '时间' }], watermark: { title: '导出人', text: '王五 & 2026', by: '王五', at }, ...more,
});
const rows: Cell[][] = [['=1+1', 3, at], ['-x', null, null], ['@SUM(A1)', 0.5, at], ['\tx', 1, at], ['+86 138', 1, at], ['a "b", c\nd', 1, at], ['李梅🌸', 1, at]];
const safe = ['\'=1+1', '\'-x', '\'@SUM(A1)', '\'\tx', '\'+86 138', 'a "b", c\nd', '李梅🌸'];

async function made(one: SheetOrder, parts: Cell[][][]): Promise<{ bytes: Buffer; count: number }> {
  const out = new PassThrough();
  const bytes = buffer(out);
  const count = await writeSheet(out, one, (async function* all() { yield* parts; })());
  return { bytes: await bytes, count };
}

test('CU-22 CSV: formulas are harmless, quotes and lines stay, and each line says who took it out', async () => {
  const { bytes, count } = await made(order('csv'), [rows.slice(0, 4), [], rows.slice(4)]);
  expect(count).toBe(7);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [head, ...lines] = parse(bytes.subarray(3)) as string[][];
  expect(head).toEqual(['名字', '数', '时间', '导出人']);
  expect(lines.map(([name]) => name)).toEqual(safe);
  expect(lines[0]!.slice(1)).toEqual(['3', '2026-09-01 10:00:00', '王五 & 2026']);
});

test('CU-22 XLSX: numbers and dates as such, the watermark above the head, and a new sheet where one is full', async () => {
  const { bytes } = await made(order('xlsx', { rowsPerSheet: 6 }), [rows]);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  expect(book.worksheets.map((sheet) => [sheet.name, sheet.rowCount])).toEqual([['客户', 6], ['客户 2', 5]]);
  const [one, two] = book.worksheets;
  expect([one!.getCell('A1').text, one!.getCell('B2').text, two!.getCell('A2').text]).toEqual(['王五 & 2026', '数', '名字']);
  expect([...one!.getColumn(1).values.slice(3), ...two!.getColumn(1).values.slice(3)]).toEqual(safe);
  expect(one!.getCell('B3').value).toBe(3);
  expect((one!.getCell('C3').value as Date).toISOString()).toBe('2026-09-01T10:00:00.000Z');
  expect(one!.getCell('C3').numFmt).toBe('yyyy-mm-dd hh:mm:ss');
  expect(book.creator).toBe('王五');
});

test('CU-22 a list that ends in an error ends the sheet in one', async () => {
  for (const format of ['csv', 'xlsx'] as const) {
    const out = new PassThrough();
    out.resume();
    await expect(writeSheet(out, order(format), (async function* all(): AsyncGenerator<Cell[][]> { yield rows; throw new Error('gone'); })())).rejects.toThrow('gone');
  }
});

test('CU-22 what was written is read back and gives the same file once more', async () => {
  for (const format of ['csv', 'xlsx'] as const) {
    const one = order(format, { rowsPerSheet: 6 });
    const { bytes } = await made(one, [[...rows, ['负', -3.5, at]]]);
    const parts: Cell[][][] = [];
    for await (const part of readBack(Readable.from([bytes]), order(format))) parts.push(part);
    expect(parts.flat()).toHaveLength(8);
    expect(parts.flat()[7]!.slice(0, 2)).toEqual(['负', -3.5]);
    const again = await made(one, parts);
    if (format === 'csv') expect(again.bytes.equals(bytes)).toBe(true);
    else expect(await valuesOf(again.bytes)).toEqual(await valuesOf(bytes));
  }
});

async function valuesOf(bytes: Buffer): Promise<unknown[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  return book.worksheets.map((sheet) => [sheet.name, sheet.getSheetValues(), sheet.getColumn(1).width]);
}
