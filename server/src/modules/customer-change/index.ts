import { defineModule } from '../../core/module';
import { CustomerChange } from './entity';
import { customerChangeJobs } from './jobs';
import { customerChangePersonalData } from './personal';

export { type Change } from './entity';
export { beforeChange, keptFor, listen, noteChange, noteGone, readChanges, timeOf } from './feed';

export const customerChange = defineModule({ name: 'customerChange', entities: [CustomerChange], jobs: customerChangeJobs, personalData: customerChangePersonalData });
