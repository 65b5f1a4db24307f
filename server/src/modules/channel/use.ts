import { seesEverything } from '../../core/files';
import type { Use } from '../../core/tasks';
import { Channel } from './entity';

/** The tags that channels give to those who come through them. */
export const tagUse: Use = {
  thing: 'tag', kind: 'channel',
  find: async (context, id) => {
    const seesAll = await seesEverything(context, 'liveCode.read');
    return (await context.db.find(Channel, { tagId: id })).map(({ id: channelId, name }) => ({ id: channelId, name: seesAll ? name : null }));
  },
  replace: async (tx, from, into, now) => {
    await tx.update(Channel, { tagId: from }, { tagId: into, updatedAt: now });
  },
};
