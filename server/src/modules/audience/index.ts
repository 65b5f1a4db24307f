import type { AudienceFilter } from '@scrm/shared/audience';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { defineModule } from '../../core/module';
import type { Audience, Audiences } from './audience';
import { SavedView, SavedViewDefault } from './entity';
import { audiencePersonalData } from './personal';
import './services';
import { viewRoutes } from './views';

export { Audiences, type Audience } from './audience';
export { prepare as prepareFilter } from './filter';
export { audienceQuery, countBySql, pageBySql } from './sql';

/** Who meets a filter within a reach: for lists, counts, exports, broadcasts. Jobs pass `{ staffIds: null }` or whom they act for. */
export function findAudience(context: { db: ReadDb; audiences: Audiences }, filter: AudienceFilter, reach: Reach): Promise<Audience> {
  return context.audiences.find({ db: context.db, reach }, filter);
}

export const audience = defineModule({ name: 'audience', entities: [SavedView, SavedViewDefault], routes: [viewRoutes], personalData: audiencePersonalData });
