import { defineModule } from '../../core/module';
import { GroupChat, GroupChatTag, GroupMember, GroupTag, GroupTagCategory } from './entity';
import { groupChatJobs } from './jobs';
import { groupPersonalData } from './personal';
import { groupChatRoutes, groupTagRoutes } from './routes';

export { GroupChat, GroupMember } from './entity';
export { visibleGroup } from './list';

export const groupChat = defineModule({
  name: 'groupChat', entities: [GroupChat, GroupMember, GroupTagCategory, GroupTag, GroupChatTag], routes: [groupChatRoutes, groupTagRoutes], jobs: groupChatJobs,
  personalData: groupPersonalData,
});
