import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkReadme, listFeatures, tableOfFeatures } from './features/print';
import { readTests } from './features/report';
import titles from './spec-titles.json' with { type: 'json' };

/**
 * `npm run features [-- REPORT…] [--markdown] [--check README.md]`: which features the last test run proved. Reports are
 * vitest's JSON; without a path those that `npm test` left in node_modules/.cache are read.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { markdown: { type: 'boolean' }, check: { type: 'string' } } });
const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, 'node_modules/.cache');
const kept = () => (existsSync(cache) ? readdirSync(cache).filter((name) => /^test-report.*\.json$/.test(name)).map((name) => join(cache, name)) : []);
const reports = positionals.length > 0 ? positionals : kept();
if (reports.length === 0) stop('There is no report of a test run yet: npm test makes one');
for (const path of reports) if (!existsSync(path)) stop(`There is no ${path}`);

const tests = readTests(reports, root);
const unknown = [...tests.keys()].filter((id) => !(id in titles));
if (unknown.length > 0) stop(`Tests name ids that the specification does not have: ${unknown.join(', ')}`);

if (values.check) {
  const fault = checkReadme(readFileSync(values.check, 'utf8'), tableOfFeatures(titles, tests));
  if (fault) stop(`${values.check}: ${fault}`);
} else {
  process.stdout.write(`${values.markdown ? tableOfFeatures(titles, tests) : listFeatures(titles, tests)}\n`);
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
