import type { Context } from 'koa';
import type { Class } from './db/database';
import type { FileKeeper } from './files';
import type { HandOver } from './hand-over';
import type { JobDef } from './jobs/define';
import type { LeanPage, Page, PageContext } from './http/page';
import type { CallContext, ServedContract } from './http/serve';
import type { SealedColumn, SealedCopies } from './sealed';
import type { ExportKind } from './exports';
import type { TaskKind, Use } from './tasks';
import { checkPersonalData } from './personal/check';
import type { PersonalData } from './personal/declare';
import type { FreeWords } from './personal/words';

/** A kind of live code with a page of its own at `/c/:id`. */
export interface CodeKind {
  /** Of the ids of its codes, without the underscore. */
  prefix: string;
  page(koa: Context, id: string, context: PageContext): Promise<void> | void;
  /** Where its page is, when that is not `/c/:id`. */
  address?(id: string): string;
  /** What can be printed of a code that the caller may see: its name, the address of WeCom's picture of it where there is one, and the people to whom it leads. Throws `not_found`. */
  print?(context: CallContext, id: string): Promise<{ name: string; picture?: string; staffIds?: readonly string[] }>;
}

/** One domain: its tables, its calls, its pages and its background work. */
export interface Module {
  name: string;
  entities?: Class<object>[];
  routes?: ServedContract[];
  /** Addresses that are not calls of the API: callbacks, redirects. */
  pages?: Page[];
  /** The same, before Koa, for what must be fast. */
  leanPages?: LeanPage[];
  codeKinds?: CodeKind[];
  // A module's jobs differ in their data; each is checked where it is made.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  jobs?: JobDef<any>[];
  /** Columns that hold sealed text: a change of keys seals them anew. */
  sealed?: SealedColumn[];
  /** Where copies of other tables' rows are kept, with what is sealed in them. */
  sealedCopies?: SealedCopies;
  taskKinds?: TaskKind[];
  /** Lists of its own that people can take out as a file. */
  exportKinds?: ExportKind[];
  /** Where it uses things of the modules to its left. */
  uses?: Use[];
  /** What it holds of a customer for a staff member, and how that goes to another one. */
  handOver?: HandOver;
  /** Who sees the files that hang on what is its own. */
  fileKeeper?: FileKeeper;
  /** For each table that is about customers: how one person's rows are found, shown and erased (`personal(…)`). */
  personalData?: readonly PersonalData[];
  /** Where people write freely about a customer and may name others. */
  freeWords?: readonly FreeWords[];
}

export function defineModule(module: Module): Module {
  return module;
}

/** Names must be unique and every schedule, event and call must have exactly one home; says which does not. */
export function checkModules(modules: readonly Module[]): void {
  const twice = (kind: string, names: string[]) => {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) throw new Error(`Two ${kind} are named ${name}`);
      seen.add(name);
    }
  };
  twice('modules', modules.map((module) => module.name));
  twice('jobs', modules.flatMap((module) => (module.jobs ?? []).map((def) => def.name)));
  twice('kinds of task', modules.flatMap((module) => (module.taskKinds ?? []).map(({ kind }) => kind)));
  twice('kinds of export', modules.flatMap((module) => (module.exportKinds ?? []).map(({ kind }) => kind)));
  twice('kinds of live code', modules.flatMap((module) => (module.codeKinds ?? []).map(({ prefix }) => prefix)));
  twice('domains of the API', modules.flatMap((module) => (module.routes ?? []).map((served) => served.domain)));
  // A lean page may leave some requests to the page of the same address.
  for (const kind of ['pages', 'leanPages'] as const) twice('pages', modules.flatMap((module) => (module[kind] ?? []).map((page) => `${page.method} ${page.path}`)));
  checkPersonalData(modules);
}
