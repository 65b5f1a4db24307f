import { defineModule } from '../../core/module';
import { LossAlert, Transfer, TransferGroup, TransferItem, TransferLeaver, TransferSetting } from './entity';
import { transferJobs } from './jobs';
import { transferPersonalData } from './personal';
import { lossRoutes, transferRoutes } from './routes';
import { assignMany } from './task-kinds';

export { handOverOne } from './service';

/** Customers go from one staff member to another, with all that was held of them; and nobody leaves unseen. */
export const transfer = defineModule({
  name: 'transfer', entities: [Transfer, TransferItem, TransferGroup, TransferLeaver, LossAlert, TransferSetting], routes: [transferRoutes, lossRoutes], jobs: transferJobs, taskKinds: [assignMany], personalData: transferPersonalData,
});
