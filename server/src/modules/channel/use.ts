import type { Use } from '../../core/tasks';
import { Channel } from './entity';

/** The tags that channels give to those who come through them. */
export const tagUse: Use = {
  thing: 'tag', kind: 'channel',
  find: async (db, id) => (await db.find(Channel, { tagId: id })).map(({ id: channelId, name }) => ({ id: channelId, name })),
  replace: async (tx, from, into, now) => {
    await tx.update(Channel, { tagId: from }, { tagId: into, updatedAt: now });
  },
};
