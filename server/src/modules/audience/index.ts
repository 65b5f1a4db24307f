import type { AudienceFilter } from '@scrm/shared/audience';
import type { ReadDb } from '../../core/db/scope';
import { defineModule } from '../../core/module';
import type { Audience, Audiences } from './audience';
import { SavedView, SavedViewDefault } from './entity';
import type { Asker } from './filter';
import { audiencePersonalData } from './personal';
import './services';
import { viewRoutes } from './views';

export { Audiences, type Audience } from './audience';
export { prepare as prepareFilter } from './filter';
export { audienceQuery, countBySql, pageBySql } from './sql';

/** Who meets a filter within a reach: for lists, counts, exports, broadcasts. Jobs pass `{ reach: { staffIds: null }, role: null }` or whom they act for. */
export function findAudience(context: { db: ReadDb; audiences: Audiences }, filter: AudienceFilter, asker: Asker): Promise<Audience> {
  return context.audiences.find({ db: context.db, ...asker }, filter);
}

export const audience = defineModule({ name: 'audience', entities: [SavedView, SavedViewDefault], routes: [viewRoutes], personalData: audiencePersonalData });
