import type { Sample } from './files';

export interface KindReport {
  kind: string;
  passed: number;
  failed: { name: string; reason: string }[];
  /** Samples of things that this product does not do, at least not yet. */
  notOurs: string[];
  /** What else is worth knowing of those that passed. */
  note?: string;
}

/** Every sample must pass this check: null, or what is wrong. `undefined`: not ours. */
export function checkEach(kind: string, samples: Sample[], check: (sample: Sample) => string | null | undefined): KindReport {
  const report: KindReport = { kind, passed: 0, failed: [], notOurs: [] };
  for (const sample of samples) {
    const reason = check(sample);
    if (reason === undefined) report.notOurs.push(sample.name);
    else if (reason === null) report.passed++;
    else report.failed.push({ name: sample.name, reason });
  }
  return report;
}

export function notOurs(kind: string, samples: Sample[]): KindReport {
  return { kind, passed: 0, failed: [], notOurs: samples.map(({ name }) => name) };
}

/** A line for each kind, what failed and why, and last one line for programs. Whether all is well; nothing checked is not. */
export function printReports(reports: KindReport[]): boolean {
  const write = (text: string) => process.stdout.write(`${text}\n`);
  for (const { kind, notOurs } of reports) {
    if (notOurs.length > 0) write(`not ours in ${kind} (neither passed nor failed):\n    ${notOurs.join(' ')}\n`);
  }
  for (const { kind, passed, failed, notOurs, note = '' } of reports) {
    write(`${kind.padEnd(14)} passed ${String(passed).padStart(4)}   failed ${String(failed.length).padStart(3)}   not ours ${String(notOurs.length).padStart(3)}   ${note}`.trimEnd());
    for (const { name, reason } of failed) write(`    FAILED ${name}: ${reason}`);
  }
  const results = reports.map(({ kind, passed, failed, notOurs }) => ({ name: kind, passed, failed: failed.length, notOurs: notOurs.length }));
  write(`\n${JSON.stringify({ bench: 'conformance', results })}`);
  return results.every(({ failed }) => failed === 0) && results.some(({ passed }) => passed > 0);
}
