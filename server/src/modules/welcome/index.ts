import { defineModule } from '../../core/module';
import { Welcome, WelcomeByHand } from './entity';
import { GroupWelcome } from './group-entity';
import { groupWelcomeRoutes } from './group-routes';
import { welcomeFiles } from './files';
import { welcomeJobs } from './jobs';
import { welcomePersonalData } from './personal';
import { welcomeRoutes } from './routes';
import { WelcomeRule } from './rule-entity';
import { welcomeRuleRoutes } from './rule-routes';
import { ruleTagUse } from './rule-use';

export { openConflicts } from './conflicts';
export { isAnswered } from './record';

export const welcome = defineModule({
  name: 'welcome', entities: [Welcome, WelcomeByHand, WelcomeRule, GroupWelcome], routes: [welcomeRoutes, welcomeRuleRoutes, groupWelcomeRoutes], jobs: welcomeJobs,
  uses: [ruleTagUse], personalData: welcomePersonalData, fileKeeper: welcomeFiles,
});
