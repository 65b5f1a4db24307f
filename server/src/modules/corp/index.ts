import { defineModule } from '../../core/module';
import { InboxRow } from '../../core/inbox/entity';
import { JobRow } from '../../core/jobs/entity';
import { callbackPages } from './callback-pages';
import { Corp, OwnCalendar, ProgressRow, WecomFailure, WecomQuota, WecomToken } from './entity';
import { installPages } from './install-pages';
import { corpJobs } from './jobs';
import { calendarRoutes } from './own-days';
import { corpPersonalData } from './personal';
import { corpRoutes } from './routes';
import './services';

export { CorpDirectory } from './directory';
export { Dispatcher } from './dispatch';
export { companyCalendar, ownDays, zoneOf } from './own-days';
export { readCursor, readProgress, saveProgress, type ProgressName } from './progress';
export { DatabaseQuotaStore } from './quota-store';
export { connectApp } from './service';
export type { Suite } from './services';
export { DatabaseTokenStore } from './token-store';
export { Corp, WecomFailure };

export const corp = defineModule({
  name: 'corp',
  entities: [Corp, ProgressRow, WecomToken, WecomQuota, WecomFailure, OwnCalendar, InboxRow, JobRow],
  routes: [corpRoutes, calendarRoutes],
  pages: installPages,
  leanPages: callbackPages,
  jobs: corpJobs,
  sealed: ['secret', 'callbackKeys'].map((column) => ({ table: 'corp', column, corpColumn: 'id', context: () => `corp.${column}` })),
  personalData: corpPersonalData,
});
