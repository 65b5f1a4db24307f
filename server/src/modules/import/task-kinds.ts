import { In, IsNull, MoreThan, Not } from 'typeorm';
import { z } from 'zod';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { defineTaskKind, type TaskSource } from '../../core/tasks';
import { applyRow } from './apply';
import { CustomerImport, CustomerImportRow } from './entity';
import { undoRow } from './undo';

export const importWord = '导入';
const Input = z.object({ importId: z.string().max(40) });
type Input = z.output<typeof Input>;

/** The rows of an import that a condition meets, in their order. */
function rowsOf(where: (importId: string) => object): TaskSource<Input> {
  return {
    filter: Input,
    async *resolve({ db }, { importId }) {
      for (let after = 0; ;) {
        const rows = await db.find(CustomerImportRow, { ...where(importId), row: MoreThan(after) }, { order: { row: 'ASC' }, take: 500 });
        if (rows.length === 0) return;
        yield rows.map(({ id }) => id);
        after = rows.at(-1)!.row;
      }
    },
    // Whom each row means is asked when it is done, and then within the starter's reach.
    visible: async (db, ids) => new Set((await byId(db, ids)).map(({ id }) => id)),
    livingId: async (_, id) => id,
    names: async (db, ids) => new Map((await byId(db, ids)).map(({ id, row }) => [id, `#${row}`])),
  };
}

const byId = async (db: ReadDb, ids: readonly string[]): Promise<CustomerImportRow[]> => (ids.length === 0 ? [] : db.find(CustomerImportRow, { id: In([...ids]) }));

async function check(db: ReadDb, { importId }: Input, isReady: (record: CustomerImport) => boolean): Promise<Record<string, unknown>> {
  const record = await db.get(CustomerImport, importId, importWord);
  // Both are begun by the calls of this module, which look at everything else first.
  if (!isReady(record)) throw new AppError('import_state');
  return { name: record.name };
}

export const importTask = defineTaskKind<Input>({
  kind: 'customer.import', permission: 'customer.import', input: Input, filterOf: (input) => input,
  source: rowsOf((importId) => ({ importId, state: 'planned' })) as TaskSource,
  check: (db, input, starter) => check(db, input, (record) => record.state === 'started' && record.starterId === starter.id),
  item: async (context, id, { importId }) => {
    const row = await context.db.get(CustomerImportRow, id, importWord);
    return applyRow(context, await context.db.get(CustomerImport, importId, importWord), row);
  },
});

export const undoTask = defineTaskKind<Input>({
  kind: 'customer.importUndo', permission: 'customer.import', input: Input, filterOf: (input) => input,
  source: rowsOf((importId) => ({ importId, steps: Not(IsNull()), state: In(['done', 'wrong', 'planned']) })) as TaskSource,
  check: (db, input) => check(db, input, (record) => record.undoTaskId !== null),
  item: async (context, id, { importId }) => {
    const row = await context.db.get(CustomerImportRow, id, importWord);
    return undoRow(context, await context.db.get(CustomerImport, importId, importWord), row);
  },
});
