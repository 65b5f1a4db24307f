import { In, IsNull, Not } from 'typeorm';
import { on } from '../../core/events';
import { every, job, type JobContext } from '../../core/jobs/define';
import { identitiesOf, livingId } from '../customer';
import { customerAdded } from '../customer/events';
import { applyRow } from './apply';
import { CustomerImport, CustomerImportRow } from './entity';
import { judge } from './judge';
import { knowledgeFor } from './knowledge';
import { openCells } from './sealed';

const pageSize = 200;

/** Whoever was waited for and is known by that name now gets what the file said of them. */
async function matchRows(context: JobContext, rows: readonly CustomerImportRow[]): Promise<void> {
  for (const importId of new Set(rows.map((row) => row.importId))) {
    const record = await context.db.findOne(CustomerImport, { id: importId, state: 'started', undoTaskId: IsNull() });
    if (!record) continue;
    // Whoever began it may have lost the right since: then nothing is done in their name.
    const knowledge = await knowledgeFor(context, importId, record.starter).catch(() => null);
    if (!knowledge) continue;
    const theirs = rows.filter((row) => row.importId === importId && row.cells !== null);
    const judged = await judge(context, knowledge, record, theirs.map((row) => openCells(row.cells!, context.secrets).cells));
    for (const [index, row] of theirs.entries()) if (judged[index]!.state !== 'waiting') await applyRow(context, record, row);
  }
}

/** Phone numbers and addresses come by many ways, so all who wait are looked up now and then. */
export const matchAll = job<object>('import.match', { lane: 'bulk', timeoutMs: 3_600_000 }, async (_, context) => {
  for (let after = ''; ;) {
    if (context.signal.aborted) throw new Error('stopped');
    const rows = await context.db.query(CustomerImportRow, 'waits').andWhere('waits.waitKey IS NOT NULL AND waits.state = \'waiting\' AND waits.id > :after', { after }).orderBy('waits.id', 'ASC').limit(pageSize).getMany();
    if (rows.length === 0) return;
    await matchRows(context, rows);
    after = rows.at(-1)!.id;
  }
});

export const matchOften = every('*/15 * * * *', 'import.matchOften', async ({ slot }, { db: { database }, corps }) => {
  for (const corp of await corps.active()) {
    if (!(await database.corp(corp.id).findOne(CustomerImportRow, { state: 'waiting', waitKey: Not(IsNull()) }))) continue;
    await database.write(corp.id, (tx) => tx.enqueue(matchAll, {}, { key: `match:${slot}` }));
  }
});

export const onAdded = on(customerAdded, 'import.onAdded', async ({ customerId }, context) => {
  const { db } = context;
  const names = (await identitiesOf(db, await livingId(db, customerId))).map(({ value }) => value);
  const rows = names.length === 0 ? [] : await db.find(CustomerImportRow, { waitKey: In(names), state: 'waiting' });
  await matchRows(context, rows);
});
