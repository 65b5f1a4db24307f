import { defineModule } from '../../core/module';
import { Visitor, VisitorContactWay } from './entity';
import { visitorJobs } from './jobs';
import { IdConversion } from './ledger-entity';
import { conversionRoutes } from './ledger-routes';
import { visitorRoutes } from './routes';

export const visitor = defineModule({ name: 'visitor', entities: [Visitor, VisitorContactWay, IdConversion], routes: [visitorRoutes, conversionRoutes], jobs: visitorJobs });
