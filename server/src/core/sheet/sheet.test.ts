import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import { crc32 } from 'node:zlib';
import exceljs from 'exceljs';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { inMemory, type Bytes } from '../bytes';
import { detectDelimiter } from './encoding';
import { detectForm, readSheet } from './read';
import { sheetLimits } from './row';
import { sniffSheet } from './sniff';
import { checkWorkbook, openParts, zipLimits } from './zip';

const fileOf = (bytes: Buffer | string): Bytes => inMemory(Buffer.from(bytes));

async function rowsOf(bytes: Bytes): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells } of readSheet(bytes, await detectForm(bytes, await sniffSheet(bytes)))) rows.push(cells);
  return rows;
}

/** A zip of our own making, so that it can lie. */
function zipOf(parts: { name: string; bytes: Buffer; claims?: number; localSize?: number }[], between: Buffer = Buffer.alloc(0)): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, claims = bytes.length, localSize } of parts) {
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(bytes), 14);
    head.writeUInt32LE(localSize ?? packed.length, 18);
    head.writeUInt32LE(claims, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 6);
    head.copy(entry, 8, 6, 26);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc32(bytes), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claims, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    local.push(head, Buffer.from(name), packed, between);
    central.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length + between.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, list, end]);
}

const needed = [{ name: '[Content_Types].xml', bytes: Buffer.from('<Types/>') }, { name: 'xl/workbook.xml', bytes: Buffer.from('<workbook/>') }];

describe('CU-22 text', () => {
  const text = '姓名,备注\n李梅🙂,"她说：""好"",\n明天"\nمرحبا,‏אבג\n';
  const wanted = [['姓名', '备注'], ['李梅🙂', '她说："好",\n明天'], ['مرحبا', '‏אבג']];

  test('CU-22 UTF-8 with and without its mark, GB18030 and UTF-16 read the same', async () => {
    for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), iconv.encode(text, 'gb18030'), iconv.encode(text, 'utf-16le', { addBOM: true })]) expect(await rowsOf(fileOf(bytes))).toEqual(wanted);
  });

  test('CU-22 GBK is known by what cannot be UTF-8, also when that comes late', async () => {
    const late = `${'name,remark\n'.repeat(20_000)}`;
    const path = fileOf(Buffer.concat([Buffer.from(late), iconv.encode('张三,老客户\n', 'gbk')]));
    expect(await detectForm(path, 'text')).toMatchObject({ encoding: 'gb18030', delimiter: ',' });
    expect((await rowsOf(path)).at(-1)).toEqual(['张三', '老客户']);
  });

  test('CU-22 comma, semicolon and tab are told apart, inside of quotes they do not count', () => {
    expect(detectDelimiter('a,b\n1,2')).toBe(',');
    expect(detectDelimiter('"a,b,c,d";b\n"1,2,3";2')).toBe(';');
    expect(detectDelimiter('a\tb,c\n1\t2')).toBe('\t');
    expect(detectDelimiter('only one')).toBe(',');
  });

  test('CU-22 empty rows are left out and the numbers of the others stay', async () => {
    const found = [];
    for await (const row of readSheet(fileOf('a,b\n\n,\n1,2\n'), { kind: 'text', encoding: 'utf-8', delimiter: ',' })) found.push(row);
    // A wholly empty line is a row too.
    expect(found.map(({ row }) => row)).toEqual([1, 4]);
  });

  test('CU-22 a quote that nobody closes is told of, instead of swallowing the file', async () => {
    await expect(rowsOf(fileOf(`a,b\n"1,2\n${'x,y\n'.repeat(400_000)}`))).rejects.toMatchObject({ code: 'sheet_broken' });
  });

  test('CU-22 too many columns are refused', async () => {
    await expect(rowsOf(fileOf('x,'.repeat(sheetLimits.columns + 1)))).rejects.toMatchObject({ code: 'sheet_too_wide' });
  });
});

describe('CU-22 workbooks', () => {
  test('CU-22 numbers keep their digits, dates, formulas, rich text and links become text', async () => {
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet('客户');
    sheet.addRow(['手机', '日期', '公式', '富文本', '链接', '小数', '是否', '空', '时间']);
    sheet.addRow([13812345678, new Date(Date.UTC(2026, 8, 1)), { formula: 'A2+1', result: 13812345679 }, { richText: [{ text: '李' }, { text: '梅' }] }, { text: '官网', hyperlink: 'https://example.com' }, 0.1 + 0.2, true, null, new Date(Date.UTC(2026, 8, 1, 10, 30))]);
    sheet.getRow(3).getCell(3).value = '只有第三列';
    sheet.getRow(3).hidden = true;
    sheet.mergeCells('A4:B4');
    sheet.getCell('A4').value = '合并';
    book.addWorksheet('第二张').addRow(['不读']);
    const path = fileOf(Buffer.from(await book.xlsx.writeBuffer()));
    expect(await rowsOf(path)).toEqual([
      ['手机', '日期', '公式', '富文本', '链接', '小数', '是否', '空', '时间'],
      ['13812345678', '2026-09-01', '13812345679', '李梅', '官网', '0.3', 'TRUE', '', '2026-09-01 10:30:00'],
      ['', '', '只有第三列'], ['合并'],
    ]);
  });

  test('CU-22 the parts of a workbook may stand in any order, and its first sheet is the one that it names first', async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet('一').addRow(['名单', new Date(Date.UTC(2026, 8, 1))]);
    book.addWorksheet('二').addRow(['说明']);
    const parts = await openParts(fileOf(Buffer.from(await book.xlsx.writeBuffer())));
    const bytes = new Map<string, Buffer>();
    for (const name of parts.names) bytes.set(name, await buffer((await parts.open(name))!));
    parts.close();
    // What says which sheet is which, and how a date looks, stands behind the sheets.
    const last = ['xl/styles.xml', 'xl/workbook.xml'];
    const names = [...['xl/sharedStrings.xml', 'xl/_rels/workbook.xml.rels', 'xl/worksheets/sheet2.xml'], ...parts.names];
    const write = (workbook: string) => fileOf(zipOf([...new Set([...names.filter((name) => !last.includes(name)), ...last])].map((name) => ({ name, bytes: name === 'xl/workbook.xml' ? Buffer.from(workbook) : bytes.get(name)! }))));
    const workbook = bytes.get('xl/workbook.xml')!.toString();
    expect(await rowsOf(write(workbook))).toEqual([['名单', '2026-09-01']]);
    expect(await rowsOf(write(workbook.replace(/(<sheet [^>]*\/>)(<sheet [^>]*\/>)/, '$2$1')))).toEqual([['说明']]);
  });

  test('CU-22 a picture, a PDF, an old XLS and a zip of something else are refused, whatever they are called', async () => {
    for (const bytes of [Buffer.from('89504e470d0a1a0a0000000d', 'hex'), Buffer.from('%PDF-1.7\n'), Buffer.from('d0cf11e0a1b11ae1', 'hex'), zipOf([{ name: 'word/document.xml', bytes: Buffer.from('x') }]), Buffer.from('<html><body>'), Buffer.from([1, 2, 3, 0, 5])]) {
      await expect(sniffSheet(fileOf(bytes))).rejects.toMatchObject({ code: 'file_kind' });
    }
    await expect(sniffSheet(fileOf(''))).rejects.toMatchObject({ code: 'sheet_empty' });
    await expect(sniffSheet(fileOf(Buffer.from('504b0304aaaaaaaaaaaaaaaa', 'hex')))).rejects.toMatchObject({ code: 'sheet_broken' });
  });

  test('CU-22 a zip bomb is refused: by its size, by its ratio, by its number of parts, and when its list lies', async () => {
    const big = { name: 'xl/worksheets/sheet1.xml', bytes: Buffer.alloc(20_000_000, 65) };
    await expect(checkWorkbook(fileOf(zipOf([...needed, big])))).rejects.toMatchObject({ code: 'sheet_bomb' });
    await expect(checkWorkbook(fileOf(zipOf([...needed, { ...big, bytes: Buffer.alloc(1_000_000, 65) }])), { ...zipLimits, bytes: 500_000 })).rejects.toMatchObject({ code: 'sheet_bomb' });
    await expect(checkWorkbook(fileOf(zipOf([...needed, ...needed])), { ...zipLimits, entries: 3 })).rejects.toMatchObject({ code: 'sheet_bomb' });
    // What is held in memory may be no larger than real ones are.
    const words = { name: 'xl/sharedStrings.xml', bytes: Buffer.alloc(1_000_000, 65) };
    await expect(checkWorkbook(fileOf(zipOf([...needed, words])), { ...zipLimits, kept: 500_000 })).rejects.toMatchObject({ code: 'sheet_bomb' });
    await expect(checkWorkbook(fileOf(zipOf([...needed, { ...big, claims: 1000 }])))).rejects.toMatchObject({ code: expect.stringMatching(/^sheet_(bomb|broken)$/) });
  });

  test('CU-22 what hides between the parts, or behind another size, is refused', async () => {
    const hidden = Buffer.from(zipOf(needed).subarray(0, 60));
    await expect(checkWorkbook(fileOf(zipOf(needed, hidden)))).rejects.toMatchObject({ code: 'sheet_broken' });
    await expect(checkWorkbook(fileOf(zipOf([needed[0]!, { ...needed[1]!, localSize: 3 }])))).rejects.toMatchObject({ code: 'sheet_broken' });
    await checkWorkbook(fileOf(zipOf(needed)));
  });
});
