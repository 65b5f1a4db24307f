import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** Programs of the server, by the names of what is made of them in `server/dist`. */
const programs = { main: 'server/src/main.ts', sandbox: 'server/sandbox/main.ts', victim: 'server/test/crash/child.ts' };

/** Packages stay where they are, but for their data; and files that the code looks for beside itself are looked for beside its source. */
const inPlace = {
  name: 'in-place',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => (kind === 'entry-point' || path.startsWith('@scrm/') || path.endsWith('.json') ? null : { path, external: true }));
    builder.onLoad({ filter: /\.ts$/ }, ({ path }) => ({ loader: 'ts', contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)) }));
  },
};

/** Makes one file of each program, in a second: starting it takes a third of what reading every source file by itself takes. */
export async function bundle(...names) {
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, join(root, programs[name])])), outdir: join(root, 'server/dist'), outExtension: { '.js': '.mjs' },
    bundle: true, format: 'esm', platform: 'node', target: 'node20', sourcemap: 'linked', keepNames: true, tsconfig: join(root, 'server/tsconfig.json'), plugins: [inPlace], logLevel: 'warning',
  });
}

/**
 * Room for what lives as long as a request: with node's own 16 MB the objects of hundreds of requests at once are moved to
 * the old space while they are still on their way (a scan costs a fifth to a third more CPU then, at 500 connections).
 * And the old space is looked through from 192 MB on: before, each 20 MB that the database sends are a reason to, which is a
 * third of the CPU that it takes to build the index of a million customers.
 */
export const memoryFlags = ['--max-semi-space-size=64', '--initial-old-space-size=192'];

/** How node runs one of them. */
export const argumentsOf = (name) => ['--enable-source-maps', ...memoryFlags, join(root, `server/dist/${name}.mjs`)];
