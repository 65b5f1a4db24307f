import { defineModule } from '../../core/module';
import { Visitor, VisitorContactWay } from './entity';
import { visitorJobs } from './jobs';
import { visitorRoutes } from './routes';

export const visitor = defineModule({ name: 'visitor', entities: [Visitor, VisitorContactWay], routes: [visitorRoutes], jobs: visitorJobs });
