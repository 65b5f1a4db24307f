import { reachUnder, type FileKeeper } from '../../core/files';
import { livingId } from '../customer';
import { Note, NoteMention } from './entity';
import { seesNote } from './service';

/** What hangs on a note is for those who see the note, and for those who are named in it. */
export const noteFiles: FileKeeper = {
  name: 'note',
  shows: async (context, { id, heldBy }) => {
    const { db, actor } = context;
    const customerIds = await Promise.all(heldBy.map((holder) => livingId(db, holder)));
    if (customerIds.length === 0) return null;
    const notes = await db.query(Note, 'note').andWhere('note.customerId IN (:...customerIds) AND note.fileIds LIKE :part', { customerIds, part: `%"${id}"%` }).getMany();
    if (notes.length === 0) return null;
    const reach = await reachUnder(context, 'customer.read');
    if (!reach) return false;
    for (const note of notes) {
      const isNamed = actor.staffId !== null && (await db.count(NoteMention, { noteId: note.id, staffId: actor.staffId })) > 0;
      if (isNamed || (await seesNote({ db, actor, reach: () => Promise.resolve(reach) }, note))) return true;
    }
    return false;
  },
};
