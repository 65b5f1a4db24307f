import type { SpecTest } from './report';

const start = '<!-- features:start -->';
const end = '<!-- features:end -->';

/** Every id with its tests; what has none yet is listed last. */
export function listFeatures(titles: Record<string, string>, tests: Map<string, SpecTest[]>): string {
  const lines: string[] = [];
  const notYet: string[] = [];
  for (const [id, title] of Object.entries(titles)) {
    const own = tests.get(id);
    if (!own) {
      notYet.push(`  ${id} · ${title}`);
      continue;
    }
    lines.push(`${id} · ${title} · ${own.every(({ passes }) => passes) ? 'passes' : 'FAILS'}`);
    for (const { name, file, passes } of own) lines.push(`    ${passes ? '✓' : '✗'} ${name}  (${file})`);
  }
  return [...lines, '', `not yet (${notYet.length} of ${Object.keys(titles).length}):`, ...notYet].join('\n');
}

/** The table of the README: only what tests prove. */
export function tableOfFeatures(titles: Record<string, string>, tests: Map<string, SpecTest[]>): string {
  const rows = Object.entries(titles).flatMap(([id, title]) => {
    const own = tests.get(id);
    if (!own?.every(({ passes }) => passes)) return [];
    const files = [...new Set(own.map(({ file }) => file))].sort();
    return [`| ${id} | ${title} | ${files.map((file) => `[${file.split('/').at(-1)}](${file})`).join(', ')} |`];
  });
  return ['| id | feature | proved by |', '|---|---|---|', ...rows].join('\n');
}

/** Whether the README holds this table between its markers; or what is wrong. */
export function checkReadme(readme: string, table: string): string | null {
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from === -1 || to < from) return `it has no ${start} … ${end}`;
  const held = readme.slice(from + start.length, to).trim().split('\n');
  const wanted = table.split('\n');
  const missing = wanted.filter((line) => !held.includes(line));
  const tooMuch = held.filter((line) => !wanted.includes(line));
  if (missing.length === 0 && tooMuch.length === 0 && held.length === wanted.length) return null;
  return ['its table is not what the tests prove; npm run features -- --markdown prints it', ...missing.map((line) => `  + ${line}`), ...tooMuch.map((line) => `  - ${line}`)].join('\n');
}
