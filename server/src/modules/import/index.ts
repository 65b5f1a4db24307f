import { defineModule } from '../../core/module';
import { CustomerImport, CustomerImportRow } from './entity';
import { importJobs } from './jobs';
import { importPersonalData } from './personal';
import { importRoutes } from './routes';
import { sealedColumns } from './sealed';
import { importTask, undoTask } from './task-kinds';

export { staffFinder, tagFinder } from './lookup';
export { bytesAt, pathOf, receive, removeFile } from './store';

export const customerImport = defineModule({
  name: 'import', entities: [CustomerImport, CustomerImportRow], routes: [importRoutes], jobs: importJobs, sealed: sealedColumns, taskKinds: [importTask, undoTask], personalData: importPersonalData,
});
