import type { CellValue } from 'exceljs';

/** A cell as a person would have typed it: numbers without exponents, dates as 2026-09-01, formulas as their results. */
export function cellText(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  switch (typeof value) {
    case 'string': return value;
    case 'boolean': return value ? 'TRUE' : 'FALSE';
    case 'number': return numberText(value);
    case 'object': break;
  }
  if (value instanceof Date) return dateText(value);
  if ('richText' in value) return value.richText.map((run) => run.text).join('');
  if ('hyperlink' in value) return cellText(value.text as CellValue);
  if ('formula' in value || 'sharedFormula' in value) return cellText(value.result as CellValue);
  return '';
}

/** Fifteen digits are what a spreadsheet keeps; more are the noise of binary fractions. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
  const [digits, exponent] = String(Number(value.toPrecision(15))).split('e');
  return exponent === undefined ? digits! : value.toFixed(Math.min(20, Math.abs(Number(exponent)) + 10)).replace(/\.?0+$/, '');
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const [day, time] = date.toISOString().split('T') as [string, string];
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`;
}
