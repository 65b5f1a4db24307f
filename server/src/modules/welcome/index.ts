import { defineModule } from '../../core/module';
import { Welcome } from './entity';
import { welcomeJobs } from './jobs';
import { welcomePersonalData } from './personal';
import { welcomeRoutes } from './routes';

export const welcome = defineModule({ name: 'welcome', entities: [Welcome], routes: [welcomeRoutes], jobs: welcomeJobs, personalData: welcomePersonalData });
