import { defineModule } from '../../core/module';
import { LicenceRow, LicenceTrial } from './entity';
import { licenceJobs } from './jobs';
import { licenceRoutes } from './routes';

export const licence = defineModule({ name: 'licence', entities: [LicenceRow, LicenceTrial], routes: [licenceRoutes], jobs: licenceJobs });
