import { defineModule } from '../../core/module';
import { GroupInvitation, GroupInviteRule, GroupInviteSend, GroupInviteTask } from './entity';
import { groupInviteJobs } from './jobs';
import { groupInvitePersonalData } from './personal';
import { groupInviteRoutes } from './routes';

export { invitationSent, supposedInvitation, withGroupInvitation, type AddedBy } from './on-add';

export const groupInvite = defineModule({
  name: 'group-invite', entities: [GroupInviteRule, GroupInviteTask, GroupInviteSend, GroupInvitation], routes: [groupInviteRoutes], jobs: groupInviteJobs, personalData: groupInvitePersonalData,
});
