/** Fen as yuan are written: `12,000`, `0.50`. */
export function yuan(fen: number): string {
  const digits = fen % 100 === 0 ? 0 : 2;
  return new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(fen / 100);
}
