import { defineModule } from '../../core/module';
import { GroupCode, GroupCodeEntry, GroupCodeEvent, GroupCodeJoin, GroupCodeVisit } from './entity';
import { groupCodeJobs } from './jobs';
import { groupCodePage, pictureOfCode } from './page';
import { groupCodePersonalData } from './personal';
import { groupCodeRoutes } from './routes';
import { tagUse } from './use';

export { inviteTarget, type InviteTarget } from './invite';
export { sightOf, visibleCode as visibleGroupCode } from './reach';

export const groupCode = defineModule({
  name: 'group-code', entities: [GroupCode, GroupCodeEntry, GroupCodeVisit, GroupCodeJoin, GroupCodeEvent], routes: [groupCodeRoutes], pages: [pictureOfCode],
  codeKinds: [{ prefix: 'gc', page: groupCodePage }], jobs: groupCodeJobs, uses: [tagUse], personalData: groupCodePersonalData,
});
