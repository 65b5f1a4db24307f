/** One figure of a benchmark; with a goal it can be missed. */
export interface Result {
  name: string;
  value: number;
  unit: string;
  /** Against a peer that was measured in the same run: the median of the rounds. */
  ratio: number | null;
  /** Of the rounds: lowest and highest ratio. */
  range: [number, number] | null;
  /** `>= 12` or `<= 0.15`, on the ratio. */
  goal: string | null;
  met: boolean | null;
}

export type Bench = () => Promise<Result[]>;

/** Machines are noisy: a goal counts as missed when it is missed by more than this share. */
export const tolerance = 0.15;

export function isMet(ratio: number, goal: string): boolean {
  const [sign, limit] = goal.split(' ') as ['>=' | '<=', string];
  return sign === '>=' ? ratio >= Number(limit) * (1 - tolerance) : ratio <= Number(limit) * (1 + tolerance);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A table for people and, last, one line for programs. Whether every goal was met. */
export function printResults(bench: string, results: Result[]): boolean {
  const rows = results.map(({ name, value, unit, ratio, range, goal, met }) => [
    name, `${round(value)} ${unit}`, ratio === null ? '' : round(ratio), range ? `${round(range[0])} – ${round(range[1])}` : '', goal ?? '',
    met === null ? '' : met ? (isExact(ratio!, goal!) ? 'met' : 'met, within 15 %') : 'MISSED',
  ]);
  printTable(['figure', 'value', 'ratio', 'range', 'goal', ''], rows);
  const lean = results.map(({ name, value, unit, ratio, goal, met }) => ({ name, value: Number(round(value)), unit, ratio: ratio === null ? null : Number(round(ratio)), goal, met }));
  process.stdout.write(`\n${JSON.stringify({ bench, results: lean })}\n`);
  return results.every(({ met }) => met !== false);
}

export function printTable(head: string[], rows: string[][]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: string[]) => `${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}\n`;
  process.stdout.write(`\n${line(head)}${line(widths.map((width) => '-'.repeat(width)))}${rows.map(line).join('')}`);
}

const isExact = (ratio: number, goal: string) => (goal.startsWith('>=') ? ratio >= Number(goal.slice(3)) : ratio <= Number(goal.slice(3)));

function round(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}
