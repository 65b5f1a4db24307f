import { csvLine } from '../sheet/write';

/** A small table as spreadsheets read it: UTF-8 with its mark, so that Chinese stays Chinese. */
export function csv(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(`\uFEFF${rows.map(csvLine).join('')}`, 'utf8');
}
