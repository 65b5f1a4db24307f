import { defineModule } from '../../core/module';
import { Channel, ChannelPath } from './entity';
import { makeTag } from './own-tag';
import { channelRoutes } from './routes';
import { tagUse } from './use';

export { Channel, channelWord } from './entity';
export { ensureChannelTag } from './own-tag';
export { keeperOf } from './routes';
export { ensurePath, faultOfPath, type Keeper } from './service';
export { checkChannel, namesIn, readTree, type ChannelTree } from './tree';
export { withUtm } from './utm';

export const channel = defineModule({ name: 'channel', entities: [Channel, ChannelPath], routes: [channelRoutes], jobs: [makeTag], uses: [tagUse] });
