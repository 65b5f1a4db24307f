import { defineModule } from '../../core/module';
import { LiveCode, LiveCodeCustomer } from './entity';
import { LiveCodeAdd, LiveCodeList, LiveCodeRule, ReceptionOnline, ReceptionToggle } from './entity-rule';
import { liveCodeFiles } from './files';
import { moveCount } from './hand-over';
import { liveCodeJobs } from './jobs';
import { tagUse } from './use';
import { liveCodePersonalData } from './personal';
import { channelCodePage, leanCodePage, LiveCodeChange, LiveCodeWay, pageJobs } from './page';
import { LiveCodeWaiting, LiveCodeWaitingTry, sealedWaiting, waitingExport, waitingJobs, waitingPersonalData, waitingRoutes, waitPages } from './waiting';
import { receptionRoutes } from './reception/routes';
import { liveCodeRoutes } from './routes';

export { alignContactWay, Busy, mayPass, problemOf } from './contact-way';
export { contentAt, type CodeContent } from './content';
export { LiveCode, type Problem } from './entity';
export { generalCode } from './general';
export { codesLeftBy } from './hand-over';
export { isInSight, sightOf, visibleCode as visibleLiveCode, type Sight } from './reach';
export { createLiveCode, liveCodeNames, liveCodesByIds } from './service';
export { remarkOf } from './remark';
export { PageCodes } from './page';

export const liveCode = defineModule({
  name: 'live-code', entities: [LiveCode, LiveCodeCustomer, LiveCodeRule, LiveCodeList, LiveCodeAdd, ReceptionOnline, ReceptionToggle, LiveCodeWay, LiveCodeChange, LiveCodeWaiting, LiveCodeWaitingTry],
  routes: [liveCodeRoutes, receptionRoutes, waitingRoutes], pages: waitPages,
  sealed: [sealedWaiting], codeKinds: [channelCodePage], leanPages: [leanCodePage], jobs: [...liveCodeJobs, ...pageJobs, ...waitingJobs], uses: [tagUse],
  handOver: { name: 'live-code', move: moveCount }, personalData: [...liveCodePersonalData, ...waitingPersonalData], exportKinds: [waitingExport], fileKeeper: liveCodeFiles,
});
