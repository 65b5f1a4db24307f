import { defineModule } from '../../core/module';
import { CodeAdd } from './entity';
import { codeNumbersExport } from './export-kind';
import { groupNumbersExport } from './group-export';
import { codeNumberJobs } from './jobs';
import { codeNumberPersonalData } from './personal';
import { codeNumberRoutes } from './routes';

export const codeNumbers = defineModule({
  name: 'code-numbers', entities: [CodeAdd], routes: [codeNumberRoutes], jobs: codeNumberJobs, exportKinds: [codeNumbersExport, groupNumbersExport], personalData: codeNumberPersonalData,
});
