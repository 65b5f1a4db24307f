import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Sample {
  /** `skit/CgibinUserGetResponse.json`, below the folder of its kind. */
  name: string;
  text: string;
}

/** The samples of each kind: one folder below `folder` for each, files anywhere inside. */
export function findFiles(folder: string): Record<string, Sample[]> {
  const kinds = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return Object.fromEntries(kinds.map((kind) => {
    const names = readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|xml)$/.test(name)).sort();
    return [kind, names.map((name) => ({ name, text: readFileSync(join(folder, kind, name), 'utf8') }))];
  }));
}

/** Which of these paths a sample is of: `CgibinUserGetResponse.json` is of `/cgi-bin/user/get`. */
export function pathFinder(paths: readonly string[]): (sample: Sample) => string | undefined {
  const flat = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const known = new Map(paths.map((path) => [flat(path), path]));
  return ({ name }) => known.get(flat(basename(name).replace(/(Request|Response)(\.[^/]*)?$/, '')));
}

/** Samples may begin with a byte order mark. */
export function parseSample({ text }: Sample): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}
