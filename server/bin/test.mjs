import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { needPrograms } from './programs.mjs';
import { npx, root } from './run.mjs';

/**
 * `npm test`: everything, on SQLite and again on MariaDB, with Redis, and in a real browser. `npm test -- PATTERN`
 * runs the files that fit, on SQLite.
 */
const reports = join(root, 'node_modules/.cache');
const only = process.argv.slice(2);

await needPrograms();
mkdirSync(reports, { recursive: true });
for (const old of readdirSync(reports).filter((name) => name.startsWith('test-report'))) rmSync(join(reports, old));

const results = [];
if (only.length > 0) {
  results.push(await suite('on SQLite', only, {}));
} else {
  if (!(await build({ all: true }))) process.exit(1);
  results.push(await suite('on SQLite', [], {}));
  results.push(await suite('on MariaDB', ['server/src/modules', 'server/test', '--exclude', 'server/test/crash/**'], { TEST_MARIADB: '1' }));
  results.push(await suite('in the browser', ['--config', 'vitest.e2e.config.ts'], {}));
}

const passed = results.reduce((sum, one) => sum + one.passed, 0);
const failed = results.reduce((sum, one) => sum + one.failed, 0);
for (const { name, failures } of results) for (const { file, title, message } of failures) process.stdout.write(`\nFAILED ${name}: ${file}\n  ${title}\n${message}\n`);
process.stdout.write('\n');
for (const { name, passed: good, failed: bad, seconds } of results) process.stdout.write(`${name}: ${good} passed, ${bad} failed in ${seconds} s\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function suite(name, args, env) {
  const report = join(reports, `test-report-${name.replaceAll(' ', '-')}.json`);
  const startedAt = Date.now();
  process.stdout.write(`\n── ${name} ──\n`);
  const { code } = await npx(['vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args], { env });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  if (!existsSync(report)) return { name, passed: 0, failed: 1, seconds, failures: [{ file: 'no report was written', title: `ended with ${code}`, message: '' }] };
  const { numPassedTests, numFailedTests, numTotalTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  // A file that does not even load has no tests; a test that did not run did not pass.
  const missing = numTotalTests - numPassedTests - numFailedTests;
  return { name, passed: numPassedTests, failed: Math.max(numFailedTests + missing, code === 0 ? 0 : 1), seconds, failures: failuresOf(testResults) };
}

/** What failed, with the first lines of why; and files that failed as a whole. */
function failuresOf(files) {
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((one) => one.status === 'failed').map(({ fullName, failureMessages }) => ({ file, title: fullName, message: beginOf(failureMessages.join('\n')) }));
    return failed.length === 0 && status === 'failed' ? [{ file, title: 'the whole file', message: beginOf(message) }] : failed;
  });
}

function beginOf(text) {
  return text.split('\n').slice(0, 12).map((line) => `    ${line.slice(0, 400)}`).join('\n');
}
