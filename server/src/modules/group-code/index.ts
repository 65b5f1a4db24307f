import { defineModule } from '../../core/module';
import { GroupCode, GroupCodeEntry, GroupCodeEvent, GroupCodeHold, GroupCodeJoin, GroupCodeVisit } from './entity';
import { groupCodeJobs } from './jobs';
import { groupCodeKind } from './kind';
import { pictureOfCode } from './page';
import { groupCodePersonalData } from './personal';
import { groupCodeRoutes } from './routes';
import { tagUse } from './use';

export { groupFiguresFor } from './figures';
export { inviteTarget, type InviteTarget } from './invite';
export { sightOf, visibleCode as visibleGroupCode } from './reach';
export { groupCodeNames, groupCodesByName } from './list';
export { groupNames } from './present';
export { seeGroup, type SeenGroup } from './see';

export const groupCode = defineModule({
  name: 'group-code', entities: [GroupCode, GroupCodeEntry, GroupCodeVisit, GroupCodeJoin, GroupCodeEvent, GroupCodeHold], routes: [groupCodeRoutes], pages: [pictureOfCode],
  codeKinds: [groupCodeKind], jobs: groupCodeJobs, uses: [tagUse], personalData: groupCodePersonalData,
});
