import { defineModule } from '../../core/module';
import { Visitor, VisitorContactWay } from './entity';
import { visitorJobs } from './jobs';
import { visitorPersonalData } from './personal';
import { officialPages } from './official-page';
import { visitorRoutes } from './routes';
import { IdConversion } from './ledger-entity';
import { conversionRoutes } from './ledger-routes';

export { around, brandOf, chosenCorp, openCorp } from './corp';
export { Visitor } from './entity';
export { recogniseVisitor } from './recognise';

export const visitor = defineModule({ name: 'visitor', entities: [Visitor, VisitorContactWay, IdConversion], routes: [visitorRoutes, conversionRoutes], pages: officialPages, jobs: visitorJobs, personalData: visitorPersonalData });
