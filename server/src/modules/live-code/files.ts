import { reachUnder, type FileKeeper } from '../../core/files';
import { filesIn } from './content';
import { LiveCode } from './entity';
import { isInSight, sightOf } from './reach';

/** What a welcome sends is for those who see the code, deleted ones too. */
export const liveCodeFiles: FileKeeper = {
  name: 'live-code',
  shows: async (context, { id }) => {
    const told = await context.db.query(LiveCode, 'code').andWhere('(code.welcome LIKE :part OR code.rule LIKE :part)', { part: `%"${id}"%` }).getMany();
    const codes = told.filter((code) => filesIn(code).some(({ fileId }) => fileId === id));
    if (codes.length === 0) return null;
    const reach = await reachUnder(context, 'liveCode.read');
    if (!reach) return false;
    const sight = await sightOf({ actor: context.actor, reach: () => Promise.resolve(reach) });
    return codes.some((code) => isInSight(code, sight));
  },
};
