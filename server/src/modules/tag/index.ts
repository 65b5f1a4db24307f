import { defineModule } from '../../core/module';
import { FollowTag, Tag, TagGroup } from './entity';
import { tagJobs } from './jobs';
import { tagRoutes } from './routes';

export { changeFollowTags, followTags, hasAnyTag, setFollowTags, tagIdsOf, type Follow, type TagChange } from './follow';
export { FollowTag } from './entity';
export { tagRefs, tagsByWecomIds, wecomTagIdsOf } from './service';
export { ensureTagsSynced, type TagContext } from './sync';

export const tag = defineModule({ name: 'tag', entities: [TagGroup, Tag, FollowTag], routes: [tagRoutes], jobs: tagJobs });
