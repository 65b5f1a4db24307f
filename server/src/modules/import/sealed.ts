import type { KeyTarget } from '@scrm/shared/import';
import type { Bytes } from '../../core/bytes';
import type { SealedColumn } from '../../core/sealed';
import type { Secrets } from '../../core/secrets';
import type { Services } from '../../core/services';
import { nameKeys } from '../customer';
import type { CustomerImport } from './entity';
import type { Step } from './step';
import { bytesAt, pathOf } from './store';

/** What a row says, and by which name its person is waited for. */
export interface Kept {
  cells: string[];
  wait: { kind: KeyTarget; text: string } | null;
}

const keyContext = (id: string | null | undefined) => `customer_import.fileKey:${id}`;
const sampleContext = () => 'customer_import.sample';
const cellsContext = () => 'customer_import_row.cells';
const stepsContext = () => 'customer_import_row.steps';

export const sealOpener = (opener: string, id: string, secrets: Secrets): string => secrets.seal(opener, keyContext(id));
export const bytesOf = ({ imports, secrets }: Pick<Services, 'imports' | 'secrets'>, { id, corpId, fileKey }: CustomerImport): Promise<Bytes> =>
  bytesAt(pathOf(imports.folder, corpId, id), fileKey === null ? null : secrets.open(fileKey, keyContext(id)));
export const sealSample = (sample: string[][], secrets: Secrets): string => secrets.seal(JSON.stringify(sample), sampleContext());
export const openSample = (sealed: string | null, secrets: Secrets): string[][] => (sealed === null ? [] : JSON.parse(secrets.open(sealed, sampleContext())) as string[][]);
export const sealCells = (kept: Kept, secrets: Secrets): string => secrets.seal(JSON.stringify(kept), cellsContext());
export const openCells = (sealed: string, secrets: Secrets): Kept => JSON.parse(secrets.open(sealed, cellsContext())) as Kept;
export const sealSteps = (steps: readonly Step[], secrets: Secrets): string => secrets.seal(JSON.stringify(steps), stepsContext());
export const openSteps = (sealed: string, secrets: Secrets): Step[] => JSON.parse(secrets.open(sealed, stepsContext())) as Step[];

/** By what somebody is waited for; null for names that nobody gets later. Under every key, the newest first. */
export function waitKeysOf(wait: Kept['wait'], secrets: Secrets): string[] | null {
  if (wait === null) return null;
  if (wait.kind === 'unionid') return /^[\w-]{6,64}$/.test(wait.text) ? [wait.text] : null;
  return wait.kind === 'phone' || wait.kind === 'email' ? nameKeys(secrets, wait.kind, wait.text) : null;
}

export const sealedColumns: SealedColumn[] = [
  { table: 'customer_import', column: 'fileKey', context: ({ id }) => keyContext(id) },
  { table: 'customer_import', column: 'sample', context: sampleContext },
  {
    table: 'customer_import_row', column: 'cells', context: cellsContext,
    blind: { column: 'waitKey', of: (plain, _, secrets) => waitKeysOf((JSON.parse(plain) as Kept).wait, secrets)?.[0] ?? null },
  },
  { table: 'customer_import_row', column: 'steps', context: stepsContext },
];
