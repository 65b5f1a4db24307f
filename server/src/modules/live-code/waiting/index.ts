import { LessThanOrEqual } from 'typeorm';
import { on } from '../../../core/events';
import { carryOut, every } from '../../../core/jobs/define';
import type { SealedColumn } from '../../../core/sealed';
import { staffLeft } from '../../org/events';
import { LiveCodeWaiting, LiveCodeWaitingTry } from './entity';
import { forget, freeOf } from './leave';
import { tryMs } from './tries';
import { tellAssignedOrder, tellOfAssigned, tellOfWaiting, tellWaitingOrder } from './tell';

export { LiveCodeWaiting, LiveCodeWaitingTry };
export { waitingExport } from './export-kind';
export { waitPages } from './page';
export { waitingPersonalData } from './personal';
export { waitingRoutes } from './routes';

export const tellWaiting = carryOut(tellWaitingOrder, (data, context) => tellOfWaiting(context, data));
export const tellAssigned = carryOut(tellAssignedOrder, (data, context) => tellOfAssigned(context, data));

/** After the days that the form promised, also where a company is gone. */
export const forgetWaiting = every('7 * * * *', 'liveCode.forgetWaiting', async (_, { db: { database }, clock, files }) => {
  await database.execute('DELETE FROM live_code_waiting_try WHERE at <= ?', [clock.now() - tryMs]);
  for (;;) {
    const due = await database.everything.find(LiveCodeWaiting, { where: { deleteAt: LessThanOrEqual(clock.now()) }, order: { deleteAt: 'ASC' }, take: 500 });
    if (due.length === 0) return;
    for (const corpId of new Set(due.map((row) => row.corpId))) {
      await forget(database.corp(corpId), files, due.filter((row) => row.corpId === corpId).map(({ id }) => id), { deleteAt: LessThanOrEqual(clock.now()) });
    }
  }
});

/** Whom a leaver was to contact waits for somebody else. */
export const freeWaiting = on(staffLeft, 'liveCode.freeWaiting', ({ staffId }, { write, clock }) => write((tx) => freeOf(tx, staffId, clock.now())));

export const waitingJobs = [tellWaiting, tellAssigned, forgetWaiting, freeWaiting];

export const sealedWaiting: SealedColumn = {
  table: 'live_code_waiting', column: 'phoneSealed', context: () => 'identity.phone',
  blind: { column: 'phoneKey', of: (plain, _, secrets) => secrets.blindIndex(plain, 'identity.phone') },
};
