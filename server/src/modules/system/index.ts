import { defineModule } from '../../core/module';
import type { Dispatcher } from '../corp';
import { callbackRoutes } from './callbacks';
import { doctorRoutes } from './doctor';
import { jobRoutes } from './jobs';
import { wecomRoutes } from './wecom';

export { liveMarks } from './live';

declare module '../../core/services' {
  interface Services {
    dispatcher: Dispatcher;
  }
}

/** What an operator of the installation looks at: callbacks, jobs, WeCom's quotas, and the doctor. */
export const system = defineModule({ name: 'system', routes: [callbackRoutes, jobRoutes, wecomRoutes, doctorRoutes] });
