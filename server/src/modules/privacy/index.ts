import { defineModule } from '../../core/module';
import { PrivacySalt, Tombstone } from '../../core/personal/tombstone';
import { consentRoutes } from './consent-routes';
import { AccessLink, Consent, ConsentPurpose, ConsentText, Erasure, PrivacyRequest } from './entity';
import { privacyJobs } from './jobs';
import { myPrivacyRoutes } from './my-routes';
import { sealedAs } from './person';
import { privacyPersonalData } from './personal';
import { privacyRoutes } from './routes';
import { verifyPages } from './verify-page';
import './services';

export { hasConsent } from './consent';

/** What people may ask about their own data, and what they agreed to. */
export const privacy = defineModule({
  name: 'privacy', entities: [PrivacySalt, Tombstone, PrivacyRequest, Erasure, AccessLink, ConsentPurpose, ConsentText, Consent],
  routes: [privacyRoutes, consentRoutes, myPrivacyRoutes], pages: verifyPages, jobs: privacyJobs, personalData: privacyPersonalData,
  sealed: [{ table: 'erasure', column: 'person', context: () => sealedAs }],
});
