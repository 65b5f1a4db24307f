export interface SheetRow {
  /** As a spreadsheet numbers it: the first row is 1. */
  row: number;
  cells: string[];
}

export const sheetLimits = { columns: 200, rows: 500_000, rowBytes: 1_000_000 };
