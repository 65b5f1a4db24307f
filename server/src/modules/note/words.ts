import { In, IsNull, Not } from 'typeorm';
import { holdsOne, type FreeWords } from '../../core/personal/words';
import { Note, NoteVersion } from './entity';

/** Notes about others, as they read and as they read before. */
export const noteWords: FreeWords = {
  table: 'Note', label: { zh: '其他客户的笔记', en: 'Notes about other customers' },

  find: async (db, { customerId }, parts, most) => {
    const holds = holdsOne(parts);
    const others = { customerId: Not(customerId), removedAt: IsNull() };
    const versions = (await db.find(NoteVersion, { text: holds })).filter(({ text }) => parts.meets(text));
    const changed = new Set(versions.map(({ noteId }) => noteId));
    const rows = await db.find(Note, [{ ...others, text: holds }, ...(changed.size > 0 ? [{ ...others, id: In([...changed]) }] : [])], { order: { id: 'DESC' } });
    return rows.filter(({ id, text }) => parts.meets(text) || changed.has(id)).slice(0, most).map(({ id, customerId: about, text, isPrivate, createdAt, authorStaffId }) => {
      const shown = parts.meets(text) ? text : versions.find(({ noteId }) => noteId === id)!.text;
      return { id, customerId: about, text: isPrivate ? null : shown, at: createdAt, staffId: authorStaffId };
    });
  },

  cover: async (tx, ids, parts, now) => {
    let changed = 0;
    for (const { id, text, updatedAt } of await tx.find(Note, { id: In([...ids]), removedAt: IsNull() })) {
      const before = (await tx.find(NoteVersion, { noteId: id })).filter((one) => parts.meets(one.text));
      for (const one of before) await tx.update(NoteVersion, { id: one.id }, { text: parts.cover(one.text) });
      // Whoever has it open would save the old words: their edit is refused as stale.
      if (parts.meets(text)) await tx.update(Note, { id }, { text: parts.cover(text), updatedAt: Math.max(now, updatedAt + 1) });
      if (parts.meets(text) || before.length > 0) changed++;
    }
    return changed;
  },
};
