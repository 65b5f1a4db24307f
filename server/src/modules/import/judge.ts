import type { JobContext } from '../../core/jobs/define';
import type { TaskFailure } from '../../core/tasks';
import type { CustomerImport, CustomerImportRow } from './entity';
import { findCustomers } from './find';
import type { Knowledge } from './knowledge';
import { planRows, type Planned } from './plan';
import type { Kept } from './sealed';
import type { Step } from './step';

/** What is to become of a row. */
export interface Judgement {
  state: Extract<CustomerImportRow['state'], 'planned' | 'same' | 'waiting' | 'wrong'>;
  customerId: string | null;
  /** Whom and through whom; null where the row means nobody. */
  target: string | null;
  waitKey: string | null;
  wait: Kept['wait'];
  /** -1: the row as a whole. */
  column: number;
  problem: TaskFailure | null;
  steps: Step[];
  newTags: string[];
}

const nothing = { customerId: null, target: null, waitKey: null, wait: null, column: -1, problem: null, steps: [], newTags: [] };

/** The dry run and the import itself ask here, so that what the first promises the second does. */
export async function judge({ db, secrets }: Pick<JobContext, 'db' | 'secrets'>, knowledge: Knowledge, { mapping }: Pick<CustomerImport, 'mapping'>, rows: readonly (readonly string[])[]): Promise<Judgement[]> {
  const whom = await findCustomers(db, secrets, knowledge, mapping!, rows);
  const found = whom.flatMap((one, index) => ('customerId' in one ? [{ index, customerId: one.customerId, cells: rows[index]! }] : []));
  const verdicts = new Map((await planRows(db, secrets, knowledge, mapping!, found)).map((verdict, n) => [found[n]!.index, verdict]));
  return whom.map((one, index): Judgement => {
    if ('problem' in one) return { ...nothing, state: 'wrong', ...one };
    if ('wait' in one) return { ...nothing, state: 'waiting', wait: one.wait, waitKey: one.waitKey, target: one.waitKey, problem: { code: 'import_waiting', data: {} } };
    const verdict = verdicts.get(index)!;
    const { customerId } = one;
    if ('problem' in verdict) return { ...nothing, state: verdict.problem.code === 'import_kept' ? 'same' : 'wrong', customerId, column: verdict.column, problem: verdict.problem };
    return { ...nothing, ...outcomeOf(verdict), customerId, target: `${customerId}:${verdict.staffId ?? ''}` };
  });
}

const outcomeOf = ({ steps, newTags }: Planned) => ({ state: steps.length + newTags.length > 0 ? 'planned' as const : 'same' as const, steps, newTags });
