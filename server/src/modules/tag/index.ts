import { defineModule } from '../../core/module';
import { FollowTag, Tag, TagGroup, TagMark } from './entity';
import { tagJobs } from './jobs';
import { tagPersonalData } from './personal';
import { tagRoutes } from './routes';

export { changeFollowTags, copyAddedAt, followTags, ofReach, setFollowTags, tagIdsOf, tagIdsOfCustomer, tagMarksOf, takeMarks, type Follow, type TagChange, type Touch } from './follow';
export { FollowTag, type TagMark } from './entity';
export { checkScope, outOfScope } from './scope';
export { changeableTag, createTags, dropTag, followsTagged } from './change';
export { tagCarriers, tagLibrary } from './service';
export { tagRefs, tagsByWecomIds, wecomTagIdsOf } from './service';
export { ensureTagsSynced, type TagContext } from './sync';

export const tag = defineModule({ name: 'tag', entities: [TagGroup, Tag, FollowTag, TagMark], routes: [tagRoutes], jobs: tagJobs, personalData: tagPersonalData });
