import { defineModule } from '../../core/module';
import { LiveCode, LiveCodeCustomer } from './entity';
import { moveCount } from './hand-over';
import { liveCodeJobs } from './jobs';
import { liveCodePage, liveCodeRoutes } from './routes';

export type { LiveCode } from './entity';
export { generalCode } from './general';
export { codesLeftBy } from './hand-over';
export { liveCodesByIds } from './service';

export const liveCode = defineModule({ name: 'live-code', entities: [LiveCode, LiveCodeCustomer], routes: [liveCodeRoutes], pages: [liveCodePage], jobs: liveCodeJobs, handOver: { name: 'live-code', move: moveCount } });
