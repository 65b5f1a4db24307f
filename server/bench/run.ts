import { callbacks } from './callbacks';
import { customers } from './customers';
import { printResults, type Bench } from './results';
import { routing } from './routing';
import { stores } from './stores';
import { sync } from './sync';

/** `npm run bench [-- NAME]`: all benchmarks, or one. */
const benches: Record<string, Bench> = { callbacks, customers, routing, sync, stores };

const asked = process.argv[2];
if (asked && !benches[asked]) {
  process.stderr.write(`There is no benchmark named ${asked}; there are: ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}
// Leaving by `exit` ends the servers that were started, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
let allMet = true;
for (const [name, bench] of Object.entries(benches)) {
  if (asked && asked !== name) continue;
  allMet = printResults(name, await bench()) && allMet;
}
process.exit(allMet ? 0 : 1);
