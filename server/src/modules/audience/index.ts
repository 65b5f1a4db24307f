import { defineModule } from '../../core/module';
import { AudienceCopy, SavedView, SavedViewDefault } from './entity';
import { audiencePersonalData } from './personal';
import './services';
import { viewRoutes } from './views';

export { Audiences, type Audience } from './audience';
export { prepare as prepareFilter, type Asker } from './filter';
export { audienceQuery, countBySql, pageBySql } from './sql';

export const audience = defineModule({ name: 'audience', entities: [AudienceCopy, SavedView, SavedViewDefault], routes: [viewRoutes], personalData: audiencePersonalData });
