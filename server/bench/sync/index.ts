import { bundle } from '../../bin/bundle.mjs';
import { fullSync } from '../../test/crash/full-sync';
import { isMet, type Result } from '../results';

const people = Number(process.env.BENCH_CUSTOMERS ?? 100_000);
const killAt = [0.1, 0.35, 0.6, 0.9];
/** A page that was read, but not written down when the kill came, is read once more. */
const pagesPerKill = 1;
const flatMb = 100;

/** The first reading of a large company, killed on the way: nothing twice, nothing from the beginning, memory flat. */
export async function sync(): Promise<Result[]> {
  await bundle('victim', 'sandbox');
  const found = await fullSync(people, killAt, (text) => process.stdout.write(`${text}\n`));
  const plain = (name: string, value: number, unit: string): Result => ({ name, value, unit, ratio: null, range: null, goal: null, met: null });
  const exact = (name: string, value: number, wanted: number, unit: string): Result => ({ ...plain(name, value, unit), goal: `= ${wanted}`, met: value === wanted });
  const least = found.leastCalls + found.kills * pagesPerKill;
  return [
    plain('from the start of the server to done', found.seconds, 's'),
    exact('customers', found.customers, found.theirs, 'customers'),
    plain('relations', found.relations, 'relations'),
    exact('duplicates', found.duplicates, 0, 'rows'),
    exact('dead jobs', found.deadJobs, 0, 'jobs'),
    exact('calls refused for being too many', found.refused, 0, 'calls'),
    { ...plain(`calls of batch/get_by_user : ${found.leastCalls} full pages and ${pagesPerKill} a kill`, found.calls, 'calls'), ratio: found.calls / least, goal: '<= 1', met: isMet(found.calls / least, '<= 1') },
    plain('memory at its highest (resident)', found.peakMb, 'MB'),
    { ...plain(`growth of memory after the first 10,000 : ${flatMb} MB`, found.grownMb, 'MB'), ratio: found.grownMb / flatMb, goal: '<= 1', met: found.grownMb <= flatMb },
  ];
}
