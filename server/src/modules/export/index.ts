import { defineModule } from '../../core/module';
import { customerExport } from './customer-kind';
import { DataExport, DataExportPart, NamedFile } from './entity';
import { exportJobs } from './jobs';
import { exportPersonalData } from './personal';
import { exportRoutes } from './routes';
import { sealedColumns } from './seal';

export { endExportsHolding, removeFilesHolding } from './holding';
export { begun as begunExport } from './routes';
export { startExport } from './service';

/** Lists go out as files: with whose name on them, for how long, and who fetched them. */
export const exporting = defineModule({
  name: 'export', entities: [DataExport, DataExportPart, NamedFile], routes: [exportRoutes], jobs: exportJobs, exportKinds: [customerExport], sealed: sealedColumns, personalData: exportPersonalData,
});
