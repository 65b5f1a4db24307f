import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

export interface SpecTest {
  name: string;
  /** Below the root of the project. */
  file: string;
  /** In every report that has it: on both databases, say. */
  passes: boolean;
}

/** What is read of vitest's JSON report. */
interface Report {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

const specId = /\b[A-Z]{2}-\d{2}\b/g;

/** The tests that name a spec id, by id. A test that was skipped proves nothing. */
export function readTests(paths: string[], root: string): Map<string, SpecTest[]> {
  const all = new Map<string, SpecTest & { ids: string[] }>();
  for (const path of paths) {
    for (const file of (JSON.parse(readFileSync(path, 'utf8')) as Report).testResults) {
      for (const { fullName, status } of file.assertionResults) {
        const key = `${file.name}\n${fullName}`;
        const passes = status === 'passed' && all.get(key)?.passes !== false;
        all.set(key, { name: fullName, file: relative(root, file.name), passes, ids: fullName.match(specId) ?? [] });
      }
    }
  }
  const byId = new Map<string, SpecTest[]>();
  for (const { ids, ...test } of all.values()) {
    for (const id of new Set(ids)) byId.set(id, [...(byId.get(id) ?? []), test]);
  }
  return byId;
}
