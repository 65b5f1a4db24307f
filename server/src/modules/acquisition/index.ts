import { defineModule } from '../../core/module';
import { AcquisitionCustomer, AcquisitionDay, AcquisitionEvent, AcquisitionLink, AcquisitionSource } from './entity';
import { acquisitionJobs } from './jobs';
import { acquisitionPersonalData } from './personal';
import { acquisitionRoutes } from './routes';

export { AcquisitionLink } from './entity';
export { linkNames, sourceOf } from './record';
export { livingLink } from './service';

export const acquisition = defineModule({
  name: 'acquisition', entities: [AcquisitionLink, AcquisitionSource, AcquisitionCustomer, AcquisitionDay, AcquisitionEvent], routes: [acquisitionRoutes], jobs: acquisitionJobs, personalData: acquisitionPersonalData,
});
